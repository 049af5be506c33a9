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
        "has-dtd": _("the XML brings definitions of its own (DTD), which are not read."),
        "iati-version": _("this version of IATI is not known."),
        "no-activity": _("the IATI file has no activity."),
        "not-iati": _("this XML is not a file of IATI activities."),
        "not-well-formed": _("the XML is broken at this point."),
        "is-program": _("this is a program, not a table."),
        "not-this-encoding": _("the file is not in the encoding chosen."),
        "over-bytes": _("the file is too large."),
        "over-cell": _("a cell holds too much text."),
        "over-columns": _("the sheet has too many columns."),
        "over-rows": _("the sheet has too many rows."),
        "over-unpacked": _("the workbook is too large once unpacked."),
        "over-work": _("the workbook would take too long to read."),
        "no-docx": _("this is not a Word document (.docx)."),
        "is-locked-document": _("the document is locked by a password."),
        "has-macros": _("the template holds macros."),
        "has-programs": _("the template holds an embedded program or object."),
        "reaches-out": _("the template would fetch something from outside it."),
        "lacks-field": _("the template lacks a field that this report needs."),
        "unknown-field": _("the template names a field that this report does not have."),
        "forbidden-field": _("the template does more than fill in fields."),
        "broken-field": _("a field of the template is not written correctly."),
        "crossing-field": _("an “if” or “for” of the template ends in another place of the page."),
        "over-filling": _("the template takes too long to fill in."),
    }
