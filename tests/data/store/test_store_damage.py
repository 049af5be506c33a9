"""What is no longer as it was published is told, never shown; and never published on."""

import pytest
from sqlalchemy import Engine, update

from data.store import Damaged, Store, TooNew, Unreachable
from data.store.contents import Packed
from data.store.database import transaction
from data.store.tables import FORMAT, blobs, formats, originals, version_tables, versions
from tests.data.store.stores import WHO, first


def run(engine: Engine, statement) -> None:
    with transaction(engine, writing=True) as connection:
        connection.execute(statement)


DAMAGE = {
    "other bytes": update(blobs).values(content=b"rust"),
    "no bytes": update(blobs).values(content=b""),
    "another table": update(blobs).values(content=Packed.of(b"other\n").content),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_table_is_told_with_its_version(store, engine, kind):
    version = first(store, visits=b"visit_id\n")
    run(engine, DAMAGE[kind])

    with pytest.raises(Damaged) as raised:
        store.tables(version.id)

    assert (raised.value.version, raised.value.part) == (version, "visits")


def test_a_version_that_lost_a_table_is_damaged(store, engine):
    version = first(store, a=b"a\n", b=b"b\n")
    run(engine, version_tables.delete().where(version_tables.c.name == "a"))

    with pytest.raises(Damaged):
        store.tables(version.id)


def test_a_version_whose_author_was_rewritten_is_damaged(store, engine):
    version = first(store)
    run(engine, update(versions).values(author="nobody"))

    with pytest.raises(Damaged):
        store.tables(version.id)


def test_a_damaged_original_is_told(store, engine):
    version = store.publish({}, parent=None, **WHO, source="x.csv", original=b"x")
    run(engine, update(originals).values(content=b"rust"))

    with pytest.raises(Damaged) as raised:
        store.original(version.id)

    assert raised.value.part == "original"


def test_a_damaged_version_is_not_restored(store, engine):
    old = first(store, a=b"old\n")
    new = store.publish({"a": b"new\n"}, parent=old.id, **WHO)
    run(engine, update(blobs).values(content=b"rust").where(blobs.c.hash == old.tables["a"]))

    with pytest.raises(Damaged):
        store.restore(old.id, parent=new.id, **WHO)

    assert store.tables(store.current_id()) == {"a": b"new\n"}


def test_an_original_that_was_thrown_away_is_told_as_none(store, engine):
    version = store.publish({}, parent=None, **WHO, source="x.csv", original=b"x")
    run(engine, originals.delete())

    assert store.original(version.id) is None


def test_the_database_itself_refuses_a_second_child(store, engine):
    parent = first(store)
    child = store.publish({}, parent=parent.id, **WHO)
    row = {**vars(child), "id": "f" * 16, "number": 3, "created": ""}

    with pytest.raises(Unreachable, match=r"(?i)unique"):
        run(engine, versions.insert().values({c.name: row[c.name] for c in versions.c}))


def test_a_reopened_store_has_the_same_history(store, address):
    version = first(store)
    store.close()

    again = Store(address)

    assert again.history() == [version]
    again.close()


def test_a_store_of_a_newer_program_is_not_opened(store, engine, address):
    run(engine, update(formats).values(number=FORMAT + 1))

    with pytest.raises(TooNew) as raised:
        Store(address)

    assert (raised.value.found, raised.value.known) == (FORMAT + 1, FORMAT)


def test_an_open_store_publishes_nothing_once_a_newer_program_has_been_there(store, engine):
    parent = first(store)
    run(engine, update(formats).values(number=FORMAT + 1))

    with pytest.raises(TooNew):
        store.publish({}, parent=parent.id, **WHO)

    assert store.current() == parent
