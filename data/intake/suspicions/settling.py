"""Settles what the columns of a sheet probably mean, before they are read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from data.intake.handling import Handling, Question
from data.intake.suspicions import days, letters
from data.intake.suspicions.code_words import holds_codes, likely_codes
from data.intake.suspicions.keystrokes import typed
from data.intake.suspicions.lost import lost
from data.intake.suspicions.nothing import may_say_nothing, nothing
from data.intake.suspicions.rewriting import (
    CONVERTED,
    Rewriting,
    Where,
    by_cells,
    by_text,
    is_prose,
    question,
)
from data.intake.suspicions.said_dates import said_dates
from data.schema import Field, Table
from data.sheets.grid import Cell
from data.values.code_names import codes_of
from data.values.columns import Column, Unread, shown


def _is_date(described: Field) -> bool:
    return described.is_edtf


def _is_vietnamese(described: Field) -> bool:
    return described.language == "vi" and is_prose(described)


def _exchanged_back(cells: Iterable[Cell], where: Where) -> dict[Cell, Cell]:
    known = list(cells)
    by_itself = days.swapped(known)
    return by_itself or (days.exchanged(known) if where.days_exchanged else {})


# In this order, so that letters are right before words are judged.
REWRITINGS = (
    Rewriting("misread", is_prose, by_text(letters.read_anew), by_sheet=True),
    Rewriting("entities", is_prose, by_text(letters.without_entities), by_sheet=True),
    Rewriting("homoglyphs", is_prose, by_text(letters.in_latin_letters), by_sheet=True),
    Rewriting("eth", is_prose, by_text(letters.with_vietnamese_d), by_sheet=True, usual=CONVERTED),
    Rewriting("keystrokes", _is_vietnamese, by_text(typed), by_sheet=True),
    Rewriting("greenwich", _is_date, by_cells(days.of_greenwich)),
    Rewriting("short-year", _is_date, by_cells(days.full_years)),
    Rewriting("bare-year", _is_date, by_cells(days.bare_years)),
    Rewriting("buddhist", _is_date, by_cells(days.of_buddha)),
    Rewriting("swapped-days", _is_date, _exchanged_back),
    Rewriting("spoken-date", _is_date, said_dates),
    Rewriting("code-words", holds_codes, likely_codes),
)


@dataclass
class Settled:
    """The columns of a sheet as they are to be read.

    ``questions`` are what somebody may decide. ``remarks`` say by column and row (0 is the first)
    what is worth a look: the kind, and what was probably meant. ``unread`` are cells that cannot
    be read, by column and row.
    """

    columns: dict[str, list[Cell]]
    questions: list[Question] = field(default_factory=list)
    remarks: dict[str, dict[int, tuple[str, str]]] = field(default_factory=dict)
    unread: dict[str, dict[int, Unread]] = field(default_factory=dict)

    def read(self, name: str, column: Column, written: list[Cell]) -> Column:
        """A column that was read, with the texts of the file and with what cannot be read."""
        given = self.columns[name]
        bad = self.unread.get(name, {})
        if given is written and not bad:
            return column
        cells = [bad[i].text if i in bad else cell for i, cell in enumerate(column.cells)]
        originals = [
            text if now is before else shown(before)
            for text, now, before in zip(column.original, given, written, strict=True)
        ]
        return replace(column, cells=cells, original=originals, faults=column.faults | bad)


def settle(
    table: Table,
    columns: Mapping[str, list[Cell]],
    handling: Handling,
    *,
    days_exchanged: bool = False,
) -> Settled:
    """What the columns of a sheet probably mean; each column and each row of it stays.

    ``days_exchanged``: the file shows elsewhere that a program exchanged days and months.
    """
    settled = Settled(dict(columns))
    _name_lost(table, settled)
    for rewriting in REWRITINGS:
        _rewrite(table, settled, rewriting, handling, days_exchanged)
    for name, values in settled.columns.items():
        _empty(table.fields[name], values, settled)
    return settled


def _name_lost(table: Table, settled: Settled) -> None:
    """Name the cells in which letters were lost: they are not read."""
    prose = {name: cells for name, cells in settled.columns.items() if is_prose(table.fields[name])}
    texts = {cell for cells in prose.values() for cell in set(cells) if isinstance(cell, str)}
    # a mark of VIQR keystrokes is no letter that was lost
    without = {text for text in lost(texts) if typed(text) is None}
    for name, cells in prose.items() if without else ():
        bad = {i: cell for i, cell in enumerate(cells) if isinstance(cell, str) and cell in without}
        if bad:
            settled.unread[name] = {i: Unread(text, "lost-letters", "") for i, text in bad.items()}


def _rewrite(
    table: Table,
    settled: Settled,
    rewriting: Rewriting,
    handling: Handling,
    days_exchanged: bool,  # noqa: FBT001
) -> None:
    """Find one kind of doubtful cells, ask about them, and rewrite them where that is decided."""
    pairs: dict[str, list[tuple[Cell, Cell]]] = {}
    ways: dict[str, str] = {}
    for name, cells in settled.columns.items():
        if not rewriting.fits(table.fields[name]):
            continue
        where = Where(table.fields[name], days_exchanged)
        meant = rewriting.meant(dict.fromkeys(cells), where)
        if not meant:
            continue
        about, way = rewriting.about(name), rewriting.way(name, handling)
        pairs.setdefault(about, []).extend(meant.items())
        ways[about] = way
        # while nobody has answered, no cell of a date is at fault for what is asked
        if way == CONVERTED or (not way and not rewriting.by_sheet):
            settled.columns[name] = [meant.get(cell, cell) for cell in cells]
        if way != CONVERTED:
            noted = settled.remarks.setdefault(name, {})
            for place, cell in enumerate(cells):
                if cell in meant:
                    noted[place] = (rewriting.kind, shown(meant[cell]))
    for about, found in pairs.items():
        settled.questions.append(question(rewriting.kind, about, ways[about], found))


def _empty(described: Field, values: list[Cell], settled: Settled) -> None:
    """Take words for nothing as empty, and say so; a code that is such a word stays."""
    if not may_say_nothing(described):
        return
    words = nothing(dict.fromkeys(values))
    codes = codes_of(described) if words else None
    words = {word for word in words if not (codes and codes.of(str(word)) is not None)}
    if not words:
        return
    settled.columns[described.name] = ["" if cell in words else cell for cell in values]
    noted = settled.remarks.setdefault(described.name, {})
    noted.update({i: ("says-nothing", "") for i, cell in enumerate(values) if cell in words})


def remarked(settled: Settled) -> Iterator[tuple[int, str, str, str]]:
    """Row (0 is the first), column, kind and what was probably meant, in the order of rows."""
    every = (
        ((place, name, kind, meant) for place, (kind, meant) in noted.items())
        for name, noted in settled.remarks.items()
    )
    yield from sorted(chain.from_iterable(every))
