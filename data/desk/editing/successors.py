"""What stands today where the record named a row that has gone since."""

from collections.abc import Iterator, Mapping

from data.record.rows import Row, Rows
from data.schema import TABLES, Field


def successor(before: Mapping[str, Rows], now: Mapping[str, Rows], table: str, key: str) -> str:
    """The one row that every row which named ``key`` names in its place; "" where there is none.

    So it is after a merge: whatever named the row that went names the kept one.
    """
    found = set(_in_its_place(before, now, table, key))
    return found.pop() if len(found) == 1 and found <= now.get(table, {}).keys() else ""


def _in_its_place(
    before: Mapping[str, Rows], now: Mapping[str, Rows], table: str, key: str
) -> Iterator[str]:
    for name, rows in before.items():
        for field in TABLES[name].referring:
            for other, row in rows.items():
                later = now.get(name, {}).get(other)
                if later is None or key not in _ids(field, row, table):
                    continue
                ids, were = _ids(field, later, table), _ids(field, row, table)
                if key not in ids:
                    yield from (one for one in ids if one not in were)


def _ids(field: Field, row: Row, table: str) -> list[str]:
    """The ids of a table in a cell."""
    if table not in (field.references, row.get(field.references_in or "")):
        return []
    return row[field.name].split(field.delimiter or ";") if field.is_list else [row[field.name]]
