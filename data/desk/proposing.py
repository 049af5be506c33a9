"""Proposals at the desk: who may take which step, and what one would do to the record now."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from data.accounts import four_eyes
from data.desk import comparing
from data.desk.checkup import Checkup
from data.desk.comparing import Changes, Mode, compare
from data.desk.publishing import Breaks, becoming, original
from data.desk.rebasing import rebased
from data.desk.uploads import file_name
from data.faults import Fault
from data.record.canonical import canonical
from data.record.rows import Rows, tables_of
from data.roles import Act, Caller, Forbidden, permit
from data.schema import TABLES
from data.store import Damaged, Store, Version, proposals
from data.store.proposals import Person, Proposal, State, Work

LONGEST = 2_000  # characters of a comment


class NothingToRestore(Exception):  # noqa: N818 - the name says what happened
    """Raised when an older version holds what the newest does."""


class Move(StrEnum):
    """A step that somebody may take with a proposal."""

    COMMENT = "comment"
    WITHDRAW = "withdraw"
    HAND_IN = "hand in"
    SEND_BACK = "send back"
    APPROVE = "approve"


_POSSIBLE = {
    State.WAITING: {Move.COMMENT, Move.WITHDRAW, Move.SEND_BACK, Move.APPROVE},
    State.SENT_BACK: {Move.COMMENT, Move.WITHDRAW, Move.HAND_IN},
    State.WITHDRAWN: {Move.COMMENT},
    State.APPROVED: {Move.COMMENT},
}


@dataclass(frozen=True)
class Prospect:
    """What a proposal would do to the version that is published now.

    ``before`` and ``after`` have the tables that it touches, ``changes`` is their comparison.
    ``theirs`` is what others changed in them since. ``undone`` are cells (table, row, column) that
    both have changed, ``gone`` are rows (table, row) that others have removed. With any of
    ``faults`` it cannot be published: a row would no longer keep the rules of the record.
    """

    proposal: Proposal
    current: Version
    before: Mapping[str, Rows]
    after: Mapping[str, Rows]
    changes: Mapping[str, Changes]
    base: Mapping[str, Rows]
    theirs: Mapping[str, Changes]
    undone: frozenset[tuple[str, str, str]]
    gone: tuple[tuple[str, str], ...]
    faults: tuple[Fault, ...]

    @property
    def is_overtaken(self) -> bool:
        """Whether somebody has published since it was handed in."""
        return self.proposal.base != self.current.id


def moves(by: Caller, proposal: Proposal) -> set[Move]:
    """The steps that somebody may take with a proposal as it is."""
    return _rights(by, proposal) & _POSSIBLE[proposal.state]


def awaits(by: Caller, proposal: Proposal) -> bool:
    """Whether the next step with a proposal is somebody's: to approve it, or to mend their own."""
    return bool(moves(by, proposal) & {Move.APPROVE, Move.HAND_IN})


def awaiting(by: Caller, where: Store) -> int:
    """How many proposals :func:`awaits` is true of, without reading them."""
    if not by.is_signed_in or not by.may(Act.PROPOSE):
        return 0
    count = proposals.count(where, State.SENT_BACK, of=by.account)
    if by.may(Act.PUBLISH):
        without = by.account if four_eyes.are_needed() else ""
        count += proposals.count(where, State.WAITING, without=without)
    return count


def publishes(by: Caller) -> bool:
    """Whether somebody publishes their own work at once, or has to propose it."""
    return by.may(Act.PUBLISH) and (by.is_alone or not four_eyes.are_needed())


def propose(checkup: Checkup, where: Store, *, mode: Mode, by: Caller, note: str) -> Proposal:
    """Hand in what a checkup accepts, for an approver to look at.

    Raises:
        Forbidden: the caller may not propose, or has no account.
        Breaks: rows would be removed that other rows refer to.

    """
    permit(by, Act.PROPOSE)
    return proposals.propose(where, _work(checkup, where, mode, note), person_of(by))


def propose_restore(wanted: str, where: Store, *, by: Caller, note: str) -> Proposal:
    """Propose that an older version becomes the record again, for an approver to look at.

    Raises:
        Forbidden: the caller may not restore, or has no account.
        NothingToRestore: the record is as it was then.
        NoVersion, Damaged: the older version is not there, or not whole.

    """
    permit(by, Act.RESTORE)
    person = person_of(by)
    strikes, current = where.strikes(), where.current()
    now, then = where.tables(current.id), where.tables(wanted)
    changed = {name: content for name, content in then.items() if content != now.get(name)}
    if not changed:
        raise NothingToRestore
    source = f"v{where.version(wanted).number}"
    work = Work(changed, current.id, Mode.REPLACE, note, source, None, strikes)
    return proposals.propose(where, work, person)


def hand_in(
    number: int, checkup: Checkup, where: Store, *, mode: Mode, by: Caller, note: str
) -> Proposal:
    """Hand in again what was sent back; raises as :func:`propose` does, and Overtaken."""
    seen = _permitted(where, number, by, Move.HAND_IN)
    return proposals.hand_in(where, seen, _work(checkup, where, mode, note), person_of(by))


def comment(number: int, where: Store, *, by: Caller, text: str) -> None:
    """Say something about a proposal; raises Forbidden."""
    _permitted(where, number, by, Move.COMMENT)
    proposals.comment(where, number, person_of(by), text[:LONGEST])


