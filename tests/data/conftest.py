"""Stores on each database: every test of the store runs on SQLite and on a real PostgreSQL."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url

from data.exports.edition import Edition, edition_of
from data.language import Language
from data.record import loading as records
from data.store import Store, seed
from data.store.database import opened
from tests.data.store import stores


@contextmanager
def _postgresql() -> Iterator[Callable[..., str]]:
    with ExitStack() as stack:
        try:
            make = stack.enter_context(stores.postgresql()).database
        except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as cause:
            answer = pytest.fail if os.environ.get("CI") else pytest.skip
            answer(f"no PostgreSQL could be started: {cause!r}")
        yield make


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[..., str]]:
    """Makes empty PostgreSQL databases; without a server its tests are skipped, in CI they fail."""
    with _postgresql() as make:
        yield make


@pytest.fixture
def own_postgresql() -> Iterator[Callable[[], str]]:
    """The same on a server of its own, without the databases and the long log of other tests."""
    with _postgresql() as make:
        yield make


@pytest.fixture(scope="session")
def empty(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], str]:
    """Address of a database with nothing in it: ``empty("sqlite")``, ``empty("postgresql")``."""

    def make(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path_factory.mktemp('store')}/var/store.sqlite"
        database: Callable[..., str] = request.getfixturevalue("postgresql")
        return database()

    return make


@pytest.fixture(scope="session")
def new_store(
    empty: Callable[[str], str],
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str], str]:
    """Address of a store with no version in it: ``new_store("sqlite")``.

    A copy of one made for all: to make its tables costs more than most tests do with them.
    """

    @cache
    def first(kind: str) -> str:
        Store(made := empty(kind)).close()
        return str(make_url(made).database)

    def make(kind: str) -> str:
        if kind == "sqlite":
            copy = tmp_path_factory.mktemp("store") / "var/store.sqlite"
            shutil.copytree(Path(first(kind)).parent, copy.parent)
            return f"sqlite:///{copy}"
        database: Callable[..., str] = request.getfixturevalue("postgresql")
        return database(first(kind))

    return make


# What holds on SQLite nearly always holds on the larger database too: `make test` proves both.
DATABASES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.slow))


@pytest.fixture(params=DATABASES)
def address(request: pytest.FixtureRequest, new_store: Callable[[str], str]) -> str:
    """Address of a store with no version in it."""
    return new_store(request.param)


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


def newest(store: Store, code: str) -> Edition:
    """The newest version as readers of a language take it away."""
    version = store.current()
    return edition_of(version, store.tables(version.id), Language(code))


@pytest.fixture(scope="session")
def shipped_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the shipped record, for tests that only read."""
    opened = Store(f"sqlite:///{tmp_path_factory.mktemp('shipped')}/store.sqlite")
    seed(opened, records.CURATED)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def edition(shipped_store: Store) -> Callable[[str], Edition]:
    """The shipped record as readers of one language take it away: ``edition("fr")``."""
    return cache(lambda code: newest(shipped_store, code))


@pytest.fixture
def renamed(
    edited: Callable[..., Path], tmp_path: Path
) -> Iterator[Callable[[str], tuple[Edition, Store]]]:
    """The record with another name for its first person, visit, meeting and place; its store."""
    with ExitStack() as stack:

        def make(name: str) -> tuple[Edition, Store]:
            folder = edited("people", cells={(2, "name"): name})
            for table, column in (("visits", "title_en"), ("places", "name_en")):
                other = edited(table, cells={(2, column): name}) / f"{table}.csv"
                (folder / f"{table}.csv").write_bytes(other.read_bytes())
            opened = Store(f"sqlite:///{tmp_path}/{len(list(tmp_path.iterdir()))}.sqlite")
            stack.callback(opened.close)
            seed(opened, folder)
            return newest(opened, "en"), opened

        yield make
