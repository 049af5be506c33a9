"""Two rows found to be one: what refers to the one that goes is led to the one that is kept."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from data.record.rows import Row, Rows
from data.schema import LANGUAGES, ORIGINAL, TABLES, Field, Table
from data.values.folding import fold

MERGEABLE = ("organisations", "people", "places", "sources")
ALIASES, SOURCES = "aliases", "source_ids"
_NAMES = ("name", "short_name")
# What is said together: a position with how exact it is, a post with its date, an id with its
# basis. The first of each says whether anything is said.
_TOGETHER = (
    ("latitude", "longitude", "precision", "radius_km", "coordinate_basis"),
    ("role", "role_date"),
    ("org_identifier", "identifier_basis"),
)

Group = tuple[str, ...]  # columns that are taken from one row or the other, all of them


@dataclass(frozen=True)
class Merging:
    """What a merge would make of the record.

    ``rows`` are the rows that change, whole, by table; the kept one is among them. ``differing``
    are the columns of it in which both rows say something, and not the same: one of them is to be
    chosen. ``both`` are rows (table, id) that name both in different columns, so that afterwards
    one row stands there on two sides.
    """

    table: str
    keep: str
    goes: str
    rows: Mapping[str, Rows]
    differing: tuple[Group, ...]
    both: tuple[tuple[str, str], ...]

    @property
    def referring(self) -> int:
        """How many rows are led from the one that goes to the kept one."""
        return sum(map(len, self.rows.values())) - (self.keep in self.rows.get(self.table, {}))

    def edits(self, tables: Mapping[str, Rows]) -> dict[str, dict[str, Row | None]]:
        """The cells that change by table and row, as a draft keeps them; None: the row goes."""
        edits: dict[str, dict[str, Row | None]] = {
            table: {key: _changed(tables[table][key], row) for key, row in rows.items()}
            for table, rows in self.rows.items()
        }
        edits.setdefault(self.table, {})[self.goes] = None
        return edits


def merged(
    tables: Mapping[str, Rows], table: str, keep: str, goes: str, taken: Collection[Group] = ()
) -> Merging:
    """Make one of two rows of a table; of ``taken`` the cells of the one that goes are kept.

    Raises:
        ValueError: the rows are one and the same, or one of them is not there.

    """
    if keep == goes or not {keep, goes} <= tables.get(table, {}).keys():
        raise ValueError(f"{table}: {keep}, {goes}")
    rows: dict[str, Rows] = {}
    both: list[tuple[str, str]] = []
    for name, described in TABLES.items():
        for key, row in tables.get(name, {}).items():
            if (name, key) == (table, goes):
                continue
            now = led(described, row, table, keep, goes)
            if now != row:
                rows.setdefault(name, {})[key] = now
                if _names_both(described, row, table, keep, goes):
                    both.append((name, key))
    kept, gone = tables[table][keep], tables[table][goes]
    whole = _united(TABLES[table], kept, gone, taken)
    whole = led(TABLES[table], whole, table, keep, goes)
    rows.get(table, {}).pop(keep, None)
    if whole != kept:
        rows.setdefault(table, {})[keep] = whole
    rows = {name: changed for name, changed in rows.items() if changed}
    differing = tuple(
        one for one in groups(TABLES[table]) if _differ(one, kept, gone, TABLES[table])
    )
    return Merging(table, keep, goes, rows, differing, tuple(both))


def groups(table: Table) -> tuple[Group, ...]:
    """The columns of a table in parts that say one thing each; without ids, lists and marks."""
    apart = {table.key, table.older, ALIASES, SOURCES}
    things = dict.fromkeys(
        field.text_of or name for name, field in table.fields.items() if name not in apart
    )
    found: list[Group] = []
    for thing in things:
        joined = next((one for one in _TOGETHER if thing in one), (thing,))
        if thing == joined[0]:
            found.append(tuple(name for one in joined for name in _columns(table, one)))
    return tuple(found)


def _columns(table: Table, thing: str) -> Iterator[str]:
    """A column, or those of a text in every language."""
    names = (thing, *(f"{thing}_{code}" for code in LANGUAGES))
    return (name for name in names if name in table.fields)


def led(table: Table, row: Row, target: str, keep: str, goes: str) -> Row:
    """A row with the kept one in place of the one that goes, and never twice in a cell."""
    found = {field.name: _ids(field, row) for field in _referring(table, row, target)}
    if not any(goes in ids for ids in found.values()):
        return row
    now = dict(row)
    for name, ids in found.items():
        if goes in ids:
            united = dict.fromkeys(keep if one == goes else one for one in ids)
            now[name] = (table.fields[name].delimiter or ";").join(united)
    if "other_source_ids" in now and target == "sources":  # others than the two that are compared
        named = (now["source_a_id"], now["source_b_id"])
        others = now["other_source_ids"].split(";")
        now["other_source_ids"] = ";".join(one for one in others if one not in named)
    return now


def _referring(table: Table, row: Row, target: str) -> Iterator[Field]:
    """The columns of a row that hold ids of a table."""
    for field in table.referring:
        if target in (field.references, row.get(field.references_in or "")):
            yield field


def _ids(field: Field, row: Row) -> list[str]:
    """The ids in a cell."""
    cell = row[field.name]
    parts = cell.split(field.delimiter) if field.delimiter else [cell]
    return [one.strip() for one in parts if one.strip()]


def _names_both(table: Table, row: Row, target: str, keep: str, goes: str) -> bool:
    """Whether the two stand in different columns of a row, or in two that are compared."""
    naming = [
        {key for key in (keep, goes) if key in _ids(field, row)}
        for field in _referring(table, row, target)
    ]
    sides = [one for one in naming if one]
    return len(sides) > 1 and set().union(*sides) == {keep, goes}


def _united(table: Table, kept: Row, gone: Row, taken: Collection[Group]) -> Row:
    """The kept row, filled from the other one; its names and sources are those of both."""
    row, from_gone = dict(kept), set[str]()
    for group in groups(table):
        columns = group if group in taken else _filling(group, kept, gone, table)
        row.update({name: gone[name] for name in columns})
        from_gone.update(columns)
    if SOURCES in row:
        row[SOURCES] = _joined(kept[SOURCES].split(";") + gone[SOURCES].split(";"))
    if ALIASES in row:
        row[ALIASES] = _aliases(table, row, kept, gone)
    if table.older:
        named = {
            column: (gone if column in from_gone else kept)[table.older].split(";")
            for column in table.translations
        }
        row[table.older] = ";".join(one for one, of in named.items() if one in of and row[one])
        if set(row[table.older].split(";")) == set(kept[table.older].split(";")):
            row[table.older] = kept[table.older]
    return row


def _filling(group: Group, kept: Row, gone: Row, table: Table) -> Group:
    """The columns of a group that the kept row takes from the other one, unasked."""
    lead = _lead(group, table)
    if not any(kept[name] for name in lead):
        return group if any(gone[name] for name in lead) else ()
    text = table.fields[group[0]].text_of
    if text is None or lead != group:
        return ()
    original = f"{text}_{ORIGINAL}"
    # a translation belongs to its original; a name is a name whatever it is in another language
    if text in _NAMES or kept.get(original) == gone.get(original):
        return tuple(name for name in group if gone[name] and not kept[name])
    return ()


def _lead(group: Group, table: Table) -> Group:
    """The columns that say whether anything is said: of a text in every language, else one."""
    text = table.fields[group[0]].text_of
    same = (name for name in group if text and table.fields[name].text_of == text)
    return tuple(dict.fromkeys((group[0], *same)))


def _differ(group: Group, kept: Row, gone: Row, table: Table) -> bool:
    """Whether both rows say something, and not the same."""
    lead = _lead(group, table)
    if not all(any(row[name] for name in lead) for row in (kept, gone)):
        return False
    return any(kept[name] and gone[name] and kept[name] != gone[name] for name in group)


def _aliases(table: Table, row: Row, kept: Row, gone: Row) -> str:
    """Every name of both, but for those that the row is called by."""
    columns = [name for thing in _NAMES for name in _columns(table, thing)]
    own = {_plain(row[name]) for name in columns}
    names = [of[name].replace(";", ",") for of in (kept, gone) for name in columns]
    every = [*kept[ALIASES].split(";"), *names, *gone[ALIASES].split(";")]
    before = kept[ALIASES].split(";")
    seen: dict[str, str] = {}
    for one in every:
        if one in before or _plain(one) not in own:
            seen.setdefault(_plain(one), one.strip())
    return _joined(seen.values())


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _joined(parts: Collection[str]) -> str:
    return ";".join(dict.fromkeys(filter(None, parts)))


def _changed(before: Row, after: Row) -> Row:
    return {name: text for name, text in after.items() if before[name] != text}


def alike(table: str, rows: Rows) -> list[tuple[str, str]]:
    """Rows that share a name or an alias, apart from case and accents; the earlier row first."""
    columns = [name for thing in (*_NAMES, "title") for name in _columns(TABLES[table], thing)]
    first: dict[str, str] = {}
    pairs: dict[tuple[str, str], None] = {}
    for key, row in rows.items():
        names = [*(row[name] for name in columns), *row.get(ALIASES, "").split(";")]
        for name in filter(None, map(fold, map(_plain, names))):
            other = first.setdefault(name, key)
            if other != key:
                pairs[other, key] = None
    return list(pairs)
