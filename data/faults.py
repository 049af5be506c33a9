"""What can be wrong with a cell: one value per fault, told in the reader's language."""

from dataclasses import dataclass

from data.language import Language
from data.refusals import problems


@dataclass(frozen=True)
class Fault:
    """One thing a file got wrong, where it stands and what was expected.

    ``row`` is the number a spreadsheet shows (the header is row 1), None for the whole file or
    sheet. ``sheet`` is named where the fault is one of a whole sheet.
    """

    kind: str
    file: str
    row: int | None = None
    column: str | None = None
    found: str | None = None
    expected: str = ""
    sheet: str = ""

    def sentence(self, language: Language) -> str:
        """The fault as one sentence: file, sheet, row, column, found, expected."""
        _ = language.text
        place = [self.file]
        if self.sheet:
            place.append(_("sheet “{name}”").format(name=self.sheet))
        if self.row is not None:
            place.append(_("row {number}").format(number=self.row))
        if self.column is not None:
            place.append(_("column “{name}”").format(name=self.column))
        parts = [", ".join(place) + ": " + self.problem(language)]
        if self.found is not None:
            parts.append(_("Found: “{value}”.").format(value=_short(self.found)))
        if self.expected:
            parts.append(_("Expected: {value}.").format(value=self.expected))
        return " ".join(parts)

    def problem(self, language: Language) -> str:
        """What is wrong, without where."""
        _ = language.text
        known = {
            "unreadable": _("the file cannot be read as a UTF-8 CSV table."),
            "no-file": _("the file is missing."),
            "no-column": _("the column is missing."),
            "unknown-column": _("the column is not one of this table."),
            "ragged": _("the row does not have as many cells as the header."),
            "required": _("the cell is empty but must be filled."),
            "duplicate": _("the id is used by another row."),
            "pattern": _("the text does not have the right form."),
            "number": _("this is not a number."),
            "range": _("the number is out of range."),
            "boolean": _("this is neither true nor false."),
            "date": _("this is not a date."),
            "code": _("the code is not in the list."),
            "reference": _("no row has this id."),
            "currency": _("this is not a currency code."),
            "timezone": _("this is not a time zone."),
            "url": _("this is not a web address."),
            "half-coordinate": _("a latitude needs a longitude, and the other way round."),
            "order": _("the end comes before the start."),
        }
        return (known | problems(language))[self.kind]


def _short(value: str, most: int = 80) -> str:
    return value if len(value) <= most else value[: most - 1] + "…"
