"""What would change, or has changed: rows with their names, values in the reader's words."""

from collections import ChainMap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple, cast

from components.page import parts
from data.desk.comparing import Changes
from data.language import Language
from data.record.rows import Row
from data.record.wording import Known, Pieces, Sides, called, change
from data.schema import TABLES
from data.views.lens import Lens

MOST = 200  # rows of one table and one kind
_MOST_WITH_VALUES = 50  # new rows


def losses(language: Language, changed: Iterable[Changes], undone: int) -> dict[str, int]:
    """What goes by it, in words, with how much: rows, and cells that others changed meanwhile."""
    plural = language.plural
    removed = sum(len(change.removed) for change in changed)
    return {
        plural("Remove {count} row", "Remove {count} rows", removed): removed,
        plural(
            "Write over {count} cell that was changed meanwhile",
            "Write over {count} cells that were changed meanwhile",
            undone,
        ): undone,
    }


class CellChange(NamedTuple):
    """One cell that changes; ``undoes`` where somebody else has changed it meanwhile."""

    key: str
    name: str
    column: str
    before: Pieces
    after: Pieces
    undoes: bool


class NewRow(NamedTuple):
    """One row that is added: label and value of each cell that is filled."""

    key: str
    name: str
    cells: list[tuple[str, Pieces]]


class Part(NamedTuple):
    """The changes of one table, as they are shown; ``more`` counts the rows left out."""

    table: str
    counts: Changes
    added: list[NewRow]
    removed: list[tuple[str, str]]
    cells: list[CellChange]
    more: int


class _Sight(NamedTuple):
    """What is needed to describe a change: the language, the rows before it and after it."""

    lens: Lens
    before: Known
    after: Known
    undone: Collection[tuple[str, str, str]]


def shown(
    lens: Lens,
    changes: Mapping[str, Changes],
    before: Known,
    after: Known,
    undone: Collection[tuple[str, str, str]] = (),
    *,
    is_past: bool = False,
) -> None:
    """Each table that has changes: rows added, changed cell by cell, removed.

    ``undone`` are cells (table, row, column) that somebody else has changed meanwhile.
    """
    both = {name: _either(after.get(name, {}), before.get(name, {})) for name in TABLES}
    sight = _Sight(lens, before, both, undone)
    tables = [_part(sight, *one) for one in changes.items()]
    _ = lens.language.text
    heads = (_("Before"), _("After")) if is_past else (_("Published value"), _("New value"))
    parts.show("desk_changes.html", lens, parts=tables, heads=heads)


def _either(rows: Mapping[str, Row], others: Mapping[str, Row]) -> Mapping[str, Row]:
    """Rows as they are in the first, else in the second; none is copied."""
    return ChainMap(cast("dict[str, Row]", rows), cast("dict[str, Row]", others))


def _part(sight: _Sight, table: str, change: Changes) -> Part:
    most = max(map(len, (change.added, change.changed, change.removed)))
    return Part(
        table,
        change,
        list(_new_rows(sight, table, change.added[:MOST])),
        list(_names(sight, table, change.removed[:MOST])),
        list(_cells(sight, table, change)),
        max(0, most - MOST),
    )


def _new_rows(sight: _Sight, table: str, keys: Sequence[str]) -> Iterator[NewRow]:
    """The rows that are added, the first of them with their values."""
    language = sight.lens.language
    sides = Sides(language, sight.before, sight.after)
    fields = TABLES[table].fields
    blank = dict.fromkeys(fields, "")
    for place, key in enumerate(keys):
        row = sight.after[table][key]
        cells = [
            (field.labels[language.code], change(TABLES[table], name, blank, row, sides)[1])
            for name, field in fields.items()
            if place < _MOST_WITH_VALUES and row.get(name) and name != TABLES[table].key
        ]
        yield NewRow(key, called(table, row, language), cells)


def _names(sight: _Sight, table: str, keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    for key in keys:
        yield key, called(table, sight.after[table][key], sight.lens.language)


def _cells(sight: _Sight, table: str, changes: Changes) -> Iterator[CellChange]:
    language = sight.lens.language
    sides = Sides(language, sight.before, sight.after)
    for key, changed in islice(changes.changed.items(), MOST):
        old, new = sight.before[table][key], sight.after[table][key]
        name = called(table, new, language)
        for column in changed:
            pieces = change(TABLES[table], column, old, new, sides)
            label = TABLES[table].fields[column].labels[language.code]
            undoes = (table, key, column) in sight.undone
            yield CellChange(key, name, label, *pieces, undoes)
