"""Two rows are merged on the page, published from the draft, and the merge alone is taken back."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from data.desk import publishing
from data.desk.comparing import Mode
from data.desk.editing import sketch_check, sketching
from data.record.loading import CURATED
from data.record.rows import tables_of
from data.roles import ALONE, STRANGER
from data.schema import LANGUAGES
from data.store import audit
from tests.pages.desk import ROUTER, opened, said, shown

pytestmark = pytest.mark.usefixtures("kept")
KEEP, GOES = "afd", "afd-vietnam"


def record(kept):
    return tables_of(kept.tables(kept.current_id()))


def press(app, label):
    return next(one for one in app.button if one.label == label).click().run()


def fill(app, label, text):
    next(one for one in app.text_input if one.label == label).input(text)


def at(app, name):
    """A parameter of the address."""
    value = app.query_params[name]
    return value[0] if isinstance(value, list) else value


def published(kept, edits):
    """A version that somebody publishes from a draft."""
    sketch = sketching.begin(kept, "", edits, by=ALONE)
    looked = sketch_check.examined(sketch, kept, date(2026, 11, 26))
    by = ALONE.called("An")
    return publishing.publish(looked.checkup, kept, mode=Mode.UPDATE, by=by, note="Sửa")


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_opens_in_each_language_and_shows_what_differs(code):
    app = opened(lang=code, part="merge", table="organisations", keep=KEEP, goes=GOES)

    assert not app.exception
    assert not app.error
    assert app.radio
    assert "nc-changes" in shown(app)


def test_a_merge_becomes_a_draft_with_what_was_chosen(kept):
    before = record(kept)["organisations"]
    app = opened(part="merge", table="organisations", keep=KEEP, goes=GOES)
    name = next(one for one in app.radio if "Name" in one.label)
    name.set_value(1).run()

    press(app, "Put the merge into a draft")

    (sketch,) = sketching.listed(kept, by=ALONE)
    assert at(app, "draft") == str(sketch.number)
    rows = sketch.rows["organisations"]
    assert rows[GOES].cells is None
    cells = rows[KEEP].cells or {}
    assert cells["name_vi"] == before[GOES]["name_vi"]
    assert before[KEEP]["name_vi"] in cells["aliases"].split(";")
    assert record(kept)["organisations"] == before, "nothing is published by it"


def test_the_two_can_be_exchanged(kept):
    app = opened(part="merge", table="organisations", keep=KEEP, goes=GOES)

    press(app, "Keep the other one")

    assert (at(app, "keep"), at(app, "goes")) == (GOES, KEEP)


@pytest.mark.parametrize(
    "address",
    [
        {"table": "organisations", "keep": KEEP, "goes": KEEP},
        {"table": "organisations", "keep": "<script>", "goes": "' OR 1"},
        {"table": "visits", "keep": "2023-11-dien-bien-france", "goes": "2025-03-brochet"},
        {"table": "people", "keep": KEEP},
    ],
)
def test_an_address_that_means_nothing_gets_a_sentence_and_offers_no_merge(address, kept):
    app = opened(part="merge", **address)

    assert not app.exception
    assert "Put the merge into a draft" not in [one.label for one in app.button]
    assert app.warning or "Choose the two rows" in shown(app)
    assert sketching.listed(kept, by=ALONE) == []


def test_a_merge_is_taken_back_by_one_form_and_later_changes_stay(kept):
    before = record(kept)
    app = opened(part="merge", table="organisations", keep=KEEP, goes=GOES)
    press(app, "Put the merge into a draft")
    (sketch,) = sketching.listed(kept, by=ALONE)
    merged = published(
        kept, {t: {k: e.cells for k, e in rows.items()} for t, rows in sketch.rows.items()}
    )
    published(kept, {"organisations": {"lec": {"note_vi": "Sửa sau"}}})

    app = opened(part="history", version=str(merged.number))
    app.toggle[0].set_value(True).run()
    fill(app, "Your name", "Lò Thị Mai")
    fill(app, "Why", "Hai cơ quan khác nhau")
    press(app, "Take this change back")

    assert "what was changed since has stayed" in said(app, "success")
    after = record(kept)
    assert after["organisations"]["lec"]["note_vi"] == "Sửa sau"
    after["organisations"]["lec"] = before["organisations"]["lec"]
    assert after == before
    with kept.transaction() as connection:
        newest = next(audit.entries(connection))
    assert (newest.act, newest.details["undone"]) == ("undo", str(merged.number))


def test_taken_back_without_a_reason_publishes_nothing(kept):
    version = published(kept, {"organisations": {"lec": {"note_vi": "Sửa"}}})
    app = opened(part="history", version=str(version.number))
    app.toggle[0].set_value(True).run()

    press(app, "Take this change back")

    assert "Give your name and a note" in said(app, "warning")
    assert kept.current_id() == version.id


def test_what_was_changed_again_is_undone_only_where_it_is_ticked(kept):
    first = published(kept, {"organisations": {"lec": {"note_vi": "Một"}}})
    published(kept, {"organisations": {"lec": {"note_vi": "Hai"}}})
    app = opened(part="history", version=str(first.number))
    app.toggle[0].set_value(True).run()
    assert "Nothing of this change is left" in said(app, "info")

    app.checkbox[0].check().run()
    fill(app, "Your name", "Lò Thị Mai")
    fill(app, "Why", "Nhầm")
    press(app, "Take this change back")

    assert (
        record(kept)["organisations"]["lec"]["note_vi"]
        == tables_of({"organisations": (CURATED / "organisations.csv").read_bytes()})[
            "organisations"
        ]["lec"]["note_vi"]
    )


def test_a_change_is_taken_back_into_a_draft(kept):
    first = published(kept, {"organisations": {"lec": {"note_vi": "Một"}}})
    app = opened(part="history", version=str(first.number))
    app.toggle[0].set_value(True).run()

    press(app, "Put it into a draft")

    newest = sketching.listed(kept, by=ALONE)[0]
    assert list(newest.rows) == ["organisations"]
    assert at(app, "draft") == str(newest.number)


@pytest.mark.parametrize(
    ("page", "parameter", "table", "key"),
    [
        ("partners", "org", "organisations", KEEP),
        ("partners", "person", "people", "mua-a-son"),
        ("map", "place", "places", "caen"),
        ("sources", "source", "sources", "dangbo-dienbien-2023-11-23"),
    ],
)
def test_the_page_of_a_row_leads_to_its_merge_but_not_strangers(
    page, parameter, table, key, monkeypatch
):
    way = f"/data?part=merge&amp;table={table}&amp;keep={key}"

    assert way in of_page(page, **{parameter: key})

    monkeypatch.setattr("components.entrance.gate.caller", lambda: STRANGER)
    assert "part=merge" not in of_page(page, **{parameter: key})


def test_rows_that_share_a_name_stand_in_the_data_quality_with_the_way_to_merge_them():
    drawn = of_page("sources", section="quality")

    assert "table=sources&amp;keep=dangbo-dienbien-2023-11-23&amp;goes=vietnamvn-afd" in drawn


def of_page(page, **parameters):
    """The HTML of a page."""
    app = AppTest.from_file(ROUTER, default_timeout=60)
    app.switch_page(f"{page}.py")
    for parameter, value in {"lang": "en", **parameters}.items():
        app.query_params[parameter] = value
    app.run()
    assert not app.exception
    return shown(app)
