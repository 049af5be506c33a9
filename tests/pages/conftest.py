"""What every test of the pages begins with: the shipped record, which they all show."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from components.desk import proposed
from data.record.loading import CURATED
from data.store import Store, seed, store
from tests import shipped


@pytest.fixture(scope="module", autouse=True)
def _shipped_record_read_once() -> Iterator[None]:
    with shipped.read_once():
        yield


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """File of a store with the shipped record, to be copied."""
    path = tmp_path_factory.mktemp("seeded") / "store.sqlite"
    made = Store(f"sqlite:///{path}")
    with shipped.read_once():
        seed(made, CURATED)
    made.close()
    return path


@pytest.fixture
def kept(seeded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store that the pages show: the test's own, with the shipped record."""
    path = shutil.copy(seeded, tmp_path / "store.sqlite")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    proposed._prospect.clear()  # the first proposal of one store is not that of the next
    return store()
