"""What an upload may hold but is worth a look: future dates, places abroad, names twice."""

from collections.abc import Iterator
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from data.record.rows import Rows
from data.schema import Table
from data.values import dates
from data.values.folding import fold


class Doubt(NamedTuple):
    """A cell worth a look: the row's key, the kind of fault, what was found and expected."""

    key: str
    kind: str
    column: str
    found: str
    expected: str = ""


def doubts(table: Table, rows: Rows, published: Rows, today: date) -> Iterator[Doubt]:
    """What is doubtful in the rows of an upload, beside the published ones."""
    yield from _future(table, rows, today)
    yield from _elsewhere(table, rows)
    yield from _lookalikes(table, rows, published)


def _future(table: Table, rows: Rows, today: date) -> Iterator[Doubt]:
    """Dates after today in columns that say what has happened; each distinct text is read once."""
    for name in (field.name for field in table.fields.values() if field.not_in_future):
        texts = set(map(itemgetter(name), rows.values())) - {""}
        firsts = ((text, dates.parse(text).first) for text in texts)
        late = {text for text, first in firsts if first and first > today}
        for key, row in rows.items() if late else ():
            if row[name] in late:
                yield Doubt(key, "future", name, row[name], f"≤ {today.isoformat()}")


def _elsewhere(table: Table, rows: Rows) -> Iterator[Doubt]:
    """Positions outside the box of their country; says if swapped numbers would lie in it."""
    where = table.position
    if where is None:
        return
    for key, row in rows.items():
        box = where.boxes.get(row[where.country])
        if box is None or not row[where.latitude] or not row[where.longitude]:
            continue
        latitude, longitude = float(row[where.latitude]), float(row[where.longitude])
        found = f"{latitude}, {longitude}"
        if box.south <= longitude <= box.north and box.west <= latitude <= box.east:
            yield Doubt(key, "swapped", where.latitude, found)
        elif not (box.south <= latitude <= box.north and box.west <= longitude <= box.east):
            expected = f"{box.south}…{box.north}, {box.west}…{box.east}"
            yield Doubt(key, "elsewhere", where.latitude, found, expected)


def _lookalikes(table: Table, rows: Rows, published: Rows) -> Iterator[Doubt]:
    """Rows that have the same name as another row, apart from case and accents."""
    for name in (field.name for field in table.fields.values() if field.lookalikes):
        first: dict[str, str] = {}
        for key, row in {**published, **rows}.items():
            other = first.setdefault(fold(row[name]), key)
            newer = key if key in rows else other
            if other != key and newer in rows:
                yield Doubt(newer, "lookalike", name, row[name], f"{other} | {key}")
