"""How far the record can be relied on: what contradicts itself, by owner, in words."""

from collections.abc import Iterator
from typing import NamedTuple

from data.faults import Fault
from data.schema import TABLES
from data.views.contradictions import contradictions
from data.views.contradictions.cells import Cell
from data.views.lens import Lens, Row, kept
from data.views.sides import in_province


class Owner(NamedTuple):
    """Who can settle a finding: an organisation of the record; where none is known, a table."""

    org: str | None
    table: str


class Finding(NamedTuple):
    """A contradiction in the reader's language: its rows, one or two, and who can settle it."""

    kind: str
    sentence: str
    table: str
    rows: tuple[tuple[str, str], ...]
    owner: Owner


@kept(8)
def findings(lens: Lens) -> tuple[Finding, ...]:
    """Every contradiction of the record on the lens's day; broken tables have none."""
    tables = {table: lens.record.by_key(table) for table in TABLES}
    return tuple(
        Finding(one.kind, _sentence(lens, one.kind, one.cells), one.table, one.rows, owner)
        for one in contradictions(tables, lens.day)
        for owner in [owner_of(lens, *one.rows[0])]
    )


@kept(8)
def by_owner(lens: Lens) -> dict[Owner, list[Finding]]:
    """The findings of each owner, who has most of them first."""
    owned: dict[Owner, list[Finding]] = {}
    for finding in findings(lens):
        owned.setdefault(finding.owner, []).append(finding)
    return dict(sorted(owned.items(), key=lambda pair: -len(pair[1])))


def owner_name(lens: Lens, owner: Owner) -> str:
    """What an owner is called; of a table, its label."""
    if owner.org:
        return str(lens.name("organisations", owner.org).name)
    return TABLES[owner.table].labels[lens.language.code]


def problem(lens: Lens, kind: str) -> str:
    """What a kind of contradiction is, as a sentence of its own."""
    told = Fault(kind, "").problem(lens.language)
    return told[0].upper() + told[1:]


def _sentence(lens: Lens, kind: str, cells: tuple[Cell, ...]) -> str:
    """What does not fit, with the cells that say so."""
    first = cells[0]
    told = " · ".join(_told(lens, cell, first) for cell in cells)
    return f"{problem(lens, kind).removesuffix('.')} ({told})."


def _told(lens: Lens, cell: Cell, first: Cell) -> str:
    """A cell with its label, and with its table where that is another one."""
    code = lens.language.code
    label = TABLES[cell.table].fields[cell.column].labels[code]
    if cell.table != first.table:
        label = f"{TABLES[cell.table].labels[code]}, {label}"
    return lens.language.pair(label, _value(lens, cell))


def _value(lens: Lens, cell: Cell) -> str:
    """A cell as it is read on the pages."""
    row = lens.record.by_key(cell.table)[cell.key]
    described, value = TABLES[cell.table].fields[cell.column], row[cell.column]
    if cell.column == "amount":
        return lens.amount(row)
    if cell.column == "value":
        return lens.value(row)
    if described.is_edtf:
        return lens.language.date(value) if value else "–"
    if described.is_list:
        return ", ".join(value) or "–"
    return lens.label(described.codelist, value) if described.codelist else str(value or "–")


def owner_of(lens: Lens, table: str, key: str) -> Owner:
    """Who can settle what is wrong with a row.

    Of a project, its amounts and figures: the office of the province that carries it out, else
    who pays for it. Of a visit or meeting: the province's body that went or received, else the
    delegation. Of an outcome: who asks or promises. Of anything else: the table.
    """
    row = lens.record.by_key(table).get(key)
    if row is None:
        return Owner(None, table)
    owner = next(filter(None, _owners(lens, table, row)), None)
    return Owner(owner, "organisations" if owner else table)


def _owners(lens: Lens, table: str, row: Row) -> Iterator[str | None]:
    """Organisations that answer for a row, the nearest first."""
    if table in ("project_amounts", "project_progress"):
        project = lens.row("projects", row["project_id"])
        if project:
            yield from _owners(lens, "projects", project)
    elif table == "projects":
        yield _of_province(lens, row["implementing_org_ids"])
        yield from row["funder_org_ids"]
    elif table == "visits":
        met = lens.record.by_key("meetings").values()
        sides = (one["vietnamese_org_ids"] for one in met if one["visit_id"] == row["visit_id"])
        yield _of_province(lens, (row["delegation_org_id"],))
        yield _of_province(lens, tuple(org for side in sides for org in side))
        yield row["delegation_org_id"]
    elif table == "meetings":
        yield _of_province(lens, row["vietnamese_org_ids"])
        visit = lens.row("visits", row["visit_id"])
        if visit:
            yield from _owners(lens, "visits", visit)
    elif table == "outcomes":
        yield _of_province(lens, row["from_org_ids"])
        yield from row["from_org_ids"]


def _of_province(lens: Lens, orgs: tuple[str | None, ...]) -> str | None:
    """The first of some organisations that is a body of the province."""
    bodies = (lens.row("organisations", org) for org in orgs)
    return next((str(body["org_id"]) for body in bodies if body and in_province(lens, body)), None)
