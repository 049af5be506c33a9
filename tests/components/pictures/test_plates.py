"""Files of charts and maps: the numbers of the screen, both archipelagos, texts as texts."""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pypdfium2
import pytest

from components import links
from components.charts import counts, named
from components.look import LIGHT
from components.maps.drawn import drawn_map
from components.maps.frames import FRAMES
from components.maps.ground import archipelago_labels
from components.maps.scenes import Scene
from components.pictures import offline_map, plates, rendering
from data.exports import charted
from data.exports.charted import Plate, Stated
from data.exports.edition import Edition, Extract, edition_of, whole
from data.language import Language
from data.schema import LANGUAGES, TABLES
from data.store import Store, seed
from data.views import measures
from tests.bad_input import PROJECT, statements
from tests.components.charts.all_charts import every_chart

pytestmark = pytest.mark.slow  # each has an edited record of its own
TODAY = date(2026, 11, 22)
HOSTILE = "<script>alert(1)</script> =1+1 ${x} `y` \x0b"
SVG = "{http://www.w3.org/2000/svg}"


def newest(folder: Path, store: Store, code: str) -> Edition:
    seed(store, folder)
    version = store.current_id()
    return edition_of(store.version(version), store.tables(version), Language(code))


@pytest.fixture
def edition(edited, tmp_path) -> Callable[..., Edition]:
    """``edition("fr", cells=…)``: the shipped record, or one with other cells, in a language."""

    def make(code: str, table: str = "visits", **changes) -> Edition:
        store = Store(f"sqlite:///{tmp_path}/store.sqlite")
        try:
            return newest(edited(table, **changes), store, code)
        finally:
            store.close()

    return make


def plate(edition: Edition, **parts) -> Plate:
    extract = Extract(edition, TABLES["projects"], whole(edition, "projects").keys)
    usual = {"title": "Titre", "definition": "Ce que c'est", "made": TODAY, "heads": ("A", "B")}
    return Plate(extract, **{**usual, "rows": (("x", 1),), **parts})


def texts(svg: str) -> list[str]:
    return [
        "".join(element.itertext()) for element in ElementTree.fromstring(svg).iter(f"{SVG}text")
    ]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("code", LANGUAGES)
def test_both_archipelagos_are_named_on_every_drawn_map(lens, frame, code):
    svg, _height = drawn_map(lens(code), Scene(frame=frame))

    said = "|".join(texts(svg))
    for name, _latitude, _longitude in archipelago_labels(code):
        assert name.replace(" (", "(") in said


@pytest.mark.parametrize("frame", FRAMES)
def test_both_archipelagos_are_drawn_with_their_names(lens, frame):
    svg, _height = drawn_map(lens("vi"), Scene(frame=frame))

    drawn = [
        path.get("d", "").count("M")
        for path in ElementTree.fromstring(svg).iter(f"{SVG}path")
        if path.get("class") == "nc-m-shapes"
    ]
    assert max(drawn) >= 8


@pytest.mark.browser
def test_a_map_as_png_shows_the_names_of_both_archipelagos(edition):
    """Without them other pixels, and only where they stand, would be there."""
    made = plate(edition("vi"))
    svg, height = drawn_map(made.extract.lens, Scene(frame="france"))
    whole_map = plates.framed(made, svg, height)
    size: Any = {"width": plates.WIDTH, "height": whole_map.height}

    pdf = rendering.converted(whole_map.svg, "pdf", **size)
    words = " ".join(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range().split())
    shown = rendering.converted(whole_map.svg, "png", **size)
    bare = whole_map.svg.replace("Hoàng Sa", "").replace("Trường Sa", "")

    assert "Quần đảo Hoàng Sa" in words
    assert "Quần đảo Trường Sa" in words
    assert rendering.converted(bare, "png", **size) != shown


def test_the_offline_map_asks_for_nothing_and_holds_its_ground(edition):
    made = offline_map.offline_page(plate(edition("vi")), Scene()).decode()

    assert 'src="/assets' not in made
    assert 'href="/assets' not in made
    assert "Hoàng Sa" in made
    assert made.count('"FeatureCollection"') >= 3


def test_a_charts_drawing_shows_the_numbers_of_its_rows(edition):
    shown = edition("fr")
    tally = measures.projects_by_state(shown.lens, shown.lens.rows("projects"))
    figure = counts.projects_by_state(shown.lens, tally).figure(LIGHT)

    said = texts(plates.chart(plate(shown), figure, "svg").decode())

    assert [text for text in said if text.isdigit()] == [str(count) for count in tally.values()]
    assert {"Titre", "Ce que c'est"} <= set(said)
    assert any("Version des données" in text or "français" in text for text in said)


def test_filters_and_version_stand_in_every_file(edition):
    shown = edition("en")
    part = Extract(shown, TABLES["projects"], (), (("Partner", "France"),))
    made = Plate(part, "Title", "Definition", TODAY, ("A",), (("x",),))
    figure = counts.projects_by_state(shown.lens, {"ended": 1}).figure(LIGHT)

    notes = charted.as_csv(made).decode("utf-8-sig")
    page = plates.offline_page(made, figure).decode()
    drawn = plates.framed(made, "<svg />", 10).svg

    for file in (notes, page, drawn):
        assert "France" in file
        assert shown.version.id in file
        assert "English" in file
    assert "France" in made.file_name("png")


