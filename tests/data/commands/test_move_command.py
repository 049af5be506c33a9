"""The whole store moved to another database: from SQLite to PostgreSQL, papers and all."""

from contextlib import closing

import pytest
from sqlalchemy import func, select

from data import store as stores
from data.__main__ import main
from data.accounts import accounts
from data.commands.move import TO
from data.desk.papers import adding
from data.exports import trail
from data.language import Language
from data.record.canonical import canonical
from data.record.loading import CURATED
from data.roles import ALONE, Role
from data.schema import TABLES
from data.store import Store, audit, papers, seed, sketches
from data.store.tables import METADATA, failures
from tests.data.desk.papers.files import PDF, docx, picture
from tests.data.store.stores import postgresql

pytestmark = pytest.mark.slow
FILES = {"pdf": PDF + bytes(range(256)) * 2000 + PDF, "docx": docx("mật"), "jpeg": picture()}
SHELL = ALONE.called("shell")


@pytest.fixture
def old(tmp_path, monkeypatch):
    """The address of an SQLite store with papers, versions, a draft, an account, a failed try."""
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    monkeypatch.setenv("DATABASE_URL", url)
    with closing(Store(url)) as store:
        seed(store, CURATED)
        given = {kind: adding.add(store, one, f"a.{kind}", by=ALONE) for kind, one in FILES.items()}
        rows = [
            {
                "paper_id": f"paper-{kind}",
                "subject_table": "projects",
                "subject_ids": "namrom-multihazard",
                "title": f"Thoả thuận {kind}",
                "language": "vi",
                "restricted": "true" if kind == "docx" else "false",
                **cells,
            }
            for kind, cells in given.items()
        ]
        for _time in range(3):
            content = canonical(TABLES["papers"], rows)
            store.publish({"papers": content}, parent=store.current_id(), author="An", note="Giấy")
            rows.pop()
        sketches.begin(store, "an", "Nháp", store.current_id(), {"projects": {"new.1": {}}})
        accounts.add(store, "an", "Lò Thị Ban", Role.EDITOR, "mường thanh 1954", by=SHELL)
        with store.transaction(writing=True) as connection:
            connection.execute(failures.insert().values(hash="0" * 64, at="2026-11-27"))
    stores._opened.cache_clear()
    yield url
    stores._opened.cache_clear()


def contents(url):
    """Every row of every table of a store."""
    with closing(Store(url)) as store, store.transaction() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in METADATA.sorted_tables
        }


def before_it_moved(url):
    """Every row that a store had before it was noted that it was moved."""
    held = contents(url)
    held["audit"] = [row for row in held["audit"] if "move" not in row]
    last = max(row[0] for row in held["audit"])
    with closing(Store(url)) as store, store.transaction() as connection:
        (head,) = [one.hash for one in audit.entries(connection) if one.number == last]
    held["audit_head"] = [(last, head)]
    return held


def moved(url):
    """What the last entry of the audit trail says of the move; nothing is missing before it."""
    with closing(Store(url)) as store, store.transaction() as connection:
        assert audit.first_gap(connection) is None
        entry = next(audit.entries(connection))
    assert (entry.act, entry.who) == ("move", "shell")
    return dict(entry.details)


def test_from_sqlite_to_postgresql_everything_goes_along_and_work_goes_on(old, monkeypatch, capsys):
    with postgresql() as server:
        new = server.database()
        monkeypatch.setenv(TO, new)
        before = contents(old)

        assert main(["--lang", "en", "move"]) == 0

        assert "versions 4, papers 3, drafts 1, accounts 1" in capsys.readouterr().out
        assert before_it_moved(new) == contents(old) == before
        assert moved(new) == {
            "versions": "4",
            "papers": "3",
            "drafts": "1",
            "accounts": "1",
            "entries": str(len(before["audit"])),
        }
        with closing(Store(new)) as store:
            for content in FILES.values():
                assert papers.content(store, papers.hash_of(content)) == content
            assert papers.preview(store, papers.hash_of(FILES["jpeg"]))
            for version in store.history():
                assert store.tables(version.id)
            with store.transaction() as connection:
                assert audit.first_gap(connection) is None
            # and work goes on: what the database counts by itself, too
            adding.add(store, docx("mới"), "b.docx", by=ALONE)
            store.publish({"a": b"b\n"}, parent=store.current_id(), author="An", note="Sau")
            with store.transaction(writing=True) as connection:
                connection.execute(failures.insert().values(hash="1" * 64, at="2026-11-28"))
                assert connection.scalar(select(func.count()).select_from(failures)) == 2

        assert main(["--lang", "en", "move"]) == 2  # it is not empty any more
        assert "nothing was copied" in capsys.readouterr().err


def test_back_to_sqlite_as_well(old, tmp_path, monkeypatch):
    new = f"sqlite:///{tmp_path / 'new.sqlite'}"
    monkeypatch.setenv(TO, new)

    assert main(["move"]) == 0
    assert before_it_moved(new) == contents(old)
    assert moved(new)["entries"] == str(len(contents(old)["audit"]))


def test_what_moved_is_told_in_the_words_of_the_reader(old, tmp_path, monkeypatch):
    new = f"sqlite:///{tmp_path / 'new.sqlite'}"
    monkeypatch.setenv(TO, new)
    assert main(["move"]) == 0

    with closing(Store(new)) as store, store.transaction() as connection:
        entry = next(audit.entries(connection))
    assert trail.act(Language("vi"), entry.act) == "Chuyển toàn bộ sang cơ sở dữ liệu này"
    told = trail.details(Language("fr"), entry)
    assert sorted(told.replace("\u00a0", "").split(" · ")) == [
        "Brouillons: 1",
        "Comptes: 1",
        "Documents: 3",
        "Entrées: 8",
        "Versions: 4",
    ]


@pytest.mark.parametrize("address", ["", "mysql://a/b", "postgresql://127.0.0.1:1/none"])
def test_an_address_that_is_none_is_told_in_a_sentence_and_no_password_is(
    old, monkeypatch, capsys, address
):
    monkeypatch.setenv(TO, address.replace("://", "://an:s%40cret@"))
    before = contents(old)

    assert main(["--lang", "vi", "move"]) == 2
    told = capsys.readouterr()
    assert told.err.strip()
    assert "cret" not in told.err + told.out
    assert contents(old) == before


def test_a_move_onto_itself_copies_nothing(old, monkeypatch, capsys):
    monkeypatch.setenv(TO, old)
    before = contents(old)

    assert main(["--lang", "en", "move"]) == 2
    assert contents(old) == before
