"""Takes back what one version changed, and leaves what others have changed since.

What makes a version of the one before it is undone cell by cell on today's record. In a list of
ids or names only what that version put in or took out is undone. A cell that was changed again
since stays as it is now, unless somebody says that it is to be undone as well.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from data.accounts import four_eyes
from data.desk import comparing
from data.desk.comparing import Changes, Mode, compare
from data.desk.proposing import NothingToRestore, person_of
from data.desk.publishing import Breaks
from data.desk.rebasing import Rebased, rebased
from data.faults import Fault
from data.record.canonical import canonical
from data.record.rows import Row, Rows, tables_of
from data.roles import Act, Caller, permit
from data.schema import TABLES, Table
from data.store import Store, Version, proposals
from data.store.proposals import Proposal, Work


class Later(NamedTuple):
    """A cell that was changed again since; "" for ``column`` where a whole row was.

    ``now`` is what stands there, ``before`` what stood there before the version; "" for rows.
    """

    table: str
    key: str
    column: str
    now: str
    before: str

    @property
    def place(self) -> tuple[str, str, str]:
        """Where it stands, to say that it is to be undone as well."""
        return (self.table, self.key, self.column)


@dataclass(frozen=True)
class Undoing:
    """What taking a version back would do to the record of today.

    ``before`` and ``after`` have the tables that it touches. ``later`` are cells and rows that were
    changed again since, ``gone`` rows (table, id) that others have removed since. With any of
    ``faults`` it cannot be published as it is: others refer to what would go.
    """

    version: Version
    current: Version
    before: Mapping[str, Rows]
    after: Mapping[str, Rows]
    later: tuple[Later, ...]
    gone: tuple[tuple[str, str], ...]
    faults: tuple[Fault, ...]
    strikes: int

    @property
    def changes(self) -> dict[str, Changes]:
        """What would change, by table; none where nothing would."""
        return {
            table: change
            for table, rows in self.after.items()
            if (change := compare(self.before.get(table, {}), rows, Mode.REPLACE))
        }

    @property
    def contents(self) -> dict[str, bytes]:
        """The tables that change, as they would become."""
        return {
            table: canonical(TABLES[table], self.after[table].values()) for table in self.changes
        }

    def edits(self) -> dict[str, dict[str, Row | None]]:
        """The cells that change by table and row, as a draft keeps them; None: the row goes."""
        return {
            table: {
                **{key: self.after[table][key] for key in change.added},
                **{
                    key: {name: becomes for name, (_was, becomes) in cells.items()}
                    for key, cells in change.changed.items()
                },
                **dict.fromkeys(change.removed),
            }
            for table, change in self.changes.items()
        }


def undoing(version: Version, where: Store, also: Collection[tuple[str, str, str]] = ()) -> Undoing:
    """What taking a version back would do; ``also`` are places changed since that are undone too.

    Raises:
        NoVersion: it is the first version, which has none before it.
        Damaged: one of the versions is not whole.

    """
    strikes, current = where.strikes(), where.current()
    published = where.tables(current.id)
    was, made = where.tables(version.parent or ""), where.tables(version.id)
    touched = [name for name in TABLES if name in made and made[name] != was.get(name)]
    base, proposed, now = (
        tables_of({name: one[name] for name in touched if name in one})
        for one in (made, was, published)
    )
    after: dict[str, Rows] = {}
    later: list[Later] = []
    gone: list[tuple[str, str]] = []
    for name in touched:
        sides = _Sides(*(one.get(name, {}) for one in (base, proposed, now)))
        done = rebased(TABLES[name], *sides)
        ticked = {(key, column) for table, key, column in also if table == name}
        after[name], found = _kept(TABLES[name], done, sides, ticked)
        later += found
        gone += [(name, key) for key in done.gone]
    undone = Undoing(version, current, now, after, tuple(later), tuple(gone), (), strikes)
    return replace(undone, faults=comparing.broken(published, undone.contents))


def take_back(undone: Undoing, where: Store, *, by: Caller, note: str) -> Version:
    """Publish the record without what the version had changed.

    Raises:
        Forbidden: the caller may not restore, or only what somebody else approves.
        NothingToRestore: nothing of it is left to be taken back.
        Breaks: the record would break its rules.
        Conflict: somebody has published since it was compared.

    """
    permit(by, Act.RESTORE)
    four_eyes.permit_alone(by)
    return where.publish(
        _sound(undone),
        parent=undone.current.id,
        author=by.name,
        account=by.account or None,
        note=note,
        strikes=undone.strikes,
        undone=undone.version.number,
    )


def propose(undone: Undoing, where: Store, *, by: Caller, note: str) -> Proposal:
    """The same as a proposal, for an approver to look at; raises as :func:`take_back` does."""
    permit(by, Act.RESTORE)
    source = f"↩ v{undone.version.number}"
    work = Work(_sound(undone), undone.current.id, Mode.REPLACE, note, source, None, undone.strikes)
    return proposals.propose(where, work, person_of(by))


def _sound(undone: Undoing) -> dict[str, bytes]:
    if not undone.changes:
        raise NothingToRestore
    if undone.faults:
        raise Breaks(undone.faults)
    return undone.contents


class _Sides(NamedTuple):
    """A table as the version made it, as it was before that, and as it is today."""

    made: Rows
    was: Rows
    now: Rows


def _kept(
    table: Table, done: Rebased, sides: _Sides, also: Collection[tuple[str, str]]
) -> tuple[Rows, list[Later]]:
    """The rows as they would become where what was changed since stays; and what that is."""
    rows = dict(done.rows)
    later: list[Later] = []
    whole: dict[str, None] = {}
    stays: dict[str, set[str]] = {}
    for key, column in sorted(done.undone):
        if key not in sides.made or key not in sides.was:  # the row came or went with the version
            whole[key] = None
            continue
        now, made, was = (one[key][column] for one in (sides.now, sides.made, sides.was))
        found = _in_list(table, column, now, made, was)
        if found is None:
            later.append(Later(table.name, key, column, now, was))
            found = was if (key, column) in also else now
            if found == now:
                stays.setdefault(key, set()).add(column)
        rows[key] = {**rows[key], column: found}
    for key, columns in stays.items():
        rows[key] = _marked(table, rows[key], sides.now[key], columns)
    for key in whole:
        later.append(Later(table.name, key, "", "", ""))
        if (key, "") not in also:
            rows[key] = sides.now[key]
    return _in_order(rows, sides), later


def _marked(table: Table, row: Row, now: Row, stays: Collection[str]) -> Row:
    """A row whose translations are as old as they are now where text or original stays."""
    if table.older is None:
        return row
    undone, current = (one[table.older].split(";") for one in (row, now))
    named = [
        column
        for column, original in table.translations.items()
        if column in (current if {column, original} & set(stays) else undone)
    ]
    in_order = [*dict.fromkeys(one for one in (*current, *undone) if one in named)]
    return {**row, table.older: ";".join(in_order)}


def _in_order(rows: Rows, sides: _Sides) -> Rows:
    """Rows in the order of today; one that comes back stands where it stood."""
    order = [key for key in sides.now if key in rows]
    before = ""
    for key in sides.was:
        if key in rows and key not in sides.now:
            order.insert(order.index(before) + 1 if before in order else 0, key)
        if key in rows:
            before = key
    return {key: rows[key] for key in order}


def _in_list(table: Table, column: str, now: str, made: str, was: str) -> str | None:
    """A list without what a version put in and with what it took out; None where it cannot be told.

    That is where something that the version put in is no longer there.
    """
    field = table.fields[column]
    if not field.is_list:
        return None
    delimiter = field.delimiter or ";"
    present, after, before = (list(_parts(text, delimiter)) for text in (now, made, was))
    put_in = [one for one in after if one not in before]
    if not set(put_in) <= set(present):
        return None
    taken_out = [one for one in before if one not in after and one not in present]
    place = present.index(put_in[0]) if put_in else len(present)
    left = [one for one in present[:place] if one not in put_in]
    return delimiter.join(
        [*left, *taken_out, *(one for one in present[place:] if one not in put_in)]
    )


def _parts(text: str, delimiter: str) -> Iterator[str]:
    return (part.strip() for part in text.split(delimiter) if part.strip())
