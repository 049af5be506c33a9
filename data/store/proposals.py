"""Proposals: work that waits for an approver, kept whole, with all that was said about it.

Every step is one transaction with its entry in the audit trail, and needs the proposal to be as
whoever takes the step has seen it. Who may take it is checked in ``data.desk.proposing``.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, Row, func, select

from data.store import audit, struck
from data.store.contents import Packed, keep
from data.store.history import Imprint, Store, newest_in, publish_within, storable, without_struck
from data.store.struck import Rules
from data.store.tables import blobs, originals, proposal_steps, proposal_tables, proposals
from data.store.versions import Conflict, StoreError, Version


class State(StrEnum):
    """Where a proposal stands; the codes of ``codelists/proposal_state.csv``."""

    WAITING = "waiting"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"


class Person(NamedTuple):
    """Who takes a step: an account and the name of the person."""

    account: str
    name: str


@dataclass(frozen=True)
class Work:
    """What is handed in: tables as they would become, and the upload that they come from.

    ``base`` is the version that they were made from, ``mode`` the way in which they were compared.
    ``original`` is None where the upload is not kept. ``strikes`` is how many persons had been
    struck from the record when it was read.
    """

    tables: Mapping[str, bytes]
    base: str
    mode: str
    note: str
    source: str
    original: bytes | None
    strikes: int | None = None


@dataclass(frozen=True)
class Proposal:
    """One proposal as it is now; ``tables`` maps each table to the SHA-256 of its CSV.

    ``round`` counts how often it was handed in. ``version`` is what it became once approved.
    """

    number: int
    state: State
    round: int
    account: str
    author: str
    note: str
    mode: str
    base: str
    source: str
    source_hash: str
    created: datetime
    version: str | None
    tables: Mapping[str, str]


class Step(NamedTuple):
    """One thing done or said; ``act`` is "comment", "propose" or the state that it led to."""

    number: int
    at: datetime
    account: str
    name: str
    act: str
    text: str


class NoProposal(StoreError):  # noqa: N818 - the name says what happened
    """Raised when no proposal has this number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"no proposal {number}")
        self.number = number


