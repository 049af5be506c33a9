"""Dates of a file that are written as people say them: "cuối 2024", "Quý II/2021"."""

import re
from collections.abc import Iterable

from data.intake.spoken_dates import spoken
from data.intake.suspicions.rewriting import Where
from data.sheets.grid import Cell
from data.values.columns import tidy
from data.values.written_dates import ORDERS, edtf_of_text

_LONGEST = 60  # characters; a sentence that names a year says more than a date
_MOST = 500  # different texts of a column; with more it is none of dates
_YEAR = re.compile(r"\d{4}", re.ASCII)


def said_dates(cells: Iterable[Cell], where: Where) -> dict[Cell, Cell]:
    """The date that each text says which is no plain date.

    What lasts from one date to another is not one date.
    """
    texts = {cell: plain for cell in cells if isinstance(cell, str) and (plain := _in_words(cell))}
    if len(texts) > _MOST:
        return {}
    may_be_planned = not where.field.not_in_future
    said = {
        cell: spoken(plain, None, may_be_planned=may_be_planned) for cell, plain in texts.items()
    }
    return {cell: one.date for cell, one in said.items() if one and not one.until}


def _in_words(text: str) -> str:
    """A text that names a year and is no plain date; "" for any other."""
    if len(text) > _LONGEST or not _YEAR.search(text):
        return ""
    plain = " ".join(tidy(text).split())
    return "" if any(edtf_of_text(plain, order) for order in ORDERS) else plain
