"""The section on data quality: what it lists, what it gives to take away, and the desk's link."""

import csv
import io
import re
import shutil
from dataclasses import replace
from html import unescape

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from components import links, shelf
from data.exports import charted
from data.exports import quality as files
from data.language import Language
from data.record import loading as records
from data.record.canonical import canonical
from data.schema import LANGUAGES, TABLES
from data.views import completeness, quality
from tests.pages.desk import ROUTER, opened, said, shown, uploaded
from tests.pages.test_same_rows import Shown

SECTION = {"section": "quality"}


@pytest.fixture(autouse=True, scope="module")
def kept(tmp_path_factory):
    """A store of these tests' own with the shipped record."""
    with pytest.MonkeyPatch.context() as patch:
        path = tmp_path_factory.mktemp("quality") / "store.sqlite"
        patch.setenv("DATABASE_URL", f"sqlite:///{path}")
        yield


@pytest.fixture(scope="module")
def page():
    return Shown("sources", SECTION)


def linked(page, *marks):
    """Addresses in the parts of a page that hold one of some marks."""
    drawn = "".join(part for part in page.parts if any(mark in part for mark in marks))
    return set(re.findall(r'href="([^"]+)"', unescape(drawn)))


def lines_of(page, key):
    content = page.buttons[f"download-of-{key}-csv"]().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    return [row for row in rows if not next(iter(row.values())).startswith("#")]


def test_page_and_file_hold_the_same_contradictions(page):
    lens = shelf.edition("en").lens
    findings = quality.findings(lens)
    rows = {row for finding in findings for row in finding.rows}
    cards = "".join(part for part in page.parts if "nc-card" in part)

    assert findings
    assert {links.to_row(*row, "en") for row in rows} <= linked(page, "nc-card")
    assert cards.count("<article") == len(findings)
    lines = lines_of(page, "contradictions")
    assert [line["What does not fit"] for line in lines] == [
        one.sentence for found in quality.by_owner(lens).values() for one in found
    ]
    assert {key for line in lines for key in line["Id"].split("; ")} == {key for _, key in rows}


def test_page_and_file_hold_the_same_projects_and_places(page):
    lens = shelf.edition("en").lens
    lines = lines_of(page, "completeness")

    for finding, table, caption, keys in (
        (
            "Last word on a project",
            "projects",
            "Age of the last word",
            [one.project for one in completeness.last_words(lens)],
        ),
        ("Place without position", "places", "Places without", completeness.unplaced(lens)),
    ):
        assert [line["Id"] for line in lines if line["Finding"] == finding] == keys
        expected = {links.to_row(table, key, "en") for key in keys}
        assert linked(page, f"<caption>{caption}") == expected


def test_the_rows_behind_each_count_are_in_the_file(page):
    lines = lines_of(page, "completeness")
    counts = {
        line["Table"]: int(line["Filled"])
        for line in lines
        if line["Finding"] == "Rows with one source"
    }

    assert counts
    for table, count in counts.items():
        listed = [x for x in lines if (x["Finding"], x["Table"]) == ("One source", table)]
        assert len(listed) == count


def test_the_empty_cells_behind_each_count_are_in_the_file(page):
    lines = lines_of(page, "completeness")
    counts = [line for line in lines if line["Finding"] == "Filled cells"]

    assert counts
    for line in counts:
        listed = [
            x
            for x in lines
            if (x["Finding"], x["Table"], x["What"]) == ("Empty cell", line["Table"], line["What"])
        ]
        assert len(listed) == int(line["Of"]) - int(line["Filled"])


def test_a_translation_older_than_its_original_is_on_the_page_and_in_the_file(curated, monkeypatch):
    monkeypatch.setattr(shelf, "_EVERY", 0)  # the files are looked at again at once
    table = TABLES["visits"]
    rows = shelf.edition("en").rows["visits"]
    key, row = next(iter(rows.items()))
    rows = {**rows, key: {**row, "older_translations": "title_fr"}}
    (curated / "visits.csv").write_bytes(canonical(table, rows.values()))

    page = Shown("sources", SECTION)

    assert f'href="{links.to_row("visits", key, "en")}"' in unescape(
        next(part for part in page.parts if "<caption>Translations older" in part)
    )
    lines = lines_of(page, "completeness")
    (counted,) = [line for line in lines if line["Finding"] == "Older translations"]
    (listed,) = [line for line in lines if line["Finding"] == "Older translation"]
    assert (counted["Table"], counted["What"], counted["Filled"]) == ("Visits", "French", "1")
    assert (listed["Id"], listed["What"]) == (key, "Title · French")


