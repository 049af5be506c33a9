"""Proposals from a shell: listed, shown, sent back and approved in the name of an account."""

from datetime import date

import pytest

from data.__main__ import main
from data.accounts import accounts
from data.desk import proposing
from data.desk.checkup import examine
from data.desk.comparing import Mode
from data.desk.uploads import Upload
from data.record.canonical import canonical
from data.record.loading import CURATED
from data.record.rows import rows_of
from data.roles import ALONE, Caller, Role
from data.schema import TABLES
from data.store import Store, proposals, seed
from data.store.proposals import State

pytestmark = pytest.mark.slow  # each has a record of its own, checked and published anew
NAMROM = "namrom-multihazard"
EDITOR = Caller("ban", "Lò Thị Ban", Role.EDITOR)


@pytest.fixture
def kept(tmp_path, monkeypatch) -> Store:
    """A store with accounts and a proposal that waits."""
    address = f"sqlite:///{tmp_path / 'store.sqlite'}"
    monkeypatch.setenv("DATABASE_URL", address)
    store = Store(address)
    seed(store, CURATED)
    for account, role in (("ban", Role.EDITOR), ("dung", Role.APPROVER)):
        accounts.add(store, account, account.title(), role, None, by=ALONE)
    proposing.propose(
        examine([file_of(store, "đề xuất")], store, date(2026, 11, 26)),
        store,
        mode=Mode.UPDATE,
        by=EDITOR,
        note="tên mới",
    )
    return store


def file_of(store: Store, name: str) -> Upload:
    rows = rows_of("projects", store.tables(store.current_id())["projects"])
    rows[NAMROM]["short_name_vi"] = name
    return Upload("projects.csv", canonical(TABLES["projects"], rows.values()))


def test_they_are_listed_and_shown(kept, capsys):
    assert main(["proposals", "list"]) == 0
    assert main(["proposals", "show", "1"]) == 0

    said = capsys.readouterr().out
    assert "1\tWaiting\t" in said
    assert "tên mới · projects.csv" in said
    assert f"{NAMROM}.short_name_vi: " in said
    assert "-> 'đề xuất'" in said


def test_an_approver_approves(kept):
    assert main(["proposals", "approve", "1", "--by", "dung"]) == 0

    assert (kept.current().author, kept.current().approver) == ("Lò Thị Ban", "dung")


@pytest.mark.parametrize("account", ["ban", "nobody", ""])
def test_who_may_not_approves_and_sends_back_nothing(kept, account, capsys):
    assert main(["proposals", "approve", "1", "--by", account]) == 2
    assert main(["proposals", "send-back", "1", "--by", account, "--text", "x"]) == 2

    assert "Your account may not do this." in capsys.readouterr().err
    assert proposals.one(kept, 1).state == State.WAITING


def test_what_is_sent_back_cannot_be_approved(kept, capsys):
    assert main(["proposals", "send-back", "1", "--by", "dung", "--text", "sửa"]) == 0
    assert main(["proposals", "approve", "1", "--by", "dung"]) == 1

    assert "Proposal 1 was changed meanwhile (Sent back)" in capsys.readouterr().out
    assert kept.current().number == 1


def test_what_others_changed_meanwhile_is_written_over_only_if_asked_for(kept):
    other = file_of(kept, "của người khác")
    content = {"projects": other.content}
    kept.publish(content, parent=kept.current_id(), author="an", note="x")

    assert main(["proposals", "approve", "1", "--by", "dung"]) == 1
    assert kept.current().number == 2
    assert main(["proposals", "approve", "1", "--by", "dung", "--over"]) == 0
    assert kept.current().number == 3


def test_an_unknown_proposal_is_named(kept, capsys):
    assert main(["proposals", "show", "7"]) == 2

    assert "There is no proposal 7." in capsys.readouterr().err