def test_every_line_of_a_csv_has_as_many_cells_as_its_headings(edition):
    made = plate(edition("en"), heads=("A", "B", "C"), rows=(("x", 1, Stated("2 %", 2, "%")),))

    lines = list(csv.reader(io.StringIO(charted.as_csv(made).decode("utf-8-sig"))))

    assert {len(line) for line in lines} == {5}
    assert len(lines) > 4


def test_a_cell_that_leads_to_a_row_is_its_words_in_a_file(edition):
    shown = edition("en")
    project = links.cell(shown.lens, "projects", "namrom-multihazard")
    made = plate(shown, rows=((project, 1),))

    row = list(csv.reader(io.StringIO(charted.as_csv(made).decode("utf-8-sig"))))[1]
    sheet = openpyxl.load_workbook(io.BytesIO(charted.as_xlsx(made))).worksheets[0]

    assert row == [project.text, "1"]
    assert sheet["A2"].value == project.text


def test_hostile_texts_stay_texts(edition):
    made = plate(edition("en"), title=HOSTILE, definition=HOSTILE, rows=((HOSTILE, 1),))
    figure = counts.projects_by_state(made.extract.lens, {"ended": 1}).figure(LIGHT)

    drawn = plates.framed(made, "<svg />", 10).svg
    page = plates.offline_page(made, figure).decode()
    row = list(csv.reader(io.StringIO(charted.as_csv(made).decode("utf-8-sig"), newline="")))[1]

    assert "script" not in {element.tag for element in ElementTree.fromstring(drawn).iter()}
    assert "<script>alert" not in page
    assert row[0] == HOSTILE  # it begins with no sign of a formula


def test_a_hostile_place_is_text_on_the_map(edition):
    shown = edition("en", "places", cells={(2, "name_en"): "<script>x</script>&"})
    for frame in FRAMES:
        svg, _height = drawn_map(shown.lens, Scene(frame=frame))
        ElementTree.fromstring(svg)
        assert "<script>" not in svg
    page = offline_map.offline_page(plate(shown), Scene(frame="city")).decode()
    assert "<script>x" not in page


def test_formulas_in_data_stay_texts_and_numbers_are_numbers(edition):
    made = plate(edition("vi"), rows=(("=1+1", Stated("2 triệu EUR", 2e6, "EUR")),))

    lines = list(csv.reader(io.StringIO(charted.as_csv(made).decode("utf-8-sig"))))
    book = openpyxl.load_workbook(io.BytesIO(charted.as_xlsx(made)))
    cells = [cell.value for cell in book.worksheets[0][2]]

    assert charted.as_csv(made).startswith(b"\xef\xbb\xbf")
    assert lines[1] == ["'=1+1", "2000000.0", "EUR", "2 triệu EUR"]
    assert cells == ["=1+1", 2_000_000, "EUR", "2 triệu EUR"]
    assert book.worksheets[0]["A2"].data_type == "s"


@pytest.fixture
def printed(monkeypatch) -> Callable[..., float]:
    """``printed(drawn, width)``: how many points high the smallest letters are on an A4."""
    monkeypatch.setattr(plates, "drawing", lambda *_figure, **_size: "<svg></svg>")
    sizes: list[tuple[int, int]] = []

    def converted(_svg: str, _form: str, *, width: int, height: int, **_more: object) -> bytes:
        sizes.append((width, height))
        return b""

    monkeypatch.setattr(plates, "converted", converted)

    def points(drawn: named.Drawn, width: int) -> float:
        figure = drawn.chart.figure(LIGHT)
        layout = figure.layout.template.layout
        notes = [note.font.size for note in figure.layout.annotations if note.font.size]
        letters = (layout.font.size, layout.xaxis.tickfont.size, layout.legend.font.size, *notes)
        plates.chart(drawn.plate, figure, "pdf", width=width)
        return float(min(letters)) * float(str(rendering._paper(*sizes[-1])["scale"])) * 0.75

    return points


@pytest.mark.parametrize("width", [400, plates.WIDTH, 1600])
def test_the_letters_of_every_chart_are_at_least_eight_points_high_on_an_a4(
    edition, printed, width
):
    for name, drawn in every_chart(edition("fr")):
        assert printed(drawn, width) >= 8, name


@pytest.mark.parametrize("width", [400, plates.WIDTH, 1600])
def test_so_are_those_of_forty_statements_of_money_part_by_part(edition, printed, width):
    record = edition("fr", "project_amounts", added=statements())
    asked = {"project": PROJECT, "currency": "VND"}

    parts = [named.drawn(record, "project-money", {**asked, "part": str(n)}) for n in range(1, 6)]

    assert all(printed(part, width) >= 8 for part in parts)
    assert len({tuple(map(str, row)) for part in parts for row in part.chart.rows}) >= 40
    assert len({part.chart.says for part in parts}) == 1
