"""A store with the shipped record in which a test may publish, copied and not made anew."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.record.loading import CURATED
from data.store import Store, seed


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store with the shipped record, to be copied."""
    path = tmp_path_factory.mktemp("seeded") / "store.sqlite"
    opened = Store(f"sqlite:///{path}")
    seed(opened, CURATED)
    opened.close()
    return path


@pytest.fixture
def opened(seeded: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of that store, for what is no matter of the database."""
    opened = Store(f"sqlite:///{shutil.copy(seeded, tmp_path)}")
    yield opened
    opened.close()
