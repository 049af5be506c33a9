"""Many rows at once on the page: pasted, filled, taken back, compared, faults as of an upload."""

import json
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.desk.editing import sketching
from data.roles import ALONE
from data.schema import LANGUAGES, TABLES
from data.store import Store
from tests.pages.desk import ROUTER, opened, said, shipped, shown, uploaded, written

pytestmark = pytest.mark.usefixtures("kept")
FIRST, SECOND = list(shipped("meetings"))[:2]


def rows_page(table: str = "meetings", **parameters: str) -> AppTest:
    return opened(part="rows", table=table, **parameters)


def pasted_at(app: AppTest, line: int, text: str, *columns: str, table="meetings") -> AppTest:
    """The page after a block was pasted into the grid, as the page's script hands it on."""
    fields = TABLES[table].fields
    heads = [
        fields[name].labels["en"] + (" *" if fields[name].required else "") for name in columns
    ]
    told = json.dumps({"line": line, "columns": heads, "text": text})
    app.text_area(key="rows-from-grid").set_value(told)
    return app.run()


def drafted(kept: Store, table: str = "meetings") -> dict[str, Any]:
    (sketch,) = sketching.listed(kept, by=ALONE)
    return {key: edit.cells for key, edit in sketch.rows.get(table, {}).items()}


def lines(app: AppTest) -> list[str]:
    """Marks of each row in the grid."""
    return [str(mark) for mark in app.dataframe[0].value["marks"]]


def line_of(app: AppTest, title: str) -> int:
    return list(app.dataframe[0].value["title_vi"]).index(title) + 1


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_grid_opens_in_each_language(code):
    app = rows_page(lang=code)

    assert not app.exception
    assert not app.error
    assert app.button(key="rows-take-back").disabled
    assert "nc-rows-cards" in shown(app)


def test_no_two_sessions_share_the_name_of_a_grid():
    """Else a browser whose server was lost would lay its cells over other rows."""
    names = {rows_page().dataframe[0].proto.id for _session in range(2)}

    assert len(names) == 2
    assert all(names)


def test_a_block_is_laid_over_rows_and_makes_new_ones(kept):
    app = rows_page()
    last = len(lines(app)) - 10
    title = shipped("meetings")[FIRST]["title_vi"]
    first = line_of(app, title)

    pasted_at(app, first, "Gặp mới\t22/11/2023", "title_vi", "date")
    pasted_at(app, last + 1, "Gặp A\t3/2024\nGặp B\t2025", "title_vi", "date")

    cells = drafted(kept)
    new = [row for key, row in cells.items() if sketching.is_new(key)]
    assert cells[FIRST]["title_vi"] == "Gặp mới"
    assert new == [
        {"title_vi": "Gặp A", "date": "2024-03"},
        {"title_vi": "Gặp B", "date": "2025"},
    ]
    assert "2 rows were pasted" in said(app, "info")
    assert lines(app)[first - 1].startswith(("✎", "⚠"))


def test_a_block_larger_than_the_table_adds_rows_and_names_the_columns_left_out(kept):
    app = rows_page()
    block = "\n".join(f"Gặp {number}\t2024\t" + "\t" * 8 + "thừa" for number in range(40))

    pasted_at(app, len(lines(app)), block, "title_vi", "date")

    assert len(drafted(kept)) == 40
    assert "Columns without a place here were left out: “thừa”" in said(app, "info")
    assert not app.exception


def test_what_was_pasted_is_taken_back_at_once(kept):
    app = rows_page()
    pasted_at(app, len(lines(app)) - 9, "Gặp A\t2024", "title_vi", "date")
    assert len(drafted(kept)) == 1

    app.button(key="rows-take-back").click().run()

    assert drafted(kept) == {}
    assert app.button(key="rows-take-back").disabled


def test_a_value_is_filled_into_many_lines(kept):
    app = rows_page()
    app.selectbox(key="rows-fill-column").set_value("date").run()
    app.number_input(key="rows-fill-from").set_value(1)
    count = len(lines(app)) - 10
    app.number_input(key=f"rows-fill-to-{count}").set_value(3)
    app.text_input(key="rows-fill-date").set_value("tháng 3/2024")

    app.button(key="rows-fill-go").click().run()

    assert [row["date"] for row in drafted(kept).values()] == ["2024-03"] * 3


def test_nothing_is_filled_in_without_a_value(kept):
    app = rows_page()

    app.button(key="rows-fill-go").click().run()

    assert "the value with which to fill" in said(app, "info")
    assert drafted(kept) == {}