def withdraw(seen: Proposal, where: Store, *, by: Caller, text: str = "") -> Proposal:
    """Take back one's own; raises Forbidden, and Overtaken where it is not as it was seen."""
    _permitted(where, seen.number, by, Move.WITHDRAW)
    return proposals.withdraw(where, seen, person_of(by), text[:LONGEST])


def send_back(seen: Proposal, where: Store, *, by: Caller, text: str) -> Proposal:
    """Ask its author for another one; raises Forbidden, and Overtaken."""
    _permitted(where, seen.number, by, Move.SEND_BACK)
    return proposals.send_back(where, seen, person_of(by), text[:LONGEST])


def approve(prospect: Prospect, where: Store, *, by: Caller, text: str = "") -> Version:
    """Publish what a proposal would do, as it was seen.

    Raises:
        Forbidden: the caller may not publish, or four eyes are needed and it is their own.
        Breaks: the record would break its rules.
        Overtaken: the proposal is not as it was seen.
        Conflict: somebody has published since it was compared.

    """
    seen = prospect.proposal
    _permitted(where, seen.number, by, Move.APPROVE)
    if prospect.faults:
        raise Breaks(prospect.faults)
    return proposals.approve(
        where,
        seen,
        person_of(by),
        text[:LONGEST],
        parent=prospect.current.id,
        contents=_written(prospect),
    )


def prospect(proposal: Proposal, where: Store) -> Prospect:
    """Compare a proposal with the version that is published now.

    Raises:
        Damaged: a version or the proposal is not whole.

    """
    current = where.current()
    published = where.tables(current.id)
    base = tables_of(_own(proposal, where.tables(proposal.base)))
    before = tables_of(_own(proposal, published))
    proposed = proposed_rows(proposal, where)
    results = {
        name: rebased(TABLES[name], base.get(name, {}), rows, before.get(name, {}))
        for name, rows in proposed.items()
    }
    after = {name: one.rows for name, one in results.items()}
    found = Prospect(
        proposal,
        current,
        before,
        after,
        _changes(before, after),
        base,
        _changes(base, before),
        frozenset((name, *cell) for name, one in results.items() for cell in one.undone),
        tuple((name, key) for name, one in results.items() for key in one.gone),
        (),
    )
    faults = comparing.broken(published, _written(found))
    return Prospect(**{**vars(found), "faults": faults})


def proposed_rows(proposal: Proposal, where: Store) -> dict[str, Rows]:
    """The tables of a proposal as they would have become; raises Damaged."""
    contents = proposals.tables(where, proposal)
    if contents is None:
        raise Damaged(where.version(proposal.base), f"proposal {proposal.number}")
    return tables_of({name: one for name, one in contents.items() if name in TABLES})


def original_name(proposal: Proposal) -> str:
    """File name of what was uploaded; several files are one zip."""
    return file_name(proposal.source, f"proposal-{proposal.number}")


def _work(checkup: Checkup, where: Store, mode: Mode, note: str) -> Work:
    contents = becoming(checkup, where, mode)
    if not contents:
        raise ValueError("nothing would change")
    return Work(
        contents,
        checkup.base.id,
        mode,
        note,
        checkup.source,
        original(checkup),
        checkup.strikes,
    )


def _written(prospect: Prospect) -> dict[str, bytes]:
    return {
        name: canonical(TABLES[name], prospect.after[name].values())
        for name, change in prospect.changes.items()
        if change
    }


def _own(proposal: Proposal, contents: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: contents[name] for name in proposal.tables if name in contents}


def _changes(before: Mapping[str, Rows], after: Mapping[str, Rows]) -> dict[str, Changes]:
    return {name: compare(before.get(name, {}), rows, Mode.REPLACE) for name, rows in after.items()}


def _permitted(where: Store, number: int, by: Caller, move: Move) -> Proposal:
    """The proposal as it is; raises Forbidden where the caller may not take this step with it."""
    proposal = proposals.one(where, number)
    if move not in _rights(by, proposal):
        if move is Move.APPROVE and by.may(Act.PUBLISH):
            raise four_eyes.OwnWork(by, Act.PUBLISH)
        raise Forbidden(by, Act.PUBLISH if move in (Move.SEND_BACK, Move.APPROVE) else Act.PROPOSE)
    return proposal


def _rights(by: Caller, proposal: Proposal) -> set[Move]:
    """The steps that are somebody's to take, whatever state the proposal is in."""
    rights: set[Move] = set()
    if not by.is_signed_in:
        return rights
    is_own = by.account == proposal.account
    if is_own and by.may(Act.PROPOSE):
        rights |= {Move.COMMENT, Move.WITHDRAW, Move.HAND_IN}
    if by.may(Act.PUBLISH):
        rights |= {Move.COMMENT, Move.SEND_BACK}
        if not (is_own and four_eyes.are_needed()):
            rights.add(Move.APPROVE)
    return rights


def person_of(by: Caller) -> Person:
    """Who hands something in; raises Forbidden for somebody without an account."""
    if not by.is_signed_in:  # a proposal is somebody's, who can be asked
        raise Forbidden(by, Act.PROPOSE)
    return Person(by.account, by.name)
