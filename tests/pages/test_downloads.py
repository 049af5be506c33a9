"""What pages offer to take away: the rows shown, and nothing made before it is asked for."""

import csv
import io
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import streamlit as st
from icalendar import Calendar
from streamlit.testing.v1 import AppTest

from data.schema import LANGUAGES, codelist
from data.views import measures

ROUTER = str(Path(__file__).parents[2] / "pages" / "router.py")
TABLES = {
    "visits": ["visits"],
    "projects": ["projects"],
    "outcomes": ["outcomes"],
    "partners": ["organisations", "people"],
    "sources": ["sources"],
}
Offered = dict[str, tuple[str, Callable[[], bytes], str]]


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Offered]:
    """``offered("visits", country="FR")``: the files of a page by the key of their button."""
    files: Offered = {}
    draw = st.download_button

    def drawn(label: str, data: Callable[[], bytes], **how: Any) -> bool:
        files[how["key"]] = (label, data, how["file_name"])
        return draw(label, data, **how)

    monkeypatch.setattr(st, "download_button", drawn)

    def open_page(name: str, **parameters: str) -> Offered:
        app = AppTest.from_file(ROUTER, default_timeout=60)
        app.query_params.update(parameters)
        app.switch_page(f"{name}.py").run()
        assert not app.exception
        return files

    return open_page


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize(("name", "language"), list(zip(TABLES, cycle(LANGUAGES), strict=False)))
def test_a_page_offers_its_tables_in_three_formats(offered, name, language):
    files = offered(name, lang=language)

    for table in TABLES[name]:
        for ending in ("xlsx", "csv", "json"):
            label, _make, file_name = files[f"download-{table}-{ending}"]
            assert label.endswith(f"(.{ending})")
            assert file_name.endswith(f".{ending}")


def test_what_is_taken_away_is_what_the_filters_left(offered):
    _label, make, name = offered("projects", country="FR", status="2", lang="en")[
        "download-projects-csv"
    ]

    kept = rows(make())

    assert kept
    assert {row["status_code"] for row in kept} == {"2"}
    assert name.startswith("Projects – France – Implementation")


def test_requests_go_out_in_the_order_shown_and_with_their_state(offered):
    _label, make, _name = offered("outcomes", kind="request", state="done")["download-outcomes-csv"]

    assert {(row["kind"], row["status"]) for row in rows(make())} == {("request", "done")}


def test_a_workbook_tells_the_filters_in_the_language(offered):
    _label, make, _name = offered("visits", country="FR", lang="fr")["download-visits-xlsx"]

    notes = openpyxl.load_workbook(io.BytesIO(make())).worksheets[0]

    assert ("Filtre\N{NO-BREAK SPACE}: Partenaire", "France") in [row[:2] for row in notes.values]


def test_the_open_visit_goes_into_a_calendar(offered):
    files = offered("visits", visit="2025-03-brochet", lang="en")
    _label, make, name = files["download-2025-03-brochet-ics"]

    assert any(entry.name == "VEVENT" for entry in Calendar.from_ical(make()).walk())
    assert name.endswith(".ics")


def test_the_whole_record_is_offered_on_the_page_of_sources(offered):
    files = offered("sources", lang="en")

    for ending in ("xlsx", "zip", "geojson"):
        _label, make, _name = files[f"download-record-{ending}"]
        assert len(make()) > 10_000


def test_filters_that_match_nothing_still_give_a_file_that_says_so(offered):
    files = offered("projects", status="5", record="facility", lang="en")
    _label, make, _name = files["download-projects-csv"]

    (only,) = rows(make())

    nothing = "# No row fits these filters: Status last reported: Cancelled"
    assert only["project_id"].startswith(nothing)


@pytest.mark.parametrize("chart", ["state", "partner"])
@pytest.mark.parametrize(
    ("chosen", "kinds"),
    [
        ({}, ["project", "programme", "proposal", "outbound"]),
        ({"country": "FR"}, ["project", "programme", "proposal", "outbound"]),
        ({"record": "facility,proposal"}, ["proposal"]),
        ({"record": "facility"}, ["facility"]),
    ],
)
def test_files_of_a_chart_of_projects_name_the_kinds_that_it_counts(offered, chart, chosen, kinds):
    _label, make, _name = offered("projects", lang="en", **chosen)[f"download-of-{chart}-csv"]

    lines = csv.reader(io.StringIO(make().decode("utf-8-sig")))
    notes = dict(line[:2] for line in lines if line[0].startswith("#"))

    names = (codelist("record_kind")[kind].names["en"] for kind in kinds)
    assert notes["# Filter: Kind of record"] == ", ".join(names)


@pytest.mark.parametrize(
    ("chart", "named"),
    [
        ("gantt", {"# Filter: Dates": "projects with a date"}),
        ("money", {"# Filter: Amounts": "main statements of the province's own projects"}),
    ],
)
def test_files_of_dates_and_of_money_name_the_rows_that_they_hold(offered, chart, named):
    _label, make, _name = offered("projects", lang="en", country="FR")[f"download-of-{chart}-csv"]

    lines = csv.reader(io.StringIO(make().decode("utf-8-sig")))
    notes = dict(line[:2] for line in lines if line[0].startswith("#"))

    assert notes.items() >= {"# Filter: Partner": "France", **named}.items()


def test_a_chart_of_projects_counts_the_rows_that_its_files_name(offered):
    files = offered("projects", lang="en")
    counted = rows(files["download-of-state-csv"][1]())
    listed = rows(files["download-projects-csv"][1]())

    kinds = [row["record_kind"] for row in listed if row["record_kind"] in measures.COUNTED]
    total = sum(int(row["Count"]) for row in counted if (row["Count"] or "").isdigit())
    assert 0 < total == len(kinds) < len(listed)


def test_no_iati_file_is_offered_where_no_project_is_an_activity(offered):
    without = offered("projects", lang="en", record="aggregate")

    assert "download-projects-csv" in without
    assert "download-projects-iati.xml" not in without
