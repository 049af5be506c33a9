"""People of an office, and the proposals that they make."""

from datetime import date

from data.desk.checkup import Checkup, examine
from data.desk.comparing import Mode
from data.desk.proposing import (
    propose,
)
from data.desk.uploads import Upload
from data.record.canonical import canonical
from data.record.rows import Rows, rows_of
from data.roles import Caller, Role
from data.schema import TABLES
from data.store import Store, Version, proposals

NAMROM = "namrom-multihazard"
EDITOR = Caller("ban", "Lò Thị Ban", Role.EDITOR)
OTHER = Caller("chi", "Quàng Thị Chi", Role.EDITOR)
APPROVER = Caller("dung", "Cà Văn Dũng", Role.APPROVER)
ADMINISTRATOR = Caller("an", "Quàng Văn An", Role.ADMINISTRATOR)
OTHER_APPROVER = Caller("em", "Lường Văn Em", Role.APPROVER)
READER = Caller("doc", "Vàng A Đọc", Role.READER)
PLANNED = "2025-03-01"


def published(store: Store, table: str = "projects") -> Rows:
    return rows_of(table, store.tables(store.current_id())[table])


def file_of(table: str, rows: Rows) -> Upload:
    return Upload(f"{table}.csv", canonical(TABLES[table], rows.values()))


def edited(store: Store, key: str = NAMROM, table: str = "projects", **cells: str) -> Checkup:
    """The check of a file in which one row is another."""
    rows = published(store, table)
    rows[key] = {**rows[key], **cells}
    return examine([file_of(table, rows)], store, date(2026, 11, 26))


def proposed(store: Store, by: Caller = EDITOR, **cells: str) -> proposals.Proposal:
    upload = edited(store, **(cells or {"planned_end": PLANNED}))
    return propose(upload, store, mode=Mode.UPDATE, by=by, note="theo báo cáo quý")


def put(store: Store, table: str = "projects", **rows: dict[str, str] | None) -> Version:
    """Publish a table with some rows changed; None takes a row out."""
    now = published(store, table)
    for key, cells in rows.items():
        name = key.replace("_", "-")
        if cells is None:
            del now[name]
        else:
            now[name] = {**now.get(name, dict.fromkeys(TABLES[table].fields, "")), **cells}
    return store.publish(
        {table: canonical(TABLES[table], now.values())},
        parent=store.current_id(),
        author="Người khác",
        note="việc khác",
    )
