"""Where the store is, and what is told when it cannot be opened."""

import sqlite3
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from sqlalchemy import make_url

import data.store
from data.store import BadAddress, Store, Unreachable
from data.store.database import CONNECTIONS, opened, transaction
from data.store.tables import FORMAT


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def asked(url: str, question: str) -> object:
    engine = opened(url)
    with transaction(engine) as connection:
        answer = connection.exec_driver_sql(question).scalar_one()
    engine.dispose()
    return answer


def test_file_and_folder_are_made_for_their_owner_only(tmp_path):
    path = tmp_path / "var" / "store.sqlite"

    Store(f"sqlite:///{path}").close()

    assert (mode(path.parent), mode(path)) == (0o700, 0o600)


def test_a_folder_that_is_there_stays_as_it_is(tmp_path):
    tmp_path.chmod(0o755)

    Store(f"sqlite:///{tmp_path}/store.sqlite").close()

    assert mode(tmp_path) == 0o755


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)]
)
def test_sqlite_is_told_to_lose_nothing(tmp_path, pragma, value):
    assert asked(f"sqlite:///{tmp_path}/store.sqlite", f"PRAGMA {pragma}") == value


def test_a_relative_address_stays_the_same_file_wherever_the_program_goes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    store = Store("sqlite:///store.sqlite")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")

    store.publish({}, parent=None, author="a", note="n")
    store.close()

    assert [path.name for path in tmp_path.rglob("*.sqlite")] == ["store.sqlite"]
    assert (tmp_path / "store.sqlite").exists()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_reached_by_each_of_its_names(postgresql, scheme):
    address = make_url(postgresql()).set(drivername=scheme).render_as_string(hide_password=False)

    assert str(asked(address, "SELECT version()")).startswith("PostgreSQL")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "not an address",
        "mysql://localhost/nhipcau",
        "postgresql+asyncpg://localhost/nhipcau",
        "postgresql://localhost:port/nhipcau",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_an_address_of_no_database_we_know_is_refused(url):
    with pytest.raises(BadAddress):
        Store(url)


def test_a_refused_address_does_not_tell_the_password():
    with pytest.raises(BadAddress) as raised:
        Store("mysql://user:hoa-ban@localhost/nhipcau")

    assert "hoa-ban" not in str(raised.value)


def test_a_server_that_does_not_answer_is_told():
    with pytest.raises(Unreachable):
        Store("postgresql://user:hoa-ban@127.0.0.1:1/nhipcau")


def test_a_file_that_is_no_database_is_told_and_left_as_it_is(tmp_path):
    path = tmp_path / "store.sqlite"
    path.write_bytes(b"PK\x03\x04" * 1000)

    with pytest.raises(Unreachable):
        Store(f"sqlite:///{path}")

    assert path.read_bytes() == b"PK\x03\x04" * 1000


@pytest.mark.parametrize("file", ["taken", "taken/store.sqlite"])
def test_a_place_where_no_file_can_be_is_told(tmp_path, file):
    (tmp_path / "taken").mkdir() if file == "taken" else (tmp_path / "taken").touch()

    with pytest.raises(Unreachable):
        Store(f"sqlite:///{tmp_path}/{file}")


def test_readers_do_not_wait_for_a_writer(address):
    store, engine = Store(address), opened(address)
    version = store.publish({"a": b"a\n"}, parent=None, author="a", note="n")

    with transaction(engine, writing=True):
        assert store.tables(version.id) == {"a": b"a\n"}

    store.close()
    engine.dispose()


def test_who_opens_a_file_that_another_is_just_making_waits_for_them(tmp_path):
    path = tmp_path / "store.sqlite"
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as other,
        ThreadPoolExecutor() as pool,
    ):
        other.execute("BEGIN IMMEDIATE")
        opening = pool.submit(Store, f"sqlite:///{path}")
        with pytest.raises(TimeoutError):
            opening.result(timeout=0.5)
        other.execute("ROLLBACK")

        store = opening.result()

    assert store.history() == []
    store.close()


@pytest.fixture
def refused(address, monkeypatch):
    """A store whose writer has waited too long for another one, who is now done."""
    engine = opened(address)
    with transaction(engine, writing=True):
        monkeypatch.setattr("data.store.database._PATIENCE", 0.2)
        store = Store(address)
        with pytest.raises(Unreachable):
            store.publish({}, parent=None, author="a", note="n")
    yield store
    store.close()
    engine.dispose()


def test_a_writer_who_waits_too_long_has_published_nothing(refused):
    assert refused.history() == []


def test_a_writer_who_waited_too_long_can_try_again(refused):
    version = refused.publish({}, parent=None, author="a", note="n")

    assert refused.history() == [version]


def test_a_server_has_one_store_at_database_url(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/ours.sqlite")

    store = data.store.store()

    assert data.store.store() is store
    assert (tmp_path / "ours.sqlite").exists()
    store.close()


def test_all_who_come_first_at_once_are_given_the_one_store(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'at-once.sqlite'}")
    barrier = threading.Barrier(20)

    def come(_number: int) -> Store:
        barrier.wait()
        return data.store.store()

    with ThreadPoolExecutor(20) as threads:
        found = [*threads.map(come, range(20))]

    assert {id(one) for one in found} == {id(found[0])}
    found[0].close()


@pytest.mark.slow
def test_a_server_takes_few_of_the_connections_of_postgresql(postgresql):
    engine, most = opened(postgresql()), CONNECTIONS
    barrier = threading.Barrier(most)

    def look(number: int) -> int:
        with transaction(engine) as connection:
            if number < most:
                barrier.wait(30)  # as many as there may be are open together
            return int(
                connection.exec_driver_sql(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                ).scalar_one()
            )

    with ThreadPoolExecutor(4 * most) as threads:
        counted = [*threads.map(look, range(4 * most))]
    engine.dispose()

    assert max(counted) == most


def test_without_database_url_the_store_is_a_file_whatever_the_name_of_its_folder(
    tmp_path, monkeypatch
):
    path = tmp_path / "Nhịp Cầu? 100%#1" / "var" / "nhip-cau.sqlite"
    monkeypatch.setattr("data.store.FILE", path)
    monkeypatch.delenv("DATABASE_URL", raising=False)

    data.store.store().close()

    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT number FROM store_format").fetchone() == (FORMAT,)
