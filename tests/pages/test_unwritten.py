"""A store that is full or does not answer while somebody types: nothing typed is lost."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from data.desk.editing import sketching
from data.record.loading import CURATED
from data.roles import ALONE
from data.store import seed, store
from data.store.sketched import Edit
from tests.data.store.stores import postgresql
from tests.pages.desk import opened, said

MEETING = "2023-11-22-afd-paris"
LONG = "Nước sạch cho các bản vùng cao. " * 400  # more than the free pages of a full file hold
WAITS = "waits in this window"


@contextmanager
def full(kept):
    """The file may not grow, as on a disk without room."""

    def limit(connection):
        connection.exec_driver_sql("PRAGMA max_page_count = 1")  # no fewer than it has

    event.listen(kept._engine, "begin", limit)
    try:
        yield
    finally:
        event.remove(kept._engine, "begin", limit)
        with kept.transaction() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1073741823")


def form(kept):
    """The form of a meeting in a draft that changes another of its cells already."""
    sketch = sketching.begin(kept, by=ALONE)
    sketching.write(kept, sketch, "meetings", MEETING, {"mode": "online"}, seen=0, by=ALONE)
    return opened(part="drafts", draft=str(sketch.number), table="meetings", row=MEETING)


def field(app, kind, column):
    """The field of a cell of the meeting."""
    return next(one for one in app.get(kind) if one.key and one.key.endswith(f"-{column}"))


def cells(kept):
    """What the store has of the row in the draft."""
    (sketch,) = sketching.listed(kept, by=ALONE)
    return sketch.rows.get("meetings", {}).get(MEETING, Edit({}, 0)).cells


def press(app, label):
    return next(one for one in app.button if one.label == label).click().run()


def test_what_is_typed_while_the_disk_is_full_stays_on_the_screen_and_is_kept_once_there_is_room(
    kept,
):
    app = form(kept)

    with full(kept):
        field(app, "text_area", "topics_vi").input(LONG).run()
        assert WAITS in said(app, "warning")
        assert field(app, "text_area", "topics_vi").value == LONG
        assert cells(kept) == {"mode": "online"}
        app = press(app, "Try again")
        assert field(app, "text_area", "topics_vi").value == LONG
    app = press(app, "Try again")

    assert cells(kept) == {"mode": "online", "topics_vi": LONG.strip()}
    assert WAITS not in said(app, "warning")
    assert not app.exception


def test_cells_that_one_text_fills_wait_together_and_in_their_order(kept):
    app = opened(part="drafts", table="visits", row="new.1")
    number = int(app.query_params["draft"][0])

    with full(kept):
        field(app, "text_area", "purpose_vi").input(LONG).run()
        field(app, "text_input", "start_date").input("22–25/11/2023").run()
        field(app, "text_area", "purpose_vi").input("Ngắn").run()
        assert field(app, "text_input", "end_date").value == "25 Nov 2023"
        assert not sketching.one(kept, number, by=ALONE).rows
    app.run()

    assert sketching.one(kept, number, by=ALONE).rows["visits"]["new.1"].cells == {
        "purpose_vi": "Ngắn",
        "start_date": "2023-11-22",
        "end_date": "2023-11-25",
    }


def test_who_publishes_on_a_full_disk_is_told_and_the_draft_stays(kept):
    form(kept)
    (sketch,) = sketching.listed(kept, by=ALONE)
    long = {"mode": "online", "topics_vi": "".join(chr(0x4E00 + i % 20_000) for i in range(60_000))}
    sketching.write(kept, sketch, "meetings", MEETING, long, seen=1, by=ALONE)
    app = opened(part="drafts", draft=str(sketch.number))
    versions = len(kept.history())

    with full(kept):
        for box in app.checkbox:
            if box.proto.form_id and "publish" in box.proto.form_id:
                box.check()
        next(one for one in app.text_input if "Your name" in one.label).input("An")
        next(one for one in app.text_input if "What changed" in one.label).input("Sửa")
        app = press(app, "Publish")
        assert "no room left" in said(app, "error")

    assert len(kept.history()) == versions
    assert cells(kept) == long
    assert not app.exception


@pytest.mark.slow
def test_what_is_typed_while_postgresql_is_gone_is_kept_when_it_is_back(monkeypatch):
    with postgresql() as server:
        monkeypatch.setenv("DATABASE_URL", server.database())
        kept = store()
        seed(kept, CURATED)
        app = form(kept)

        server.stop()
        field(app, "text_input", "date").input("23/11/2023").run()
        assert "does not answer" in said(app, "error")
        assert WAITS in said(app, "warning")
        assert "2023-11-23" in app.code[0].value
        app = press(app, "Try again")
        assert "2023-11-23" in app.code[0].value
        server.start()
        app = press(app, "Try again")

        assert field(app, "text_input", "date").value == "23/11/2023"
        assert cells(kept) == {"mode": "online", "date": "2023-11-23"}
        assert not app.exception
        kept.close()
