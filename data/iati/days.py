"""The day that stands in an IATI file for a date, and the words that say how well it is known.

IATI takes only full days. A date known as a span goes out as its first day where something
begins and as its last day where something ends; a narrative says that the day is by convention,
and an attribute of ours keeps the date as it is on record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from data.language import Language
from data.schema import LANGUAGES, TABLES
from data.values.dates import parse


@dataclass(frozen=True)
class Told:
    """A date as the file tells it: the day, and the date on record with its column.

    ``stands_in`` means that no start is on record, and this date takes its place.
    """

    day: date
    written: str
    column: str
    stands_in: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether the day is the date on record, and not one of several that it may mean."""
        return parse(self.written).exact


def first_day(written: str | None) -> date | None:
    """The first day that a date may mean; None where there is none."""
    return parse(written).first if written else None


def last_day(written: str | None) -> date | None:
    """The last day that a date may mean; None where there is none."""
    return parse(written).last if written else None


def remarks(told: Told) -> Mapping[str, str]:
    """What is known of the date, in each language; nothing for a full, certain date."""
    if told.stands_in:
        return {code: _in_place(told, Language(code)) for code in LANGUAGES}
    return {} if told.is_exact else known(told.written)


def known(written: str) -> Mapping[str, str]:
    """In each language, that a date is known only so well."""
    return {code: _known(written, Language(code)) for code in LANGUAGES}


def _known(written: str, language: Language) -> str:
    _ = language.text
    if parse(written).granularity == "day":
        return _("The date is uncertain: {date}.").format(date=language.date(written))
    sentence = _("Known only as {date}; the day is by convention.")
    return sentence.format(date=language.date(written))


def _in_place(told: Told, language: Language) -> str:
    _ = language.text
    field = TABLES["projects"].fields[told.column].labels[language.code]
    sentence = _("No start is on record; in its place stands another date, {field}: {date}.")
    said = sentence.format(field=field, date=language.date(told.written))
    return said if told.is_exact else f"{said} {_('The day is by convention.')}"
