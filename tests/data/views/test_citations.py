"""Which rows rest on a source, and what different sources tell differently."""

from collections import Counter

import pytest

from data.language import Language
from data.schema import TABLES
from data.views import citations
from data.views.lens import Lens

SIDES = {"subject_table": "visits", "subject_ids": "v", "source_a_id": "embassy"}


@pytest.fixture
def few(made):
    return made(
        sources=[{"source_id": "embassy"}, {"source_id": "party"}, {"source_id": "unused"}],
        visits=[{"visit_id": "v", "source_ids": "embassy;party"}],
        meetings=[{"meeting_id": "m", "source_ids": "party"}],
        discrepancies=[
            SIDES | {"discrepancy_id": "d", "source_b_id": "party"},
            SIDES | {"discrepancy_id": "e", "other_source_ids": "embassy;party"},
        ],
    )


def test_rows_that_cite_a_source_are_counted(few):
    assert citations.citations(few)["party"] == 4


def test_a_row_that_cites_a_source_twice_counts_once(few):
    assert citations.citations(few)["embassy"] == 3


def test_a_source_that_nothing_rests_on_is_cited_by_none(few):
    assert citations.citations(few)["unused"] == 0


def test_rows_that_rest_on_a_source_are_named_once_table_by_table(few):
    rows = [(named.table, named.id) for named in citations.cited_by(few, "party")]

    assert rows == [
        ("visits", "v"),
        ("meetings", "m"),
        ("discrepancies", "d"),
        ("discrepancies", "e"),
    ]


def test_a_source_that_nothing_rests_on_names_no_row(few):
    assert citations.cited_by(few, "unused") == []


def test_citations_on_record_are_the_rows_that_name_the_source(lens, shipped):
    columns = ("source_ids", "other_source_ids", "source_a_id", "source_b_id")
    counted: Counter[str] = Counter()
    for table in sorted(set(TABLES) - {"sources"}):
        for row in shipped(table):
            named = ";".join(row.get(column, "") for column in columns).split(";")
            counted.update(set(filter(None, named)))

    assert citations.citations(lens("vi")) == counted


def test_a_broken_table_cites_nothing(broken, lens):
    less = citations.citations(Lens(broken, Language("vi")))

    assert (
        less["embassy-vn-paris-2023-11"]
        < citations.citations(lens("vi"))["embassy-vn-paris-2023-11"]
    )


@pytest.fixture
def disputed(made):
    about = {"value_a_vi": "a", "value_b_vi": "b"}
    return made(
        projects=[{"project_id": "p"}, {"project_id": "q"}],
        project_amounts=[
            {"amount_id": "a1", "project_id": "p"},
            {"amount_id": "a2", "project_id": "q"},
        ],
        project_progress=[{"progress_id": "g1", "project_id": "p"}],
        discrepancies=[
            about | {"discrepancy_id": key, "subject_table": table, "subject_ids": subjects}
            for key, table, subjects in (
                ("of-project", "projects", "p;q"),
                ("of-amounts", "project_amounts", "a1;a2"),
                ("of-figure", "project_progress", "g1"),
                ("of-other", "project_amounts", "a2"),
            )
        ],
    )


@pytest.mark.parametrize(
    ("project", "expected"),
    [
        ("p", ["of-project", "of-amounts", "of-figure"]),
        ("q", ["of-project", "of-amounts", "of-other"]),
        ("none", []),
    ],
)
def test_a_project_is_disputed_in_itself_its_money_and_its_progress(disputed, project, expected):
    rows = citations.discrepancies_of(disputed, project)

    assert [row["discrepancy_id"] for row in rows] == expected


def test_nothing_is_disputed_while_the_discrepancies_are_broken(broken):
    assert citations.discrepancies_of(Lens(broken, Language("vi")), "namrom-multihazard") == []
