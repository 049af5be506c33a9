"""Dates of a file that are written as people say them: "cuối 2024", "Quý II/2021"."""

from data.intake.spoken_dates import spoken
from data.schema import Field
from data.values.columns import tidy
from data.values.written_dates import ORDERS, edtf_of_text


def said_date(field: Field, text: str) -> str | None:
    """The date that a text says and no plain date is; None for any other text.

    What lasts from one date to another is not one date.
    """
    plain = " ".join(tidy(text).split())
    if not plain or any(edtf_of_text(plain, order) for order in ORDERS):
        return None
    said = spoken(plain, None, may_be_planned=not field.not_in_future)
    return said.date if said and not said.until else None
