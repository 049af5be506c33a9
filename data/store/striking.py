"""Strikes a person from everything the store keeps, in one transaction; then no byte is left.

Versions stay readable under their ids: each gets a note of what was done, and a seal.
"""

import json
import secrets
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Column, Connection, Table, delete, func, insert, select, update

from data.schema import TABLES
from data.schema import Table as TableOfRecord
from data.store import audit, struck, tables
from data.store.contents import Packed, keep
from data.store.history import versions_where
from data.store.sketched import Unread, cells_of, into_of, written
from data.store.sketches import remove_sketches
from data.store.struck import Rule, Rules
from data.store.tables import (
    METADATA,
    accounts,
    blobs,
    originals,
    paper_files,
    sign_ins,
    sketch_rows,
    strikes,
    versions,
)
from data.store.texts import Written
from data.store.versions import Version, fingerprint

_SALT = 32
# What is not searched column by column: each has a way of its own.
_APART = (
    tables.accounts,
    tables.audit,
    tables.audit_head,
    tables.blobs,
    tables.formats,
    tables.originals,
    tables.sign_ins,
    tables.sketch_rows,
    tables.strikes,
    tables.struck,
    tables.version_tables,
    tables.versions,
)


@dataclass(frozen=True)
class Struck:
    """What was done: numbers of the versions that changed, and what became of files by hash.

    ``at`` is when, ``wiped`` whether the database's file has no trace left either.
    """

    number: int
    at: datetime
    versions: tuple[int, ...]
    deleted: int
    rewritten: int
    accounts: tuple[str, ...]
    wiped: bool = False


def salted(connection: Connection) -> Rules:
    """The rules kept, with a salt if there is none yet (which is kept with the first rule)."""
    rules = struck.known(connection)
    return rules if rules.salt else replace(rules, salt=secrets.token_bytes(_SALT))


def strike(
    connection: Connection,
    rules: Rules,
    more: Collection[Rule],
    *,
    files: Mapping[str, bytes | None],
    papers: Collection[str] = (),
    who: str,
    reason: str,
) -> Struck:
    """Strike what more rules say; ``files`` has by hash what each file becomes, None: deleted.

    ``papers`` are hashes of files of papers, which go as a whole: their rows stay.
    """
    rules = _kept(connection, rules, more)
    now = datetime.now(UTC)
    last = connection.scalar(select(func.max(strikes.c.number))) or 0
    who, reason = rules.text(who), rules.text(reason)
    connection.execute(
        insert(strikes).values(number=last + 1, at=now.isoformat(), who=who, reason=reason, wiped=0)
    )
    sound = {one.id for one in versions_where(connection) if fingerprint(one) == one.mark}
    before = {one.id: one for one in versions_where(connection)}
    _tables(connection, rules)
    became = _files(connection, files)
    connection.execute(delete(paper_files).where(paper_files.c.hash.in_(papers)))
    removed = _accounts(connection, rules)
    _sketches(connection, rules)
    _texts(connection, rules)
    note = {"on": now.isoformat(timespec="seconds"), "by": who}
    changed = _sealed(connection, before, sound, became, note)
    done = Struck(
        last + 1,
        now,
        tuple(sorted(changed)),
        sum(one is None for one in files.values()) + len(papers),
        sum(one is not None for one in files.values()),
        removed,
    )
    _noted(connection, rules, done, who, reason)
    return done


def _kept(connection: Connection, rules: Rules, more: Collection[Rule]) -> Rules:
    """Keep more rules, and the salt; the rules with them."""
    there = {(row.hash, row.kind) for row in connection.execute(select(tables.struck))}
    salt = {"hash": rules.salt.hex(), "kind": "salt", "words": 0, "becomes": None}
    for line in (salt, *map(rules.rule, more)):
        if (line["hash"], line["kind"]) not in there:
            there.add((line["hash"], line["kind"]))
            connection.execute(insert(tables.struck).values(line))
    return struck.with_more(rules, more)


def holders() -> Iterator[Table]:
    """The tables whose lines name a table of the record and the hash of its CSV."""
    for table in METADATA.sorted_tables:
        if "name" in table.c and any(key.column is blobs.c.hash for key in table.foreign_keys):
            yield table


def text_columns() -> Iterator[tuple[Table, Column[str]]]:
    """Columns beside the versions in which people write, or are named."""
    for table in METADATA.sorted_tables:
        if table not in _APART and table not in holders():
            for column in table.columns:
                if isinstance(column.type, Written):
                    yield table, column


def _tables(connection: Connection, rules: Rules) -> None:
    """Rewrite the CSV of each table in which somebody is struck; the old ones go."""
    for holder in holders():
        named = connection.execute(select(holder.c.name, holder.c.hash).distinct()).all()
        for name, hash_ in named:
            row = connection.execute(select(blobs).where(blobs.c.hash == hash_)).one_or_none()
            content = Packed(row.hash, row.content).unpacked() if row else None
            if content is None or (new := rules.table(name, content)) == content:
                continue
            packed = Packed.of(new)
            keep(connection, blobs, [packed])
            same = (holder.c.name == name) & (holder.c.hash == hash_)
            connection.execute(update(holder).where(same).values(hash=packed.hash))
    used = [select(holder.c.hash) for holder in holders()]
    unused = [blobs.c.hash.not_in(one) for one in used]
    connection.execute(delete(blobs).where(*unused))


