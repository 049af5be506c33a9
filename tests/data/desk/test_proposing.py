"""Proposals: who may take which step, and what it leaves behind."""

import pytest

from data.desk import proposing, publishing
from data.desk.comparing import Mode
from data.desk.proposing import (
    Move,
    approve,
    comment,
    hand_in,
    moves,
    propose_restore,
    prospect,
    send_back,
    withdraw,
)
from data.roles import ALONE, STRANGER, Forbidden
from data.store import Store, audit, proposals
from data.store.proposals import NoProposal, Overtaken, State
from tests.data.desk.proposed import (
    ADMINISTRATOR,
    APPROVER,
    EDITOR,
    NAMROM,
    OTHER,
    PLANNED,
    READER,
    edited,
    proposed,
    published,
)


def acts(store: Store) -> list[tuple[str, str]]:
    with store.transaction() as connection:
        assert audit.first_gap(connection) is None
        return [(one.who, one.act) for one in reversed(list(audit.entries(connection)))][1:]


def test_a_proposal_is_kept_whole_and_publishes_nothing(kept):
    before = kept.current_id()

    proposal = proposed(kept)

    assert kept.current_id() == before
    assert proposal == proposals.one(kept, 1)
    assert (proposal.state, proposal.author, proposal.account) == ("waiting", "Lò Thị Ban", "ban")
    assert (proposal.base, proposal.note, proposal.mode) == (before, "theo báo cáo quý", "update")
    content = proposals.original(kept, proposal)
    assert content is not None
    assert PLANNED.encode() in content
    assert proposing.proposed_rows(proposal, kept)["projects"][NAMROM]["planned_end"] == PLANNED
    assert [(step.act, step.name) for step in proposals.steps(kept, 1)] == [
        ("propose", "Lò Thị Ban")
    ]
    assert acts(kept) == [("ban", "propose")]


@pytest.mark.parametrize("by", [STRANGER, READER, ALONE], ids=["stranger", "reader", "alone"])
def test_without_the_role_or_an_account_nothing_is_proposed(kept, by):
    with pytest.raises(Forbidden):
        proposed(kept, by)

    assert proposals.every(kept) == []


def test_an_editor_cannot_publish_or_restore(kept):
    with pytest.raises(Forbidden):
        publishing.publish(
            edited(kept, planned_end=PLANNED), kept, mode=Mode.UPDATE, by=EDITOR, note="x"
        )
    with pytest.raises(Forbidden):
        publishing.restore(kept.current_id(), kept, parent=kept.current_id(), by=EDITOR, note="x")

    assert kept.current().number == 1


def test_a_restore_is_proposed_by_those_who_may_restore_and_where_something_would_change(kept):
    with pytest.raises(Forbidden):
        propose_restore(kept.current_id(), kept, by=EDITOR, note="x")
    with pytest.raises(proposing.NothingToRestore):
        propose_restore(kept.current_id(), kept, by=APPROVER, note="x")

    assert proposals.every(kept) == []


def test_approving_publishes_as_the_authors_and_names_who_let_it_through(kept):
    proposal = proposed(kept)

    version = approve(prospect(proposal, kept), kept, by=APPROVER, text="được")

    assert kept.current() == version
    assert published(kept)[NAMROM]["planned_end"] == PLANNED
    assert (version.author, version.account, version.approver) == ("Lò Thị Ban", "ban", "dung")
    assert (version.note, version.source) == ("theo báo cáo quý", "projects.csv")
    assert kept.original(version.id) == proposals.original(kept, proposal)
    now = proposals.one(kept, 1)
    assert (now.state, now.version) == (State.APPROVED, version.id)
    assert acts(kept)[-2:] == [("dung", "publish"), ("dung", "proposal-approved")]


@pytest.mark.parametrize("by", [STRANGER, READER, EDITOR, OTHER, ALONE])
def test_who_may_not_publish_approves_and_sends_back_nothing(kept, by):
    proposal = proposed(kept)

    with pytest.raises(Forbidden):
        approve(prospect(proposal, kept), kept, by=by)
    with pytest.raises(Forbidden):
        send_back(proposal, kept, by=by, text="sửa")

    assert proposals.one(kept, 1) == proposal
    assert kept.current().number == 1


