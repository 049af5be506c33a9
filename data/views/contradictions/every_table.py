"""What may be wrong in any table: dates to come, and sources older than what they prove."""

from collections.abc import Iterator, Mapping
from datetime import date

from data.schema import TABLES
from data.views.contradictions.cells import (
    Cell,
    Contradiction,
    Row,
    Tables,
    certain,
    ids,
    is_after,
    is_before,
)


def future(tables: Tables, day: date) -> Iterator[Contradiction]:
    """Dates after the day in columns that say what has happened, such as that of a status."""
    for table, rows in tables.items():
        columns = [one.name for one in TABLES[table].fields.values() if one.not_in_future]
        for key, row in rows.items():
            for column in columns:
                if is_after(row[column], day):
                    yield Contradiction("future", (Cell(table, key, column, f"≤ {day}"),))


# Columns that say on which day something was so; what is planned is told before it.
_PROVED = {
    "visits": ("start_date",),
    "meetings": ("date",),
    "outcomes": ("status_date",),
    "projects": ("approval_date", "signing_date", "actual_start", "actual_end", "status_date"),
    "project_amounts": ("date",),
    "project_progress": ("date",),
    "people": ("role_date",),
}


def old_source(tables: Tables, _day: date) -> Iterator[Contradiction]:
    """Rows dated after the day on which the last of their sources was published.

    What became of an outcome is also proved by the sources of the meetings that followed it up.
    """
    published = {
        key: (days.last, key)
        for key, row in tables.get("sources", {}).items()
        if (days := certain(row["published"])) and days.last
    }
    for table, columns in _PROVED.items():
        for key, row in tables.get(table, {}).items():
            dated = [column for column in columns if row[column]]
            newest = _newest(tables, published, row) if dated else None
            if newest is None or _is_ahead(tables, table, row):
                continue
            written = tables["sources"][newest]["published"]
            for column in dated:
                if is_before(written, row[column]):
                    yield Contradiction(
                        "old-source",
                        (
                            Cell(table, key, column, f"≤ {written}"),
                            Cell("sources", newest, "published", f"≥ {row[column]}"),
                        ),
                    )


def _newest(tables: Tables, published: Mapping[str, tuple[date, str]], row: Row) -> str | None:
    """The source of a row published last; None where one of them has no sure date."""
    sources = ids(row["source_ids"])
    for meeting in ids(row.get("follow_up_meeting_ids")):
        if found := tables.get("meetings", {}).get(meeting):
            sources += ids(found["source_ids"])
    if not sources or any(source not in published for source in sources):
        return None
    return max(published[source] for source in sources)[1]


def _is_ahead(tables: Tables, table: str, row: Row) -> bool:
    """Whether a row tells of what is to come: a visit not held, its meetings, a forecast."""
    visit = row if table == "visits" else None
    if table == "meetings":
        visit = tables.get("visits", {}).get(row["visit_id"] or "")
    return bool(visit and visit["status"] != "held") or row.get("qualifier") == "forecast"
