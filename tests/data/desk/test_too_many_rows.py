"""The desk takes no more rows than the pages can show, and says so before publishing."""

from datetime import date

import pytest

from data.desk import checkup
from data.desk.checkup import examine
from data.desk.comparing import Mode
from data.desk.publishing import publish
from data.desk.uploads import Upload
from data.language import Language
from data.record.loading import CURATED
from data.roles import ALONE
from data.store import Store, seed, store

TODAY = date(2026, 11, 26)
SHIPPED = (CURATED / "people.csv").read_text("utf-8").splitlines()
ONE_MORE = "\n".join([SHIPPED[0], SHIPPED[1].replace(SHIPPED[1].split(",")[0], "nguoi-moi", 1)])


@pytest.fixture
def where(tmp_path, monkeypatch) -> Store:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'store.sqlite'}")
    opened = store()
    seed(opened, CURATED)
    return opened


def examined(where: Store, text: str) -> checkup.Checkup:
    return examine([Upload("nguoi.csv", text.encode())], where, TODAY)


def test_a_table_that_would_grow_over_the_limit_is_refused_with_its_number(where, monkeypatch):
    most = len(SHIPPED) - 1
    monkeypatch.setattr(checkup, "MOST_KEPT", most)

    over = examined(where, ONE_MORE)

    sentence = over.refused[0].sentence(Language("en"))
    assert "more rows than the pages can show" in sentence
    assert f"“{most + 1}”" in sentence
    assert f"≤ {most}" in sentence
    assert not over.accepted


def test_nothing_of_such_a_table_is_kept_and_replacing_removes_nothing(where, monkeypatch):
    monkeypatch.setattr(checkup, "MOST_KEPT", 3)

    over = examined(where, ONE_MORE)

    assert not any(change for mode in Mode for change in over.changes(mode).values())


def test_up_to_the_limit_and_within_a_table_that_is_over_it_already_rows_are_taken(
    where, monkeypatch
):
    monkeypatch.setattr(checkup, "MOST_KEPT", len(SHIPPED))
    assert examined(where, ONE_MORE).accepted

    monkeypatch.setattr(checkup, "MOST_KEPT", 3)
    changed = examined(where, "\n".join(SHIPPED))
    assert changed.accepted


def test_what_is_published_is_what_was_checked_although_the_file_changes(where, tmp_path):
    file = tmp_path / "nguoi.csv"
    file.write_text(ONE_MORE, "utf-8")
    checked = examine([Upload(file.name, file.read_bytes())], where, TODAY)

    file.write_text("", "utf-8")
    version = publish(checked, where, mode=Mode.UPDATE, by=ALONE.called("Mai"), note="Thêm")

    assert where.original(version.id) == ONE_MORE.encode()
    assert b"nguoi-moi" in where.tables(version.id)["people"]


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["csv", "json"])
def test_a_file_of_16000_columns_is_refused_with_a_sentence(where, ending):
    names = [f"cột {number}" for number in range(16_000)]
    text = (
        ";".join(names) + "\n" + ";".join("1" for _ in names)
        if ending == "csv"
        else "[{" + ",".join(f'"{name}": 1' for name in names) + "}]"
    )

    refused = examine([Upload(f"rong.{ending}", text.encode())], where, TODAY).refused

    assert [fault.kind for fault in refused] == ["over-columns"]
    assert "16000" in refused[0].sentence(Language("en"))