class Overtaken(StoreError):  # noqa: N818
    """Raised when a proposal is no longer as it was seen; nothing was changed."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(f"proposal {proposal.number} is {proposal.state}")
        self.proposal = proposal


def every(store: Store, *, state: State | None = None) -> list[Proposal]:
    """All proposals, newest first; those in one state."""
    where = [] if state is None else [proposals.c.state == state]
    wanted = select(proposals).where(*where).order_by(proposals.c.number.desc())
    with store.transaction() as connection:
        rows = connection.execute(wanted).all()
        tables = _tables(connection, [row.number for row in rows])
    return [_proposal(row, tables.get(row.number, {})) for row in rows]


def count(store: Store, state: State, *, of: str = "", without: str = "") -> int:
    """How many are in a state, of one account or without those of one, by one cheap query."""
    wanted = select(func.count()).where(proposals.c.state == state)
    if of:
        wanted = wanted.where(proposals.c.account == of)
    if without:
        wanted = wanted.where(proposals.c.account != without)
    with store.transaction() as connection:
        return connection.execute(wanted).scalar_one()


def one(store: Store, number: int) -> Proposal:
    """The proposal of a number; raises NoProposal."""
    with store.transaction() as connection:
        return _one(connection, number)


def steps(store: Store, number: int) -> list[Step]:
    """All that was done and said about a proposal, oldest first."""
    own = select(proposal_steps).where(proposal_steps.c.proposal == number)
    with store.transaction() as connection:
        rows = connection.execute(own.order_by(proposal_steps.c.number)).all()
    return [
        Step(row.number, datetime.fromisoformat(row.at), row.account, row.name, row.act, row.text)
        for row in rows
    ]


def tables(store: Store, proposal: Proposal) -> dict[str, bytes] | None:
    """The tables as they would become; None where one of them is damaged."""
    known = store.contents(set(proposal.tables.values()))
    if not known.keys() >= set(proposal.tables.values()):
        return None
    return {name: known[hash_] for name, hash_ in proposal.tables.items()}


def original(store: Store, proposal: Proposal) -> bytes | None:
    """The uploaded file; None where it is damaged or no longer kept."""
    kept = select(originals).where(originals.c.hash == proposal.source_hash)
    with store.transaction() as connection:
        row = connection.execute(kept).one_or_none()
    return None if row is None else Packed(row.hash, row.content).unpacked()


def propose(store: Store, work: Work, by: Person) -> Proposal:
    """Keep work as a new proposal, which waits."""
    packed, upload = _packed(work)
    with store.transaction(writing=True) as connection:
        rules = _rules(connection, work)
        packed = without_struck(rules, packed)
        last = connection.execute(select(func.max(proposals.c.number))).scalar_one()
        number = (last or 0) + 1
        connection.execute(
            proposals.insert().values(
                number=number,
                round=1,
                account=by.account,
                author=rules.text(storable(by.name)),
                created=_now(),
                **_described(work, upload, rules),
            )
        )
        _keep(connection, number, packed, upload)
        _step(connection, number, by, "propose", work.note)
        return _one(connection, number)


def hand_in(store: Store, seen: Proposal, work: Work, by: Person) -> Proposal:
    """Put other work in the place of what was sent back; it waits again.

    Raises:
        Overtaken: it is not as it was seen, or was not sent back.

    """
    packed, upload = _packed(work)
    with store.transaction(writing=True) as connection:
        _as_seen(connection, seen, State.SENT_BACK)
        rules = _rules(connection, work)
        packed = without_struck(rules, packed)
        old = proposal_tables.delete().where(proposal_tables.c.proposal == seen.number)
        connection.execute(old)
        _set(connection, seen.number, round=seen.round + 1, **_described(work, upload, rules))
        _keep(connection, seen.number, packed, upload)
        _step(connection, seen.number, by, State.WAITING, work.note)
        return _one(connection, seen.number)


def comment(store: Store, number: int, by: Person, text: str) -> None:
    """Add a comment; raises NoProposal."""
    with store.transaction(writing=True) as connection:
        _one(connection, number)
        _step(connection, number, by, "comment", text)


def withdraw(store: Store, seen: Proposal, by: Person, text: str) -> Proposal:
    """Take back what waits or was sent back; raises Overtaken."""
    open_ones = (State.WAITING, State.SENT_BACK)
    return _closed(store, seen, by, text, before=open_ones, state=State.WITHDRAWN)


def send_back(store: Store, seen: Proposal, by: Person, text: str) -> Proposal:
    """Send back what waits; raises Overtaken."""
    return _closed(store, seen, by, text, before=(State.WAITING,), state=State.SENT_BACK)


def approve(
    store: Store,
    seen: Proposal,
    by: Person,
    text: str,
    *,
    parent: str,
    contents: Mapping[str, bytes],
) -> Version:
    """Publish tables as a proposal's on top of ``parent``, and close it: both or neither.

    Raises:
        Overtaken: it is not as it was seen, or does not wait.
        Conflict: the parent is no longer the newest version.

    """
    packed = {name: Packed.of(content) for name, content in contents.items()}
    with store.transaction(writing=True) as connection:
        now = _as_seen(connection, seen, State.WAITING)
        imprint = Imprint(
            now.author, now.note, now.source, now.source_hash or None, now.account, by.account
        )
        version = publish_within(connection, packed, imprint, parent=parent)
        _set(connection, seen.number, state=State.APPROVED, version=version.id)
        _step(connection, seen.number, by, State.APPROVED, text, version=version.number)
        return version


def _closed(
    store: Store,
    seen: Proposal,
    by: Person,
    text: str,
    *,
    before: Collection[State],
    state: State,
) -> Proposal:
    with store.transaction(writing=True) as connection:
        _as_seen(connection, seen, *before)
        _set(connection, seen.number, state=state)
        _step(connection, seen.number, by, state, text)
        return _one(connection, seen.number)


def _as_seen(connection: Connection, seen: Proposal, *states: State) -> Proposal:
    now = _one(connection, seen.number)
    if now != seen or now.state not in states:
        raise Overtaken(now)
    return now


def _one(connection: Connection, number: int) -> Proposal:
    # A number may come from an address bar, and no database has integers of any length.
    is_possible = 0 < number < 2**31
    wanted = select(proposals).where(proposals.c.number == number)
    row = connection.execute(wanted).one_or_none() if is_possible else None
    if row is None:
        raise NoProposal(number)
    return _proposal(row, _tables(connection, [number]).get(number, {}))


def _proposal(row: Row[tuple[object, ...]], tables: Mapping[str, str]) -> Proposal:
    fields = dict(row._mapping)
    fields["state"] = State(fields["state"])
    fields["created"] = datetime.fromisoformat(fields["created"])
    return Proposal(**fields, tables=tables)


def _tables(connection: Connection, numbers: Collection[int]) -> dict[int, dict[str, str]]:
    own = select(proposal_tables).where(proposal_tables.c.proposal.in_(numbers))
    by_number: dict[int, dict[str, str]] = {}
    for row in connection.execute(own.order_by(proposal_tables.c.name)):
        by_number.setdefault(row.proposal, {})[row.name] = row.hash
    return by_number


def _rules(connection: Connection, work: Work) -> Rules:
    """What must not come back; raises Conflict if somebody was struck since the work was read."""
    current = newest_in(connection)
    if current is not None and work.strikes not in (None, struck.count(connection)):
        raise Conflict(current)
    return struck.known(connection)


def _packed(work: Work) -> tuple[dict[str, Packed], Packed | None]:
    tables = {name: Packed.of(content) for name, content in work.tables.items()}
    return tables, None if work.original is None else Packed.of(work.original)


def _described(work: Work, upload: Packed | None, rules: Rules) -> dict[str, str]:
    return {
        "state": State.WAITING,
        "base": work.base,
        "mode": work.mode,
        "note": rules.text(storable(work.note)),
        "source": rules.text(storable(work.source)),
        "source_hash": upload.hash if upload else "",
    }


def _keep(
    connection: Connection, number: int, packed: Mapping[str, Packed], upload: Packed | None
) -> None:
    keep(connection, blobs, packed.values())
    keep(connection, originals, [upload] if upload else [])
    lines = [{"proposal": number, "name": n, "hash": one.hash} for n, one in packed.items()]
    connection.execute(proposal_tables.insert(), lines)


def _set(connection: Connection, number: int, **values: str | int) -> None:
    connection.execute(proposals.update().where(proposals.c.number == number).values(**values))


# How the audit trail calls each step.
AUDITED = {
    "propose": "propose",
    "comment": "proposal-comment",
    State.WAITING: "proposal-again",
    State.SENT_BACK: "proposal-sent-back",
    State.WITHDRAWN: "proposal-withdrawn",
    State.APPROVED: "proposal-approved",
}


def _step(
    connection: Connection,
    number: int,
    by: Person,
    act: str,
    text: str,
    **details: int,
) -> None:
    rules = struck.known(connection)
    last = select(func.max(proposal_steps.c.number)).where(proposal_steps.c.proposal == number)
    connection.execute(
        proposal_steps.insert().values(
            proposal=number,
            number=(connection.execute(last).scalar_one() or 0) + 1,
            at=_now(),
            account=by.account,
            name=rules.text(storable(by.name)),
            act=act,
            text=rules.text(storable(text)),
        )
    )
    audit.note(connection, by.account, AUDITED[act], proposal=number, **details)


def _now() -> str:
    return datetime.now(UTC).isoformat()
