"""The versioned store: what is published stays, whole and as it was, on either database."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, Table, func, select

from data.store import Conflict, NoVersion, Unreachable
from data.store.contents import digest
from data.store.database import transaction
from data.store.tables import blobs, originals, versions
from tests.data.store.stores import WHO, first


def count(engine: Engine, table: Table) -> int:
    with transaction(engine) as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def test_an_empty_store_has_no_newest_version(store):
    with pytest.raises(NoVersion):
        store.current()
    with pytest.raises(NoVersion):
        store.current_id()
    assert store.history() == []


def test_a_version_tells_who_when_why_and_from_what(store):
    before = datetime.now(UTC)

    version = store.publish(
        {"a": b"a\n"}, parent=None, **WHO, source="dự án.xlsx", original=b"PK..."
    )

    assert (version.author, version.note) == ("Lò Thị Ban", "Cập nhật tháng 11")
    assert before <= version.created <= datetime.now(UTC)
    assert version.source == "dự án.xlsx"
    assert version.source_hash == digest(b"PK...")


def test_a_version_reads_as_it_was_told_when_published(store):
    published = first(store)

    assert store.version(published.id) == published
    assert store.current() == published
    assert store.history() == [published]


def test_the_first_version_is_number_one_on_top_of_nothing(store):
    version = first(store)

    assert (version.number, version.parent) == (1, None)


def test_the_next_version_stands_on_the_one_before(store):
    parent = first(store)

    version = store.publish({"a": b"b\n"}, parent=parent.id, **WHO)

    assert (version.number, version.parent) == (2, parent.id)


def test_the_newest_version_is_the_last_published(store):
    parent = first(store)

    version = store.publish({"a": b"b\n"}, parent=parent.id, **WHO)

    assert store.current_id() == store.current().id == version.id


def test_history_begins_with_the_newest(store):
    one = first(store)
    two = store.publish({"a": b"b\n"}, parent=one.id, **WHO)
    three = store.publish({"a": b"c\n"}, parent=two.id, **WHO)

    assert store.history() == [three, two, one]


def test_an_old_version_keeps_its_tables(store):
    old = first(store, a=b"old\n")
    store.publish({"a": b"new\n"}, parent=old.id, **WHO)

    assert store.tables(old.id) == {"a": b"old\n"}


def test_tables_that_are_not_given_stay(store):
    parent = first(store, a=b"a\n", b=b"b\n")

    version = store.publish({"b": b"other\n", "c": b"c\n"}, parent=parent.id, **WHO)

    assert store.tables(version.id) == {"a": b"a\n", "b": b"other\n", "c": b"c\n"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(st.dictionaries(st.sampled_from("abc"), st.binary()), st.binary())
def test_bytes_come_back_as_they_were(store, tables, upload):
    try:
        parent = store.current_id()
    except NoVersion:
        parent = None

    version = store.publish(tables, parent=parent, **WHO, source="x", original=upload)

    assert tables.items() <= store.tables(version.id).items()
    assert store.original(version.id) == upload


def test_without_an_upload_there_is_no_original(store):
    assert store.original(first(store).id) is None


def test_equal_tables_are_kept_once(store, engine):
    parent = first(store, a=b"same\n", b=b"same\n")
    store.publish({"c": b"same\n"}, parent=parent.id, **WHO)

    assert count(engine, blobs) == 1


def test_who_publishes_on_an_old_version_is_told_the_newest(store):
    parent = first(store)
    theirs = store.publish({"a": b"theirs\n"}, parent=parent.id, **WHO)

    with pytest.raises(Conflict) as raised:
        store.publish({"a": b"ours\n"}, parent=parent.id, **WHO)

    assert raised.value.current == theirs


def test_a_conflict_changes_nothing(store, engine):
    parent = first(store)
    theirs = store.publish({"a": b"theirs\n"}, parent=parent.id, **WHO)

    with pytest.raises(Conflict):
        store.publish({"a": b"ours\n"}, parent=parent.id, **WHO, source="x", original=b"x")

    assert store.history() == [theirs, parent]
    assert (count(engine, blobs), count(engine, originals)) == (2, 0)


def test_a_second_first_version_is_a_conflict(store):
    first(store)

    with pytest.raises(Conflict):
        first(store)


def test_nothing_can_stand_on_a_version_that_never_was(store):
    with pytest.raises(NoVersion):
        store.publish({}, parent="0" * 16, **WHO)


def test_what_fails_halfway_leaves_nothing(store, engine, address):
    parent = first(store)
    with transaction(engine, writing=True) as connection:
        connection.exec_driver_sql("ALTER TABLE version_tables RENAME TO away")

    with pytest.raises(Unreachable):
        store.publish({"a": b"b\n"}, parent=parent.id, **WHO)

    assert (count(engine, versions), count(engine, blobs)) == (1, 1)


def test_restoring_makes_a_new_version_with_the_old_tables_and_no_others(store):
    old = first(store, a=b"a\n")
    new = store.publish({"a": b"b\n", "c": b"c\n"}, parent=old.id, **WHO)

    version = store.restore(old.id, parent=new.id, author="Giàng A Páo", note="trả lại")

    assert (version.number, version.author, version.source) == (3, "Giàng A Páo", None)
    assert store.tables(version.id) == {"a": b"a\n"}


def test_what_was_restored_away_can_be_restored(store):
    old = first(store, a=b"a\n")
    new = store.publish({"a": b"b\n"}, parent=old.id, **WHO)
    back = store.restore(old.id, parent=new.id, **WHO)

    version = store.restore(new.id, parent=back.id, **WHO)

    assert store.tables(version.id) == {"a": b"b\n"}


def test_restoring_on_an_old_version_is_a_conflict(store):
    old = first(store)
    store.publish({"a": b"b\n"}, parent=old.id, **WHO)

    with pytest.raises(Conflict):
        store.restore(old.id, parent=old.id, **WHO)


HOSTILE = ["", "0" * 16, "current", "\0", "\ud800", "' OR ''='", "A" * 16, "0" * 16 + "\n"]


@pytest.mark.parametrize("version_id", HOSTILE, ids=ascii)
def test_an_id_that_is_none_names_no_version(store, version_id):
    parent = first(store)

    for ask in (store.version, store.tables, store.original):
        with pytest.raises(NoVersion):
            ask(version_id)
    with pytest.raises(NoVersion):
        store.restore(version_id, parent=parent.id, **WHO)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Điện Biên", "Điện Biên"),
        ("Đie\u0323\u0302n Bie\u0302n", "Điện Biên"),
        ("🌉 '; DROP TABLE versions; --", "🌉 '; DROP TABLE versions; --"),
        ("a\0b", "a\ufffdb"),
        ("a\ud800b", "a?b"),
        ("", ""),
    ],
    ids=ascii,
)
def test_any_text_can_be_a_note(store, written, kept):
    version = store.publish({}, parent=None, author=written, note=written, source=written)

    assert (version.author, version.note, version.source) == (kept, kept, kept)
    assert store.current() == version
