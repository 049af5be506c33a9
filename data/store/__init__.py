"""The versioned store, which keeps every published state of the record for ever."""

import os
import threading
from functools import cache
from pathlib import Path

from sqlalchemy import URL, make_url

from data.store import database
from data.store.history import Store
from data.store.seeding import is_seed, seed
from data.store.versions import (
    BadAddress,
    Conflict,
    Damaged,
    Full,
    NoVersion,
    StoreError,
    TooNew,
    Unreachable,
    Version,
)

__all__ = [
    "BadAddress",
    "Conflict",
    "Damaged",
    "Full",
    "NoVersion",
    "Store",
    "StoreError",
    "TooNew",
    "Unreachable",
    "Version",
    "check_address",
    "folder",
    "is_seed",
    "seed",
    "store",
]

_ONE_AT_A_TIME = threading.Lock()
FILE = Path(__file__).parents[2] / "var" / "nhip-cau.sqlite"


def store() -> Store:
    """The store of this server, opened once: at DATABASE_URL, or in a file under ``var``.

    Raises:
        BadAddress: DATABASE_URL is neither an SQLite file nor a PostgreSQL database.
        TooNew: a newer program made the store.
        Unreachable: the database does not answer, or is none.

    """
    with _ONE_AT_A_TIME:  # all who come first would open it at once, each with connections
        return _opened(_address())


def check_address() -> None:
    """Raise BadAddress where DATABASE_URL is no address of a store; nothing is opened."""
    database.address_of(_address())


def folder() -> Path | None:
    """Where this server's store lies; None where it is a PostgreSQL database."""
    address = make_url(_address())
    is_file = address.drivername == "sqlite" and address.database
    return Path(address.database or "").parent if is_file else None


def _address() -> str | URL:
    return os.environ.get("DATABASE_URL") or URL.create("sqlite", database=str(FILE))


@cache
def _opened(url: str | URL) -> Store:
    return Store(url)
