"""Where a page opens a row, its history stands under it; names are for people of the office."""

import pytest
from streamlit.testing.v1 import AppTest

from data.accounts import accounts
from data.record.canonical import canonical
from data.record.rows import rows_of
from data.roles import ALONE, STRANGER, Caller, Role
from data.schema import LANGUAGES, TABLES
from data.store import Store
from tests.pages.desk import ROUTER, shown

NAMROM = "namrom-multihazard"
BOSS = Caller("chu", "Chủ", Role.ADMINISTRATOR)
ROWS = [
    ("visits", "visit", "visits", "2025-03-brochet"),
    ("visits", "meeting", "meetings", "2021-11-afd-signing"),
    ("projects", "project", "projects", NAMROM),
    ("projects", "amount", "project_amounts", "amt-001"),
    ("projects", "progress", "project_progress", "prg-010"),
    ("outcomes", "outcome", "outcomes", "out-007"),
    ("partners", "org", "organisations", "afd"),
    ("partners", "person", "people", "mua-a-son"),
    ("map", "place", "places", "muong-thanh-bridge"),
    ("sources", "source", "sources", "dangbo-dienbien-2023-11-23"),
    ("sources", "discrepancy", "discrepancies", "dis-01"),
]


@pytest.fixture(autouse=True)
def kept(kept: Store) -> Store:
    """A store in which one version changed a row of every table."""
    accounts.add(kept, "dung", "Cà Văn Dũng", Role.APPROVER, None, by=BOSS)
    contents = {}
    for _page, _parameter, table, key in ROWS:
        rows = rows_of(table, kept.tables(kept.current_id())[table])
        column = next(name for name in TABLES[table].fields if name.endswith("_fr"))
        rows[key][column] = "<b>Sửa</b> ở phiên bản hai"
        contents[table] = canonical(TABLES[table], rows.values())
    kept.publish(
        contents,
        parent=kept.current_id(),
        author="Lò Thị Ban",
        note="x",
        source="tệp.xlsx",
        account="ban",
        approver="dung",
    )
    return kept


def opened(page: str, **parameters: str) -> AppTest:
    app = AppTest.from_file(ROUTER, default_timeout=60)
    app.switch_page(f"{page}.py")
    for parameter, value in {"lang": "en", **parameters}.items():
        app.query_params[parameter] = value
    return app.run()


def history(app: AppTest) -> str:
    """The HTML of the histories on a page."""
    tables = [str(part.proto.body) for part in app.get("html") if "History of" in part.proto.body]
    return "\n".join(tables).replace("<mark>", "").replace("</mark>", "")


@pytest.fixture
def sign_in(monkeypatch):
    """Lets somebody look at the pages."""
    return lambda who: monkeypatch.setattr("components.entrance.gate.caller", lambda: who)


@pytest.mark.parametrize(("page", "parameter", "table", "key"), ROWS)
def test_a_page_that_opens_a_row_shows_what_changed_when_by_whom_from_which_file(
    page, parameter, table, key
):
    app = opened(page, **{parameter: key})

    assert not app.exception
    text = history(app)
    assert "&lt;b&gt;Sửa&lt;/b&gt; ở phiên bản hai" in text
    assert "shipped with the program" in text
    assert "Lò Thị Ban" in text
    assert "approved by Cà Văn Dũng" in text
    assert "tệp.xlsx" in text


def test_a_stranger_sees_dates_versions_and_values_but_no_name_and_no_file(sign_in):
    sign_in(STRANGER)

    text = history(opened("projects", project=NAMROM))

    assert "ở phiên bản hai" in text
    assert ">2</td>" in text
    assert "Lò Thị Ban" not in text
    assert "Dũng" not in text
    assert "tệp.xlsx" not in text
    assert "part=history" not in text


@pytest.mark.parametrize(
    ("who", "is_led_on"), [(ALONE, True), (Caller("doc", "Đọc", Role.READER), False)]
)
def test_people_of_the_office_see_the_names_and_who_edits_is_led_to_the_version(
    sign_in, who, is_led_on
):
    sign_in(who)

    text = history(opened("projects", project=NAMROM))

    assert "Lò Thị Ban" in text
    assert ("part=history" in text) is is_led_on


@pytest.mark.parametrize("code", LANGUAGES)
def test_it_is_told_in_each_language(code):
    app = opened("partners", person="mua-a-son", lang=code)

    assert not app.exception
    assert "ở phiên bản hai" in shown(app).replace("<mark>", "").replace("</mark>", "")
