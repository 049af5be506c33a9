"""A published version of the record, and the errors of reading or publishing one."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple


class Removal(NamedTuple):
    """When and by whom a person was struck; ``file``: "deleted" or "rewritten", "" for neither."""

    on: datetime
    by: str
    file: str


@dataclass(frozen=True)
class Version:
    """Who published which tables, when, why and from what.

    ``number`` counts from 1 without gaps. ``tables`` maps each table to the SHA-256 of its CSV.
    ``created`` is in UTC. ``source`` is the name of the uploaded file and ``source_hash`` its
    SHA-256, both None where nothing was uploaded. ``account`` is the author's account and
    ``approver`` the account that let a proposal through, both None where there was none.
    ``struck`` says as JSON when and by whom persons were struck from it, and what became of its
    file; ``seal`` is its fingerprint since then. Both are None where nobody was struck.
    """

    id: str
    number: int
    parent: str | None
    author: str
    note: str
    created: datetime
    tables: Mapping[str, str]
    source: str | None
    source_hash: str | None
    account: str | None = None
    approver: str | None = None
    struck: str | None = None
    seal: str | None = None

    @property
    def mark(self) -> str:
        """What changes with its content: its seal if somebody was struck from it, else its id."""
        return self.seal or self.id

    @property
    def removals(self) -> list[Removal]:
        """When and by whom persons were struck from it, and what became of its file."""
        return [
            Removal(datetime.fromisoformat(struck["on"]), struck["by"], struck.get("file", ""))
            for struck in json.loads(self.struck or "[]")
        ]

    @property
    def changed(self) -> datetime:
        """When what it holds last changed: when it was published, or somebody struck from it."""
        return max([self.created, *(one.on for one in self.removals)])


_SINCE_FORMAT_2 = ("account", "approver", "struck")


def fingerprint(version: Version) -> str:
    """The mark of a version: sixteen hex digits of the SHA-256 of its fields and its tables."""
    described = {**vars(replace(version, id="")), "created": version.created.isoformat()}
    del described["seal"]
    for name in _SINCE_FORMAT_2:  # versions of before have ids without these
        if described[name] is None:
            del described[name]
    return hashlib.sha256(json.dumps(described, sort_keys=True).encode()).hexdigest()[:16]


class StoreError(Exception):
    """Base class of all errors of the store."""


class Conflict(StoreError):  # noqa: N818 - the name says what happened
    """Raised when somebody else has published since; nothing was changed. ``current`` is theirs."""

    def __init__(self, current: Version) -> None:
        super().__init__(f"version {current.number} ({current.id}) was published meanwhile")
        self.current = current


class NoVersion(StoreError):  # noqa: N818
    """Raised when no version has this id; with None when nothing has been published yet."""

    def __init__(self, version_id: str | None) -> None:
        super().__init__(f"no version {version_id!r}" if version_id else "no version yet")
        self.version_id = version_id


class Damaged(StoreError):  # noqa: N818
    """Raised when a version is not what was published; ``part`` is the damaged part."""

    def __init__(self, version: Version, part: str) -> None:
        super().__init__(f"{part} of version {version.number} ({version.id}) is damaged")
        self.version = version
        self.part = part


class TooNew(StoreError):  # noqa: N818
    """Raised when a newer program made the store; ``found`` is its format, ``known`` is ours."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(f"the store has format {found}, this program knows {known}")
        self.found = found
        self.known = known


class Unreachable(StoreError):  # noqa: N818
    """Raised when the database cannot be opened, is locked too long, or fails; see the cause."""


class Full(Unreachable):
    """Raised when there is no room left for what was to be written; nothing was."""


class BadAddress(StoreError):  # noqa: N818
    """Raised when DATABASE_URL names neither an SQLite file nor a PostgreSQL database.

    Its sentence does not repeat the address, which may hold a password.
    """

    def __init__(self) -> None:
        super().__init__(
            "DATABASE_URL names neither an SQLite file (sqlite:////a/whole/path.sqlite) nor a "
            "PostgreSQL database (postgresql://user@host/name)."
        )
