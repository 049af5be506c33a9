"""Publishes the first version from the files shipped in ``data/curated``."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from data.record.canonical import as_today
from data.schema import PACKAGE, TABLES
from data.store.contents import digest
from data.store.history import Store
from data.store.versions import Conflict, Damaged, NoVersion, Version

AUTHOR = "nhip-cau"
_NOTE = "seed"


class Release(NamedTuple):
    """Which columns a program knows: the version of its data package, and a mark of the columns."""

    number: tuple[int, ...]
    columns: str

    @property
    def note(self) -> str:
        """What a seed of this program has for a note."""
        return f"{_NOTE} {'.'.join(map(str, self.number))} {self.columns}"


def this_release() -> Release:
    """What this program knows."""
    columns = json.dumps({name: list(table.fields) for name, table in TABLES.items()})
    number = tuple(map(int, PACKAGE["version"].split(".")))
    return Release(number, digest(columns.encode())[:8])


def seed(store: Store, folder: Path) -> Version:
    """Publish the shipped files if nobody has published yet, and return the newest version.

    This happens at the first start, and again when a new release ships other files. Once somebody
    has published, their version stays; so does what a newer release has shipped, whichever of the
    two starts last. Of two programs of one release with different files, the one that came last
    stays. Several servers that start together make one version. Persons who were struck do not
    come back with a release.
    """
    shipped = store.rules().tables(_shipped(folder))
    try:
        current = store.current()
    except NoVersion:
        parent = None
    else:
        if not is_seed(current) or _says_as_much(store, current, shipped):
            return current
        if _is_left_behind(store, current, shipped) and not _written_since(folder, current.created):
            return current
        parent = current.id
    try:
        return store.publish(shipped, parent=parent, author=AUTHOR, note=this_release().note)
    except Conflict as meanwhile:
        return meanwhile.current


def is_seed(version: Version) -> bool:
    """Whether a version was shipped with the program, and not published by a person."""
    is_noted = version.note == _NOTE or _release(version) is not None
    return version.author == AUTHOR and is_noted and version.source is None


def _release(version: Version) -> Release | None:
    """The program that shipped a seed; None for one that did not say."""
    found = re.fullmatch(rf"{_NOTE} (\d+(?:\.\d+)*) ([0-9a-f]{{8}})", version.note, re.ASCII)
    return Release(tuple(map(int, found[1].split("."))), found[2]) if found else None


def _says_as_much(store: Store, version: Version, shipped: Mapping[str, bytes]) -> bool:
    """Whether the newest seed makes another one needless.

    Another program's is compared row by row, without the columns that are not known here; a newer
    one's is not replaced at all.
    """
    if all(version.tables.get(name) == digest(content) for name, content in shipped.items()):
        return True
    release, ours = _release(version), this_release()
    if release is None or release == ours:
        return False
    return release.number > ours.number or _has_rows(store, version, shipped)


def _is_left_behind(store: Store, current: Version, shipped: Mapping[str, bytes]) -> bool:
    """Whether another program of this release has replaced these very files already.

    Else two folders beside each other would replace each other's files at every start.
    """
    release = _release(current)
    if release is None or release.number != this_release().number:
        return False
    hashes = {name: digest(content) for name, content in shipped.items()}
    return any(is_seed(one) and one.tables == hashes for one in store.history())


def _written_since(folder: Path, moment: datetime) -> bool:
    """Whether somebody has changed a file of a folder since: a change taken back is a change."""
    written = (path.stat().st_mtime for path in folder.glob("*.csv"))
    return max(written, default=0) >= moment.timestamp()


def _has_rows(store: Store, version: Version, shipped: Mapping[str, bytes]) -> bool:
    try:
        published = store.tables(version.id)
    except Damaged:
        return False
    return all(
        name in published and as_today(TABLES[name], published[name], known_only=True) == content
        for name, content in shipped.items()
    )


def _shipped(folder: Path) -> dict[str, bytes]:
    paths = {name: folder / f"{name}.csv" for name in TABLES}
    return {
        name: as_today(TABLES[name], path.read_bytes())
        for name, path in paths.items()
        if path.exists()
    }
