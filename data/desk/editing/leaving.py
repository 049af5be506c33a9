"""What becomes of the rows that refer to a row which is to be removed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from data.record.rows import Row, Rows
from data.schema import TABLES, Field

Place = tuple[str, str]  # table and key


@dataclass(frozen=True)
class Leaving:
    """What a removal takes with it.

    ``goes`` are the rows that cannot be without it, and those that cannot be without these, the
    first of all the row itself; ``changes`` the cells of rows that stay, without the reference.
    """

    goes: tuple[Place, ...]
    changes: Mapping[Place, Mapping[str, str]]


def leaving(tables: Mapping[str, Rows], table: str, key: str) -> Leaving:
    """What goes and what changes where one row goes."""
    goes: dict[Place, None] = {(table, key): None}
    again = True
    while again:
        found = [
            place
            for place, field, row in _referring(tables, goes)
            if field.required and not _without(field, row, goes)
        ]
        again = bool(found)
        goes.update(dict.fromkeys(found))
    changes: dict[Place, dict[str, str]] = {}
    for place, field, row in _referring(tables, goes):
        now = {**row, **changes.get(place, {})}
        changes.setdefault(place, {})[field.name] = _without(field, now, goes)
        changes[place] |= _links_left(place[0], {**row, **changes[place]})
    return Leaving(tuple(goes), changes)


def _referring(
    tables: Mapping[str, Rows], goes: Mapping[Place, None]
) -> Iterator[tuple[Place, Field, Row]]:
    """Every cell that names one of the rows that go, in a row that stays so far."""
    for name, rows in list(tables.items()):
        for field in TABLES[name].referring:
            for key, row in rows.items():
                if (name, key) not in goes and _without(field, row, goes) != row[field.name]:
                    yield (name, key), field, row


def _without(field: Field, row: Row, goes: Mapping[Place, None]) -> str:
    """A cell without the ids of rows that go."""
    target = field.references or row.get(field.references_in or "", "")
    delimiter = field.delimiter or ";"
    ids = row[field.name].split(delimiter) if field.is_list else [row[field.name]]
    if not any((target, one) in goes for one in ids):
        return row[field.name]
    return delimiter.join(one for one in ids if (target, one) not in goes)


def _links_left(table: str, row: Row) -> dict[str, str]:
    """Columns that repeat ids of other columns, with those alone that still stand there."""
    left = {}
    for field in TABLES[table].fields.values():
        if field.ids_of and row.get(field.name):
            there = {one for column in field.ids_of for one in row[column].split(";")}
            kept = ";".join(one for one in row[field.name].split(";") if one in there)
            if kept != row[field.name]:
                left[field.name] = kept
    return left
