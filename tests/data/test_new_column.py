"""A column can come, be renamed and go, and its migration says so; the recipe is walked.

For a new column, ``data/datapackage.json`` alone is changed.
"""

import csv
import io
import re
from contextlib import closing

import pytest

from data.record.loading import CURATED
from data.record.reading import read_bytes
from data.record.rows import rows_of
from data.schema import PACKAGE, TABLES, tables
from data.store import Store, seed
from tests.data.generations import Generation, column, columns_of, free

NAMROM = "namrom-multihazard"
# Names that no column has, so that a real one of that name breaks nothing here.
ADDED, DROPPED, POST, JOB = map(free, ("beneficiaries", "colour", "post", "job"))
COUNT = {"type": "number", "constraints": {"minimum": 0}}


def changed(steps):
    """Today's tables after some columns of ``people`` came and went."""
    return tables({**PACKAGE, "migrations": steps})["people"]


def migration(old, **step):
    return {"table": "people", "column": old, "version": "2", **step}


def renaming(old, new):
    return migration(old, renamedTo=new, labels=column(old)["labels"])


def test_a_column_renamed_twice_is_read_under_its_last_name():
    table = changed([renaming(POST, JOB), renaming(JOB, "role_date")])

    assert table.former == {POST: "role_date", JOB: "role_date"}
    assert table.former_labels == (
        ("role_date", column(JOB)["labels"]),
        ("role_date", column(POST)["labels"]),
    )


def test_a_column_renamed_and_then_removed_is_passed_over():
    table = changed([renaming(POST, JOB), migration(JOB, removed=True)])

    assert (table.former, table.former_labels) == ({POST: None, JOB: None}, ())


def test_a_label_changed_before_a_renaming_leads_to_the_name_of_today():
    before, after = column("position")["labels"], column(POST)["labels"]
    steps = [migration(POST, labels=before), renaming(POST, "role_date")]

    assert changed(steps).former == {POST: "role_date"}
    assert changed(steps).former_labels == (("role_date", after), ("role_date", before))


LABELS = column(POST)["labels"]


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([renaming("name", "role_date")], "'name' had another meaning"),
        ([migration(POST, removed=True), migration(POST, removed=True)], "another meaning"),
        ([renaming(POST, JOB)], f"{JOB!r}, which is no column"),
        ([migration(POST, labels=LABELS)], f"{POST!r}, which is no column"),
        ([{**migration(POST, removed=True), "table": "towns"}], "no table is called towns"),
        ([migration(POST, renameTo=JOB, labels=LABELS)], "step 1 has 'renameTo', which is"),
        ([renaming(POST, "role_date") | {"removed": True}], "step 1 may not have 'renamedTo'"),
        ([migration(POST, removed=True, labels=LABELS)], "step 1 may not have 'labels'"),
        ([migration(POST, removed=False)], "step 1 may say of 'removed' only true"),
        ([migration(POST, renamedTo="role_date")], "must have the former 'labels' in vi, en, fr"),
        ([migration("name")], "must have the former 'labels'"),
        ([migration("name", labels={"en": "Post"})], "must have the former 'labels'"),
        ([migration("name", renamedTo="name", labels=LABELS)], "another name for 'renamedTo'"),
        ([migration(POST, renamedTo=None, labels=LABELS)], "a text for 'renamedTo'"),
        ([{"table": "people", "column": POST, "removed": True}], "a text for 'version'"),
        ([{"column": POST, "version": "2", "removed": True}], "a text for 'table'"),
        (["people"], "step 1 must be an object in braces"),
        ({}, "must have this list"),
    ],
)
def test_a_bad_migration_stops_the_program_at_its_start_with_a_sentence(steps, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)) as stopped:
        changed(steps)
    assert str(stopped.value).startswith("migrations: ")


def test_a_descriptor_without_the_list_of_migrations_is_told_so():
    package = {name: part for name, part in PACKAGE.items() if name != "migrations"}

    with pytest.raises(ValueError, match=r"^migrations: datapackage.json must have this list"):
        tables(package)


def people(header: str, *rows: str) -> bytes:
    return "\n".join([header, *rows, ""]).encode()


def test_a_column_that_must_be_filled_may_not_be_absent():
    header = ",".join(name for name in TABLES["people"].fields if name != "role_vi")

    (fault,) = read_bytes(TABLES["people"], "people.csv", people(header)).faults

    assert (fault.kind, fault.column) == ("no-column", "role_vi")


def test_a_column_that_no_migration_names_is_a_fault():
    header = ",".join([*TABLES["people"].fields, DROPPED])

    (fault,) = read_bytes(TABLES["people"], "people.csv", people(header)).faults

    assert (fault.kind, fault.column) == ("unknown-column", DROPPED)


def test_a_file_with_an_old_name_beside_the_new_one_is_a_fault():
    table = changed([renaming(POST, "role_date")])
    header = ",".join([*table.fields, POST])

    (fault,) = read_bytes(table, "people.csv", people(header)).faults

    assert (fault.kind, fault.column, fault.found) == ("duplicate-column", "role_date", POST)


def test_absent_cells_are_as_empty_as_empty_ones():
    required = list(TABLES["people"].required)
    row = dict(csv.DictReader(io.StringIO(TABLES["people"].path.read_text("utf-8"))).__next__())
    content = people(",".join(required), ",".join(f'"{row[name]}"' for name in required))

    reading = read_bytes(TABLES["people"], "people.csv", content)

    assert reading.faults == ()
    assert reading.rows.at[2, "aliases"] == ()
    assert reading.rows.at[2, "role_fr"] is None
    assert rows_of("people", content)[row["person_id"]]["role_fr"] == ""


@pytest.fixture(scope="module")
def recipe(tmp_path_factory, empty):
    """The recipe: this program has published, then ``datapackage.json`` gets a column."""
    url = empty("sqlite")
    with closing(Store(url)) as store:
        seed(store, CURATED)
    edited = Generation(
        tmp_path_factory.mktemp("edited") / "tree",
        lambda package: columns_of(package, "projects").append(column(ADDED, **COUNT)),
    )
    upload = {
        "table": "projects",
        "upload": f"project_id,{ADDED}\n{NAMROM},12000\n",
        "wrong": f"project_id,{ADDED}\n{NAMROM},many\n",
    }
    with closing(edited):
        (answer,) = edited.run(url, ("adds", upload))
    return answer


@pytest.mark.slow
def test_recipe_an_old_version_opens(recipe):
    assert not any(version["faults"] for version in recipe["version"])


@pytest.mark.slow
@pytest.mark.parametrize(
    "place",
    ["template.csv", "template.xlsx", "api.csv", "api.json", "openapi", "descriptor", "dictionary"],
)
def test_recipe_the_column_is_there(recipe, place):
    assert ADDED in recipe[place]


@pytest.mark.slow
def test_recipe_the_check_reads_the_column(recipe):
    check = recipe["check"]

    assert check["changed"] == {"projects": {NAMROM: {ADDED: ["", "12000"]}}}
    assert check["faults"] == []


@pytest.mark.slow
def test_recipe_the_check_holds_the_column_to_its_rules(recipe):
    assert recipe["wrong"]["faults"] == [["dropped", "number", ADDED]]


@pytest.mark.slow
def test_recipe_the_dictionary_tells_the_label(recipe):
    assert column(ADDED)["labels"]["en"] in recipe["dictionary"]


def test_the_shipped_files_have_every_column_of_today():
    for table in TABLES.values():
        header = table.path.read_text("utf-8").partition("\n")[0].split(",")

        assert header == list(table.fields)
