"""Everything that can be wrong with a file or a cell, and the sentence for each."""

from dataclasses import dataclass

from data.language import Language
from data.schema import LANGUAGES, TABLES

# Faults of a sheet of which it is not certain which table it is; expected are names of tables.
TABLE_UNCERTAIN = ("no-table", "several-tables", "which-table")

# Faults of a whole column; found are the rows that it is about.
OF_ROWS = ("lacks-column", "short-lines")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a file: where it is, what was found, what was expected.

    ``row`` is the number a spreadsheet shows (the header is row 1), None for the whole file or
    sheet. ``sheet`` is given only for a fault of a whole sheet. A fault of a row that is in no file
    has what the row is called in each language instead of a row number: ``names``.
    """

    kind: str
    file: str
    row: int | None = None
    column: str | None = None
    found: str | None = None
    expected: str = ""
    sheet: str = ""
    names: tuple[str, ...] = ()

    def sentence(self, language: Language, *, column: str = "", expected: str | None = None) -> str:
        """The fault as one sentence: file, sheet, row, column, found, expected.

        ``column`` and ``expected`` are these two in the reader's words, where the table is known
        (``data.record.wording.sentence``).
        """
        _ = language.text
        place = [self.file]
        if self.names:
            name = self.names[list(LANGUAGES).index(language.code)]
            place = [_("the published row “{name}”").format(name=name)]
        if self.sheet:
            place.append(_("sheet “{name}”").format(name=self.sheet))
        if self.row is not None:
            place.append(_("row {number}").format(number=self.row))
        if column or self.column is not None:
            place.append(_("column “{name}”").format(name=column or self.column))
        parts = [", ".join(place) + ": " + self.problem(language)]
        if self.found is not None:
            told = _("Rows: {value}.") if self.kind in OF_ROWS else _("Found: “{value}”.")
            parts.append(told.format(value=_short(self.found)))
        wanted = self._expected(language) if expected is None else expected
        if wanted:
            parts.append(_("Expected: {value}.").format(value=wanted))
        return " ".join(parts)

    def _expected(self, language: Language) -> str:
        """What was expected; tables by the names that a reader knows."""
        if self.kind == "duplicate":
            return first_there(self.expected, language)
        if self.kind not in TABLE_UNCERTAIN:
            return self.expected
        names = self.expected.split(" | ")
        return " | ".join(TABLES[name].labels[language.code] for name in names)

    def problem(self, language: Language) -> str:
        """What is wrong, without the place."""
        _ = language.text
        known = {
            "unreadable": _("the file cannot be read as a UTF-8 CSV table."),
            "no-file": _("the file is missing."),
            "no-column": _("the column is missing."),
            "unknown-column": _("the column is not one of this table."),
            "duplicate-column": _("the column is in the file twice."),
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
            "refused-with": _("the row that this one belongs to is refused; it waits for that."),
            "currency": _("this is not a currency code."),
            "timezone": _("this is not a time zone."),
            "url": _("this is not a web address."),
            "half-coordinate": _("a latitude needs a longitude, and the other way round."),
            "order": _("the end comes before the start."),
            "no-link": _("this id is not among the links of its row."),
            "no-translation": _("this is not a filled translation of its row."),
            "no-paper": _(
                "no file with this SHA-256 is kept here; add it in the form of the row that it "
                "belongs to."
            ),
            "other-paper": _("the file kept under this SHA-256 has another format or size."),
            "circle": _("the rows refer to each other in a circle."),
        }
        return (known | _refusals(language) | _contradictions(language))[self.kind]


def first_there(row: str, language: Language) -> str:
    """What is expected of a row whose id another row has first; that one by its place."""
    return language.text("an id of its own; row {row} has this one").format(row=row)


def _short(value: str, most: int = 80) -> str:
    return value if len(value) <= most else value[: most - 1] + "…"


def _refusals(language: Language) -> dict[str, str]:
    """The sentence of each kind of fault that only an upload can have."""
    _ = language.text
    return {
        "future": _("the date lies in the future."),
        "struck": _("this names a person who was removed on request; it is left out."),
        "swapped": _("latitude and longitude seem to be swapped."),
        "elsewhere": _("the place lies outside its country."),
        "stale": _("the translation is older than the Vietnamese text."),
        "number-in-xml": _("XML allows digits and a decimal point in a number, and nothing else."),
        "rounded": _("the number has more decimals than the record keeps; it is rounded."),
        "renamed": _("the row is kept under an id in our form, as was chosen."),
        "repeated": _("the same row stands in the upload twice; it is kept once."),
        "no-beginning": _(
            "the sheet before this one no longer has the row; what this one says of it is passed "
            "over."
        ),
        "given-twice": _("two columns of the same name say different things here."),
        "lacks-column": _("the column is missing, and rows need it."),
        "short-line": _(
            "the line ends before this column; what it does not have stays as published."
        ),
        "short-lines": _(
            "these lines end before the last column; what they do not have stays as published."
        ),
        "lookalike": _("another row has nearly the same name."),
        "amount-words": _("an amount in words must be written out in digits."),
        "cell-error": _("the spreadsheet shows an error here instead of a value."),
        "coordinate": _("this is not a coordinate."),
        "percent": _("this column is not in percent."),
        "empty-sheet": _("the sheet is empty."),
        "no-table": _("the headings fit none of our tables."),
        "mapping-lacks": _("the sheet lacks headings that the mapping names; nothing was read."),
        "mapping-strange": _("the sheet has none of the headings that the mapping names."),
        "which-table": _("too few headings are ours to be certain which table this is."),
        "several-tables": _("the headings fit several tables."),
        "repeated-heading": _("the row repeats or numbers the headings."),
        "total-row": _("this looks like a total, not like a row of the table."),
        "note-row": _("this looks like a note or signature below the table."),
        "group-row": _("this looks like the heading of a group of rows."),
        "other-table": _(
            "another table begins here; to have it read, copy it into a sheet or file of its own."
        ),
        "beside-table": _(
            "another table stands beside this one; to have it read, copy it into a sheet or file "
            "of its own."
        ),
        "no-table-sheet": _("this sheet holds no table."),
        "has-comment": _("the cell has a comment, which is not read."),
        "linked": _("the value was fetched from another file and may be out of date."),
        "unseen-formulas": _(
            "this kind of file does not tell whether its formulas were calculated or fetch values "
            "from other files; save it as .xlsx to be sure."
        ),
        "broken-text": _("letters were lost when the file was saved."),
        "lost-letters": _("letters were lost when the file was saved; save it again as UTF-8."),
        "says-nothing": _("these words say that nothing is known; the cell is taken as empty."),
        "misread": _("letters seem to have been read in a wrong encoding."),
        "entities": _("signs of HTML stand in place of letters."),
        "homoglyphs": _("letters of two alphabets stand in one word."),
        "eth": _("the Icelandic letter Ð stands in place of the Vietnamese Đ."),
        "keystrokes": _("this seems to be Vietnamese typed without its letters."),
        "greenwich": _("the day is that of Greenwich; in Việt Nam it was another."),
        "short-year": _("the year has only two digits."),
        "bare-year": _("a year seems to have become a day of 1905."),
        "buddhist": _("the year seems to be of the Buddhist era."),
        "spoken-date": _("the date is written in words that only a person is sure of."),
        "code-words": _("words stand in place of a code of our lists."),
        "swapped-days": _("day and month seem to be exchanged."),
        "is-archive": _("this is an archive, not a table."),
        "is-binary": _("this is not a table."),
        "is-damaged": _("the file is damaged."),
        "is-document": _("this is a text document, not a table."),
        "is-empty": _("the file is empty."),
        "is-image": _("this is an image, not a table."),
        "is-locked": _("the workbook is locked by a password."),
        "is-markup": _("this is a web page, not a table."),
        "is-shortcut": _(
            "this is only a shortcut to a file or page; open it and save the table itself."
        ),
        "is-cloud-shortcut": _(
            "this is only a link to a Google Sheet; open it there and download it as Excel (.xlsx)."
        ),
        "is-lock-file": _(
            "a program puts this beside a workbook that is open; close it and upload the workbook."
        ),
        "is-pdf": _("this is a PDF, not a table."),
        "has-dtd": _("the XML brings definitions of its own (DTD), which are not read."),
        "iati-version": _("this version of IATI is not known."),
        "no-activity": _("the IATI file has no activity."),
        "not-iati": _("this XML is not a file of IATI activities."),
        "not-well-formed": _("the XML is broken at this point."),
        "is-program": _("this is a program, not a table."),
        "open-quote": _("a quotation mark is opened and never closed."),
        "unknown-encoding": _("the file is in no encoding that is known here."),
        "not-calculated": _(
            "the formula was never calculated; open the file in Excel or LibreOffice and save it."
        ),
        "not-this-encoding": _("the file is not in the encoding chosen."),
        "over-bytes": _("the file is too large."),
        "over-cell": _("a cell holds too much text."),
        "over-cells": _("the sheet has too many cells."),
        "over-columns": _("the sheet has too many columns."),
        "over-record": _(
            "with this file the table would have more rows than the pages can show; "
            "none of them is kept."
        ),
        "over-rows": _("the sheet has too many rows."),
        "over-unpacked": _("the workbook is too large once unpacked."),
        "over-work": _("the file would take too long or too much memory to read."),
        "no-turn": _(
            "so many files are being worked on at this moment that the turn of this one did not "
            "come; try again in a few minutes."
        ),
        "no-docx": _("this is not a Word document (.docx)."),
        "is-locked-document": _("the document is locked by a password."),
        "has-macros": _("the template holds macros."),
        "has-programs": _("the template holds an embedded program or object."),
        "strange-link": _("the template has a link to something else than a web page or e-mail."),
        "strange-part": _("the template holds a part that a Word document does not have."),
        "reaches-out": _("the template would fetch something from outside it."),
        "lacks-field": _("the template lacks a field that this report needs."),
        "unknown-field": _("the template names a field that this report does not have."),
        "forbidden-field": _("the template does more than fill in fields."),
        "broken-field": _("a field of the template is not written correctly."),
        "crossing-field": _("an “if” or “for” of the template ends in another place of the page."),
        "over-filling": _("the template takes too long to fill in."),
    }


def _contradictions(language: Language) -> dict[str, str]:
    """The sentence of each kind of contradiction: what does not fit together in the record."""
    _ = language.text
    return {
        "held-ahead": _("it is recorded as held, but its day is still to come."),
        "cancelled-held": _("a meeting of the cancelled visit has outcomes."),
        "reversed": _("it ended before it began."),
        "outside-visit": _("the meeting lies outside the days of its visit."),
        "closed-ahead": _("it is recorded as closed, but its planned end is still to come."),
        "closed-early": _("it was reported as closed before the day of its actual end."),
        "running-ended": _("it is recorded as under way, but it has an end on record."),
        "unstarted-started": _("it is recorded as in preparation, but it has a start on record."),
        "due-before": _("its deadline lies before the day of the meeting."),
        "early-report": _("its state was reported before the day of the meeting."),
        "early-search": _("news of it was searched for before the day of the meeting."),
        "overspent": _("more was paid than was committed or approved."),
        "open-progress": _("it is recorded as ended, but the last progress figure is below 100."),
        "two-posts": _("one person holds two posts at the same time."),
        "old-source": _("every source is older than what it is cited for."),
        "same-as-kind": _("two rows are recorded as one and the same, but differ in kind."),
        "undated-search": _("nothing was found, but the day of the search is not on record."),
        "unsigned-link": _("inferred links and who inferred them go together, and one is missing."),
        "unconfirmed": _("it was announced, and no source confirms since that it took place."),
    }
