"""Questions about files and what to do with them, in words: page and shell say the same."""

from collections.abc import Iterator

from data.desk import samples
from data.desk.naming import NAMED, UNNAMED
from data.faults import Fault
from data.intake import own_ids, unseen
from data.intake.handling import READING, Question
from data.intake.layout import Draft
from data.intake.reading_columns import FRACTIONS, UNIT
from data.intake.suspicions.rewriting import AS_WRITTEN, CONVERTED
from data.language import Language
from data.schema import TABLES

_HOLDS_A_PICTURE_OF_IT = ("is-document", "is-image", "is-markup", "is-pdf")


def advice(fault: Fault, language: Language) -> str:
    """What to do with a file that only shows a table to people; "" for any other."""
    if fault.kind not in _HOLDS_A_PICTURE_OF_IT:
        return ""
    return language.text("Copy its table into Excel or LibreOffice, and save that as .xlsx.")


def found(question: Question, draft: Draft, language: Language) -> Iterator[str]:
    """The texts that a question is about, as the reader writes them, and how many others."""
    yield from samples.shown(question, draft.table, language)
    if question.more:
        yield language.plural("and {count} other", "and {count} others", question.more)


def sentence(question: Question, draft: Draft, language: Language) -> str:
    """What is asked, in words."""
    column = TABLES[draft.table].fields.get(question.about)
    place = " · ".join(filter(None, (draft.file, draft.sheet)))
    label = column.labels[language.code] if column else ""
    return _asking(language)[question.kind].format(column=label, file=place)


def _asking(language: Language) -> dict[str, str]:
    _ = language.text
    return {
        READING: _("“{column}” in “{file}” could be read two ways. Read it as:"),
        own_ids.OWN_IDS: _("Ids in “{file}” are not in our form. Write them as proposed?"),
        unseen.HIDDEN_SHEET: _("“{file}” is a hidden sheet."),
        unseen.HIDDEN_COLUMNS: _("Columns of “{file}” are hidden."),
        unseen.HIDDEN_ROWS: _("Rows of “{file}” are hidden."),
        unseen.FILTERED_ROWS: _("Rows of “{file}” are hidden by a filter."),
        unseen.FOLDED_ROWS: _("Rows of “{file}” are in closed groups."),
        unseen.STRUCK_ROWS: _("Rows of “{file}” are struck through."),
        UNIT: _("“{file}” seems to count “{column}” in another unit. Multiply the amounts?"),
        FRACTIONS: _("“{column}” in “{file}” seems to hold 0.5 for 50 %. Multiply by 100?"),
        NAMED: _("“{column}” in “{file}” has names where ids belong. Take the rows so named?"),
        UNNAMED: _("Rows of “{file}” have no id. Give them these?"),
        "misread": _("Letters of “{file}” were read in a wrong encoding. Put them right?"),
        "entities": _("“{file}” holds signs of HTML. Write the letters that they stand for?"),
        "homoglyphs": _("Letters of two alphabets stand in words of “{file}”. Write Latin ones?"),
        "eth": _("“{file}” holds the Icelandic Ð in Vietnamese words. Write Đ?"),
        "keystrokes": _("“{file}” seems to be typed in Telex, VNI or VIQR. Write it in letters?"),
        "greenwich": _("“{column}” in “{file}” has times of Greenwich. Take the day in Việt Nam?"),
        "short-year": _("“{column}” in “{file}” has years of two digits. Write them in full?"),
        "bare-year": _("“{column}” in “{file}” seems to hold years that became days. Take years?"),
        "buddhist": _("“{column}” in “{file}” has years of the Buddhist era. Take ours?"),
        "spoken-date": _("“{column}” in “{file}” has dates in words. Take them as understood?"),
        "code-words": _("“{column}” in “{file}” has words of its own. Take the likely codes?"),
        "swapped-days": _(
            "A spreadsheet seems to have exchanged day and month in “{column}” of “{file}”. "
            "Exchange them back?"
        ),
    }


def named(way: str, language: Language) -> str:
    """A way to read something, in words."""
    _ = language.text
    return {
        "day-first": _("day first: 22/11/2023"),
        "month-first": _("month first: 11/22/2023"),
        "decimal-comma": _("comma for decimals: 1.234,5"),
        "decimal-point": _("point for decimals: 1,234.5"),
        own_ids.IN_OUR_FORM: _("Yes, change them as shown"),
        own_ids.AS_GIVEN: _("No, refuse their rows"),
        unseen.KEEP: _("read like all others"),
        unseen.LEAVE_OUT: _("leave out"),
        CONVERTED: _("Yes, change them as shown"),
        AS_WRITTEN: _("No, leave them as written"),
    }.get(way, way)
