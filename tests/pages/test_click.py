"""A click costs as much with many rows as with few: nothing is counted again from all of them."""

import threading
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from benchmarks import grown
from data.record.loading import CURATED
from data.record.rows import tables_of
from data.store import seed, store

ROUTER = str(Path(__file__).parents[2] / "pages" / "router.py")
FEW, MANY = 14, 42  # copies of the record; with 14 of them every list already fills its part
MOST = 1.1  # times the calls with a third of the rows

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    """Addresses of two stores, by how often they hold the record."""
    folder = tmp_path_factory.mktemp("grown")
    addresses = {times: f"sqlite:///{folder / f'{times}.sqlite'}" for times in (FEW, MANY)}
    with pytest.MonkeyPatch.context() as patch:
        for times, address in addresses.items():
            patch.setenv("DATABASE_URL", address)
            where = store()
            first = seed(where, CURATED)
            tables = grown.full(tables_of(where.tables(first.id)), {"": times})
            where.publish(tables, parent=first.id, author="Lò Thị Mai", note="Nhiều dòng")
        yield addresses


def calls_of_a_click(page: str, parameters: dict[str, str]) -> int:
    """Calls of functions, Python's own among them, in a run of a page that was open before."""
    app = AppTest.from_file(ROUTER, default_timeout=300)
    app.switch_page(f"{page}.py")
    for name, value in {"lang": "en", **parameters}.items():
        app.query_params[name] = value
    app.run()
    app.run()
    calls = 0

    def count(_frame, event, _what):
        nonlocal calls
        calls += event in ("call", "c_call")

    threading.setprofile(count)
    try:
        app.run()
    finally:
        threading.setprofile(None)
    assert not app.exception
    return calls


@pytest.mark.parametrize(
    ("page", "parameters"),
    [
        ("overview", {}),
        ("map", {}),
        ("visits", {}),
        ("visits", {"country": "FR"}),
        ("projects", {}),
        ("projects", {"project": "namrom-multihazard"}),
        ("outcomes", {}),
        ("partners", {}),
        ("partners", {"country": "FR"}),
        ("partners", {"org": "afd"}),
        ("sources", {}),
        ("reports", {}),
    ],
)
def test_a_click_counts_nothing_again_from_all_rows(stores, monkeypatch, page, parameters):
    calls = {}
    for times, address in stores.items():
        monkeypatch.setenv("DATABASE_URL", address)
        calls[times] = calls_of_a_click(page, parameters)

    assert calls[MANY] <= MOST * calls[FEW], calls