@pytest.mark.parametrize("by", [STRANGER, READER, OTHER, APPROVER, ADMINISTRATOR])
def test_only_its_author_withdraws_a_proposal_or_hands_it_in_again(kept, by):
    proposal = proposed(kept)
    with pytest.raises(Forbidden):
        withdraw(proposal, kept, by=by)
    send_back(proposal, kept, by=APPROVER, text="sửa")

    upload = edited(kept, planned_end="2026-01-01")

    with pytest.raises(Forbidden):
        hand_in(1, upload, kept, mode=Mode.UPDATE, by=by, note="x")

    assert proposals.one(kept, 1).round == 1


@pytest.mark.parametrize("by", [STRANGER, READER, OTHER])
def test_only_its_author_and_approvers_say_something(kept, by):
    proposed(kept)

    with pytest.raises(Forbidden):
        comment(1, kept, by=by, text="?")

    assert len(proposals.steps(kept, 1)) == 1


def test_sent_back_and_handed_in_again_it_is_the_other_file_with_the_whole_talk(kept):
    first = proposed(kept)
    comment(1, kept, by=APPROVER, text="Ngày nào?")
    comment(1, kept, by=EDITOR, text="Tháng 3")
    send_back(first, kept, by=APPROVER, text="Ghi năm 2026")

    again = edited(kept, planned_end="2026-03-01")
    second = hand_in(1, again, kept, mode=Mode.UPDATE, by=EDITOR, note="đã sửa năm")

    assert (second.state, second.round, second.note) == (State.WAITING, 2, "đã sửa năm")
    version = approve(prospect(second, kept), kept, by=APPROVER)
    assert published(kept)[NAMROM]["planned_end"] == "2026-03-01"
    assert version.note == "đã sửa năm"
    assert [(step.account, step.act, step.text) for step in proposals.steps(kept, 1)] == [
        ("ban", "propose", "theo báo cáo quý"),
        ("dung", "comment", "Ngày nào?"),
        ("ban", "comment", "Tháng 3"),
        ("dung", "sent_back", "Ghi năm 2026"),
        ("ban", "waiting", "đã sửa năm"),
        ("dung", "approved", ""),
    ]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("waiting", {Move.COMMENT, Move.WITHDRAW}),
        ("sent_back", {Move.COMMENT, Move.WITHDRAW, Move.HAND_IN}),
        ("withdrawn", {Move.COMMENT}),
        ("approved", {Move.COMMENT}),
    ],
)
def test_what_its_author_may_do_follows_its_state(kept, state, expected):
    proposal = proposed(kept)
    if state == "sent_back":
        send_back(proposal, kept, by=APPROVER, text="sửa")
    elif state == "withdrawn":
        withdraw(proposal, kept, by=EDITOR)
    elif state == "approved":
        approve(prospect(proposal, kept), kept, by=APPROVER)

    assert moves(EDITOR, proposals.one(kept, 1)) == expected


def test_a_withdrawn_proposal_is_not_approved_sent_back_or_handed_in(kept):
    seen = proposed(kept)
    view = prospect(seen, kept)
    withdraw(seen, kept, by=EDITOR, text="nhầm")

    with pytest.raises(Overtaken):
        approve(view, kept, by=APPROVER)
    with pytest.raises(Overtaken):
        send_back(seen, kept, by=APPROVER, text="sửa")
    upload = edited(kept, planned_end=PLANNED)
    with pytest.raises(Overtaken):
        hand_in(1, upload, kept, mode=Mode.UPDATE, by=EDITOR, note="x")

    assert kept.current().number == 1


def test_what_was_handed_in_anew_is_not_approved_by_who_saw_the_old(kept):
    seen = proposed(kept)
    view = prospect(seen, kept)
    send_back(seen, kept, by=APPROVER, text="sửa")
    again = edited(kept, planned_end="2026-03-01")
    hand_in(1, again, kept, mode=Mode.UPDATE, by=EDITOR, note="x")

    with pytest.raises(Overtaken):
        approve(view, kept, by=APPROVER)


@pytest.mark.parametrize("number", [0, -1, 2, 2**31, 10**40])
def test_a_number_that_is_no_proposals_is_refused(kept, number):
    proposed(kept)

    with pytest.raises(NoProposal):
        proposals.one(kept, number)
