"""References of an upload that lead nowhere or back to their start: left out, and named."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter

from data.desk.checked import Checked, Finding, Places, RefusedRow, Tier
from data.faults import Fault
from data.record.row_rules import Ring, linked, rings, unknown
from data.record.rows import Row, Rows
from data.schema import TABLES, Field, Table


def references(
    checked: Checked,
    published: Mapping[str, Rows],
    places: Places,
    refused: Sequence[RefusedRow],
) -> None:
    """Leave out ids that name no row; a row that cannot do without one is refused, and so on.

    A new row that belongs to a new one which is refused is refused with it: a meeting would else be
    published without the visit that it was part of.
    """
    missing = {(line.draft.table, line.key) for line in refused}
    again = True
    while again:
        again = False
        known = _known(checked, published)
        for table, rows in checked.rows.items():
            doubtful = _doubtful(TABLES[table], rows, known)
            for key in list(rows) if doubtful else ():
                draft, number = places[table, key]
                row, is_kept = rows[key], True
                is_new = key not in published.get(table, {})
                for fault, left in list(_unknown(doubtful, row, known, draft.file, number)):
                    column = str(fault.column)
                    tier = _tier(table, column, left)
                    if is_new and _belongs_to(TABLES[table].fields[column], row) in missing:
                        tier = Tier.REFUSED
                    checked.findings.append(Finding(tier, table, draft.sheet, fault))
                    is_kept = is_kept and tier != Tier.REFUSED
                    row[column] = left or _still(published, table, key, column, known)
                _leave_out_repeated(TABLES[table], row)
                if not is_kept:
                    del rows[key]
                    missing.add((table, key))
                    checked.refused[table] += 1
                    again = True


def _belongs_to(field: Field, row: Row) -> tuple[str, str] | None:
    """The one row that a cell names, by table and id; None where a cell may name several."""
    if field.is_list:
        return None
    return field.references or row.get(field.references_in or "", ""), row[field.name]


def _leave_out_repeated(table: Table, row: dict[str, str]) -> None:
    """Leave out ids that a column repeats from another one, which has lost them."""
    for described in (one for one in table.fields.values() if one.ids_of and row[one.name]):
        there = linked(described, row)
        row[described.name] = ";".join(
            one for one in row[described.name].split(";") if one in there
        )


def circles(
    checked: Checked,
    published: Mapping[str, Rows],
    places: Places,
) -> None:
    """Leave out references that lead back to where they started."""
    for name, rows in checked.rows.items():
        table, before = TABLES[name], published.get(name, {})
        left_out = 1
        while left_out:  # a circle may have hidden another with a row in common
            found = list(rings(table, {**before, **rows}))
            left_out = sum(_left_out(ring, name, checked, before, places) for ring in found)


def _left_out(ring: Ring, name: str, checked: Checked, before: Rows, places: Places) -> bool:
    """Leave out a cell of a circle; False where all were published before this rule.

    What is published there stays: it is no circle by itself.
    """
    rows = checked.rows[name]
    for key, column in ((key, one) for one in ring.columns for key in ring.keys if key in rows):
        was = before.get(key, {}).get(column, "")
        if rows[key][column] not in ("", was):
            draft, number = places[name, key]
            fault = Fault("circle", draft.file, number, column, str(ring))
            checked.findings.append(Finding(Tier.DROPPED, name, draft.sheet, fault))
            rows[key][column] = was
            _leave_out_repeated(TABLES[name], rows[key])
            return True
    return False


def references_of_refused(
    refused: Sequence[RefusedRow], checked: Checked, published: Mapping[str, Rows]
) -> None:
    """Say which ids of rows that are not kept name no row, so that all can be mended at once."""
    known = {name: set(keys) for name, keys in _known(checked, published).items()}
    for line in refused:  # who is only refused is there all the same
        known[line.draft.table].add(line.key)
    for draft, number, _key, row in refused:
        for fault, left in _unknown(TABLES[draft.table].referring, row, known, draft.file, number):
            tier = _tier(draft.table, str(fault.column), left)
            checked.findings.append(Finding(tier, draft.table, draft.sheet, fault))


def _known(checked: Checked, published: Mapping[str, Rows]) -> dict[str, Collection[str]]:
    """The ids that there would be of each table."""
    return {
        name: published.get(name, {}).keys() | checked.rows.get(name, {}).keys() for name in TABLES
    }


def _tier(table: str, column: str, left: str) -> Tier:
    """What becomes of a cell of which only so many ids are left."""
    return Tier.REFUSED if TABLES[table].fields[column].required and not left else Tier.DROPPED


def _still(
    published: Mapping[str, Rows],
    table: str,
    key: str,
    column: str,
    known: Mapping[str, Collection[str]],
) -> str:
    """The ids that are published in a cell, if each still names a row."""
    row = published.get(table, {}).get(key)
    if row is None or any(_unknown([TABLES[table].fields[column]], row, known, "", 0)):
        return ""
    return row[column]


def _doubtful(table: Table, rows: Rows, known: Mapping[str, Collection[str]]) -> list[Field]:
    """Columns with an id that names no row, each distinct cell looked at only once."""
    doubtful = []
    for described in table.referring:
        columns = [name for name in (described.name, described.references_in) if name]
        texts = zip(*(map(itemgetter(name), rows.values()) for name in columns), strict=True)
        cells = (dict(zip(columns, distinct, strict=True)) for distinct in set(texts))
        if any(next(_unknown([described], cell, known, "", 0), None) for cell in cells):
            doubtful.append(described)
    return doubtful


def _unknown(
    fields: Iterable[Field],
    row: Row,
    known: Mapping[str, Collection[str]],
    file: str,
    number: int,
) -> Iterator[tuple[Fault, str]]:
    """Cells with ids that name no row, and what of the cell is left without them."""
    for described in fields:
        name = described.name
        if not row[name]:
            continue
        given = row[name].split(";") if described.is_list else [row[name]]
        subject = row[described.references_in] if described.references_in else None
        if wrong := unknown(described, given, subject, known):
            fault = Fault("reference", file, number, name, ";".join(wrong.lost), wrong.expected)
            yield fault, ";".join(wrong.left)
