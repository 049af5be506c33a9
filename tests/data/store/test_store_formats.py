"""A store that an earlier program made is brought to the format of this one when it is opened."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import inspect, select

from data.store import Store, TooNew, Unreachable, mappings, papers, sketches
from data.store import database as databases
from data.store.database import opened, transaction
from data.store.tables import FORMAT, METADATA, STEPS, formats
from tests.data.store.stores import first

FIRST_FORMAT = Path(__file__).with_name("format-1.sql")


def shape(engine) -> dict[str, object]:
    """Tables with their columns, keys and constraints, whatever made them."""
    inspector = inspect(engine)
    return {
        table: (
            [(column["name"], str(column["type"]), column["nullable"]) for column in columns],
            sorted(inspector.get_pk_constraint(table)["constrained_columns"]),
            sorted(key["constrained_columns"] for key in inspector.get_foreign_keys(table)),
            sorted(one["column_names"] for one in inspector.get_unique_constraints(table)),
        )
        for table in sorted(inspector.get_table_names())
        for columns in [inspector.get_columns(table)]
    }


@pytest.fixture
def next_format(monkeypatch):
    """A program with one more format, and how often its step ran."""
    runs = []

    def step(connection):
        runs.append(connection.dialect.name)
        connection.exec_driver_sql("ALTER TABLE versions ADD COLUMN signed TEXT")

    def release(step=step):
        monkeypatch.setattr(databases, "FORMAT", FORMAT + 1)
        monkeypatch.setattr(databases, "STEPS", {**STEPS, FORMAT: step})
        return runs

    return release


def columns(engine) -> list[str]:
    return [column["name"] for column in inspect(engine).get_columns("versions")]


def number(engine) -> int:
    with transaction(engine) as connection:
        return int(connection.execute(select(formats.c.number)).scalar_one())


def test_every_earlier_format_has_a_step():
    assert list(STEPS) == list(range(1, FORMAT))


def test_a_store_of_the_first_format_becomes_one_like_a_new_one(empty, address, tmp_path):
    # fails where the tables change without a new format and a step that leads to it
    kind = "sqlite" if address.startswith("sqlite") else "postgresql"
    statements = FIRST_FORMAT.read_text("utf-8").replace(
        "BLOB", "BLOB" if kind == "sqlite" else "BYTEA"
    )
    old = empty(kind)
    bare = databases._sqlite if kind == "sqlite" else databases._postgresql
    engine = bare(databases.address_of(old))
    with transaction(engine, writing=True) as connection:
        for statement in filter(str.strip, statements.split(";")):
            connection.exec_driver_sql(statement)
    engine.dispose()

    brought, new = opened(old), opened(address)

    assert set(shape(new)) == set(METADATA.tables)
    assert shape(brought) == shape(new)
    brought.dispose()
    new.dispose()


def test_a_newer_program_takes_the_step_and_versions_stay(store, engine, address, next_format):
    version = first(store, a=b"a\n")
    next_format()

    newer = Store(address)

    assert newer.history() == [version]
    assert newer.tables(version.id) == {"a": b"a\n"}
    assert (number(engine), "signed" in columns(engine)) == (FORMAT + 1, True)
    newer.close()


def test_a_store_of_the_second_format_gets_the_table_of_mappings(store, engine, address):
    version = first(store, a=b"a\n")
    with transaction(engine, writing=True) as connection:
        connection.exec_driver_sql("DROP TABLE mappings")
        connection.execute(formats.update().values(number=2))

    newer = Store(address)

    assert mappings.every(newer) == []
    assert (newer.history(), number(engine)) == ([version], FORMAT)
    newer.close()


def test_a_store_of_the_third_format_gets_drafts_and_keeps_its_versions(store, engine, address):
    version = first(store, a=b"a\n")
    with transaction(engine, writing=True) as connection:
        for table in ("sketch_rows", "sketches"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
        connection.execute(formats.update().values(number=3))

    newer = Store(address)
    begun = sketches.begin(newer, "an", "Lyon", version.id, {"meetings": {"new.1": {"date": "x"}}})

    assert sketches.every(newer, "an") == [begun]
    assert (newer.history(), number(engine)) == ([version], FORMAT)
    newer.close()


def test_servers_that_open_at_once_take_the_step_only_once(store, address, next_format):
    runs = next_format()

    with ThreadPoolExecutor(6) as pool:
        newer = list(pool.map(Store, [address] * 6))

    assert len(runs) == 1
    for one in newer:
        one.close()


def test_a_step_that_fails_leaves_the_store_as_it_was(store, engine, address, next_format):
    version = first(store, a=b"a\n")

    def half(connection):
        connection.exec_driver_sql("ALTER TABLE versions ADD COLUMN signed TEXT")
        connection.exec_driver_sql("ALTER TABLE nowhere ADD COLUMN signed TEXT")

    next_format(half)

    with pytest.raises(Unreachable):
        Store(address)

    assert (number(engine), "signed" in columns(engine)) == (FORMAT, False)
    assert store.history() == [version]


def test_a_program_of_before_the_step_does_not_publish_into_it(
    store, address, next_format, monkeypatch
):
    next_format()
    Store(address).close()
    monkeypatch.setattr(databases, "FORMAT", FORMAT)

    with pytest.raises(TooNew):
        first(store, a=b"a\n")


def test_a_store_of_the_fourth_format_gets_papers_and_keeps_its_versions(store, engine, address):
    version = first(store, a=b"a\n")
    with transaction(engine, writing=True) as connection:
        connection.exec_driver_sql("DROP TABLE paper_files")
        connection.execute(formats.update().values(number=4))

    newer = Store(address)
    hash_ = papers.keep(newer, b"%PDF-", "pdf", None, who="an", account="an", most=100)

    assert papers.content(newer, hash_) == b"%PDF-"
    assert (newer.history(), number(engine)) == ([version], FORMAT)
    newer.close()
