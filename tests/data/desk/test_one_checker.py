"""Curated files and uploads are held to the same rules: a mistake is told the same in both."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.desk.checked import Tier
from data.desk.checking import check
from data.intake.layout import Draft
from data.record.canonical import canonical
from data.record.loading import CURATED, _reference_faults, record_of
from data.record.reading import read_bytes
from data.record.rows import tables_of
from data.schema import TABLES

TODAY = date(2026, 11, 26)
CONTENTS = {name: (CURATED / f"{name}.csv").read_bytes() for name in TABLES}
SHIPPED = tables_of(CONTENTS)
READINGS = record_of(CONTENTS).readings
TEXTS = ("", "nowhere", "2019", "2031-05", "soon", "91.5", "21.4", "afd;nowhere", "France")


def as_upload(table: str, rows: list[dict[str, str]]) -> Draft:
    """The rows as the intake hands them on when every cell is in our writing."""
    columns = list(TABLES[table].fields)
    cells = {name: [row[name] for row in rows] for name in columns}
    places = {name: place for place, name in enumerate(columns)}
    numbers = list(range(2, len(rows) + 2))
    return Draft(table, f"{table}.csv", "", 1, cells, numbers, cells, places, (), (), ())


def faults_of_upload(
    table: str, rows: list[dict[str, str]]
) -> set[tuple[str, int | None, str | None]]:
    checked = check([as_upload(table, rows)], {**SHIPPED, table: {}}, TODAY)
    faults = [one.fault for one in checked.findings if one.tier != Tier.WARNED]
    return {(fault.kind, fault.row, fault.column) for fault in faults}


def faults_of_file(
    table: str, rows: list[dict[str, str]]
) -> set[tuple[str, int | None, str | None]]:
    content = canonical(TABLES[table], rows)
    reading = read_bytes(TABLES[table], f"{table}.csv", content)
    faults = (*reading.faults, *_reference_faults(reading, {**READINGS, table: reading}))
    return {(fault.kind, fault.row, fault.column) for fault in faults}


@st.composite
def mistakes(draw, table: str) -> list[dict[str, str]]:
    """Rows of a shipped table with some cells changed: to nonsense, or to those of another row."""
    rows = [dict(row) for row in list(SHIPPED[table].values())[:30]]
    places = st.integers(0, len(rows) - 1)
    for _ in range(draw(st.integers(1, 6))):
        place, column = draw(places), draw(st.sampled_from(list(TABLES[table].fields)))
        other = rows[draw(places)][column]
        rows[place][column] = draw(st.sampled_from([*TEXTS, other, other]))
    return rows


@pytest.mark.parametrize("table", [name for name, one in TABLES.items() if not one.is_optional])
@settings(max_examples=15)
@given(data=st.data())
def test_a_file_and_an_upload_with_the_same_mistakes_have_the_same_faults(table, data):
    rows = data.draw(mistakes(table))
    # an upload refuses a row and then misses its id, a file is only told what is wrong with it
    own = {field.name for field in TABLES[table].referring if field.references == table}

    def shared(faults):
        return {one for one in faults if not (one[0] == "reference" and one[2] in own)}

    assert shared(faults_of_upload(table, rows)) == shared(faults_of_file(table, rows))


@pytest.mark.parametrize(
    ("table", "cells", "expected"),
    [
        ("places", {"longitude": ""}, ("half-coordinate", "longitude")),
        ("places", {"latitude": ""}, ("half-coordinate", "latitude")),
        ("visits", {"start_date": "2024", "end_date": "2023"}, ("order", "end_date")),
        ("projects", {"actual_start": "2024", "actual_end": "2023"}, ("order", "actual_end")),
        ("people", {"org_id": "nobody"}, ("reference", "org_id")),
        ("discrepancies", {"subject_ids": "nobody"}, ("reference", "subject_ids")),
        ("meetings", {"title_vi": ""}, ("required", "title_vi")),
        ("sources", {"url": "here"}, ("url", "url")),
    ],
)
def test_each_rule_is_told_by_both(table, cells, expected):
    rows = [dict(row) for row in SHIPPED[table].values()]
    place = next(place for place, row in enumerate(rows) if all(row[name] for name in cells))
    rows[place] |= cells
    fault = (expected[0], place + 2, expected[1])

    assert fault in faults_of_upload(table, rows)
    assert fault in faults_of_file(table, rows)


@pytest.mark.parametrize("table", [name for name, one in TABLES.items() if not one.is_optional])
def test_an_id_twice_is_told_by_both_even_below_a_row_that_is_refused(table):
    first, second, *rest = (dict(row) for row in SHIPPED[table].values())
    second[TABLES[table].key] = first[TABLES[table].key]
    first[TABLES[table].required[-1]] = ""

    duplicate = ("duplicate", 3, TABLES[table].key)

    assert duplicate in faults_of_upload(table, [first, second, *rest])
    assert duplicate in faults_of_file(table, [first, second, *rest])


def test_every_fault_of_a_refused_row_is_told_at_once():
    rows = [dict(row) for row in SHIPPED["people"].values()]
    rows[0] |= {"name": "", "org_id": "nobody", "source_ids": "nothing"}

    assert faults_of_upload("people", rows) >= {
        ("required", 2, "name"),
        ("reference", 2, "org_id"),
        ("reference", 2, "source_ids"),
    }


def test_half_a_position_leaves_the_published_one_whole():
    (key, row), *_ = ((key, row) for key, row in SHIPPED["places"].items() if row["latitude"])
    given = {**row, "latitude": "21.4", "longitude": ""}

    checked = check([as_upload("places", [given])], SHIPPED, TODAY)

    assert [one.fault.column for one in checked.dropped] == ["longitude"]
    kept = checked.rows["places"][key]
    assert (kept["latitude"], kept["longitude"]) == (row["latitude"], row["longitude"])


def test_half_a_position_of_a_new_row_is_left_out():
    (row, *_) = (row for row in SHIPPED["places"].values() if row["latitude"])
    given = {**row, "place_id": "new", "longitude": ""}

    checked = check([as_upload("places", [given])], SHIPPED, TODAY)

    kept = checked.rows["places"]["new"]
    assert (kept["latitude"], kept["longitude"]) == ("", "")


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_the_columns_that_a_rule_names_are_columns_of_its_table(table):
    named = {column for period in table.periods for column in period}
    if table.position:
        named |= {table.position.latitude, table.position.longitude, table.position.country}
    named |= {f.language_in for f in table.fields.values() if f.language_in}
    named |= {f.references_in for f in table.fields.values() if f.references_in}

    assert named <= set(table.fields)
    assert table.name_text in {*table.fields, *table.texts}
    assert table.unique == (table.key,)
