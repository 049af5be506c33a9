"""The audit trail: each act leaves an entry, and a change or a gap in it shows."""

import pytest
from sqlalchemy import delete, update

from data.store import audit
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
    ],
)
def test_a_changed_or_missing_entry_shows(kept, engine, harm, gap):
    with engine.begin() as connection:
        connection.execute(harm)

    with kept.transaction() as connection:
        assert audit.first_gap(connection) == gap