def test_a_count_is_shown_with_what_it_is_out_of(page):
    lens = shelf.edition("en").lens
    (places,) = (one for one in completeness.filled(lens) if one.column == "radius_km")

    (table,) = (part for part in page.parts if "<caption>Filled cells by" in part)
    assert f"{places.share.having}/{places.share.counted}</span>" in table
    assert 'aria-hidden="true"><span style="width:' in table


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_workbook_is_in_the_language_of_the_page(code):
    edition = shelf.edition(code)
    for plate in (files.contradictions(edition), files.completeness_list(edition)):
        book = openpyxl.load_workbook(io.BytesIO(charted.as_xlsx(plate)))
        heads, *rows = book.worksheets[0].iter_rows(values_only=True)
        assert list(heads) == list(plate.heads)
        assert len(rows) == len(plate.rows)
        assert book.properties.title == plate.title


def test_a_name_that_is_a_formula_is_text_in_every_file(made):
    evil = "=HYPERLINK(1)"
    lens = made(
        "en",
        organisations=[{"org_id": "o", "short_name_vi": evil, "name_vi": evil}],
        visits=[{"status": "planned", "start_date": "2025", "delegation_org_id": "o"}],
    )
    plate = files.contradictions(replace(shelf.edition("en"), lens=lens))

    assert plate.rows[0][0] == evil
    written = charted.as_csv(plate).decode("utf-8-sig").splitlines()[1]
    assert not written.startswith(("=", '"='))
    book = openpyxl.load_workbook(io.BytesIO(charted.as_xlsx(plate)))
    assert book.worksheets[0]["A2"].data_type == "s"


def test_the_desk_points_out_what_would_contradict_the_record_and_links_the_rest():
    table = TABLES["outcomes"]
    rows = shelf.edition("en").rows["outcomes"]
    row = {**rows["out-050"], "due_date": "2025-05-27"}

    app = uploaded(("ket-qua.csv", canonical(table, [row])))

    page = shown(app)
    assert "its deadline lies before the day of the meeting." in page
    assert "kept, worth a look" in page
    assert 'href="/sources?section=quality&amp;lang=en"' in page
    count = len(quality.findings(shelf.edition("en").lens))
    assert f"{count} contradictions in the record" in page
    assert not said(app, "error")


def test_a_desk_without_files_says_nothing_of_contradictions():
    assert "section=quality" not in shown(opened())


@pytest.fixture
def curated(tmp_path, monkeypatch):
    """A copy of the record that a test may spoil; the page reads it instead."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'spoilt.sqlite'}")
    folder = tmp_path / "curated"
    shutil.copytree(records.CURATED, folder)
    monkeypatch.setattr(records, "CURATED", folder)
    return folder


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_record_without_any_row_has_nothing_to_find(curated, code):
    for name, table in TABLES.items():
        (curated / f"{name}.csv").write_bytes(canonical(table, []))

    app = section(code)

    assert not app.exception
    assert said(app, "success") == Language(code).text("Nothing in the record contradicts itself.")
    assert not said(app, "warning")


def test_a_broken_table_is_named_and_the_others_are_looked_at(curated):
    (curated / "visits.csv").write_bytes(b"\xff")

    app = section("en")

    assert not app.exception
    assert "Left out here, as they cannot be read: Visits." in said(app, "warning")
    assert "out-034" in shown(app)


def section(code):
    app = AppTest.from_file(ROUTER, default_timeout=60)
    app.switch_page("sources.py")
    for name, value in {"lang": code, **SECTION}.items():
        app.query_params[name] = value
    return app.run()
