"""Records that are sound and hard to show: long names, forty statements of money, no row."""

import csv
from collections.abc import Callable
from functools import partial
from pathlib import Path

from data.record.canonical import canonical
from data.schema import TABLES

Row = dict[str, str]
PROJECT = "namrom-multihazard"
PARTNER = "never-met"
LETTERS = 200
_WORD = "Khôngcókhoảngtrắng"
_WORDS = "Dự án cấp nước, vệ sinh môi trường và thích ứng với biến đổi khí hậu "
NAMED = {
    "visits": ("title_vi",),
    "meetings": ("title_vi",),
    "projects": ("name_vi", "short_name_vi"),
    "organisations": ("name_vi", "short_name_vi"),
    "people": ("name", "role_vi"),
    "places": ("name_vi",),
    "sources": ("title", "publisher_vi"),
    "discrepancies": ("what_vi",),
}


def statements(count: int = 40) -> list[Row]:
    """So many statements of money of one project, in one currency, of long kinds and dates."""
    kinds = ("counterpart", "contract", "completed_value", "compensation_approved")
    return [
        {
            "amount_id": f"many-{number}",
            "project_id": PROJECT,
            "kind": kinds[number % len(kinds)],
            "amount": str(123_456_700_000 + number * 1_000_000),
            "currency": "VND",
            "qualifier": "rounded",
            "label_vi": f"Lần báo cáo thứ {number + 1}",
            "date": "2024-08-15/2024-12-31",
            "scope": "project",
            "charted": "true",
            "source_ids": "afd-press-2021-11",
            "confidence": "stated",
        }
        for number in range(count)
    ]


def state_often(curated: Path) -> None:
    """Give a project forty statements of money more."""
    _rewrite(curated, "project_amounts", lambda rows: rows.extend(map(_whole, statements())))


def _whole(row: Row) -> Row:
    return {**dict.fromkeys(TABLES["project_amounts"].fields, ""), **row}


def add_partner(curated: Path) -> None:
    """Add an organisation that met nobody, has no project and whose people nobody names."""
    partner = {
        "org_id": PARTNER,
        "name_vi": "Hội Bạn bè Điện Biên",
        "short_name_vi": "Hội Bạn bè",
        "type_code": "22",
        "country": "BE",
        "source_ids": "afd-press-2021-11",
    }
    whole = {**dict.fromkeys(TABLES["organisations"].fields, ""), **partner}
    _rewrite(curated, "organisations", lambda rows: rows.append(whole))


def name_long(curated: Path, every: int = 1) -> None:
    """Give every so many rows names of 200 letters, every second one without a space."""
    for table, columns in NAMED.items():
        _rewrite(curated, table, partial(_long, columns, every))


def _long(columns: tuple[str, ...], every: int, rows: list[Row]) -> None:
    for number, row in enumerate(rows[::every]):
        for column in columns:
            many = (_WORD if number % 2 else _WORDS) * LETTERS
            row[column] = f"{number} {many}"[:LETTERS].strip()
        for column in row:
            if column[:-3] in {one.removesuffix("_vi") for one in columns}:
                row[column] = row[column] if column.endswith("_vi") else ""
        row["older_translations"] = ""


def empty(curated: Path) -> None:
    """Leave each table its headings alone."""
    for table in TABLES:
        _rewrite(curated, table, lambda rows: rows.clear())


def _rewrite(curated: Path, table: str, change: Callable[[list[Row]], object]) -> None:
    path = curated / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    change(rows)
    path.write_bytes(canonical(TABLES[table], rows))


def multiply(curated: Path, count: int = 3500) -> None:
    """Copy the projects until there are so many, each with an id of its own."""
    _rewrite(curated, "projects", partial(_copied, count))


def _copied(count: int, rows: list[Row]) -> None:
    for number in range(count - len(rows)):
        row = rows[number]
        rows.append({**row, "project_id": f"{row['project_id'].partition('-no-')[0]}-no-{number}"})
