"""What pages offer to take away: links to the rows shown; nothing is made before it is asked."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from itertools import cycle
from types import NoneType

import openpyxl
import pytest
from httpx2 import Response
from icalendar import Calendar

from components.charts import named
from components.page import takeaway
from data.schema import LANGUAGES, codelist
from data.views import measures
from tests.answering import answering
from tests.pages.offering import links, opened

TABLES = {
    "visits": ["visits"],
    "projects": ["projects"],
    "outcomes": ["outcomes"],
    "partners": ["organisations", "people"],
    "sources": ["sources"],
}
ENDINGS = ("png", "svg", "pdf", "html", "xlsx", "csv", "excel.csv", "json")
Get = Callable[[str], Response]
Offered = Callable[..., dict[str, str]]


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    """Asks the server's own routes beside the pages, over a store with the shipped record."""
    with answering(tmp_path_factory.mktemp("taken")) as client:
        yield client.get


@pytest.fixture
def offered(get: Get) -> Offered:
    """``offered("visits", country="FR")``: the files a page links to, by their path."""

    def open_page(name: str, **parameters: str) -> dict[str, str]:
        app = opened(name, **parameters)
        assert not app.get("download_button")
        return links(app)

    return open_page


def notes_of(content: bytes) -> dict[str, str]:
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    return dict(line[:2] for line in lines if line[0].startswith("#"))


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize(("name", "language"), list(zip(TABLES, cycle(LANGUAGES), strict=False)))
def test_a_page_links_to_its_tables_in_three_formats(offered, name, language):
    files = offered(name, lang=language)

    for table in TABLES[name]:
        for ending in ("xlsx", "csv", "json"):
            assert f"lang={language}" in files[f"{table}.{ending}"]
        assert (f"{table}.excel.csv" in files) == (language != "en"), "where commas are decimal"
        assert next(path for path in files if path.startswith(f"{table}.")) == f"{table}.xlsx"


def test_what_is_taken_away_is_what_the_filters_left(offered, get):
    answer = get(offered("projects", country="FR", status="2", lang="en")["projects.csv"])

    kept = rows(answer.content)

    assert kept
    assert {row["status_code"] for row in kept} == {"2"}
    assert "Projects%20%E2%80%93%20France%20%E2%80%93%20Implementation" in str(answer.headers)


def test_requests_go_out_with_their_state(offered, get):
    address = offered("outcomes", kind="request", state="done")["outcomes.csv"]

    kept = {(row["kind"], row["status"]) for row in rows(get(address).content)}
    assert kept == {("request", "done")}


def test_a_workbook_tells_the_filters_in_the_language(offered, get):
    answer = get(offered("visits", country="FR", lang="fr")["visits.xlsx"])

    notes = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]

    assert ("Filtre\N{NO-BREAK SPACE}: Partenaire", "France") in [row[:2] for row in notes.values]


def test_the_open_visit_goes_into_a_calendar(offered, get):
    files = offered("visits", visit="2025-03-brochet", lang="en")
    answer = get(files["visits/2025-03-brochet.ics"])

    assert any(entry.name == "VEVENT" for entry in Calendar.from_ical(answer.content).walk())


def test_the_whole_record_is_offered_on_the_page_of_sources(offered, get):
    files = offered("sources", lang="en")

    for path in ("record.xlsx", "record.zip", "places.geojson"):
        assert len(get(files[path]).content) > 10_000


def test_filters_that_match_nothing_still_give_a_file_that_says_so(offered, get):
    files = offered("projects", status="5", record="facility", lang="en")

    (only,) = rows(get(files["projects.csv"]).content)

    nothing = "# No row fits these filters: Status last reported: Cancelled"
    assert only["project_id"].startswith(nothing)


@pytest.mark.parametrize("chart", ["projects-by-state", "projects-by-partner"])
@pytest.mark.parametrize(
    ("chosen", "kinds"),
    [
        ({}, ["project", "programme", "proposal", "outbound"]),
        ({"country": "FR"}, ["project", "programme", "proposal", "outbound"]),
        ({"record": "facility,proposal"}, ["proposal"]),
        ({"record": "programme"}, ["programme"]),
    ],
)
def test_files_of_a_chart_of_projects_name_the_kinds_that_it_counts(
    get, offered, chart, chosen, kinds
):
    files = offered("projects", lang="en", **chosen)

    notes = notes_of(get(files[f"charts/{chart}.csv"]).content)

    names = (codelist("record_kind")[kind].names["en"] for kind in kinds)
    assert notes["# Filter: Kind of record"] == ", ".join(names)


