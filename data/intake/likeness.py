"""Proposes what the columns of an office's own sheet mean: by their headings, then their values."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from data.intake import splitting, storeys, unit_words
from data.intake.headings import meanings
from data.intake.known_names import KnownNames
from data.intake.mapping import AMOUNTS, OUT, Meaning, Rule, folded_heading, meaning_of, options
from data.intake.storeys import Headings
from data.intake.unit_words import Unit, scaled
from data.schema import TABLES, Field
from data.sheets.grid import Cell, Sheet
from data.values.code_names import codes_of
from data.values.columns import read_column, shown
from data.values.folding import fold

Known = Mapping[str, KnownNames]  # the names of the record, by table

_LEXICON = Path(__file__).with_name("office_headings.csv")
_MOST_SAMPLES = 5
_LOOKED_AT = 200  # rows
_MOST_SHARED = 0.8  # of the values that must look like it


@dataclass(frozen=True)
class Proposal:
    """What a column probably means; None where nothing is known of it.

    ``is_certain``: its heading says so. Anything else waits until somebody chooses.
    """

    place: int
    heading: str
    samples: tuple[str, ...]
    meaning: Meaning | None
    is_certain: bool


def likely_tables(headings: Headings) -> list[str]:
    """Every table, those first of which most headings are known."""
    folded = [_bare(headings.lowest[place]) for place in headings.filled]
    known = {
        table: sum(heading in _known(table) for heading in folded if heading not in _aside())
        for table in TABLES
    }
    return sorted(TABLES, key=lambda table: -known[table])


def proposals(
    sheet: Sheet,
    headings: Headings,
    table: str,
    known: Known,
    *,
    most: int | None = None,
) -> list[Proposal]:
    """A proposal for each column with a heading; no two are certain of the same.

    Of more columns than ``most`` only the headings are told.
    """
    start = storeys.numbered(sheet.rows, headings.last)
    rows = sheet.rows[start : start + _LOOKED_AT]
    about = _unit_above(sheet, headings)
    taken: set[tuple[str, tuple[str, ...], str]] = set()
    proposed = []
    for place in headings.filled[:most]:
        cells = [row[place] for row in rows if place < len(row) and storeys.plain(row[place])]
        meaning, is_certain = _meant(headings, place, table, cells, known)
        if meaning is not None and meaning.rule is Rule.AMOUNT:
            said = (
                unit_words.named_in(headings.texts[place])
                or about
                or _in_cells(sheet, start, place)
            )
            meaning = replace(meaning, power=said.power, currency=said.currency)
            is_certain = is_certain and bool(said.currency)
        if meaning is not None and meaning.rule is not Rule.OUT:
            target = (meaning.table, meaning.columns, meaning.kind)
            is_certain = is_certain and target not in taken
            taken.add(target)
        samples = tuple(dict.fromkeys(storeys.plain(cell) for cell in cells))[:_MOST_SAMPLES]
        proposed.append(Proposal(place, headings.texts[place], samples, meaning, is_certain))
    rest = headings.filled[len(proposed) :]
    return [
        *proposed,
        *(Proposal(at, headings.texts[at], (), None, is_certain=False) for at in rest),
    ]


def given(meaning: Meaning, samples: Sequence[str], known: Known) -> list[str]:
    """What a rule makes of samples, in short."""
    return [_given(meaning, text, known) for text in samples]


def _given(meaning: Meaning, text: str, known: Known) -> str:
    if meaning.rule is Rule.PERIOD:
        return " → ".join(shown(cell) or "–" for cell in splitting.period(text))
    if meaning.rule is Rule.AMOUNT:
        cell, said = splitting.amount(text)
        unit = said or Unit(meaning.power, meaning.currency)
        read = read_column(TABLES[AMOUNTS].fields["amount"], [cell])
        number = read.cells[0] if read.faults else scaled(read.cells[0], unit.power)
        return f"{number} {unit.currency}".strip()
    if meaning.rule is Rule.NAMES:
        table = TABLES[meaning.table].fields[meaning.columns[0]].references or ""
        return splitting.names(text, known[table].ids) if table in known else text
    return text


def _meant(
    headings: Headings,
    place: int,
    table: str,
    cells: Sequence[Cell],
    known: Known,
) -> tuple[Meaning | None, bool]:
    whole, lowest = _bare(headings.texts[place]), _bare(headings.lowest[place])
    if lowest in _aside():
        return OUT, True
    written = (folded_heading(headings.texts[place]), folded_heading(headings.lowest[place]))
    for heading in (*written, whole, lowest):
        if meaning := _known(table).get(heading):
            return meaning, _fits(meaning, cells)
    spaced = _spaced(whole)
    for words, meaning in _by_length(table):
        if words in spaced:
            return meaning, False
    return _by_look(table, cells, known), False


def _fits(meaning: Meaning, cells: Sequence[Cell]) -> bool:
    """Whether values look like what their heading says."""
    if meaning.rule is not Rule.AS_IS or not cells:
        return True
    field = TABLES[meaning.table].fields[meaning.columns[0]]
    return not _is_strict(field) or _looks_like(field, cells)


def _by_look(table: str, cells: Sequence[Cell], known: Known) -> Meaning | None:
    """What values alone suggest: names known in the record, codes, then nothing."""
    if not cells:
        return None
    for field in TABLES[table].fields.values():
        if field.references and not field.acyclic and field.references != "sources":
            names = known.get(field.references)
            found = sum(len(names.ids(shown(cell))) == 1 for cell in cells) if names else 0
            if found >= _MOST_SHARED * len(cells):
                return meaning_of(table, field.name)
    if all(shown(cell).strip().isdigit() for cell in cells):
        return None  # numbers of rows are no codes
    for field in TABLES[table].fields.values():
        if codes_of(field) and _looks_like(field, cells):
            return meaning_of(table, field.name)
    return None


def _is_strict(field: Field) -> bool:
    return bool(field.is_edtf or field.type in ("number", "boolean") or codes_of(field))


def _looks_like(field: Field, cells: Sequence[Cell]) -> bool:
    read = read_column(field, list(cells))
    return len(read.faults) <= (1 - _MOST_SHARED) * len(cells)


def _unit_above(sheet: Sheet, headings: Headings) -> Unit | None:
    """The unit that a line above the headings says: "Đơn vị tính: triệu đồng"."""
    for row in sheet.rows[: headings.first - 1]:
        for cell in row:
            text = storeys.plain(cell)
            if re.match(r"\(?(?:don vi|dvt|unit|unite)\b", fold(text)) and (
                found := unit_words.named_in(text)
            ):
                return found
    return None


def _in_cells(sheet: Sheet, start: int, place: int) -> Unit:
    """The first currency of a column of which every amount says its unit itself; else none."""
    cells = [row[place] for row in sheet.rows[start:] if place < len(row)]
    said = [splitting.amount(cell)[1] for cell in cells if storeys.plain(cell)]
    if said and all(one and one.currency for one in said):
        return Unit(0, next(one.currency for one in said if one))
    return Unit(0, "")


def _bare(heading: str) -> str:
    """A heading without case, accents and what stands in brackets behind it."""
    folded = folded_heading(heading)
    return re.sub(r"\s*[(\[][^()\[\]]*[)\]]\s*\*?$|\s*\*$", "", folded) or folded


@cache
def _known(table: str) -> Mapping[str, Meaning]:
    """What each folded heading means in a table: our own labels, then words of offices."""
    found: dict[str, Meaning] = {}
    usable = {one.columns: one for one in options(table) if one.rule in (Rule.AS_IS, Rule.NAMES)}
    for heading, meant in meanings(table).items():
        columns = {column for column, _ in meant}
        if len(columns) == 1 and (one := usable.get((next(iter(columns)),))):
            found[heading] = one
    with _LEXICON.open(encoding="utf-8", newline="") as lines:
        for line in csv.reader(lines):
            if line[0] == table:
                meaning = _said(table, line[1])
                for heading in ",".join(line[2:]).split(";"):
                    found.setdefault(folded_heading(heading), meaning)
    return found


@cache
def _by_length(table: str) -> Sequence[tuple[str, Meaning]]:
    """The known headings that say enough within others, the longest first."""
    known = [(_spaced(words), one) for words, one in _known(table).items() if len(words) >= 4]
    return sorted(known, key=lambda one: -len(one[0]))


def _spaced(folded: str) -> str:
    """The words of a heading, with a space on either side of each."""
    words = re.findall(r"[^\W_]+", folded)
    return f" {' '.join(words)} "


@cache
def _aside() -> frozenset[str]:
    """Headings of columns that only count the rows."""
    with _LEXICON.open(encoding="utf-8", newline="") as lines:
        rows = [line for line in csv.reader(lines) if line[1] == "out"]
    return frozenset(folded_heading(one) for row in rows for one in ",".join(row[2:]).split(";"))


def _said(table: str, meaning: str) -> Meaning:
    rule, _, kind = meaning.partition(":")
    if rule == "amount":
        return Meaning(Rule.AMOUNT, AMOUNTS, ("amount",), kind)
    if rule == "period":
        return Meaning(Rule.PERIOD, table, TABLES[table].periods[0])
    return meaning_of(table, rule)
