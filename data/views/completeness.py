"""What the record lacks: cells, news, positions, second sources, translations of today."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from data.schema import LANGUAGES, TABLES
from data.values.dates import parse
from data.views.lens import Lens, Row, kept
from data.views.states import OPEN_KINDS, project_state

# Optional columns whose emptiness a reader would miss, table by table.
MATTERS: Mapping[str, tuple[str, ...]] = {
    "visits": ("start_date", "end_date", "head_person_id", "delegation_org_id", "place_ids"),
    "meetings": (
        "date",
        "place_id",
        "vietnamese_person_ids",
        "foreign_person_ids",
        "vietnamese_org_ids",
        "foreign_org_ids",
    ),
    "outcomes": ("to_org_ids", "due_date", "status", "status_date"),
    "projects": (
        "funder_org_ids",
        "implementing_org_ids",
        "place_ids",
        "sector_code",
        "finance",
        "planned_start",
        "planned_end",
        "status_code",
        "status_date",
    ),
    "project_amounts": ("date", "funder_org_id"),
    "project_progress": ("date",),
    "organisations": ("country", "home_place_id", "website"),
    "people": ("role_date", "org_id"),
    "places": ("latitude", "radius_km", "timezone"),
    "sources": ("published",),
}


class Share(NamedTuple):
    """How many of some rows have something."""

    having: int
    counted: int


def whole(shares: Iterable[Share]) -> Share:
    """Several shares of different rows as one."""
    listed = list(shares)
    return Share(sum(one.having for one in listed), sum(one.counted for one in listed))


class Filled(NamedTuple):
    """How many rows of a table have a cell in a column."""

    table: str
    column: str
    share: Share


class Empty(NamedTuple):
    """A cell that a reader would miss."""

    table: str
    key: str
    column: str


class LastWord(NamedTuple):
    """A project, the date of the last word on it (None without any), and its state."""

    project: str
    word: str | None
    state: str


class Untold(NamedTuple):
    """Text of a row and a language, into which it has no translation or an older one."""

    table: str
    key: str
    text: str
    language: str


@kept(4)
def filled(lens: Lens) -> list[Filled]:
    """Share of filled cells of each column that matters, in the order of the tables."""
    return [
        Filled(table, column, Share(sum(_has(row[column]) for row in rows), len(rows)))
        for table, column, rows in _expected(lens)
    ]


def empty(lens: Lens) -> list[Empty]:
    """Each empty cell of these columns, in the same order."""
    return [
        Empty(table, row[TABLES[table].key], column)
        for table, column, rows in _expected(lens)
        for row in rows
        if not _has(row[column])
    ]


def _expected(lens: Lens) -> Iterator[tuple[str, str, list[Row]]]:
    """Columns that matter, each with the rows that need a cell in it; those without rows not."""
    for table, columns in MATTERS.items():
        for column in columns:
            rows = [row for row in _rows(lens, table) if _is_expected(table, column, row)]
            if rows:
                yield table, column, rows


def _is_expected(table: str, column: str, row: Row) -> bool:
    """Whether a row needs a cell in a column: thanks have no state, the past no plan."""
    if table == "outcomes" and column in ("status", "status_date"):
        return row["kind"] in OPEN_KINDS
    if column == "due_date":
        return row["kind"] in ("commitment", "agreement")
    if table == "projects":
        is_told = column.startswith("planned_") and row[column.replace("planned", "actual")]
        return row["record_kind"] != "aggregate" and not is_told
    return not (table == "places" and row["kind"] == "online")


def _has(cell: object) -> bool:
    """Whether a cell is filled; pandas writes a missing number as one that differs from itself."""
    return cell not in (None, "", ()) and cell == cell  # noqa: PLR0124 - only NaN is not itself


@kept(4)
def last_words(lens: Lens) -> list[LastWord]:
    """Each project with the last word on it, those longest unheard of first."""
    states = {row["project_id"]: project_state(lens, row) for row in _rows(lens, "projects")}
    words = [LastWord(key, one.word, one.code) for key, one in states.items() if one.code]
    return sorted(words, key=lambda one: _first_day(one.word))


def _first_day(written: str | None) -> date:
    return (parse(written).first if written else None) or date.min


@kept(4)
def unplaced(lens: Lens) -> list[str]:
    """Ids of places of which nobody knows where they are, or how exactly."""
    return [
        row["place_id"]
        for row in _rows(lens, "places")
        if row["kind"] != "online"
        and (row["precision"] in (None, "not_located") or not _has(row["latitude"]))
    ]


@kept(4)
def single_source(lens: Lens) -> dict[str, list[str]]:
    """Ids of the rows that rest on one source, by table; tables with sources and rows only."""
    return {
        table: [row[TABLES[table].key] for row in _rows(lens, table) if len(row["source_ids"]) == 1]
        for table in TABLES
        if "source_ids" in TABLES[table].fields and _rows(lens, table)
    }


@kept(4)
def untranslated(lens: Lens) -> list[Untold]:
    """Texts that are there in some language and lack another one."""
    return [
        Untold(table, key, text, language)
        for table, key, text, row in _texts(lens)
        for language in LANGUAGES
        if not row[f"{text}_{language}"]
    ]


@kept(4)
def outdated(lens: Lens) -> list[Untold]:
    """Translations that are older than their Vietnamese text."""
    return [
        Untold(table, row[described.key], str(field.text_of), str(field.language))
        for table, described in TABLES.items()
        for row in _rows(lens, table)
        for column in row[described.older or ""] or ()
        if (field := described.fields.get(column)) and row[column]
    ]


@kept(4)
def translated(lens: Lens) -> dict[tuple[str, str], Share]:
    """How many of the texts of a table there are in each language, by table and language."""
    counts: dict[tuple[str, str], Share] = {}
    for table, _key, text, row in _texts(lens):
        for language in LANGUAGES:
            having, counted = counts.get((table, language), (0, 0))
            is_there = bool(row[f"{text}_{language}"])
            counts[table, language] = Share(having + is_there, counted + 1)
    return counts


def _texts(lens: Lens) -> Iterator[tuple[str, str, str, Row]]:
    """Table, id, name and row of each text that is there in some language."""
    for table, described in TABLES.items():
        for row in _rows(lens, table):
            for text in described.texts:
                if any(row[f"{text}_{language}"] for language in LANGUAGES):
                    yield table, row[described.key], text, row


def _rows(lens: Lens, table: str) -> list[Row]:
    """The rows of a table; none of a broken one."""
    return list(lens.record.by_key(table).values())
