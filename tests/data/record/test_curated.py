"""The curated files keep the rules of every table: keys, references, codes, dates, texts."""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from data.record.loading import CURATED
from data.schema import TABLES, Field, codelist
from data.values.dates import parse
from tests.data.record.curated import COUNTS, KEYED, ROWS, several


def cells(table: str, name: str) -> Iterator[tuple[str, str]]:
    """(key of the row, one value) for every value in a column, lists taken apart."""
    field = TABLES[table].fields[name]
    for key, row in KEYED[table].items():
        for value in several(row[name]) if field.is_list else filter(None, [row[name]]):
            yield key, value


def columns(wanted: Callable[[Field], Any]) -> list[Any]:
    """Columns of every table whose field is wanted, as parameters."""
    return [
        pytest.param(table.name, name, id=f"{table.name}.{name}")
        for table in TABLES.values()
        for name, field in table.fields.items()
        if wanted(field)
    ]


every_table = pytest.mark.parametrize("table", COUNTS)


def test_the_record_has_no_fault(record):
    assert not any(record.faults.values())


@every_table
def test_every_fact_gathered_has_its_row(table):
    assert len(ROWS[table]) == COUNTS[table]


@every_table
def test_columns_are_those_of_the_schema_in_its_order(table):
    with (CURATED / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        assert next(csv.reader(lines)) == list(TABLES[table].fields)


@every_table
def test_no_two_rows_share_a_key(table):
    assert len(KEYED[table]) == len(ROWS[table])


@every_table
def test_keys_are_small_letters_digits_and_hyphens(table):
    assert [key for key in KEYED[table] if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", key)] == []


@pytest.mark.parametrize("table", sorted(set(COUNTS) - {"sources", "discrepancies"}))
def test_every_row_cites_a_source_that_exists(table):
    uncited = [
        key
        for key, row in KEYED[table].items()
        if not row["source_ids"] or not set(several(row["source_ids"])) <= set(KEYED["sources"])
    ]

    assert uncited == []


def test_every_discrepancy_cites_the_sources_that_disagree():
    sources = set(KEYED["sources"])

    for key, row in KEYED["discrepancies"].items():
        cited = {row["source_a_id"], *filter(None, [row["source_b_id"]])}
        cited.update(several(row["other_source_ids"]))
        assert row["source_a_id"], key
        assert cited <= sources, key


def test_every_discrepancy_is_about_rows_and_a_column_that_exist():
    for key, row in KEYED["discrepancies"].items():
        table = row["subject_table"]
        assert set(several(row["subject_ids"])) <= set(KEYED[table]), key
        assert row["subject_field"] in {"", *TABLES[table].fields}, key


@pytest.mark.parametrize(("table", "column"), columns(lambda field: field.references))
def test_every_reference_names_a_row(table, column):
    target = TABLES[table].fields[column].references or ""

    assert [one for one in cells(table, column) if one[1] not in KEYED[target]] == []


@pytest.mark.parametrize(
    ("table", "column"), columns(lambda field: field.codelist and field.codelist != "country")
)
def test_every_code_is_in_its_list(table, column):
    known = codelist(TABLES[table].fields[column].codelist)

    assert [one for one in cells(table, column) if one[1] not in known] == []


@pytest.mark.parametrize(("table", "column"), columns(lambda field: field.is_edtf))
def test_every_date_can_be_read(table, column):
    for _, written in cells(table, column):
        parse(written)


@pytest.mark.parametrize(("table", "column"), columns(lambda field: field.is_edtf))
def test_no_date_is_before_cooperation_or_after_the_plans_of_today(table, column):
    for key, written in cells(table, column):
        span = parse(written)
        assert span.first is None or 1990 <= span.first.year <= 2035, key


@pytest.mark.parametrize("table", sorted(set(COUNTS) - {"sources"}))
def test_vietnamese_is_filled_wherever_another_language_is(table):
    gaps = [
        (key, text)
        for key, row in KEYED[table].items()
        for text in TABLES[table].texts
        if not row[f"{text}_vi"] and (row[f"{text}_en"] or row[f"{text}_fr"])
    ]

    assert gaps == []


@pytest.mark.parametrize("language", ["en", "fr"])
@every_table
def test_every_vietnamese_text_is_translated(table, language):
    gaps = [
        (key, text)
        for key, row in KEYED[table].items()
        for text in TABLES[table].texts
        if row[f"{text}_vi"] and not row[f"{text}_{language}"]
    ]

    assert gaps == []


@every_table
def test_texts_are_composed_letters(table):
    text = (CURATED / f"{table}.csv").read_text(encoding="utf-8")

    assert unicodedata.is_normalized("NFC", text)


@every_table
def test_no_cell_begins_or_ends_with_space(table):
    assert [cell for row in ROWS[table] for cell in row.values() if cell != cell.strip()] == []


@every_table
def test_no_private_contacts_are_kept(table):
    private = re.compile(
        r"[\w.+-]+@[\w-]+\.\w+"  # e-mail
        r"|\+\d{1,3}[ .-]?(?:\(0\))?(?:[ .-]?\d){8,}"  # international telephone
        r"|\b0\d{2,3}[ .-]\d{3,4}[ .-]\d{3,4}\b"  # Vietnamese telephone
        r"|\b0\d(?:[ .-]\d{2}){4}\b"  # French telephone
        r"|\b[A-Z]\d{7,8}\b"  # Vietnamese passport
        r"|\b\d{2}[A-Z]{2}\d{5}\b"  # French passport
    )

    strange = [
        (name, cell)
        for row in ROWS[table]
        for name, cell in row.items()
        if name not in ("url", "website") and private.search(cell)
    ]

    assert strange == []
