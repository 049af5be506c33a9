"""The audit trail: each act leaves an entry, and a change or a gap in it shows."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from data.store import Unreachable, audit
from data.store.tables import UNLOCKED
from data.store.tables import audit as table
from tests.data.store.stores import first


@pytest.fixture
def kept(store):
    """A store whose trail has three entries."""
    version = first(store, a=b"a\n")
    second = store.publish({"a": b"b\n"}, parent=version.id, author="An", note="n", account="an")
    store.restore(version.id, parent=second.id, author="An", note="back", account="an")
    return store


def test_publishing_and_restoring_leave_an_entry_each(kept):
    versions = {one.number: one.id for one in kept.history()}

    with kept.transaction() as connection:
        entries = list(audit.entries(connection))
        assert audit.first_gap(connection) is None

    assert [(one.number, one.who, one.act) for one in entries] == [
        (3, "an", "restore"),
        (2, "an", "publish"),
        (1, "Lò Thị Ban", "publish"),
    ]
    assert dict(entries[0].details) == {"version": "3", "id": versions[3], "restored": "1"}
    assert [one.before for one in entries[:2]] == [one.hash for one in entries[1:]]


@pytest.mark.parametrize(
    ("harm", "gap"),
    [
        (update(table).where(table.c.number == 2).values(who="nobody"), 2),
        (update(table).where(table.c.number == 2).values(details="{}"), 2),
        (delete(table).where(table.c.number == 2), 2),
        (delete(table).where(table.c.number == 1), 1),
        (delete(table).where(table.c.number == 3), 3),
        (delete(table).where(table.c.number >= 2), 2),
        (delete(table), 1),
    ],
    ids=["who", "details", "middle", "first", "last", "end", "all"],
)
def test_a_changed_or_missing_entry_shows_the_last_one_too(kept, engine, harm, gap):
    with engine.begin() as connection:
        for statement in UNLOCKED[connection.dialect.name]:
            connection.exec_driver_sql(statement)
        connection.execute(harm)

    with kept.transaction() as connection:
        assert audit.first_gap(connection) == gap


@pytest.mark.parametrize("harm", [update(table).values(who="nobody"), delete(table)])
def test_the_database_itself_refuses_to_change_or_delete_an_entry(kept, engine, harm):
    with pytest.raises(DBAPIError, match="only added to"), engine.begin() as connection:
        connection.execute(harm)

    with kept.transaction() as connection:
        assert audit.count(connection) == 3
        assert audit.first_gap(connection) is None


def test_a_head_noted_earlier_is_found_in_the_trail_as_long_as_nothing_was_rewritten(kept):
    with kept.transaction() as connection:
        noted = audit.head(connection)
    with kept.transaction(writing=True) as connection:
        audit.note(connection, "an", "sign-in")
        assert audit.number_of(connection, noted) == 3
        assert audit.number_of(connection, audit.head(connection)) == 4
        assert audit.number_of(connection, "f" * 64) is None


def test_entries_are_found_by_act_person_and_time(kept):
    def numbers(wanted: audit.Wanted, **part: int) -> list[int]:
        with kept.transaction() as connection:
            found = [one.number for one in audit.entries(connection, wanted, **part)]
            assert part or audit.count(connection, wanted) == len(found)
            return found

    now = datetime.now(UTC)
    assert numbers(audit.Wanted(act="publish")) == [2, 1]
    assert numbers(audit.Wanted(act="publish", who="an")) == [2]
    assert numbers(audit.Wanted(until=now)) == [3, 2, 1]
    assert numbers(audit.Wanted(since=now)) == []
    assert numbers(audit.ALL, first=1, newest=1) == [2]


def test_resealing_changes_what_is_asked_and_the_chain_stays_whole(kept):
    def changed(who: str, details: dict[str, str]) -> tuple[str, dict[str, str]]:
        return ("–" if who == "an" else who), details

    with kept.transaction(writing=True) as connection:
        assert audit.resealed(connection, changed) == (2, 2)
        assert audit.first_gap(connection) is None
        assert [one.who for one in audit.entries(connection)] == ["–", "–", "Lò Thị Ban"]
        assert audit.resealed(connection, changed) == (0, 0)
    with pytest.raises(Unreachable), kept.transaction(writing=True) as connection:
        connection.execute(delete(table))


def test_what_a_database_cannot_keep_breaks_no_entry(kept):
    with kept.transaction(writing=True) as connection:
        audit.note(connection, "a\0n\ud800", "upload", files="a\0.csv")
        newest = next(audit.entries(connection))

        assert (newest.who, newest.details) == ("a\ufffdn?", {"files": "a\ufffd.csv"})
        assert audit.first_gap(connection) is None
        assert audit.count(connection, audit.Wanted(who="a\0n\ud800")) == 1
