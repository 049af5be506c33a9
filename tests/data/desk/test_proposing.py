"""Proposals: who may take which step, what one becomes on a newer version, and who comes first."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from data.accounts import four_eyes
from data.accounts.four_eyes import OwnWork
from data.desk import checkup, proposing
from data.desk.checkup import Breaks, Checkup, Upload, examine
from data.desk.comparing import Mode
from data.desk.proposing import (
    Move,
    approve,
    comment,
    hand_in,
    moves,
    propose,
    propose_restore,
    prospect,
    send_back,
    withdraw,
)
from data.desk.rebasing import _marks
from data.record.canonical import canonical
from data.record.loading import CURATED
from data.record.rows import Rows, rows_of
from data.roles import ALONE, STRANGER, Caller, Forbidden, Role
from data.schema import TABLES
from data.store import Conflict, Store, Version, audit, proposals, seed
from data.store.proposals import NoProposal, Overtaken, State

NAMROM = "namrom-multihazard"
EDITOR = Caller("ban", "Lò Thị Ban", Role.EDITOR)
OTHER = Caller("chi", "Quàng Thị Chi", Role.EDITOR)
APPROVER = Caller("dung", "Cà Văn Dũng", Role.APPROVER)
ADMINISTRATOR = Caller("an", "Quàng Văn An", Role.ADMINISTRATOR)
OTHER_APPROVER = Caller("em", "Lường Văn Em", Role.APPROVER)
READER = Caller("doc", "Vàng A Đọc", Role.READER)
PLANNED = "2025-03-01"
UNCITED = "congthuong-2021-11"  # a source that no row cites


@pytest.fixture
def kept(store: Store) -> Store:
    """A store with the shipped record."""
    seed(store, CURATED)
    return store


def published(store: Store, table: str = "projects") -> Rows:
    return rows_of(table, store.tables(store.current_id())[table])


def file_of(table: str, rows: Rows) -> Upload:
    return Upload(f"{table}.csv", canonical(TABLES[table], rows.values()))


def edited(store: Store, key: str = NAMROM, table: str = "projects", **cells: str) -> Checkup:
    """The check of a file in which one row is another."""
    rows = published(store, table)
    rows[key] = {**rows[key], **cells}
    return examine([file_of(table, rows)], store, date(2026, 11, 26))


def proposed(store: Store, by: Caller = EDITOR, **cells: str) -> proposals.Proposal:
    upload = edited(store, **(cells or {"planned_end": PLANNED}))
    return propose(upload, store, mode=Mode.UPDATE, by=by, note="theo báo cáo quý")


def put(store: Store, table: str = "projects", **rows: dict[str, str] | None) -> Version:
    """Publish a table with some rows changed; None takes a row out."""
    now = published(store, table)
    for key, cells in rows.items():
        name = key.replace("_", "-")
        if cells is None:
            del now[name]
        else:
            now[name] = {**now.get(name, dict.fromkeys(TABLES[table].fields, "")), **cells}
    return store.publish(
        {table: canonical(TABLES[table], now.values())},
        parent=store.current_id(),
        author="Người khác",
        note="việc khác",
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
        checkup.publish(
            edited(kept, planned_end=PLANNED), kept, mode=Mode.UPDATE, by=EDITOR, note="x"
        )
    with pytest.raises(Forbidden):
        checkup.restore(kept.current_id(), kept, parent=kept.current_id(), by=EDITOR, note="x")

    assert kept.current().number == 1


@pytest.fixture
def two_versions(kept: Store) -> Store:
    """The shipped record, and a version in which one date is another."""
    put(kept, namrom_multihazard={"planned_end": PLANNED})
    return kept


def test_with_four_eyes_nobody_restores_alone(two_versions, monkeypatch):
    monkeypatch.setenv(four_eyes.SETTING, "on")
    first, newest = two_versions.history()[-1], two_versions.current()
    with pytest.raises(OwnWork):
        checkup.restore(first.id, two_versions, parent=newest.id, by=ADMINISTRATOR, note="x")

    proposal = propose_restore(first.id, two_versions, by=ADMINISTRATOR, note="nhầm")

    assert two_versions.current() == newest
    assert (proposal.author, proposal.note, proposal.source) == ("Quàng Văn An", "nhầm", "v1")
    with pytest.raises(OwnWork):
        approve(prospect(proposal, two_versions), two_versions, by=ADMINISTRATOR)
    approve(prospect(proposal, two_versions), two_versions, by=APPROVER)
    assert two_versions.tables(two_versions.current_id()) == two_versions.tables(first.id)


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


@pytest.mark.parametrize("role", [Role.APPROVER, Role.ADMINISTRATOR])
def test_with_four_eyes_nobody_approves_or_publishes_their_own(kept, monkeypatch, role):
    monkeypatch.setenv("NHIP_CAU_FOUR_EYES", "on")
    own = Caller("dung", "Cà Văn Dũng", role)
    proposal = proposed(kept, own)

    with pytest.raises(OwnWork):
        approve(prospect(proposal, kept), kept, by=own)
    upload = edited(kept, planned_end=PLANNED)
    with pytest.raises(OwnWork):
        checkup.publish(upload, kept, mode=Mode.UPDATE, by=own, note="x")

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

    assert checkup.publish(upload, kept, mode=Mode.UPDATE, by=by, note="x").number == 2


def test_a_setting_for_four_eyes_that_says_nothing_ends_the_start(monkeypatch):
    monkeypatch.setenv("NHIP_CAU_FOUR_EYES", "maybe")

    with pytest.raises(SystemExit, match="write on or off"):
        four_eyes.are_needed()


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


def test_on_a_newer_version_only_what_it_changed_is_changed(kept):
    proposal = proposed(kept)
    put(kept, namrom_multihazard={"problems_en": "other"}, namrom_phase2={"problems_en": "x"})

    view = prospect(proposal, kept)

    assert view.is_overtaken
    assert dict(view.changes["projects"].changed) == {
        NAMROM: {"planned_end": (published(kept)[NAMROM]["planned_end"], PLANNED)}
    }
    assert (view.undone, view.gone, view.faults) == (frozenset(), (), ())
    approve(view, kept, by=APPROVER)
    now = published(kept)
    assert (now[NAMROM]["problems_en"], now[NAMROM]["planned_end"]) == ("other", PLANNED)


def test_cells_that_both_changed_are_named_and_become_as_proposed(kept):
    proposal = proposed(kept)
    put(kept, namrom_multihazard={"planned_end": "2027-01-01"})

    view = prospect(proposal, kept)

    assert view.undone == {("projects", NAMROM, "planned_end")}
    assert view.theirs["projects"].changed[NAMROM]["planned_end"][1] == "2027-01-01"
    approve(view, kept, by=APPROVER)
    assert published(kept)[NAMROM]["planned_end"] == PLANNED


def test_what_others_changed_in_the_same_way_is_asked_of_nobody(kept):
    proposal = proposed(kept)
    put(kept, namrom_multihazard={"planned_end": PLANNED})

    view = prospect(proposal, kept)

    assert not view.undone
    assert not any(view.changes.values())


def test_a_row_that_others_removed_stays_removed_and_is_named(kept):
    key = "dis-01"
    upload = edited(kept, key, "discrepancies", reason_en="x")
    proposal = propose(upload, kept, mode=Mode.UPDATE, by=EDITOR, note="x")
    put(kept, "discrepancies", dis_01=None)

    view = prospect(proposal, kept)

    assert view.gone == (("discrepancies", key),)
    assert not any(view.changes.values())


def test_a_row_that_no_longer_keeps_the_rules_is_named_and_nothing_is_published(kept):
    upload = edited(kept, "dis-01", "discrepancies", other_source_ids=UNCITED)
    proposal = propose(upload, kept, mode=Mode.UPDATE, by=EDITOR, note="x")
    put(kept, "sources", congthuong_2021_11=None)

    view = prospect(proposal, kept)

    assert [(fault.kind, fault.found) for fault in view.faults] == [("reference", UNCITED)]
    before = kept.current_id()
    with pytest.raises(Breaks):
        approve(view, kept, by=APPROVER)
    assert kept.current_id() == before
    assert proposals.one(kept, 1).state == State.WAITING


def test_two_approvers_at_once_make_one_version(kept):
    view = prospect(proposed(kept), kept)
    line = Barrier(2, timeout=120)

    def one(by: Caller) -> str:
        line.wait()
        try:
            return approve(view, kept, by=by).id
        except Overtaken:
            return "too late"

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(one, [APPROVER, OTHER_APPROVER]))

    assert sorted(results) == sorted([kept.current_id(), "too late"])
    assert kept.current().number == 2


def test_approved_or_withdrawn_at_once_but_never_both(kept):
    for _ in range(5):
        proposal = proposed(kept, planned_end=f"202{kept.current().number}-05-05")
        view, before = prospect(proposal, kept), kept.current().number
        line = Barrier(2, timeout=120)

        def letting(view=view, line=line) -> None:
            line.wait()
            approve(view, kept, by=APPROVER)

        def taking(proposal=proposal, line=line) -> None:
            line.wait()
            withdraw(proposal, kept, by=EDITOR)

        with ThreadPoolExecutor(2) as pool:
            running = [pool.submit(work) for work in (letting, taking)]
            failed = [work.exception() for work in running]

        assert [type(one) for one in failed if one] == [Overtaken]
        state = proposals.one(kept, proposal.number).state
        assert kept.current().number == before + (state == State.APPROVED)


def test_approved_while_somebody_publishes_nothing_of_either_is_lost(kept):
    view = prospect(proposed(kept), kept)
    line = Barrier(2, timeout=120)

    def letting() -> Version | None:
        line.wait()
        try:
            return approve(view, kept, by=APPROVER)
        except Conflict:
            return None

    def publishing() -> Version | None:
        upload = edited(kept, "namrom-phase2", planned_end="2028-01-01")
        line.wait()
        try:
            return checkup.publish(upload, kept, mode=Mode.UPDATE, by=OTHER_APPROVER, note="x")
        except Conflict:
            return None

    with ThreadPoolExecutor(2) as pool:
        done = [work.result() for work in (pool.submit(letting), pool.submit(publishing))]

    assert sum(one is not None for one in done) == 1
    is_approved = done[0] is not None
    assert proposals.one(kept, 1).state == (State.APPROVED if is_approved else State.WAITING)
    if not is_approved:
        approve(prospect(proposals.one(kept, 1), kept), kept, by=APPROVER)
        assert published(kept)["namrom-phase2"]["planned_end"] == "2028-01-01"
    assert published(kept)[NAMROM]["planned_end"] == PLANNED


@pytest.mark.parametrize(
    ("was", "becomes", "now", "expected"),
    [
        ("", "a", "b", "b;a"),
        ("a", "", "a;b", "b"),
        ("a", "a", "", ""),
        ("", "", "", ""),
    ],
)
def test_marks_of_older_translations_of_both_are_kept(was, becomes, now, expected):
    assert _marks(was, becomes, now) == expected
