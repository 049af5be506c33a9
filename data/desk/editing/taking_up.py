"""A proposal that was sent back becomes a sketch again, so that it is mended where it is read."""

from collections.abc import Mapping

from data.desk.editing import sketching
from data.desk.proposing import proposed_rows
from data.record.rows import Row, Rows, tables_of
from data.roles import Caller
from data.schema import TABLES, Table
from data.store import Store
from data.store.proposals import Proposal
from data.store.sketched import Sketch

Keys = Mapping[tuple[str, str], str]  # by table and id of a new row: its key in the sketch


def taken_up(proposal: Proposal, where: Store, title: str, *, by: Caller) -> Sketch:
    """A new sketch that changes what a proposal would change.

    It is compared with the version that the proposal was made for, so what others published since
    is told as for any sketch.

    Raises:
        Forbidden: the caller may not propose.
        Damaged: the proposal is not whole.

    """
    before = tables_of(where.tables(proposal.base))
    after = proposed_rows(proposal, where)
    keys = {
        (table, key): sketching.new_key()
        for table, rows in after.items()
        for key in rows
        if key not in before.get(table, {})
    }
    sketch = sketching.begin(where, title, by=by)
    sketching.settle(where, sketch, proposal.base, by=by)
    for table, rows in after.items():
        was = before.get(table, {})
        for key in was.keys() - rows.keys():
            sketching.remove(where, sketch, table, key, seen=0, by=by)
        for key, cells in _changed(TABLES[table], was, rows, keys).items():
            own = keys.get((table, key), key)
            sketching.write(where, sketch, table, own, cells, seen=0, by=by)
    return sketching.one(where, sketch.number, by=by)


def _changed(table: Table, was: Rows, rows: Rows, keys: Keys) -> dict[str, Row]:
    """The cells of each row that differ from before; all that are filled of a new row."""
    changed: dict[str, Row] = {}
    for key, row in rows.items():
        old = was.get(key, {})
        cells = {
            name: _with_keys(table, name, row, keys)
            for name in table.fields
            if name != table.key and row.get(name, "") != old.get(name, "")
        }
        if cells:
            changed[key] = cells
    return changed


def _with_keys(table: Table, name: str, row: Row, keys: Keys) -> str:
    """A cell in which a reference to a new row is the key of that row in the sketch."""
    field = table.fields[name]
    target = field.references or row.get(field.references_in or "", "")
    if not target:
        return row[name]
    delimiter = field.delimiter if field.is_list else None
    parts = row[name].split(delimiter) if delimiter else [row[name]]
    return (delimiter or "").join(keys.get((target, one), one) for one in parts)