def _files(connection: Connection, files: Mapping[str, bytes | None]) -> dict[str, str | None]:
    """Rewrite or delete uploaded files; gives the new hash of each."""
    became: dict[str, str | None] = {}
    for hash_, content in files.items():
        packed = None if content is None else Packed.of(content)
        keep(connection, originals, [packed] if packed else [])
        became[hash_] = packed.hash if packed else None
        connection.execute(delete(originals).where(originals.c.hash == hash_))
        for table in METADATA.sorted_tables:
            if "source_hash" in table.c:
                column = table.c.source_hash
                new = became[hash_] if column.nullable else became[hash_] or ""
                connection.execute(update(table).where(column == hash_).values(source_hash=new))
    return became


def _sketches(connection: Connection, rules: Rules) -> None:
    """Strike the rows of drafts cell by cell: what was typed may be anywhere, and escaped there."""
    lines = connection.execute(select(sketch_rows)).all()
    for line in lines:
        cells = cells_of(line.cells)
        described = TABLES.get(line.record_table)
        key = rules.text(rules.id(line.record_table, line.key))
        if isinstance(cells, Unread) or described is None:
            text = rules.text(line.cells)
        else:
            into = rules.text(rules.id(line.record_table, into_of(line.cells)))
            text = written(cells and _struck_cells(rules, described, line.key, cells), into)
        if (key, text) != (line.key, line.cells):
            columns = sketch_rows.c
            own = (columns.sketch == line.sketch, columns.record_table == line.record_table)
            now = update(sketch_rows).where(*own, columns.key == line.key)
            connection.execute(now.values(key=key, cells=text))


def _struck_cells(
    rules: Rules, described: TableOfRecord, key: str, cells: Mapping[str, str]
) -> dict[str, str]:
    """The cells that a draft changes of a row, without struck persons, whatever their column."""
    whole = {**dict.fromkeys(described.fields, ""), **cells}
    struck_row = rules.row(described, {**whole, described.key: whole[described.key] or key})
    return {column: rules.text(struck_row[column]) for column in cells}


def _texts(connection: Connection, rules: Rules) -> None:
    columns = [(versions, versions.c[name]) for name in ("author", "note", "source")]
    columns += [(versions, versions.c[name]) for name in ("account", "approver")]
    for table, column in (*columns, *text_columns()):
        for text in connection.scalars(select(column).distinct()).all():
            if text and (new := rules.text(text)) != text:
                connection.execute(update(table).where(column == text).values({column: new}))


def _sealed(
    connection: Connection,
    before: Mapping[str, Version],
    sound: Collection[str],
    became: Mapping[str, str | None],
    done: Mapping[str, str],
) -> list[int]:
    """Say on each version that changed what was done, and seal it; gives their numbers."""
    changed = []
    for version in list(versions_where(connection)):
        old = before[version.id]
        if version == old:
            continue
        note = dict(done)
        if old.source_hash in became:
            note["file"] = "deleted" if version.source_hash is None else "rewritten"
        said = json.dumps([*json.loads(old.struck or "[]"), note], ensure_ascii=False)
        new = replace(version, struck=said)
        # what was damaged before must not pass for whole now
        seal = fingerprint(new) if version.id in sound else old.seal
        own = versions.c.id == version.id
        connection.execute(update(versions).where(own).values(struck=said, seal=seal))
        changed.append(version.number)
    return changed


def _accounts(connection: Connection, rules: Rules) -> tuple[str, ...]:
    """Remove accounts of a struck person, with their sign-ins and what they had in drafts."""
    rows = connection.execute(select(accounts.c.account, accounts.c.name)).all()
    removed = tuple(row.account for row in rows if rules.hits(row.account) or rules.hits(row.name))
    connection.execute(delete(sign_ins).where(sign_ins.c.account.in_(removed)))
    connection.execute(delete(accounts).where(accounts.c.account.in_(removed)))
    for account in removed:
        remove_sketches(connection, account)
    return removed


def _noted(connection: Connection, rules: Rules, done: Struck, who: str, reason: str) -> None:
    """Note it in the trail, and take the name out of the trail itself, which is sealed anew."""

    def changed(name: str, details: dict[str, str]) -> tuple[str, dict[str, str]]:
        return rules.text(name), {key: rules.text(one) for key, one in details.items()}

    head = audit.head(connection)
    first, count = audit.resealed(connection, changed)
    audit.note(
        connection,
        who,
        "strike",
        strike=done.number,
        reason=reason,
        versions=len(done.versions),
        deleted=done.deleted,
    )
    if count:
        audit.note(connection, who, "reseal", first=first, entries=count, before=head)
