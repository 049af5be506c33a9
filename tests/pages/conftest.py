"""What every test of the pages begins with: the shipped record, which they all show."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from components.desk import proposed
from components.inside import drawing
from components.page import again
from data.record.loading import CURATED
from data.store import Store, seed, store
from tests import shipped
from tests.messages import one_by_one


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


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Pages are shown again here, too; the addresses of those that were drawn anew."""
    drawn: list[str] = []

    def noted(*asked: Any) -> Any:
        drawn.append(str(st.query_params.to_dict()))
        return drawing.drawn(*asked)

    monkeypatch.setattr(drawing, "_is_apptest", lambda: False)
    monkeypatch.setattr(drawing, "_send", one_by_one)
    monkeypatch.setattr(again, "drawn", noted)
    again.PAGES.clear()
    yield drawn
    again.PAGES.clear()
