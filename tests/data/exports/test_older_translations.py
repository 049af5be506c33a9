"""Files say which translations are older than the Vietnamese text, and come back so."""

import csv
import io
import json

import openpyxl
import pytest

from data.exports import tables, workbooks
from data.exports.edition import Edition, edition_of, whole
from data.exports.places import as_geojson
from data.exports.programme import as_ics
from data.language import Language
from data.schema import TABLES
from data.views.chains import TRIP
from data.views.search import hits

MARK = "older_translations"


@pytest.fixture(scope="module")
def marked(shipped_store, edited) -> Edition:
    """The record in English with the translated names of its first visit and place as older."""
    folder = edited("visits", cells={(2, MARK): "title_en;title_fr"})
    other = edited("places", cells={(2, MARK): "name_en"})
    contents = {
        name: ((other if name == "places" else folder) / f"{name}.csv").read_bytes()
        for name in TABLES
    }
    return edition_of(shipped_store.current(), contents, Language("en"))


def test_a_csv_has_the_column(marked):
    content = tables.as_csv(whole(marked, "visits")).decode("utf-8-sig")

    assert next(csv.DictReader(io.StringIO(content)))[MARK] == "title_en;title_fr"


def test_json_has_the_names_as_a_list(marked):
    document = json.loads(tables.as_json(whole(marked, "visits")))

    assert [row[MARK] for row in document["rows"][:2]] == [["title_en", "title_fr"], []]


def test_a_workbook_has_the_column_under_its_label(marked):
    book = openpyxl.load_workbook(io.BytesIO(workbooks.as_xlsx(whole(marked, "visits"))))
    heads, first = list(book.worksheets[2].iter_rows(max_row=2, values_only=True))

    cells = dict(zip(heads, first, strict=True))
    assert cells["Translations older than the original"] == "title_en;title_fr"
    assert cells["Translations older than the original (in words)"] == (
        "Title (English)\nTitle (French)"
    )


def test_places_on_a_map_have_the_names_as_a_list(marked):
    document = json.loads(as_geojson(whole(marked, "places")))

    assert document["features"][0]["properties"][MARK] == ["name_en"]


def test_a_calendar_says_it_in_brackets(marked):
    visit = marked.lens.record.by_key("visits")[TRIP]
    calendar = as_ics(marked, visit).decode().replace("\r\n ", "")

    assert f"{visit['title_en']} [older translation]" in calendar


def test_names_of_columns_are_not_found_by_the_search(marked):
    assert hits(marked.lens, "title_en") == []
    assert TRIP in [hit.named.id for hit in hits(marked.lens, "Working visit France")]
