"""Strikes a person from every place that was confirmed, and sees to it that none comes back."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from sqlalchemy import Connection, select

from data.desk.forgetting.files import rewritten
from data.desk.forgetting.places import Found, Kind, Place, search
from data.roles import Act, Caller, Role, permit
from data.store import Store, papers, striking, struck
from data.store.contents import Packed
from data.store.striking import Struck
from data.store.struck import PEOPLE, Rule, Rules, id_rule
from data.store.tables import accounts, originals, paper_files
from data.values.names import hits, spelt


class Refused(ValueError):  # noqa: N818 - the name says what happened
    """Raised when nothing was struck; ``kind`` says why."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def look_for(
    store: Store,
    names: Collection[str],
    person: str | None,
    *,
    by: Caller,
    before: Found | None = None,
) -> Found:
    """Every place in which a person is named; raises Forbidden, and Refused without any name.

    ``before`` is what an earlier search found: its files are not looked into again.
    """
    permit(by, Act.MANAGE)
    with store.transaction() as connection:
        wanted = [name for name in names if _is_name(name)]
        found = search(connection, wanted, person, before=before)
    if not found.names:
        raise Refused("no-name")
    return found


def _is_name(text: str) -> bool:
    return sum(map(str.isalpha, text)) > 1


def strike(
    store: Store, found: Found, confirmed: Collection[str], *, by: Caller, reason: str
) -> Struck:
    """Strike a person from the places whose keys were confirmed; the person's own row always is.

    One transaction: all of it is done or nothing. After it no byte of a struck name is left in the
    files of the database, unless somebody read on and on (``Struck.wiped``).

    Raises:
        Forbidden: the caller is no administrator.
        Refused: nothing was confirmed or no reason given, the reason names the person, something
            was published or said since the search, or nobody could manage accounts afterwards.

    """
    permit(by, Act.MANAGE)
    if not reason.strip():
        raise Refused("no-reason")
    if hits(reason, found.names):
        raise Refused("named-in-reason")
    with store.transaction(writing=True) as connection:
        now = search(connection, found.names, found.person, before=found)
        if {one.key for one in now.places} != {one.key for one in found.places}:
            raise Refused("overtaken")
        chosen = [one for one in now.places if one.key in confirmed or one.kind is Kind.ROW]
        if not chosen:
            raise Refused("nothing-confirmed")
        _keep_an_administrator(connection, chosen)
        before = striking.salted(connection)
        more = list(_rules(before, now, chosen))
        files = dict(_files(connection, struck.with_more(before, more), now, chosen))
        done = striking.strike(
            connection,
            before,
            more,
            files=files,
            papers=[_hash(one) for one in chosen if one.table == paper_files.name],
            who=by.who,
            reason=reason.strip(),
        )
    return replace(done, wiped=store.wipe())


def _keep_an_administrator(connection: Connection, chosen: Collection[Place]) -> None:
    """Without one, nobody could make another."""
    named = {one.text for one in chosen if one.kind is Kind.ACCOUNT}
    rows = connection.execute(select(accounts).where(accounts.c.role == Role.ADMINISTRATOR.value))
    every = [row.account not in named and row.name not in named for row in rows]
    if every and not any(every):
        raise Refused("last-administrator")


def _rules(before: Rules, found: Found, chosen: Collection[Place]) -> Iterator[Rule]:
    """What must not come back.

    A spelling that also stands in a place that was not confirmed is somebody else's name too: it
    is struck in the confirmed texts alone.
    """
    texts = [one for one in chosen if one.kind not in (Kind.ROW, Kind.FILE)]
    keys = {one.key for one in chosen}
    others = {hit.spelt for one in found.places if one.key not in keys for hit in one.hits}
    ours = {hit.spelt for one in texts for hit in one.hits} | {spelt(one) for one in found.names}
    yield from (Rule("name", one) for one in sorted(ours - others))
    shared = {hit.spelt for one in texts for hit in one.hits} & others
    yield from (Rule("some", one) for one in sorted(shared))
    for one in texts:
        if {hit.spelt for hit in one.hits} & shared:
            yield Rule("cell", one.text)
        if one.kind is Kind.ID:
            yield id_rule(one.table, one.text, before.new_id(one.table, one.text))
    for one in chosen:
        if one.table == paper_files.name and one.kind is Kind.FILE:
            yield Rule("cell", papers.mark(_hash(one)))
    if found.person and any(one.kind is Kind.ROW for one in chosen):
        holds = hits(found.person, found.names)
        becomes = before.new_id(PEOPLE, found.person) if holds else found.person
        yield id_rule(PEOPLE, found.person, becomes)


def _hash(file: Place) -> str:
    """The SHA-256 of a file that was found."""
    return file.column.split(" ")[0]


def _files(
    connection: Connection, rules: Rules, found: Found, chosen: Collection[Place]
) -> Iterator[tuple[str, bytes | None]]:
    """What each confirmed file becomes; None: it is deleted."""
    for one in chosen:
        if one.kind is Kind.FILE and one.table != paper_files.name:
            hash_ = _hash(one)
            packed = connection.scalar(select(originals.c.content).where(originals.c.hash == hash_))
            content = Packed(hash_, packed or b"").unpacked()
            yield hash_, None if content is None else rewritten(content, rules, found.own)
