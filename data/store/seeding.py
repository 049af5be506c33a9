"""Publishes the first version from the files shipped in ``data/curated``."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from data.record.canonical import canonical
from data.schema import TABLES, Table
from data.store.contents import digest
from data.store.history import Store
from data.store.versions import Conflict, NoVersion, Version

AUTHOR = "nhip-cau"
NOTE = "seed"


def seed(store: Store, folder: Path) -> Version:
    """Publish the shipped files if nobody has published yet, and return the newest version.

    This happens at the first start, and again when a new release ships other files. Once somebody
    has published, their version stays. Several servers that start together make one version.
    """
    shipped = _shipped(folder)
    try:
        current = store.current()
    except NoVersion:
        parent = None
    else:
        if not is_seed(current) or _same(current, shipped):
            return current
        parent = current.id
    try:
        return store.publish(shipped, parent=parent, author=AUTHOR, note=NOTE)
    except Conflict as meanwhile:
        return meanwhile.current


def is_seed(version: Version) -> bool:
    """Whether a version was shipped with the program, and not published by a person."""
    return (version.author, version.note, version.source) == (AUTHOR, NOTE, None)


def _same(version: Version, shipped: Mapping[str, bytes]) -> bool:
    return all(version.tables.get(name) == digest(content) for name, content in shipped.items())


def _shipped(folder: Path) -> dict[str, bytes]:
    paths = {name: folder / f"{name}.csv" for name in TABLES}
    return {
        name: _rewritten(TABLES[name], path.read_bytes())
        for name, path in paths.items()
        if path.exists()
    }


def _rewritten(table: Table, content: bytes) -> bytes:
    """Canonical bytes of a file; a file that is not such a table stays as it is.

    A file of an earlier schema is written with the columns of today.
    """
    try:
        text = content.decode("utf-8-sig")
        written, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = table.current(written)
        names = [name for name in header if name is not None]
        if len(set(names)) < len(names) or not set(table.required) <= set(names):
            return content
        lines = (zip(header, row, strict=True) for row in rows if any(row))
        return canonical(
            table, ({name: cell for name, cell in line if name is not None} for line in lines)
        )
    except (ValueError, csv.Error):
        return content