def test_a_fault_has_the_words_of_an_upload(kept):
    app = rows_page()
    row = shipped("meetings")[FIRST] | {"date": "hôm nọ", "mode": "Lạ"}
    pasted_at(app, line_of(app, row["title_vi"]), "hôm nọ", "date")
    upload = uploaded(("meetings.csv", written("meetings", [row])))

    problem = "this is not a date."
    assert problem in shown(upload)
    assert problem in shown(app)
    assert problem in lines(app)[line_of(app, row["title_vi"]) - 1]
    assert drafted(kept)[FIRST] == {"date": "hôm nọ"}


def test_text_in_the_box_goes_into_new_rows_by_its_headings(kept):
    app = rows_page()
    labels = [TABLES["meetings"].fields[name].labels["en"] for name in ("date", "title_vi")]
    app.text_area(key="rows-paste").set_value("\t".join(labels) + "\n2024\tGặp A")

    app.button(key="rows-paste-go").click().run()

    assert list(drafted(kept).values()) == [{"date": "2024", "title_vi": "Gặp A"}]
    assert "Its headings say which columns these are" in said(app, "info")
    assert app.text_area(key="rows-paste").value == ""


def test_rows_known_by_their_id_are_changed_and_not_added(kept):
    app = rows_page()
    app.text_area(key="rows-paste").set_value(f"meeting_id\tdate\ttitle_vi\n{FIRST}\t2024\tX")

    app.button(key="rows-paste-go").click().run()

    assert set(drafted(kept)) == {FIRST}


@pytest.mark.parametrize(
    "told",
    [
        "",
        "{",
        "[]",
        "null",
        '{"line": "x", "columns": [], "text": ""}',
        '{"line": -5, "columns": ["Nothing"], "text": "a\\tb"}',
        '{"line": 99999999, "columns": 3, "text": "a"}',
    ],
)
def test_nonsense_instead_of_a_block_changes_nothing(kept, told):
    app = rows_page()
    app.text_area(key="rows-from-grid").set_value(told)
    app.run()

    assert not app.exception
    assert drafted(kept) == {}


def test_hostile_and_very_long_texts_are_kept_as_they_are(kept):
    app = rows_page()
    texts = ["<script>alert(1)</script>", "=HYPERLINK(1)", "x" * 10_000, "{{ 1 }}", "\u202eabc"]

    pasted_at(app, len(lines(app)) - 9, "\n".join(texts), "title_vi")

    assert [row["title_vi"] for row in drafted(kept).values()] == texts
    assert "<script>alert" not in shown(app)
    assert not app.exception


def test_too_many_rows_are_refused_in_a_sentence(kept):
    app = rows_page()
    pasted_at(app, 1, "x\n" * 1_001, "title_vi")

    assert "At most 1000 rows" in said(app, "info")
    assert drafted(kept) == {}


def test_a_draft_thrown_away_elsewhere_is_told_with_what_was_pasted(kept):
    app = rows_page()
    (sketch,) = sketching.listed(kept, by=ALONE)
    sketching.throw_away(kept, sketch, by=ALONE)

    pasted_at(app, 1, "Gặp A", "title_vi")

    assert "published or thrown away in another window" in said(app, "error")
    assert app.code[0].value == "Title (Vietnamese): “Gặp A”"
    assert not app.exception


def test_cells_that_another_tab_wrote_are_shown_and_told(kept):
    app = rows_page()
    (sketch,) = sketching.listed(kept, by=ALONE)
    sketching.write(kept, sketch, "meetings", FIRST, {"title_vi": "Khác"}, seen=0, by=ALONE)

    app.run()

    assert "Another tab or form has changed cells" in said(app, "info")
    assert line_of(app, "Khác")


def test_the_filters_of_a_page_choose_the_rows():
    whole, french = rows_page("outcomes"), rows_page("outcomes", country="FR", kind="request")

    assert 10 < len(lines(french)) < len(lines(whole))


def test_unknown_tables_and_values_are_told():
    app = rows_page("passwords", visit="nowhere")

    assert "passwords" in said(app, "warning")
    assert not app.exception


def test_a_list_leads_those_who_may_propose_to_its_rows_as_a_grid():
    app = AppTest.from_file(ROUTER, default_timeout=60)
    app.switch_page("outcomes.py")
    app.query_params["lang"] = "en"
    app.query_params["country"] = "FR"
    app.run()

    (link,) = re.findall(r'href="/data\?([^"]*table=outcomes[^"]*)"', shown(app))
    assert {"part=rows", "country=FR"} <= set(link.split("&amp;"))
