"""Every mistake of a file is told with where it is, what was found and what was expected."""

import ast
import inspect
import textwrap

import pytest

from data.faults import Fault
from data.record.loading import load
from data.record.row_rules import rings
from data.schema import TABLES
from tests.data.record.mistakes import PROVOKED, read


@pytest.mark.parametrize(
    ("table", "edit", "fault"), PROVOKED, ids=[f"{fault[0]}-{fault[2]}" for _, _, fault in PROVOKED]
)
def test_one_wrong_cell_is_one_fault_told_with_where_found_and_expected(edited, table, edit, fault):
    kind, row, column, found, expected = fault

    faults = read(edited(table, **edit), table).faults

    assert faults == (Fault(kind, f"{table}.csv", row, column, found, expected),)


@pytest.mark.parametrize(
    ("table", "row", "column", "cell", "found", "expected"),
    [
        ("visits", 2, "head_person_id", "nobody", "nobody", "people.person_id"),
        ("meetings", 3, "foreign_org_ids", "afd;nowhere", "nowhere", "organisations.org_id"),
        ("discrepancies", 2, "subject_ids", "no-such", "no-such", "visits.visit_id"),
        ("project_amounts", 6, "restates_amount_id", "amt-0", "amt-0", "project_amounts.amount_id"),
    ],
)
def test_an_id_that_names_no_row_is_told_with_the_table_and_key_it_was_sought_in(
    edited, table, row, column, cell, found, expected
):
    record = load(edited(table, cells={(row, column): cell}))

    fault = Fault("reference", f"{table}.csv", row, column, found, expected)
    assert record.faults[table] == (fault,)


@pytest.mark.parametrize(
    ("column", "cells", "row", "circle"),
    [
        ("same_as", {2: "out-001"}, 2, "out-001 → out-001"),
        ("same_as", {3: "out-003", 4: "out-002"}, 3, "out-002 → out-003 → out-002"),
        ("answers_outcome_ids", {2: "out-009;out-003", 4: "out-001"}, 2, "out-001 → out-003"),
    ],
)
def test_rows_that_refer_to_each_other_in_a_circle_are_told(edited, column, cells, row, circle):
    folder = edited("outcomes", cells={(line, column): cell for line, cell in cells.items()})

    (fault,) = load(folder).faults["outcomes"]

    assert (fault.kind, fault.row, fault.column) == ("circle", row, column)
    assert set(circle.split(" → ")) == set((fault.found or "").split(" → "))


def test_a_missing_file_is_told(edited):
    folder = edited()
    (folder / "people.csv").unlink()

    assert read(folder, "people").faults == (Fault("no-file", "people.csv"),)


@pytest.mark.parametrize(
    "content",
    [
        "visit_id,title_vi\n1,Điện Biên\n".encode("utf-16"),
        "visit_id,title_vi\n1,Điện Biên\n".encode("cp1258", "replace"),
        b'visit_id,title_vi\n1,"never closed\n',
        b"PK\x03\x04\xff\xfe an Excel workbook",
    ],
    ids=["UTF-16", "Windows-1258", "open quote", "XLSX"],
)
def test_a_file_that_is_no_utf8_csv_is_told(tmp_path, content):
    (tmp_path / "visits.csv").write_bytes(content)

    assert read(tmp_path, "visits").faults == (Fault("unreadable", "visits.csv"),)


def test_an_empty_file_lacks_every_column_that_must_be_filled(tmp_path):
    (tmp_path / "people.csv").write_bytes(b"")

    faults = read(tmp_path, "people").faults

    assert [(fault.kind, fault.column) for fault in faults] == [
        ("no-column", name) for name in TABLES["people"].required
    ]


def test_every_kind_of_fault_is_provoked_here():
    source = ast.parse(textwrap.dedent(inspect.getsource(Fault.problem)))
    kinds = {
        key.value
        for node in ast.walk(source)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    }

    assert kinds == {fault[0] for _, _, fault in PROVOKED} | {
        "circle",
        "no-file",
        "no-paper",  # of a file that the store has not: tests/data/desk/papers/
        "other-paper",
        "reference",
        "refused-with",  # of a draft alone: tests/data/desk/editing/test_sketch_check.py
        "unreadable",
    }


def test_a_row_that_answers_what_it_repeats_is_told(edited):
    cells = {(2, "same_as"): "out-003", (4, "answers_outcome_ids"): "out-001"}

    (fault,) = load(edited("outcomes", cells=cells)).faults["outcomes"]

    told = ("circle", 4, "answers_outcome_ids", "out-003 → out-001 → out-003")
    assert (fault.kind, fault.row, fault.column, fault.found) == told


def test_a_long_row_of_repetitions_is_followed_to_its_end_only_once():
    count = 20_000
    cells = {str(n): {"same_as": str(n + 1), "answers_outcome_ids": ""} for n in range(count)}
    cells[str(count)] = {"same_as": "", "answers_outcome_ids": "0"}

    (ring,) = rings(TABLES["outcomes"], cells)

    assert (ring.columns[0], len(ring.keys)) == ("answers_outcome_ids", count + 1)


def test_every_fault_of_a_file_is_told_at_once(edited):
    cells = {(2, "start_date"): "soon", (2, "status"): "maybe", (7, "title_vi"): ""}

    faults = read(edited("visits", cells=cells), "visits").faults

    assert sorted((fault.row, fault.column) for fault in faults) == [
        (2, "start_date"),
        (2, "status"),
        (7, "title_vi"),
    ]


def test_one_mistake_made_in_two_rows_is_told_for_both(edited):
    cells = {(2, "start_date"): "soon", (9, "start_date"): "soon"}

    faults = read(edited("visits", cells=cells), "visits").faults

    assert [(fault.row, fault.found) for fault in faults] == [(2, "soon"), (9, "soon")]


def test_a_wrong_reference_is_told_beside_the_other_faults(edited):
    cells = {(2, "start_date"): "soon", (3, "head_person_id"): "nobody"}

    faults = load(edited("visits", cells=cells)).faults["visits"]

    assert {fault.kind for fault in faults} == {"date", "reference"}


def test_every_id_of_a_list_is_checked(edited):
    folder = edited("meetings", cells={(2, "source_ids"): "one-missing;other-missing"})

    faults = load(folder).faults["meetings"]

    assert [fault.found for fault in faults] == ["one-missing", "other-missing"]


def test_a_list_of_nothing_but_separators_is_empty(edited):
    reading = read(edited("visits", cells={(2, "source_ids"): " ; ;"}), "visits")

    assert [(fault.kind, fault.row, fault.column) for fault in reading.faults] == [
        ("required", 2, "source_ids")
    ]


def test_the_id_of_a_missing_row_is_reported_where_it_is_used(edited):
    folder = edited("people", cells={(2, "person_id"): "someone-else"})

    faults = load(folder).faults["visits"]

    assert [(fault.row, fault.column, fault.found, fault.expected) for fault in faults] == [
        (2, "head_person_id", "mua-a-son", "people.person_id")
    ]
