"""What can be wrong with an upload beside its cells, told in the reader's language."""

from data.language import Language


def problems(language: Language) -> dict[str, str]:
    """The sentence of each kind of fault that only an upload can have."""
    _ = language.text
    return {
        "future": _("the date lies in the future."),
        "swapped": _("latitude and longitude seem to be swapped."),
        "elsewhere": _("the place lies outside its country."),
        "lookalike": _("another row has nearly the same name."),
        "amount-words": _("an amount in words must be written out in digits."),
        "coordinate": _("this is not a coordinate."),
        "percent": _("this column is not in percent."),
        "duplicate-column": _("the column is in the file twice."),
        "empty-sheet": _("the sheet is empty."),
        "no-table": _("the headings fit none of our tables."),
        "several-tables": _("the headings fit several tables."),
        "broken-text": _("letters were lost when the file was saved."),
        "is-archive": _("this is an archive, not a table."),
        "is-binary": _("this is not a table."),
        "is-damaged": _("the file is damaged."),
        "is-document": _("this is a text document, not a table."),
        "is-empty": _("the file is empty."),
        "is-image": _("this is an image, not a table."),
        "is-locked": _("the workbook is locked by a password."),
        "is-markup": _("this is a web page, not a table."),
        "is-pdf": _("this is a PDF, not a table."),
        "is-program": _("this is a program, not a table."),
        "open-quote": _("a quotation mark is opened and never closed."),
        "unknown-encoding": _("the file is in no encoding that is known here."),
        "not-this-encoding": _("the file is not in the encoding chosen."),
        "over-bytes": _("the file is too large."),
        "over-cell": _("a cell holds too much text."),
        "over-cells": _("the sheet has too many cells."),
        "over-columns": _("the sheet has too many columns."),
        "over-rows": _("the sheet has too many rows."),
        "over-unpacked": _("the workbook is too large once unpacked."),
        "over-work": _("the workbook would take too long to read."),
    }
