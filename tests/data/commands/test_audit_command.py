"""``python -m data audit``: whether the trail is whole, whether an earlier head is in it."""

import csv

import pytest

from data.__main__ import main
from data.store import Store, audit
from data.store.tables import UNLOCKED
from data.store.tables import audit as table


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """The store that the commands use."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/store.sqlite")
    main(["history"])
    store = Store(f"sqlite:///{tmp_path}/store.sqlite")
    yield store
    store.close()


def head(store: Store) -> str:
    with store.transaction() as connection:
        return audit.head(connection)


def cut(store: Store, number: int) -> None:
    """Remove entries from a number on, and the head that was kept beside them."""
    with store.transaction(writing=True) as connection:
        for statement in UNLOCKED["sqlite"]:
            connection.exec_driver_sql(statement)
        connection.execute(table.delete().where(table.c.number >= number))
        audit._set_head(connection)


def test_a_whole_trail_is_said_to_be_whole_with_its_last_hash(kept, capsys):
    assert main(["audit", "verify"]) == 0
    assert capsys.readouterr().out.endswith(f"none changed and none missing. {head(kept)}\n")


def test_a_changed_entry_is_named(kept, capsys):
    with kept.transaction(writing=True) as connection:
        for statement in UNLOCKED["sqlite"]:
            connection.exec_driver_sql(statement)
        connection.execute(table.update().values(who="nobody"))

    assert main(["audit", "verify"]) == 1
    assert "entry 1 was changed" in capsys.readouterr().out


def test_an_end_that_was_cut_off_with_its_head_shows_by_a_head_noted_earlier(kept, capsys):
    with kept.transaction(writing=True) as connection:
        audit.note(connection, "an", "sign-in")
    noted = head(kept)
    assert main(["audit", "verify", "--head", noted]) == 0
    assert "that of entry 2" in capsys.readouterr().out

    cut(kept, 2)

    assert main(["audit", "verify"]) == 0
    assert main(["audit", "verify", "--head", noted]) == 1
    assert "was cut off or rewritten" in capsys.readouterr().out


def test_the_trail_is_written_out_and_that_is_noted(kept, tmp_path, capsys):
    assert main(["audit", "export", str(tmp_path / "trail.csv")]) == 0
    assert main(["audit", "export", str(tmp_path / "trail.xlsx")]) == 0
    assert main(["audit", "export", str(tmp_path / "trail.pdf")]) == 2

    with (tmp_path / "trail.csv").open(encoding="utf-8-sig") as lines:
        first, second, *_rest = csv.DictReader(lines)
    assert (first["Code"], second["Code"]) == ("export", "publish")
    assert "ends in .csv or .xlsx" in capsys.readouterr().err
