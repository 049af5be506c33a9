"""Every page through Streamlit's own test runner: each language, little data, broken data."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components import links, shelf
from data.language import Language
from data.record import loading as records
from data.record.canonical import canonical
from data.schema import LANGUAGES, TABLES
from tests.conftest import TODAY

ROUTER = str(Path(__file__).parents[2] / "pages" / "router.py")
# What the title of a page says: the menu's words, or more.
PAGES = {page.file.removesuffix(".py"): page.title for page in links.pages(Language("en"))} | {
    "overview": "Điện Biên's international cooperation",
    "map": "Map of Điện Biên and its partners",
}
DETAILS = [
    ("visits", "visit", "2025-03-brochet"),
    ("visits", "meeting", "2025-05-28-caen-signing"),
    ("projects", "project", "namrom-multihazard"),
    ("projects", "amount", "amt-001"),
    ("projects", "progress", "prg-010"),
    ("outcomes", "outcome", "out-007"),
    ("partners", "org", "afd"),
    ("partners", "person", "mua-a-son"),
    ("map", "place", "muong-thanh-bridge"),
    ("sources", "source", "dangbo-dienbien-2023-11-23"),
    ("sources", "discrepancy", "dis-01"),
]


ONE_ROW = {
    "sources": {
        "source_id": "s-1",
        "title": "Nguồn",
        "publisher_vi": "Nhà xuất bản",
        "published": "2024",
        "language": "vi",
        "url": "https://example.org/",
        "read_extent": "full",
    },
    "organisations": {
        "org_id": "o-1",
        "name_vi": "Tên",
        "short_name_vi": "Tên",
        "type_code": "10",
        "country": "FR",
        "home_place_id": "p-1",
        "source_ids": "s-1",
    },
    "places": {
        "place_id": "p-1",
        "name_vi": "Nơi",
        "kind": "city",
        "country": "FR",
        "latitude": "48.8",
        "longitude": "2.3",
        "precision": "city",
        "radius_km": "5",
        "timezone": "Europe/Paris",
        "source_ids": "s-1",
    },
}


def opened(name: str, **parameters: str) -> AppTest:
    """A page as a reader with this address first sees it."""
    app = AppTest.from_file(ROUTER, default_timeout=60)
    if name != "overview":
        app.switch_page(f"{name}.py")
    for parameter, value in parameters.items():
        app.query_params[parameter] = value
    return app.run()


def shown(app: AppTest) -> str:
    """All HTML that the page drew."""
    return "\n".join(str(part.proto.body) for part in app.get("html"))


@pytest.fixture(scope="session", autouse=True)
def shipped(tmp_path_factory):
    """A store of the tests' own, holding the shipped record."""
    path = tmp_path_factory.mktemp("store") / "shipped.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{path}")
        yield


