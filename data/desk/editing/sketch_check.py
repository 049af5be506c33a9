"""Checks a sketch as an upload is checked: its rows as files, the same rules, the same findings."""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from data.desk import merging
from data.desk.checked import Finding
from data.desk.checkup import Checkup, examine
from data.desk.editing.new_ids import proposed
from data.desk.editing.sketching import is_new
from data.desk.uploads import Upload
from data.intake.handling import Handlings
from data.record.rows import Row, Rows, tables_of
from data.schema import TABLES, Table
from data.store import Store
from data.store.sketched import Sketch

Tables = Callable[[str], Mapping[str, Rows]]  # the tables of a version, by its id
Place = tuple[str, str]  # table and key of a row of a sketch


@dataclass(frozen=True)
class SketchCheck:
    """What a sketch would do.

    ``rows`` are its rows as they would become, whole, by table and by their key in the sketch;
    ``ids`` the ids of these keys. ``gone`` are rows that it changes and others have removed.
    """

    sketch: Sketch
    checkup: Checkup
    rows: Mapping[str, Rows]
    ids: Mapping[Place, str]
    gone: tuple[Place, ...]

    def findings(self, table: str, key: str) -> list[Finding]:
        """What was found in one row."""
        keys = list(self.rows.get(table, {}))
        number = keys.index(key) + 2 if key in keys else None  # the first line holds the headings
        return [
            finding
            for finding in self.checkup.checked.findings
            if finding.table == table and finding.fault.row == number
        ]


def examined(
    sketch: Sketch,
    where: Store,
    today: date,
    *,
    handlings: Handlings | None = None,
    confirmed: bool = False,
    tables: Tables | None = None,
) -> SketchCheck:
    """Check a sketch against the version that is published now; nothing is published.

    ``tables`` gives the tables of a version where they have been read already.
    """
    tables = tables or (lambda version: tables_of(where.tables(version)))
    current = where.current()
    published = tables(current.id)
    base = published if sketch.base == current.id else tables(sketch.base)
    removed = {
        table: tuple(key for key, edit in edits.items() if edit.cells is None)
        for table, edits in sketch.rows.items()
    }
    rows, gone = _whole(sketch, published, base)
    _led_over(sketch, published, rows)
    ids = _ids(rows, published)
    uploads = [
        Upload(f"{table}.csv", _file(TABLES[table], _with_ids(table, rows[table], ids)))
        for table in TABLES
        if rows.get(table)
    ]
    checkup = examine(
        uploads,
        where,
        today,
        handlings=handlings or {},
        confirmed=confirmed,
        beside=(current, _without(published, removed)),
    )
    _name_refused(checkup.checked.findings, rows, ids)
    there = {
        table: tuple(key for key in keys if key in published.get(table, {}))
        for table, keys in removed.items()
    }
    whole = replace(
        checkup,
        published=published,
        removed={table: keys for table, keys in there.items() if keys},
        called=f"draft-{sketch.number}.{'csv' if len(uploads) == 1 else 'zip'}",
    )
    return SketchCheck(sketch, whole, rows, ids, gone)


def _without(
    published: Mapping[str, Rows], removed: Mapping[str, tuple[str, ...]]
) -> dict[str, Rows]:
    """The tables without the rows that go, so that nothing may refer to them."""
    return {
        table: {key: row for key, row in rows.items() if key not in removed[table]}
        if removed.get(table)
        else rows
        for table, rows in published.items()
    }


def _whole(
    sketch: Sketch, published: Mapping[str, Rows], base: Mapping[str, Rows]
) -> tuple[dict[str, Rows], tuple[Place, ...]]:
    """Every row with all its cells: those of today, with those of the sketch laid over."""
    whole: dict[str, Rows] = {}
    gone: list[Place] = []
    for table, edits in sketch.rows.items():
        for key, edit in edits.items():
            if edit.cells is None:
                continue
            now = published.get(table, {}).get(key)
            if now is None and not is_new(key):
                now = base.get(table, {}).get(key)
                if now is not None:  # else it comes back under the id that it had
                    gone.append((table, key))
            empty = dict.fromkeys(TABLES[table].fields, "")
            whole.setdefault(table, {})[key] = {**empty, **(now or {}), **edit.cells}
    return whole, tuple(gone)


def _led_over(sketch: Sketch, published: Mapping[str, Rows], whole: dict[str, Rows]) -> None:
    """Lead rows that name a row which becomes one with another to that one.

    Those of the day on which the draft was made are led already; others were published since.
    """
    for table, goes, keep in [
        (table, key, edit.into)
        for table, rows in sketch.rows.items()
        for key, edit in rows.items()
        if edit.into in published.get(table, {}) and not _is_removed(sketch, table, edit.into)
    ]:
        for name, rows in published.items():
            now = {**rows, **whole.get(name, {})}
            for key, row in now.items():
                led = merging.led(TABLES[name], row, table, keep, goes)
                if led != row and not _is_removed(sketch, name, key):
                    whole.setdefault(name, {})[key] = led


def _is_removed(sketch: Sketch, table: str, key: str) -> bool:
    edit = sketch.rows.get(table, {}).get(key)
    return edit is not None and edit.cells is None


def _ids(rows: Mapping[str, Rows], published: Mapping[str, Rows]) -> dict[Place, str]:
    """The id of each row by its key in the sketch."""
    ids: dict[Place, str] = {}
    for table, own in rows.items():
        taken = {*published.get(table, ()), *(key for key in own if not is_new(key))}
        for key, row in own.items():
            ids[table, key] = proposed(TABLES[table], row, taken) if is_new(key) else key
            taken.add(ids[table, key])
    return ids


def _name_refused(
    findings: list[Finding], rows: Mapping[str, Rows], ids: Mapping[Place, str]
) -> None:
    """Say of a row that names a new one which is refused that it waits for that: no id is typed."""
    new = {(table, ids[table, key]) for table, own in rows.items() for key in own if is_new(key)}
    for place, one in enumerate(findings):
        target = one.fault.expected.partition(".")[0]
        if one.fault.kind == "reference" and (target, one.fault.found) in new:
            fault = replace(one.fault, kind="refused-with", found=None, expected="")
            findings[place] = replace(one, fault=fault)


def _with_ids(name: str, rows: Rows, ids: Mapping[Place, str]) -> list[Row]:
    """The rows with ids instead of keys, their own and those that they refer to."""
    table = TABLES[name]
    written = []
    for key, row in rows.items():
        new = {**row, table.key: ids[name, key]}
        for field in table.referring:
            target = field.references or row.get(field.references_in or "", "")
            delimiter = field.delimiter if field.is_list else None
            parts = row[field.name].split(delimiter) if delimiter else [row[field.name]]
            new[field.name] = (delimiter or "").join(ids.get((target, one), one) for one in parts)
        written.append(new)
    return written


def _file(table: Table, rows: list[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(table.fields))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
