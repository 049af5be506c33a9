"""How often a page asks its store: once a run, and again after a change of its own."""

from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event

from components import shelf
from data.accounts import accounts
from data.record import loading
from data.record.loading import CURATED
from data.roles import ALONE, Role
from data.store import Store, seed, store


@pytest.fixture
def kept(tmp_path, monkeypatch) -> Store:
    """The store of this process."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'store.sqlite'}")
    seed(store(), CURATED)
    shelf.edition("vi")
    return store()


def asked(kept: Store, ask) -> list[str]:
    """The questions to the store while something is done."""
    heard: list[str] = []

    def hear(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("BEGIN", "PRAGMA")):
            heard.append(statement)

    event.listen(kept._engine, "before_cursor_execute", hear)
    ask()
    event.remove(kept._engine, "before_cursor_execute", hear)
    return heard


def change(kept: Store) -> None:
    """Have another server change something beside the versions."""
    other = Store(kept._engine.url)
    accounts.add(
        other, f"ban{len(accounts.names(other))}", "Lò Thị Ban", Role.EDITOR, None, by=ALONE
    )
    other.close()


def test_a_run_of_a_page_asks_once_for_the_newest_version(kept):
    def run() -> None:
        with shelf.asked_once():
            for code in ("vi", "en", "vi", "fr", "vi"):
                shelf.edition(code)

    change(kept)  # nothing that is known holds from here on
    questions = asked(kept, run)
    assert len(questions) == len(set(questions)) == 2  # newest version, persons struck


def test_what_is_known_is_not_asked_again_before_something_changed(kept):
    def run() -> None:
        with shelf.asked_once():
            shelf.edition("vi")

    run()
    assert asked(kept, run) == []
    change(kept)
    assert len(asked(kept, run)) == 2
    assert asked(kept, run) == []


def test_questions_of_one_run_alone_do_not_gather(kept):
    def number_of(number: int, _store: Store) -> int:
        return number

    for number in range(3 * shelf._MOST_KNOWN):
        with shelf.asked_once():
            assert shelf.asked(partial(number_of, number)) == number

    known = shelf._LAST_KNOWN[0]
    assert known
    assert len(known._answers) <= shelf._MOST_KNOWN


def test_outside_a_run_every_question_is_asked(kept):
    assert len(asked(kept, lambda: shelf.edition("vi"))) > 2


def test_what_a_run_publishes_is_what_it_shows_from_then_on(kept):
    with shelf.asked_once():
        before = shelf.edition("vi").version.id
        tables = {**kept.tables(before)}
        tables["visits"] = tables["visits"].replace(b"Paris", b"Lutetia")
        published = kept.publish(tables, parent=before, author="a", note="n")
        assert shelf.edition("vi").version.id == published.id


def test_what_another_server_publishes_is_seen_in_the_next_run(kept, tmp_path):
    other = Store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    with shelf.asked_once():
        before = shelf.edition("vi").version.id
        tables = {**other.tables(before)}
        tables["visits"] = tables["visits"].replace(b"Paris", b"Lutetia")
        published = other.publish(tables, parent=before, author="a", note="n")
        assert shelf.edition("vi").version.id == before  # one version on one page
    with shelf.asked_once():
        assert shelf.edition("vi").version.id == published.id
    other.close()


def test_the_files_beside_the_store_are_looked_at_once_a_second(kept, monkeypatch):
    looked: list[Path] = []

    def look(folder: Path) -> str:
        looked.append(folder)
        return "as ever"

    monkeypatch.setattr(loading, "fingerprint", look)
    monkeypatch.setattr(shelf, "_SEEDED", [None])

    def run() -> int:
        with shelf.asked_once():
            shelf.opened()
        return len(looked)

    assert [run(), run(), run()] == [1, 1, 1]
    monkeypatch.setattr(shelf, "_EVERY", 0)
    assert run() == 2
