"""Cells of an upload in the reader's words: values, what was expected, an example, differences."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

from data.faults import Fault, first_there
from data.language import Language
from data.record.choices import choices, row_name
from data.record.rows import Row
from data.schema import LANGUAGES, TABLES, Field, Table
from data.values.code_names import nearest
from data.values.ids import proposed

_MOST_CODES = 12
_LONGEST_EXAMPLE = 80
_SHORT = 40  # below it, two values are read at a glance
_LONG = 4_000  # above it, comparing word by word takes too long
_WORD = re.compile(r"\s+|[^\s]+")

Known = Mapping[str, Mapping[str, Row]]


def called(table: str, row: Row, language: Language) -> str:
    """What a row is called in few words."""
    short = (row.get(f"short_name_{code}", "") for code in (language.code, "vi"))
    return next(filter(None, short), "") or row_name(table, row, language)


def in_each_language(table: str, key: str, row: Row) -> tuple[str, ...]:
    """What a row is called, with its id, in every language in turn: as ``Fault.names``."""
    return tuple(f"{called(table, row, Language(code))} ({key})" for code in LANGUAGES)


def value(field: Field, row: Row, text: str, language: Language, known: Known) -> str:
    """A cell as a person reads it: names of codes and of ids, dates and numbers as written here."""
    parts = text.split(field.delimiter or ";") if field.is_list else [text]
    target = field.references or (row.get(field.references_in) if field.references_in else None)
    if target in TABLES:
        return ", ".join(_named(str(target), part, language, known) for part in parts)
    try:
        return ", ".join(_told(field, part, language) for part in parts)
    except ValueError:  # a published cell that breaks the schema is shown as it stands
        return text


def translations(table: Table, text: str, language: Language) -> str:
    """Labels of the translations that a cell names as older than their original."""
    names = filter(None, text.split(";"))
    known = table.fields
    return ", ".join(known[one].labels[language.code] if one in known else one for one in names)


def _named(table: str, key: str, language: Language, known: Known) -> str:
    row = known.get(table, {}).get(key)
    return (called(table, row, language) if row else "") or key


def _told(field: Field, text: str, language: Language) -> str:
    if not text:
        return ""
    if field.type == "boolean":
        return language.text("yes") if text == "true" else language.text("no")
    if field.codelist:
        return language.label(field.codelist, text)
    if field.enum:
        return TABLES[text].labels[language.code] if text in TABLES else text
    if field.is_edtf:
        return language.date(text)
    return language.number(float(text), 12) if field.type == "number" else text


Pieces = list[tuple[str, bool]]


class Sides(NamedTuple):
    """What is needed to describe a change: the language, the rows before it and after it."""

    language: Language
    before: Known
    after: Known


def change(table: Table, column: str, old: Row, new: Row, sides: Sides) -> tuple[Pieces, Pieces]:
    """A cell before and after a change, in the reader's words, in pieces as of ``difference``."""
    language, field, cells = sides.language, table.fields[column], (old[column], new[column])
    if field.names_translations:
        words = [translations(table, text, language) for text in cells]
    else:
        words = [
            value(field, row, text, language, known)
            for row, text, known in zip((old, new), cells, sides[1:], strict=True)
        ]
    # as written in the file, if both would read the same in words
    return difference(*(cells if words[0] == words[1] else words))


def expected(table: Table, fault: Fault, language: Language, known: Known) -> str:
    """What should stand in a cell, without regular expressions and names of columns."""
    _ = language.text
    field = table.fields.get(fault.column or "")
    if fault.kind in ("lookalike", "two-posts"):
        keys = fault.expected.split(" | ")
        named = ((_named(table.name, key, language, known), key) for key in keys)
        # a row of the upload itself has its id alone
        return ", ".join(name if name == key else f"{name} ({key})" for name, key in named)
    if field is None:
        ragged = _("as many cells as there are headings; a text with a comma in quotation marks")
        return ragged if fault.kind == "ragged" else fault.expected
    if fault.kind == "reference":
        target = fault.expected.partition(".")[0]
        label = TABLES[target].labels[language.code]
        return _("an id of the table “{table}”").format(table=label)
    form = _("lower-case letters without accents, digits and hyphens")
    if fault.kind == "pattern" and (ours := proposed(fault.found or "")) and _is_key(table, fault):
        form = _("{form}, such as “{id}”").format(form=form, id=ours)
    said = {
        "pattern": form,
        "duplicate": first_there(fault.expected, language) if fault.expected else "",
        "lacks-column": _("add it to the file, or choose table and columns yourself"),
        "number": language.number(1234.5),
        "same-as-kind": language.label("outcome_kind", fault.expected),
    }
    if fault.kind in said:
        return said[fault.kind]
    if fault.kind == "code" and (field.enum or field.codelist not in (None, "country")):
        codes = _codes(table.name, field.name, language.code)
        near = nearest(tuple(codes), fault.found or "")[:_MOST_CODES]
        listed = ", ".join(f"{code} – {codes[code]}" for code in near)
        return f"{listed}, …" if len(codes) > len(near) else listed
    return fault.expected


@cache
def _codes(table: str, column: str, language: str) -> Mapping[str, str]:
    """The codes of a column with their names; made once, as a large file has many wrong ones."""
    return dict(choices(TABLES[table].fields[column], Language(language), {}))


def heading(table: str, fault: Fault, language: Language) -> str:
    """What the column of a fault is called; "" where it is about no column."""
    name = fault.column or ""
    field = TABLES[table].fields.get(name) if table in TABLES else None
    return field.labels[language.code] if field else name


def sentence(table: str, fault: Fault, language: Language, known: Known) -> str:
    """A fault as one sentence, its column and what was expected in the reader's words."""
    wanted = expected(TABLES[table], fault, language, known) if table in TABLES else None
    return fault.sentence(language, column=heading(table, fault, language), expected=wanted)


def _is_key(table: Table, fault: Fault) -> bool:
    return fault.column == table.key


def example(table: Table, column: str | None, known: Known) -> str:
    """A value that the record has in a column; none where it has only long texts."""
    values = (row.get(column or "", "") for row in known.get(table.name, {}).values())
    return next((value for value in values if 0 < len(value) <= _LONGEST_EXAMPLE), "")


def written(field: Field, text: str, language: Language) -> str:
    """A value as somebody writes it in this language: numbers with marks between thousands."""
    try:
        return language.number(float(text), 12) if field.type == "number" else text
    except ValueError:
        return text


def difference(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Both texts in pieces, each with whether it differs: word by word in long texts."""
    if min(len(before), len(after)) < _SHORT or max(len(before), len(after)) > _LONG:
        return [(before, True)], [(after, True)]
    old, new = _WORD.findall(before), _WORD.findall(after)
    gone, come = [], []
    for kind, first, last, start, end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        gone.append(("".join(old[first:last]), kind != "equal"))
        come.append(("".join(new[start:end]), kind != "equal"))
    return [piece for piece in gone if piece[0]], [piece for piece in come if piece[0]]
