"""The curated files as the csv module alone reads them."""

import csv

from data.record.loading import CURATED
from data.schema import TABLES

COUNTS = {
    "visits": 41,
    "meetings": 61,
    "outcomes": 77,
    "projects": 36,
    "project_amounts": 70,
    "project_progress": 49,
    "organisations": 86,
    "people": 65,
    "places": 48,
    "sources": 139,
    "discrepancies": 40,
    "papers": 0,
}


def rows_of(table: str) -> list[dict[str, str]]:
    with (CURATED / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


ROWS = {table: rows_of(table) for table in COUNTS}
KEYED = {table: {row[TABLES[table].key]: row for row in rows} for table, rows in ROWS.items()}


def several(cell: str) -> list[str]:
    return cell.split(";") if cell else []
