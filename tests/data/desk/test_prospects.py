"""What a proposal becomes on a newer version, and who comes first of two at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from data.desk.comparing import Mode
from data.desk.proposing import (
    approve,
    propose,
    prospect,
    withdraw,
)
from data.desk.publishing import Breaks, publish
from data.desk.rebasing import _marks
from data.roles import Caller
from data.store import Conflict, Version, proposals
from data.store.proposals import Overtaken, State
from tests.data.desk.proposed import (
    APPROVER,
    EDITOR,
    NAMROM,
    OTHER_APPROVER,
    PLANNED,
    edited,
    proposed,
    published,
    put,
)

UNCITED = "congthuong-2021-11"  # a source that no row cites


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


@pytest.mark.slow
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
            return publish(upload, kept, mode=Mode.UPDATE, by=OTHER_APPROVER, note="x")
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
