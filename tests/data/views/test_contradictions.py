"""Each kind of contradiction: a record that shows it, one that is near it and fits, the shipped."""

from datetime import date

import pytest

from data.schema import TABLES
from data.views import quality
from data.views.contradictions import KINDS, contradictions
from data.views.contradictions import money as money_rules
from tests.data.views.contradicting import (
    FITTING,
    PAID,
    PLANNED,
    POST,
    SAME_PERSON,
    SHOWN,
    TOTAL,
    VISIT,
    money,
    people,
)

TODAY = date(2026, 11, 26)


def found(made, tables, kind=None):
    findings = quality.findings(made("en", **tables))
    return [
        (one.kind, " ".join(key for _table, key in one.rows))
        for one in findings
        if kind in (None, one.kind)
    ]


@pytest.mark.parametrize(("kind", "tables", "rows"), SHOWN)
def test_a_contradiction_is_found_with_its_rows(made, kind, tables, rows):
    assert found(made, tables, kind) == [(kind, rows)]


@pytest.mark.parametrize(("kind", "tables"), FITTING)
def test_what_may_fit_together_is_no_contradiction(made, kind, tables):
    assert found(made, tables, kind) == []


def test_each_kind_is_shown_and_has_a_near_miss():
    assert {kind for kind, *_ in SHOWN} == {kind for kind, *_ in FITTING} == set(KINDS)


def test_the_shipped_record_contradicts_itself_in_these_rows_and_no_others(lens):
    findings = quality.findings(lens("vi"))

    assert [(one.kind, *(key for _table, key in one.rows)) for one in findings] == [
        ("old-source", "out-034", "baodbp-2024-11-06"),
        ("old-source", "out-059", "vov-spb-2024-11"),
        *(
            ("undated-search", f"out-{number}")
            for number in ("002", "007", "020", "024", "026", "027", "071")
        ),
        ("unconfirmed", "2024-planned-dien-bien-to-france"),
        ("unconfirmed", "2025-09-batna-planned"),
    ]


def test_each_of_three_posts_at_once_is_named(made):
    third = {**SAME_PERSON, "person_id": "c", "role_vi": "Giám đốc"}

    named = {
        key for _kind, rows in found(made, people(POST, SAME_PERSON, third)) for key in rows.split()
    }

    assert named >= {"a", "b", "c"}


def test_a_post_held_long_is_told_beside_each_that_falls_into_it(made):
    long = {**POST, "person_id": "long", "role_date": "2020/2025"}
    short = [
        {**SAME_PERSON, "person_id": f"in-{year}"} | {"role_date": str(year), "role_vi": str(year)}
        for year in (2021, 2022, 2023)
    ]

    assert found(made, people(*short, long)) == [
        ("two-posts", f"in-{year} long") for year in (2021, 2022, 2023)
    ]


def test_a_name_in_very_many_rows_costs_no_finding_for_each_two_of_them():
    row = {**dict.fromkeys(TABLES["people"].fields, ""), **POST}
    many = {str(number): {**row, "role_vi": f"Post {number}"} for number in range(2000)}

    assert len(contradictions({"people": many}, TODAY)) == len(many) - 1


def test_payments_under_one_sum_are_compared_with_it_without_counting_it_anew(monkeypatch):
    row = {**dict.fromkeys(TABLES["project_amounts"].fields, ""), **TOTAL}
    paid = {str(n): {**row, **PAID, "funder_org_id": "afd"} for n in range(50)}
    looked: list[tuple[str, ...]] = []
    committed = money_rules._committed

    def counted(group, kinds, funder):
        looked.append(kinds)
        return committed(group, kinds, funder)

    monkeypatch.setattr(money_rules, "_committed", counted)

    assert len(contradictions({"project_amounts": {"sum": row, **paid}}, TODAY)) == len(paid)
    assert sorted(looked) == [("loan", "grant"), ("total",)]


def test_a_contradiction_depends_on_the_day(made):
    tables = {"visits": [{**PLANNED, "start_date": "2026-11-25"}]}

    assert quality.findings(made("en", date(2026, 11, 25), **tables)) == ()
    assert quality.findings(made("en", TODAY, **tables))


def test_texts_as_the_store_keeps_them_contradict_themselves_as_the_record_does(made):
    for kind, tables, _rows in SHOWN:
        lens = made("en", **tables)
        texts = {
            table: {
                key: {
                    column: ";".join(cell) if isinstance(cell, tuple) else str(cell or "")
                    for column, cell in row.items()
                }
                for key, row in lens.record.by_key(table).items()
            }
            for table in TABLES
        }
        typed = [one.mark for one in contradictions(by_key(lens), TODAY)]

        assert kind in {mark[0] for mark in typed}
        assert [one.mark for one in contradictions(texts, TODAY)] == typed


def by_key(lens):
    return {table: lens.record.by_key(table) for table in TABLES}


def test_a_published_cell_that_is_no_date_or_number_is_passed_over(made):
    tables = by_key(made("en", **money(PAID, TOTAL), visits=[VISIT]))
    spoilt = {
        **tables,
        "visits": {
            "v": {**tables["visits"]["v"], "start_date": "soon"},
            "w": {**tables["visits"]["v"], "start_date": "soon", "status": "planned"},
        },
        "project_amounts": {
            key: {**row, "amount": "much"} for key, row in tables["project_amounts"].items()
        },
    }

    assert contradictions(spoilt, TODAY) == []
