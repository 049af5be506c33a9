"""A record of many rows: each page shows a part of them and says of how many."""

import csv
import io
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.page.lists import MOST_ROWS
from data.record.loading import CURATED
from data.schema import TABLES
from data.store import seed, store
from data.views import completeness, quality

ROUTER = str(Path(__file__).parents[2] / "pages" / "router.py")
ROWS = 450
MANY = (
    *("visits", "meetings", "outcomes", "projects", "project_amounts"),
    *("organisations", "people", "places", "sources", "discrepancies"),
)
MOST_BYTES = 400_000  # of HTML and charts; the pages took 0.5 to 1.6 MB


def repeated(table: str) -> bytes:
    """The shipped rows over and over, each with an id of its own."""
    header, *rows = csv.reader(io.StringIO((CURATED / f"{table}.csv").read_text("utf-8")))
    place, out = header.index(TABLES[table].key), io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for number in range(ROWS):
        row = list(rows[number % len(rows)])
        row[place] += f"-{number}" if number >= len(rows) else ""
        writer.writerow(row)
    return out.getvalue().encode()


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A store in which each of these tables has 450 rows."""
    address = f"sqlite:///{tmp_path_factory.mktemp('many') / 'store.sqlite'}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", address)
        where = store()
        first = seed(where, CURATED)
        where.publish(
            {table: repeated(table) for table in MANY},
            parent=first.id,
            author="Lò Thị Mai",
            note="Nhiều dòng",
            account=None,
            source=None,
            original=None,
            strikes=0,
        )
        yield address


def opened(page: str, **parameters: str) -> AppTest:
    app = AppTest.from_file(ROUTER, default_timeout=120)
    app.switch_page(f"{page}.py")
    for name, value in {"lang": "en", **parameters}.items():
        app.query_params[name] = value
    return app.run()


def sent(app: AppTest) -> int:
    """Bytes of HTML and charts that the page sends to the browser."""
    return sum(len(str(part.proto.body)) for part in app.get("html"))


@pytest.mark.parametrize(
    ("page", "parameters"),
    [
        ("map", {}),
        ("visits", {}),
        ("projects", {}),
        ("outcomes", {}),
        ("partners", {}),
        ("sources", {}),
        ("sources", {"section": "discrepancies"}),
        ("sources", {"section": "quality"}),
    ],
)
def test_a_page_of_many_rows_shows_a_part_and_says_of_how_many(many, monkeypatch, page, parameters):
    monkeypatch.setenv("DATABASE_URL", many)

    app = opened(page, **parameters)

    assert not app.exception
    assert sent(app) < MOST_BYTES
    if page != "map" and "quality" not in parameters.values():  # those have few rows even so
        assert re.search(r"1–\d+ of \d{3}", "".join(str(one.proto.body) for one in app.get("html")))


def test_a_long_table_has_as_many_parts_as_it_needs(many, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", many)
    app = opened("partners")
    first = shown_people(app)

    pages = next(one for one in app.get("pagination") if "People named" in str(one.proto.id))
    assert len(first) == MOST_ROWS
    assert pages.proto.num_pages == -(-ROWS // MOST_ROWS)


def test_contradictions_are_shown_in_parts_and_nothing_is_counted_again(many, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", many)
    monkeypatch.setattr("components.page.quality.MOST_CARDS", 20)
    app = opened("sources", section="quality")
    page = "".join(str(part.proto.body) for part in app.get("html"))
    told = re.search(r"(\d+) contradictions found", page)

    assert told
    assert int(told[1]) > page.count('<article class="nc-card">') == 20

    monkeypatch.setattr(completeness, "_rows", None)  # a click counts nothing anew
    monkeypatch.setattr(quality, "contradictions", None)
    assert not app.run().exception


def shown_people(app: AppTest) -> list[str]:
    """The rows of the table of people."""
    page = "".join(str(part.proto.body) for part in app.get("html"))
    return page.partition("People named")[2].partition("</table>")[0].split("<tr>")[2:]
