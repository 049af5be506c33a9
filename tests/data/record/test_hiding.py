"""What strangers see of the record where some tables and columns are for signed-in people only."""

import csv
import io

import pytest

from data.record.hiding import CannotHide, Hidden, hidden, without
from data.record.loading import CURATED, record_of
from data.schema import TABLES
from data.views.contradictions import contradictions
from tests.conftest import TODAY

SHIPPED = {path.stem: path.read_bytes() for path in CURATED.glob("*.csv")}
SETTINGS = [
    "people",
    "meetings.note_vi",
    "people, meetings.note",
    "meetings,outcomes",
    "places",
    "outcomes.project_ids,visits.purpose_en",
    "organisations.website,organisations.aliases",
]


def rows(contents, table):
    return list(csv.DictReader(io.StringIO(contents[table].decode(), newline="")))


def test_a_hidden_table_has_no_rows():
    assert rows(without(SHIPPED, hidden("people")), "people") == []


def test_references_to_hidden_rows_are_empty():
    shown = without(SHIPPED, hidden("people"))

    assert any(row["foreign_person_ids"] for row in rows(SHIPPED, "meetings"))
    assert not any(row["foreign_person_ids"] for row in rows(shown, "meetings"))
    assert not any(row["head_person_id"] for row in rows(shown, "visits"))


@pytest.mark.parametrize("name", ["meetings.note", "meetings.note_vi", "meetings.note_fr"])
def test_a_text_is_hidden_in_all_its_languages(name):
    shown = rows(without(SHIPPED, hidden(name)), "meetings")

    assert any(row["note_fr"] for row in rows(SHIPPED, "meetings"))
    assert not any(row[f"note_{code}"] for row in shown for code in ("vi", "en", "fr"))


def test_discrepancies_about_what_is_hidden_are_left_out():
    shown = rows(without(SHIPPED, hidden("people")), "discrepancies")

    about = [(row["subject_table"], row["subject_field"]) for row in shown]
    assert about
    assert "people" in [row["subject_table"] for row in rows(SHIPPED, "discrepancies")]
    assert not [one for one in about if one[0] == "people"]
    assert ("meetings", "foreign_person_ids") not in about


def test_links_inferred_to_hidden_rows_leave_no_name_behind():
    inferred = [row for row in rows(SHIPPED, "outcomes") if row["inferred_links"]]
    shown = rows(without(SHIPPED, hidden("outcomes.follow_up_meeting_ids")), "outcomes")

    assert inferred
    for row in shown:
        assert not set(row["inferred_links"].split(";")) & {"2024-06-12-kunming"}
        assert bool(row["inferred_links"]) == bool(row["inferred_by"])


def test_a_column_says_of_no_hidden_translation_that_it_is_older():
    content = SHIPPED["visits"].decode()
    header, first, *_rest = content.splitlines()
    old = "\n".join((header, first.rpartition(",")[0] + ",note_en;title_en", ""))

    (row,) = rows(without({"visits": old.encode()}, hidden("visits.note")), "visits")

    assert row["older_translations"] == "title_en"


def test_what_is_broken_stays_broken_without_its_cells():
    broken = SHIPPED["meetings"].replace(b"\n", b"\xff\n", 3)

    shown = without({**SHIPPED, "meetings": broken}, hidden("people"))

    assert record_of(shown).faults["meetings"]
    assert len(shown["meetings"]) == 1


@pytest.mark.parametrize("setting", SETTINGS)
def test_what_is_left_is_a_sound_record_without_contradictions_of_its_own(setting):
    def found(contents):
        record = record_of(contents)
        assert not any(record.faults.values()), record.faults
        tables = {table: record.by_key(table) for table in TABLES}
        return {(one.kind, one.rows) for one in contradictions(tables, TODAY)}

    assert found(without(SHIPPED, hidden(setting))) <= found(SHIPPED)


def test_without_a_setting_nothing_is_changed():
    assert hidden(" , ") == Hidden()
    assert without(SHIPPED, hidden("")) == SHIPPED


@pytest.mark.parametrize(
    ("setting", "named"),
    [
        ("persons", "“persons” is no table"),
        ("people.phone", "“people” has no column “phone”"),
        ("persons.name", "“persons” is no table"),
        ("meetings", "List “outcomes” too"),
        ("sources", "always refers to it"),
        ("people.name", "“people.name” cannot be hidden"),
        ("people.role", "“people.role_vi” cannot be hidden"),
        ("visits.start_date", "“visits.start_date” cannot be hidden"),
        ("project_amounts.amount", "cannot be hidden"),
        ("places.latitude", "cannot be hidden"),
        ("outcomes.inferred_by", "cannot be hidden"),
        ("outcomes.same_as", "cannot be hidden"),
        ("projects.status_code", "cannot be hidden"),
        ("meetings.", "has no column “”"),
    ],
)
def test_what_is_not_there_or_is_needed_cannot_be_hidden(setting, named):
    with pytest.raises(CannotHide, match=named):
        hidden(setting)