@pytest.fixture
def curated(tmp_path, monkeypatch):
    """A copy of the record that a test may spoil; the pages read it instead."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'spoilt.sqlite'}")
    folder = tmp_path / "curated"
    shutil.copytree(records.CURATED, folder)
    monkeypatch.setattr(records, "CURATED", folder)
    return folder


def keep_header(folder: Path, *names: str, rows: int = 0) -> None:
    for name in names:
        path = folder / f"{name}.csv"
        text = path.read_text(encoding="utf-8")
        path.write_text("".join(text.splitlines(keepends=True)[: rows + 1]), encoding="utf-8")


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_in_each_language_under_its_own_title(name, code):
    app = opened(name, lang=code)

    assert not app.exception
    assert [title.value for title in app.title] == [Language(code).text(PAGES[name])]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_tells_the_version_of_the_record_at_its_foot(name):
    app = opened(name)

    assert "nc-footer" in shown(app)


@pytest.mark.parametrize(("name", "parameter", "key"), DETAILS)
def test_a_record_opens_by_its_id(name, parameter, key):
    app = opened(name, **{parameter: key})

    assert not app.exception
    assert not app.warning


@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        *((name, parameter) for name, parameter, _key in DETAILS),
        ("visits", "country"),
        ("visits", "direction"),
        ("projects", "status"),
        ("projects", "sector"),
        ("projects", "record"),
        ("outcomes", "kind"),
        ("outcomes", "state"),
        ("map", "frame"),
        ("map", "weight"),
        ("sources", "section"),
        ("reports", "report"),
        ("reports", "edition"),
        ("reports", "body"),
        ("reports", "visit"),
        ("reports", "org"),
        ("reports", "status"),
        ("overview", "lang"),
    ],
)
def test_an_unknown_value_in_the_address_gives_a_notice_and_a_view(name, parameter):
    app = opened(name, **{parameter: "no-such-thing"})

    assert not app.exception
    assert len(app.warning) == 1
    assert "nc-footer" in shown(app)


@pytest.mark.parametrize("name", PAGES)
def test_a_record_without_any_row_still_opens(name, curated):
    keep_header(curated, *TABLES)

    app = opened(name)

    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("name", PAGES)
def test_a_record_of_one_row_still_opens(name, curated):
    keep_header(curated, *TABLES)
    for table, row in ONE_ROW.items():
        (curated / f"{table}.csv").write_bytes(canonical(TABLES[table], [row]))

    app = opened(name, lang="fr")

    assert not app.exception
    assert not app.error


def test_a_text_without_translation_is_marked_with_its_language(curated):
    path = curated / "projects.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Nam Rom – risques multiples", ""), encoding="utf-8")

    app = opened("projects", lang="fr")

    assert '<span lang="vi">Nậm Rốm – đa thiên tai</span><abbr class="nc-lang"' in shown(app)


@pytest.mark.parametrize(
    ("code", "mark"),
    [
        ("vi", None),
        ("en", None),
        ("fr", ("Le texte vietnamien a changé depuis sa traduction", "traduction antérieure")),
    ],
)
def test_a_translation_older_than_its_original_is_marked_for_its_readers(curated, code, mark):
    path = curated / "projects.csv"
    header, first, *rest = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join((header, first.rstrip("\n"), "short_name_fr\n", *rest)), "utf-8")

    app = opened("projects", lang=code)

    assert ("nc-lang" in shown(app)) is (mark is not None)
    if mark:
        title, words = mark
        name = "Nam Rom – risques multiples"
        assert f'{name} <abbr class="nc-lang" title="{title}">{words}</abbr>' in shown(app)


def test_a_broken_cell_is_told_where_it_is_needed_and_nowhere_else(curated):
    path = curated / "project_amounts.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",24650000,", ",24.650.000 EUR,", 1), encoding="utf-8")

    projects, visits = opened("projects", lang="en"), opened("visits", lang="en")

    sentence = projects.error[0].value.replace("\\", "")
    assert "project_amounts.csv, row 2, column “amount”" in sentence
    assert "Found: “24.650.000 EUR”." in sentence
    assert "Expected: 1234.5." in sentence
    assert not projects.exception
    assert not visits.error


def test_an_unknown_reference_names_the_table_that_lacks_it(curated):
    path = curated / "meetings.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("vn-embassy-paris", "nowhere", 1), encoding="utf-8")

    app = opened("visits", lang="en")

    sentence = app.error[0].value.replace("\\", "")
    assert "Found: “nowhere”. Expected: places.place_id." in sentence


def test_a_missing_column_is_named(curated):
    path = curated / "outcomes.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("kind", "sort", 1), encoding="utf-8")

    app = opened("outcomes", lang="en")

    sentence = app.error[0].value.replace("\\", "")
    assert "outcomes.csv, row 1, column “kind”: the column is missing." in sentence


def test_filters_that_match_nothing_say_which_to_widen():
    app = opened("outcomes", country="DZ", kind="commitment", state="done", lang="en")

    assert "choose all partners" in app.info[0].value.replace("\\", "")


def test_the_trip_is_told_day_by_day_with_its_mark():
    app = opened("visits")

    page = shown(app)
    call, afd = page.index("21/11/2023</b>"), page.index("22/11/2023</b>")
    lyon = page.index("<b>" + Language("vi").date("2023-11-22/2023-11-25"))
    assert call < page.index("Thăm và làm việc tại Đại sứ quán") < afd < lyon
    assert 'href="/sources?discrepancy=dis-01"' in page[:call]
    assert page.index("LEC", lyon) > lyon


def test_the_namrom_story_shows_money_and_progress_as_stated():
    app = opened("projects", project="namrom-multihazard", lang="en")

    page = shown(app)
    for stated in ("EUR\u00a024.65 million", "EUR\u00a01.5 million", "VND\u00a0275.028 billion"):
        assert stated in page
    for share in ("17.42%", "16.6%", "35.1%", "44.55%"):
        assert share in page
    assert "31 Oct 2027" in page


def test_search_finds_the_river_without_accents():
    app = opened("overview", q="nam rom")

    assert 'href="/projects?project=namrom-multihazard"' in shown(app)


def test_the_language_goes_with_the_reader_to_another_page():
    app = opened("visits", lang="fr")

    assert all("lang=fr" in part for part in shown(app).split('href="/')[1:10])


def test_the_overview_says_three_projects_under_way_and_not_eleven(monkeypatch):
    monkeypatch.setattr(shelf, "province_today", lambda: TODAY)

    page = shown(opened("overview", lang="en"))

    assert "3 under way, 1 of them past the approved end" in page
    assert "8 once reported under way, state unclear today" in page
    assert "Newest source: 22 Dec 2025 (11 months ago). States as of today, 26 Nov 2026." in page
    assert "11 under way" not in page


def test_an_opened_outcome_that_stands_in_the_list_too_is_led_to_once():
    page = shown(opened("outcomes", outcome="out-007"))

    assert page.count('id="out-007"') == 1
