"""The page of the audit trail: the entries, their filters, and the files with the same entries."""

import csv
import io

import pytest
from streamlit.testing.v1 import AppTest

from data.schema import LANGUAGES
from data.store import audit
from data.store.tables import UNLOCKED
from data.store.tables import audit as table
from tests.pages.desk import ROUTER, said, shown
from tests.pages.test_same_rows import Shown


@pytest.fixture(autouse=True)
def kept(kept):
    """A store of the test's own, with a few entries in its trail."""
    with kept.transaction(writing=True) as connection:
        audit.note(connection, "an", "sign-in")
        audit.note(connection, "<b>ban</b>", "upload", files="dự án.xlsx", bytes=12, rows=3)
    return kept


def page(**parameters: str) -> AppTest:
    app = AppTest.from_file(ROUTER, default_timeout=60)
    app.switch_page("audit.py")
    for name, value in {"lang": "en", **parameters}.items():
        app.query_params[name] = value
    return app.run()


def test_the_trail_is_shown_newest_first_with_its_last_hash(kept):
    app = page()

    assert not app.exception
    drawn = shown(app)
    places = [drawn.index(words) for words in ("Files uploaded", "Signed in", "Version published")]
    assert places == sorted(places)
    assert "<b>ban" not in drawn
    assert "The trail is whole: 3 entries" in said(app, "success")
    with kept.transaction() as connection:
        assert audit.head(connection) in drawn


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_trail_opens_in_each_language(code):
    assert not page(lang=code).exception


def test_the_address_chooses_act_person_and_days():
    assert "Signed in</td>" in shown(page(who="an", days="7"))
    assert "Signed in</td>" not in shown(page(act="upload"))
    assert "No entry fits" in said(page(act="upload", who="an"), "info")
    assert "not known here (act)" in said(page(act="nothing"), "warning")


def test_a_broken_trail_is_said_to_be_broken(kept):
    with kept.transaction(writing=True) as connection:
        for statement in UNLOCKED["sqlite"]:
            connection.exec_driver_sql(statement)
        connection.execute(table.delete().where(table.c.number == 2))

    app = page()

    assert "entry 2 was changed or is missing" in said(app, "error")
    assert not said(app, "success")


def test_the_file_has_the_entries_that_are_shown_and_taking_it_is_noted(kept):
    files = Shown("audit", {"act": "sign-in"}).buttons
    content = files["download-of-audit-csv"]()

    lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [line["Code"] for line in lines if line["Code"]] == ["sign-in"]
    with kept.transaction() as connection:
        last = next(audit.entries(connection))
    assert (last.act, dict(last.details)) == ("export", {"what": "audit"})
