"""Rows are found by any of their names; doubles are named; what goes with a row is all named."""

from datetime import UTC, datetime

import pytest

from data.desk.editing import again, choosing, layout, likely
from data.desk.editing.leaving import leaving
from data.language import Language
from data.record.canonical import canonical
from data.record.loading import CURATED, record_of
from data.record.rows import Rows, tables_of
from data.schema import LANGUAGES, TABLES
from data.store.sketched import Edit, Sketch

FILES = {name: (CURATED / f"{name}.csv").read_bytes() for name in TABLES}
RECORD = tables_of(FILES)
MEETING = "2023-11-22-afd-paris"


@pytest.mark.parametrize(
    "text", ["AFD", "co quan phat trien phap", "Agence française de développement", "afd"]
)
def test_a_partner_is_found_by_any_of_its_names_without_accents(text):
    assert "afd" in choosing.found("organisations", RECORD["organisations"], text)


@pytest.mark.parametrize("text", ["", "   ", "zzz qqq", "x" * 10_000])
def test_a_text_that_names_nothing_finds_nothing(text):
    assert choosing.found("organisations", RECORD["organisations"], text) == ()


def test_a_whole_name_finds_one_row_though_others_have_it_within_theirs():
    for table in ("people", "places"):
        for key, row in RECORD[table].items():
            found = choosing.found(table, RECORD[table], row.get("name") or row["name_vi"])
            assert key in found


def test_what_is_shown_of_a_row_is_no_id():
    for table, rows in RECORD.items():
        for key, row in rows.items():
            assert choosing.described(table, row, Language("vi")) not in ("", key)


@pytest.mark.parametrize("table", TABLES)
def test_a_row_is_never_its_own_double(table):
    for key in list(RECORD[table])[:40]:
        assert key not in likely.doubles(table, key, RECORD[table])


@pytest.mark.parametrize("table", ["visits", "meetings", "organisations", "people", "sources"])
def test_a_copy_of_a_row_is_named_as_its_double(table):
    rows = RECORD[table]
    dated = [key for key, row in rows.items() if row.get("date") or row.get("start_date")]
    for key in (dated or list(rows))[:10]:
        both = {**rows, "new.1": rows[key]}
        found = likely.doubles(table, "new.1", both)
        assert found, key


def test_a_double_is_named_in_other_words_on_a_near_day_without_accents():
    row = dict(RECORD["meetings"][MEETING])
    row |= {"title_vi": "lam viec voi co quan phat trien phap", "date": "2023-11-24"}
    row |= {"title_en": "", "title_fr": ""}
    found = likely.doubles("meetings", "new.1", {**RECORD["meetings"], "new.1": row})
    assert MEETING in found


def test_the_same_meeting_a_month_later_is_no_double():
    row = RECORD["meetings"][MEETING] | {"date": "2024-01-15"}
    found = likely.doubles("meetings", "new.1", {**RECORD["meetings"], "new.1": row})
    assert MEETING not in found


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_column_that_people_fill_is_asked_for_once_and_the_source_first(table, code):
    sections = layout.sections(table, Language(code))
    asked = [name for names in sections.values() for name in names]
    assert sorted(asked) == sorted(name for name in table.fields if layout.is_asked(table, name))
    sources = [name for name in asked if table.fields[name].references == "sources"]
    assert asked[: len(sources)] == sources or asked[0] == "source_ids"


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_what_a_row_must_have_is_asked_for_where_it_is_made_on_the_way(table):
    assert set(table.required) - {table.key} <= {*layout.few(table.name), "source_ids"}


def test_nobody_is_asked_for_an_id_or_a_mark_of_the_program():
    for table in TABLES.values():
        assert not layout.is_asked(table, table.key)
        assert not table.older or not layout.is_asked(table, table.older)


@pytest.mark.parametrize(
    ("table", "key"),
    [("meetings", MEETING), ("organisations", "afd"), ("places", "paris"), ("people", "mua-a-son")],
)
def test_nothing_refers_to_a_row_after_what_goes_with_it_is_gone(table, key):
    key = key if key in RECORD[table] else next(iter(RECORD[table]))
    found = leaving(RECORD, table, key)
    after = {name: {one: dict(row) for one, row in rows.items()} for name, rows in RECORD.items()}
    for (name, one), cells in found.changes.items():
        after[name][one].update(cells)
    for name, one in found.goes:
        del after[name][one]

    contents = {name: canonical(TABLES[name], list(rows.values())) for name, rows in after.items()}

    assert found.goes[0] == (table, key)
    assert not {place for place in found.changes if place in found.goes}
    assert {name: faults for name, faults in record_of(contents).faults.items() if faults} == {}


def test_a_row_that_nothing_names_goes_alone():
    rows: dict[str, Rows] = {name: {} for name in TABLES}
    rows["people"] = {"new.1": dict.fromkeys(TABLES["people"].fields, "")}
    assert leaving(rows, "people", "new.1").goes == (("people", "new.1"),)


def sketch(**rows):
    now = datetime.now(UTC)
    made = {
        table: {key: Edit(cells, 1) for key, cells in edits.items()}
        for table, edits in rows.items()
    }
    return Sketch(1, "an", "", "v", now, now, made)


def test_the_last_source_is_offered_again_from_any_table_and_nothing_else_is():
    one = sketch(
        visits={"new.1": {"source_ids": "s-1", "title_vi": "Thăm"}}, meetings={"new.2": {}}
    )
    assert again.before(one, "meetings", "new.2", "source_ids") == "s-1"
    assert again.before(one, "visits", "new.1", "source_ids") == ""
    assert again.before(one, "visits", "new.3", "title_vi") == ""


def test_a_row_like_another_has_no_id_and_no_mark_of_the_other():
    copy = again.copied("outcomes", RECORD["outcomes"]["out-001"])
    assert copy["kind"] == RECORD["outcomes"]["out-001"]["kind"]
    assert not {"outcome_id", "older_translations", "same_as", "inferred_links"} & copy.keys()