@pytest.mark.parametrize(
    ("chart", "named"),
    [
        ("projects-over-time", {"# Filter: Dates": "projects with a date"}),
        (
            "money-by-project",
            {"# Filter: Amounts": "main statements of the province's own projects"},
        ),
    ],
)
def test_files_of_dates_and_of_money_name_the_rows_that_they_hold(get, offered, chart, named):
    files = offered("projects", lang="en", country="FR")

    notes = notes_of(get(files[f"charts/{chart}.csv"]).content)

    assert notes.items() >= {"# Filter: Partner": "France", **named}.items()


def test_a_chart_of_projects_counts_the_rows_that_its_files_name(get, offered):
    files = offered("projects", lang="en")
    counted = rows(get(files["charts/projects-by-state.csv"]).content)
    listed = rows(get(files["projects.csv"]).content)

    kinds = [row["record_kind"] for row in listed if row["record_kind"] in measures.COUNTED]
    total = sum(int(row["Count"]) for row in counted if (row["Count"] or "").isdigit())
    assert 0 < total == len(kinds) < len(listed)


def test_no_iati_file_is_offered_where_no_project_is_an_activity(offered):
    without = offered("projects", lang="en", record="aggregate")

    assert "projects.csv" in without
    assert "projects.iati.xml" not in without


CHARTED = {
    "overview": ["outcomes-by-state", "projects-by-state"],
    "visits": ["visits-over-time"],
    "outcomes": ["outcomes-by-state"],
    "projects": [
        *("projects-by-state", "projects-by-partner", "projects-over-time", "money-by-project"),
    ],
    "project": ["project-over-time", "project-money", "project-progress"],
}


def test_every_chart_has_a_page_that_draws_it():
    assert {name for names in CHARTED.values() for name in names} == set(named.CHARTS)


@pytest.mark.parametrize("page", CHARTED)
def test_every_file_of_every_chart_of_a_page_is_at_an_address(offered, page, monkeypatch):
    monkeypatch.setattr(takeaway, "can_draw", lambda: True)
    chosen = {"project": "namrom-multihazard"} if page == "project" else {}
    files = offered("projects" if chosen else page, lang="fr", **chosen)

    for name in CHARTED[page]:
        for ending in ENDINGS:
            assert "lang=fr" in files[f"charts/{name}.{ending}"]


@pytest.mark.parametrize("page", [*CHARTED, "map"])
def test_every_cell_of_every_file_of_a_page_is_a_text_or_a_number(get, offered, page):
    chosen = {"project": "namrom-multihazard"} if page == "project" else {}
    files = offered("projects" if chosen else page, lang="en", **chosen)
    wanted = {path: link for path, link in files.items() if path.startswith(("charts/", "map."))}
    tables = {
        path: link for path, link in wanted.items() if path.endswith((".csv", ".xlsx", ".json"))
    }

    assert tables
    for path, link in tables.items():
        cells = cells_of(path, get(link).content)
        assert len(cells) > 10
        assert {type(cell) for cell in cells} <= {str, int, float, NoneType}, path
        python = r"\w+\(\w+=|<\w[\w.]* object at|^(None|True|False|nan)$|^[(\[{]'"
        assert [cell for cell in cells if re.search(python, str(cell)) and cell] == [], path


def cells_of(path: str, content: bytes) -> list[object]:
    """Every cell of a file of a chart."""
    match path.rpartition(".")[2]:
        case "csv":
            lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
            assert len({len(line) for line in lines}) == 1, path
            return [cell for line in lines for cell in line]
        case "json":
            document = json.loads(content)
            assert {len(row) for row in document["rows"]} == {len(document["columns"])}, path
            return [cell for row in (document["columns"], *document["rows"]) for cell in row]
        case _:
            book = openpyxl.load_workbook(io.BytesIO(content))
            return [cell for sheet in book for row in sheet.values for cell in row]


@pytest.mark.parametrize(
    ("name", "asked", "kept"),
    [
        ("visits", {"country": "FR"}, "country=FR"),
        ("outcomes", {"org": "afd"}, "org=afd"),
        ("partners", {"org": "afd"}, "org=afd"),
        ("partners", {"country": "FR"}, "country=FR"),
        ("projects", {"project": "namrom-multihazard"}, "project=namrom-multihazard"),
    ],
)
def test_a_page_offers_the_calendar_of_what_it_shows(get, name, asked, kept):
    app = opened(name, lang="en", **asked)

    (address,) = [one.value for one in app.code if "calendar.ics" in one.value]
    assert address.endswith(f"/api/v1/calendar.ics?{kept}&lang=en")
    answer = get(address[address.index("/api/") :])
    assert answer.status_code == 200
    assert Calendar.from_ical(answer.content).events
