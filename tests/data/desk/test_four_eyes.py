"""With four eyes nobody lets through what is their own."""

import pytest

from data.accounts import four_eyes
from data.accounts.four_eyes import OwnWork
from data.desk import publishing
from data.desk.comparing import Mode
from data.desk.proposing import (
    Move,
    approve,
    moves,
    propose_restore,
    prospect,
)
from data.roles import ALONE, Caller, Role
from data.store import Store
from tests.data.desk.proposed import (
    ADMINISTRATOR,
    APPROVER,
    OTHER_APPROVER,
    PLANNED,
    edited,
    proposed,
    put,
)


@pytest.fixture
def two_versions(kept: Store) -> Store:
    """The shipped record, and a version in which one date is another."""
    put(kept, namrom_multihazard={"planned_end": PLANNED})
    return kept


def test_with_four_eyes_nobody_restores_alone(two_versions, monkeypatch):
    monkeypatch.setenv(four_eyes.SETTING, "on")
    first, newest = two_versions.history()[-1], two_versions.current()
    with pytest.raises(OwnWork):
        publishing.restore(first.id, two_versions, parent=newest.id, by=ADMINISTRATOR, note="x")

    proposal = propose_restore(first.id, two_versions, by=ADMINISTRATOR, note="nhầm")

    assert two_versions.current() == newest
    assert (proposal.author, proposal.note, proposal.source) == ("Quàng Văn An", "nhầm", "v1")
    with pytest.raises(OwnWork):
        approve(prospect(proposal, two_versions), two_versions, by=ADMINISTRATOR)
    approve(prospect(proposal, two_versions), two_versions, by=APPROVER)
    assert two_versions.tables(two_versions.current_id()) == two_versions.tables(first.id)


@pytest.mark.parametrize("role", [Role.APPROVER, Role.ADMINISTRATOR])
def test_with_four_eyes_nobody_approves_or_publishes_their_own(kept, monkeypatch, role):
    monkeypatch.setenv("NHIP_CAU_FOUR_EYES", "on")
    own = Caller("dung", "Cà Văn Dũng", role)
    proposal = proposed(kept, own)

    with pytest.raises(OwnWork):
        approve(prospect(proposal, kept), kept, by=own)
    upload = edited(kept, planned_end=PLANNED)
    with pytest.raises(OwnWork):
        publishing.publish(upload, kept, mode=Mode.UPDATE, by=own, note="x")

    assert kept.current().number == 1
    assert Move.APPROVE not in moves(own, proposal)
    assert approve(prospect(proposal, kept), kept, by=OTHER_APPROVER).number == 2


def test_without_four_eyes_an_approver_may_approve_their_own(kept):
    proposal = proposed(kept, APPROVER)

    assert approve(prospect(proposal, kept), kept, by=APPROVER).approver == "dung"


def test_who_is_alone_publishes_with_four_eyes_too(kept, monkeypatch):
    monkeypatch.setenv("NHIP_CAU_FOUR_EYES", "on")
    upload = edited(kept, planned_end=PLANNED)

    by = ALONE.called("Mai")

    assert publishing.publish(upload, kept, mode=Mode.UPDATE, by=by, note="x").number == 2


def test_a_setting_for_four_eyes_that_says_nothing_ends_the_start(monkeypatch):
    monkeypatch.setenv("NHIP_CAU_FOUR_EYES", "maybe")

    with pytest.raises(SystemExit, match="write on or off"):
        four_eyes.are_needed()
