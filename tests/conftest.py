"""The shipped record, edited copies of it, and small records made by hand."""

import csv
import gc
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import settings

from components.inside import packages
from data.accounts import passwords
from data.language import Language
from data.record.loading import CURATED, Record, load
from data.schema import TABLES, Field, codelist
from data.views.lens import Lens
from tests import groups

# Which tests are given to one worker, and which begin first.
pytest_collection_modifyitems = groups.pytest_collection_modifyitems
pytest_xdist_make_scheduler = groups.pytest_xdist_make_scheduler

# The same examples on every machine, so that a run never fails by luck or by a slow disk.
settings.register_profile("here", deadline=None, derandomize=True, database=None, max_examples=40)
settings.load_profile("here")


# Modules and tests stay until the end: nothing of them is looked for as garbage. See below.
gc.disable()


def pytest_collection_finish() -> None:
    """Garbage is looked for again, among what the tests themselves make.

    Streamlit looks through every object of the process after each run of a page, which took
    half a second as long as the tests, pandas and SQLAlchemy were among them. It is looked for as
    often as in ``app.py``, and not after every 700 objects.
    """
    gc.freeze()
    gc.set_threshold(50_000, 5, 4)
    gc.enable()


_MAIN = sys.modules["__main__"]


@pytest.fixture(autouse=True)
def _main_module_as_it_was() -> Iterator[None]:
    """Streamlit runs a page as ``__main__``, which processes started later would run again.

    The first one is kept, as a fixture for several tests may have run a page before this one.
    """
    yield
    sys.modules["__main__"] = _MAIN


@pytest.fixture(autouse=True)
def _nobody_was_at_the_desk() -> Iterator[None]:
    """No files of the test before are offered again."""
    yield
    if keeping := sys.modules.get("components.page.keeping"):
        keeping.SHELF.clear()


@pytest.fixture(scope="session", autouse=True)
def _passwords_hashed_at_once() -> None:
    """Passwords cost the tests of this process next to nothing; servers and shells pay in full.

    What a hash of the program itself costs is held by ``tests/data/accounts/test_accounts.py``.
    """
    passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._NOBODY = passwords._no_ones_hash(passwords._HASHER)


@pytest.fixture(scope="session", autouse=True)
def _packages_not_searched() -> None:
    """Pages of this process find no components of packages, as on a server: see there."""
    packages.set_up()


@pytest.fixture(scope="session")
def record() -> Record:
    """The record as shipped."""
    return load()


@pytest.fixture(scope="session")
def lens(record: Record) -> Callable[..., Lens]:
    """The shipped record as a reader of one language sees it on a day: ``lens("fr")``."""
    return lambda code, day=TODAY: Lens(record, Language(code), day)


@pytest.fixture(scope="session")
def shipped() -> Callable[[str], list[dict[str, str]]]:
    """Rows of a shipped file as the csv module alone reads them: ``shipped("visits")``."""

    def rows(table: str) -> list[dict[str, str]]:
        with (CURATED / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    return rows


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


@pytest.fixture(scope="session")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
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
        folder = tmp_path_factory.mktemp("edited")
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


@pytest.fixture(scope="session")
def broken(edited: Callable[..., Path]) -> Record:
    """The shipped record with the files of visits, people and discrepancies spoilt."""
    folder = edited()
    for table in ("visits", "people", "discrepancies"):
        (folder / f"{table}.csv").write_bytes(b"\xff")
    return load(folder)


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
# The day on which the shipped record is read, whenever the tests run.
TODAY = date(2026, 11, 26)
_FILLED = {
    "partner_country": "FR",
    "amount": "1",
    "currency": "EUR",
    "charted": "true",
    "language": "vi",
    "url": "https://example.org",
}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Lens]:
    """Makes a record of a few rows: ``made("fr", meetings=[{"date": "2024"}])``.

    A cell that a test does not care about is empty, or something valid where it must be filled;
    a row it must point to is the first one of that table. Equal rows share one record.
    """
    kept: dict[str, Record] = {}

    def make(
        language: str = "vi", day: date = TODAY, **tables: Sequence[Mapping[str, str]]
    ) -> Lens:
        if (key := repr(tables)) not in kept:
            kept[key] = _written(tmp_path_factory.mktemp("made"), tables)
        return Lens(kept[key], Language(language), day)

    return make


def _written(folder: Path, tables: Mapping[str, Sequence[Mapping[str, str]]]) -> Record:
    rows = {name: [dict(row) for row in tables.get(name, ())] for name in TABLES}
    for name, table in TABLES.items():
        for number, row in enumerate(rows[name], start=1):
            row.setdefault(table.key, f"{name.replace('_', '-')}-{number}")
    for name in _POINTING_FIRST:
        fields = TABLES[name].fields
        for row in rows[name]:
            for field in fields.values():
                if field.required and field.name not in row:
                    row[field.name] = _some(field, rows)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, list(fields), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows[name])
    record = load(folder)
    assert not any(record.faults.values()), record.faults
    return record


def _some(field: Field, rows: Mapping[str, list[dict[str, str]]]) -> str:
    if field.references:
        key = TABLES[field.references].key
        if not rows[field.references]:
            rows[field.references].append({key: "any"})
        return rows[field.references][0][key]
    if field.codelist and field.name not in _FILLED:
        return next(iter(codelist(field.codelist)))
    return _FILLED.get(field.name, field.name)
