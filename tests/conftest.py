"""The shipped record, edited copies of it, and small records made by hand."""

import csv
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from data.language import Language
from data.lens import Lens
from data.record import CURATED, Record, load
from data.schema import TABLES, Field, codelist

# The same examples on every machine, so that a run never fails by luck or by a slow disk.
settings.register_profile("here", deadline=None, derandomize=True, database=None, max_examples=40)
settings.load_profile("here")


@pytest.fixture(scope="session")
def record() -> Record:
    """The record as shipped."""
    return load()


@pytest.fixture(scope="session")
def lens(record: Record) -> Callable[[str], Lens]:
    """The shipped record as a reader of one language sees it: ``lens("fr")``."""
    return lambda code: Lens(record, Language(code))


_CELL = re.compile(r'("(?:[^"]|"")*"|[^,\r\n"]*)(,|\r?\n|$)')


def _split(text: str) -> list[list[str]]:
    """Cells of a CSV as they are written, quotes included; an entry per spreadsheet row."""
    rows: list[list[str]] = [[]]
    for cell, end in _CELL.findall(text):
        rows[-1].append(cell)
        if end != ",":
            rows.append([])
    return [row for row in rows if row][:-1]


def _quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"' if re.search(r'[",\r\n]', value) else value


@pytest.fixture
def edited(tmp_path: Path) -> Callable[..., Path]:
    """Copies the shipped files and changes one of them, leaving every other byte as it was.

    ``cells`` maps (spreadsheet row, column) to a text, ``renamed`` maps column names, ``dropped``
    is a column, ``added`` is rows by column (other cells empty), ``rewrite`` maps the whole text.
    """

    def edit(
        table: str = "visits",
        *,
        cells: Mapping[tuple[int, str], str] | None = None,
        renamed: Mapping[str, str] | None = None,
        dropped: str | None = None,
        added: Sequence[Mapping[str, str]] = (),
        rewrite: Callable[[str], str] = str,
    ) -> Path:
        folder = tmp_path / "curated"
        shutil.copytree(CURATED, folder, dirs_exist_ok=True)
        path = folder / f"{table}.csv"
        rows = _split(path.read_bytes().decode())
        header = list(rows[0])
        for (number, column), value in (cells or {}).items():
            rows[number - 1][header.index(column)] = _quoted(value)
        rows += [[_quoted(row.get(column, "")) for column in header] for row in added]
        rows[0] = [(renamed or {}).get(column, column) for column in header]
        if dropped:
            for row in rows:
                del row[header.index(dropped)]
        text = "".join(",".join(row) + "\n" for row in rows)
        path.write_bytes(rewrite(text).encode())
        return folder

    return edit


# Each table after those that point to it, so that what it lacks can still be added below it.
_POINTING_FIRST = (
    "discrepancies",
    "outcomes",
    "meetings",
    "visits",
    "project_amounts",
    "project_progress",
    "projects",
    "people",
    "organisations",
    "places",
    "sources",
)
_FILLED = {
    "partner_country": "FR",
    "amount": "1",
    "currency": "EUR",
    "charted": "true",
    "language": "vi",
    "url": "https://example.org",
}


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Lens]:
    """Makes a record of a few rows: ``made(meetings=[{"date": "2024"}], language="fr")``.

    A cell that a test does not care about is empty, or something valid where it must be filled;
    a row it must point to is the first one of that table.
    """

    def make(language: str = "vi", **tables: Sequence[Mapping[str, Any]]) -> Lens:
        folder = tmp_path / "made"
        folder.mkdir(exist_ok=True)
        rows = {name: [dict(row) for row in tables.get(name, ())] for name in TABLES}
        for name in _POINTING_FIRST:
            for number, row in enumerate(rows[name], start=1):
                row.setdefault(TABLES[name].key, f"{name.replace('_', '-')}-{number}")
        for name in _POINTING_FIRST:
            for row in rows[name]:
                for field in TABLES[name].fields.values():
                    if field.required and field.name not in row:
                        row[field.name] = _some(field, rows)
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as lines:
                writer = csv.DictWriter(lines, list(TABLES[name].fields), lineterminator="\n")
                writer.writeheader()
                writer.writerows(
                    {key: _cell(cell) for key, cell in row.items()} for row in rows[name]
                )
        record = load(folder)
        assert not any(record.faults.values()), record.faults
        return Lens(record, Language(language))

    return make


def _some(field: Field, rows: Mapping[str, list[dict[str, Any]]]) -> str:
    if field.references:
        key = TABLES[field.references].key
        if not rows[field.references]:
            rows[field.references].append({key: "any"})
        return str(rows[field.references][0][key])
    if field.codelist and field.name not in _FILLED:
        return next(iter(codelist(field.codelist)))
    return _FILLED.get(field.name, field.name)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ";".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
