"""Hostile texts leave in every file as they are, and are neither formula nor element there."""

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import date

import openpyxl
import pytest
from httpx2 import Response
from icalendar import Calendar
from lxml import etree
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.charts.projects import projects_over_time
from components.look import LIGHT
from components.maps.scenes import Scene
from components.pictures import plates
from components.web import routes
from data import store as stores
from data.desk.door import sheets
from data.exports.charted import Plate
from data.exports.edition import Edition, edition_of, whole
from data.language import Language
from data.record import loading as records
from data.reports.kinds import KINDS
from data.schema import TABLES
from data.values.spreadsheets import is_formula, restored
from data.views.chains import TRIP
from tests.data.reports.reporting import made, opened, text
from tests.hostile_names import NAMES, SPOILT, spoil

Get = Callable[[str], Response]
ALL = " ".join(NAMES)
every_table = pytest.mark.parametrize("table", SPOILT)


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    """``get("visits.csv")``: a file of the spoilt record."""
    folder = tmp_path_factory.mktemp("hostile-files")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{folder / 'store.sqlite'}")
        shutil.copytree(records.CURATED, folder / "curated")
        spoil(folder / "curated")
        patch.setattr(records, "CURATED", folder / "curated")
        stores._opened.cache_clear()
        with TestClient(Starlette(routes=routes.routes())) as client:
            yield lambda path: client.get(f"/api/v1/{path}")
        stores.store().close()
    stores._opened.cache_clear()


def spoilt(table: str) -> set[str]:
    """The hostile texts that the store holds in a table."""
    content = (records.CURATED / f"{table}.csv").read_text("utf-8")
    rows = csv.DictReader(io.StringIO(content, newline=""))
    return {row[column] for row in rows for column in SPOILT[table]} & set(NAMES)


@every_table
def test_a_csv_holds_them_and_no_formula(get, table):
    lines = list(csv.reader(io.StringIO(get(f"{table}.csv").content.decode("utf-8-sig"))))
    cells = {cell for line in lines for cell in line}

    assert {restored(cell) for cell in cells} >= spoilt(table)
    assert [
        cell for cell in cells if is_formula(cell) and not re.fullmatch(r"-?[\d.]+", cell)
    ] == []


@every_table
def test_a_workbook_holds_them_and_no_formula(get, table):
    book = openpyxl.load_workbook(io.BytesIO(get(f"{table}.xlsx").content))
    cells = [cell for sheet in book for row in sheet for cell in row]

    assert {cell.value for cell in cells if isinstance(cell.value, str)} >= spoilt(table)
    assert [cell.value for cell in cells if cell.data_type == "f"] == []


@every_table
def test_json_holds_them(get, table):
    rows = json.loads(get(f"{table}.json").content)["rows"]

    cells = [row[column] for row in rows for column in SPOILT[table]]
    assert {";".join(cell) if isinstance(cell, list) else cell for cell in cells} >= spoilt(table)


@every_table
def test_what_was_taken_away_is_read_as_it_was(get, table):
    (sheet,) = sheets(f"{table}.json", get(f"{table}.json").content)

    assert {cell for row in sheet.rows for cell in row if isinstance(cell, str)} >= spoilt(table)


def test_the_package_holds_them_all(get):
    with zipfile.ZipFile(io.BytesIO(get("record.zip").content)) as package:
        texts = {name: package.read(name).decode("utf-8-sig") for name in package.namelist()}
    cells = {
        restored(cell)
        for name, text in texts.items()
        if name.endswith(".csv")
        for line in csv.reader(io.StringIO(text, newline=""))
        for cell in line
    }

    assert cells >= set(NAMES)


def test_geojson_holds_them(get):
    features = json.loads(get("places.geojson").content)["features"]

    said = json.dumps([one["properties"] for one in features], ensure_ascii=False)
    assert all(json.dumps(name, ensure_ascii=False)[1:-1] in said for name in spoilt("places"))


def test_iati_holds_them_as_text_and_not_as_elements(get):
    root = etree.fromstring(get("projects.iati.xml").content)

    texts = {text.strip() for text in root.itertext()}
    assert texts >= spoilt("projects")
    assert {etree.QName(one).localname for one in root.iter(etree.Element)}.isdisjoint(
        {"script", "img", "svg", "b"}
    )


def test_a_calendar_holds_them_and_no_line_of_its_own(get):
    content = get(f"visits/{TRIP}.ics").content
    calendar = Calendar.from_ical(content)

    said = " ".join(
        str(event.get(name, "")) for event in calendar.walk("VEVENT") for name in ("SUMMARY",)
    )
    assert any(name in said for name in NAMES)
    assert {one.name for one in calendar.walk()} <= {
        *("VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"),
    }


@pytest.mark.parametrize("path", [f"{table}.json" for table in TABLES])
def test_a_browser_never_takes_a_file_for_a_page(get, path):
    answer = get(path)

    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not answer.headers["content-type"].startswith("text/html")


# Drawings and documents


@pytest.fixture(scope="module")
def edition(get) -> Edition:
    """The spoilt record as it is taken away in Vietnamese."""
    kept = stores.store()
    stores.seed(kept, records.CURATED)
    return edition_of(kept.current(), kept.tables(kept.current_id()), Language("vi"))


def said_in(drawn: bytes) -> str:
    """The texts of a drawing, which holds nothing that runs or leads anywhere."""
    root = etree.fromstring(drawn)
    for element in root.iter(etree.Element):
        assert etree.QName(element).localname not in {"script", "img", "a", "foreignObject"}
        assert not [name for name in element.attrib if str(name).startswith("on")]
        assert "javascript:" not in "".join(map(str, element.attrib.values()))
    return " ".join("".join(map(str, one.itertext())) for one in root.iter("{*}text"))


def pressed(text: str) -> str:
    """A text without its spaces: a drawing breaks lines at them."""
    return "".join(text.split())


@pytest.mark.browser
def test_the_drawing_of_a_chart_holds_them_as_text(edition):
    everything = whole(edition, "projects")
    chart = projects_over_time(edition.lens, everything.keys)
    plate = Plate(everything, ALL, ALL, date(2026, 11, 26), ("A",), ())

    drawn = pressed(said_in(plates.chart(plate, chart.figure(LIGHT), "svg")))

    assert drawn.count(pressed(ALL)) >= 2  # title and definition
    assert [name for name in NAMES if pressed(name) not in drawn] == []
    assert plates.chart(plate, chart.figure(LIGHT), "png").startswith(b"\x89PNG")


def test_the_drawing_of_a_map_holds_them_as_text(edition):
    everything = whole(edition, "places")
    plate = Plate(everything, ALL, ALL, date(2026, 11, 26), ("A",), ())

    drawn = pressed(said_in(plates.drawn_scene(plate, Scene(frame="city"), "svg")))

    assert drawn.count(pressed(ALL)) >= 2
    assert any(pressed(name) in drawn.replace(pressed(ALL), "") for name in NAMES)


@pytest.mark.parametrize("kind", KINDS)
def test_a_word_report_holds_them_and_runs_none(edition, kind):
    content = made(edition.lens, kind)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}

    said = text(opened(content))
    read = {name for name in NAMES if name in said}
    assert read >= ({*NAMES} if kind == "projects" else {NAMES[0]})
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            root = etree.fromstring(part)
            fields = "".join(one.text or "" for one in root.iter("{*}instrText"))
            assert not any(sign in fields for name in NAMES for sign in (name, "javascript"))
            assert not root.xpath("//*[starts-with(@Target, 'javascript:')]")
