"""The part of the page on which a person is struck; the desk afterwards; what is in memory."""

import pytest
from streamlit.testing.v1 import AppTest

from components import shelf
from data.__main__ import main
from data.commands import ACCEPTED, REFUSED
from data.desk.forgetting import backups
from data.record.rows import rows_of
from data.schema import LANGUAGES
from data.store import Store
from tests.data.desk.forgetting.striking import MARK, NEW
from tests.pages.desk import ROUTER, opened, said, shipped, shown, sign, uploaded, written

pytestmark = pytest.mark.slow

PERSON, NAME = "mua-a-son", "Mùa A Sơn"


@pytest.fixture(autouse=True)
def kept(kept, tmp_path, monkeypatch):
    """A store of the test's own with the shipped record, and a folder for backups."""
    monkeypatch.setenv(backups.SETTING, str(tmp_path / "backups"))
    return kept


def page(**parameters: str) -> AppTest:
    app = AppTest.from_file(ROUTER, default_timeout=60)
    app.switch_page("audit.py")
    for name, value in {"lang": "en", "part": "strike", **parameters}.items():
        app.query_params[name] = value
    return app.run()


def struck(app: AppTest, *, reason: str = "letter of 20/11") -> AppTest:
    """Tick every place, and send the form."""
    for box in app.checkbox:
        if not box.disabled:
            box.check()
    author, why = app.text_input[-2:]
    author.input("An")
    why.input(reason)
    return app.button[-1].click().run()


def record(store: Store) -> str:
    return "".join(
        content.decode() for one in store.history() for content in store.tables(one.id).values()
    )


@pytest.mark.parametrize("code", LANGUAGES)
def test_it_asks_for_a_person_in_each_language(code):
    app = page(lang=code)

    assert not app.exception
    assert not app.checkbox


def test_every_place_is_shown_with_its_words_and_only_the_persons_own_row_is_ticked():
    app = page(person=PERSON)

    assert [box.value for box in app.checkbox] == [box.disabled for box in app.checkbox]
    labels = [box.label.replace("\\", "") for box in app.checkbox]
    assert len(labels) > 10
    assert "The person's own row" in labels[0]
    assert all(f"[{NAME}]" in label for label in labels[1:])


def test_a_person_is_struck_from_the_page_and_the_backups_that_hold_them_are_named(kept, tmp_path):
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "nhip-cau-2026-11-01T020000Z.sqlite").touch()
    (tmp_path / "backups" / "nhip-cau-2099-11-01T020000Z.sqlite").touch()

    app = struck(page(person=PERSON))

    assert not app.exception
    assert "Removed from 1 version" in said(app, "success")
    assert "nhip-cau-2026-11-01T020000Z.sqlite (" in said(app, "warning")
    assert "2099" not in said(app, "warning")
    assert NAME not in record(kept)


def test_the_history_says_when_and_by_whom_a_person_was_struck():
    struck(page(person=PERSON))

    history = shown(opened(part="history"))

    assert "A person was struck from it on" in history
    assert "by An." in history


def test_without_a_reason_nothing_is_struck(kept):
    app = struck(page(person=PERSON), reason="")

    assert "Give a reason" in said(app, "warning")
    assert NAME in record(kept)


def test_what_a_reader_sees_next_comes_from_no_memory_of_before(kept):
    before = shelf.edition("vi").lens
    assert before.name("people", PERSON).name.value == NAME

    struck(page(person=PERSON))

    after = shelf.edition("vi").lens
    assert PERSON not in after.record.by_key("people")
    assert NAME not in str(shelf.rows(kept.current_id()))


def test_an_old_file_with_the_person_is_told_and_brings_nobody_back(kept):
    struck(page(person=PERSON))
    people = shipped("people")
    other = next(row for key, row in people.items() if key != PERSON)
    other["role_vi"] = "Chức vụ mới"

    app = uploaded(("nguoi.csv", written("people", list(people.values()))))

    assert "removed from the record on request" in said(app, "warning")
    assert "this names a person who was removed on request" in shown(app)
    sign(app)
    version = kept.current()
    assert version.number == 2
    assert (version.source, version.source_hash) == ("nguoi.csv", None)
    now = rows_of("people", kept.tables(version.id)["people"])
    assert "Chức vụ mới" in {row["role_vi"] for row in now.values()}
    assert [row["name"] for key, row in now.items() if key.startswith(NEW)] == [MARK]
    assert NAME not in record(kept)


def test_an_upload_read_before_a_strike_is_checked_again(kept):
    people = shipped("people")
    people[PERSON]["role_vi"] = "Chức vụ mới"
    app = uploaded(("nguoi.csv", written("people", list(people.values()))))

    main(["strike", PERSON, "--confirm", "all", "--reason", "r", "--by", "An"])
    sign(app)

    assert NAME not in record(kept)
    assert kept.current().source_hash is None


def test_the_command_lists_the_places_and_strikes_those_confirmed(kept, capsys):
    assert main(["strike", PERSON]) == ACCEPTED
    listed = capsys.readouterr().out
    assert f"[{NAME}]" in listed
    assert main(["strike", PERSON, "--confirm", "all"]) == REFUSED
    assert main(["strike", "Không Có Ai Cả", "--confirm", "all", "--reason", "r"]) == REFUSED
    assert NAME in record(kept)

    assert main(["strike", PERSON, "--confirm", "exact", "--reason", "r"]) == ACCEPTED

    assert "Removed from 1 version" in capsys.readouterr().out
    assert NAME not in record(kept)
    assert main(["audit", "verify"]) == ACCEPTED
