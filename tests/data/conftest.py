"""Stores on each database: every test of the store runs on SQLite and on a real PostgreSQL."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import Engine

from data.store import Store
from data.store.database import opened
from tests.data import stores


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], str]]:
    """Makes empty PostgreSQL databases; without a server its tests are skipped, in CI they fail."""
    with ExitStack() as stack:
        try:
            make = stack.enter_context(stores.postgresql())
        except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as cause:
            answer = pytest.fail if os.environ.get("CI") else pytest.skip
            answer(f"no PostgreSQL could be started: {cause!r}")
        yield make


@pytest.fixture(scope="session")
def empty(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], str]:
    """Address of a database with nothing in it: ``empty("sqlite")``, ``empty("postgresql")``."""

    def make(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path_factory.mktemp('store')}/var/store.sqlite"
        database: Callable[[], str] = request.getfixturevalue("postgresql")
        return database()

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, empty: Callable[[str], str]) -> str:
    """Address of a database with nothing in it."""
    return empty(request.param)


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """An empty store."""
    opened = Store(address)
    yield opened
    opened.close()


@pytest.fixture
def engine(address: str, store: Store) -> Iterator[Engine]:
    """The same database, past the store."""
    engine = opened(address)
    yield engine
    engine.dispose()
