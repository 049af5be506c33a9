"""The filters of a table: which rows each keeps, and what it refuses."""

from datetime import date

import pytest

from data.schema import LANGUAGES, TABLES
from data.views.filtering import UnknownValue
from data.views.filters import NAMES, filters, select

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_the_filters_it_is_said_to_have(lens, table):
    assert tuple(filters(lens("vi"), table)) == NAMES[table]


@pytest.mark.parametrize("table", TABLES)
def test_without_a_filter_every_row_is_kept_in_order(lens, table):
    keys, words = select(lens("en"), table, {})

    assert list(keys) == [row[TABLES[table].key] for row in lens("en").rows(table)]
    assert words == ()


@pytest.mark.parametrize(
    ("table", "asked", "column", "kept"),
    [
        ("visits", {"country": "FR"}, "partner_country", "FR"),
        ("visits", {"direction": "incoming"}, "direction", "incoming"),
        ("meetings", {"visit": "2023-11-dien-bien-to-france"}, "visit_id", None),
        ("projects", {"status": "2"}, "status_code", "2"),
        ("project_amounts", {"project": "namrom-multihazard"}, "project_id", None),
        ("organisations", {"country": "VN"}, "country", "VN"),
        ("outcomes", {"kind": "request"}, "kind", "request"),
        ("sources", {"language": "fr"}, "language", "fr"),
    ],
)
def test_a_filter_keeps_exactly_the_rows_with_its_value(shipped, lens, table, asked, column, kept):
    keys, _told = select(lens("vi"), table, asked)

    wanted = kept or next(iter(asked.values()))
    key = TABLES[table].key
    assert list(keys) == [row[key] for row in shipped(table) if row[column] == wanted]
    assert keys


def test_filters_narrow_together_and_are_told_in_the_language(lens):
    keys, words = select(lens("fr"), "visits", {"country": "FR", "direction": "outgoing"})

    visits = lens("fr").record.by_key("visits")
    assert {(visits[k]["partner_country"], visits[k]["direction"]) for k in keys} == {
        ("FR", "outgoing")
    }
    assert words[0] == ("Partenaire", "France")


def test_overdue_depends_on_the_day(made):
    outcomes = [{"kind": "request", "due_date": "2024-05"}]
    asked = {"state": "overdue"}

    before, _told = select(made(day=date(2024, 5, 31), outcomes=outcomes), "outcomes", asked)
    after, _told = select(made(day=date(2024, 6, 1), outcomes=outcomes), "outcomes", asked)

    assert (before, after) == ((), ("outcomes-1",))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_value_that_is_none_is_refused_with_those_there_are(lens, language):
    with pytest.raises(UnknownValue) as refused:
        select(lens(language), "projects", {"status": "9"})

    assert (refused.value.name, refused.value.value) == ("status", "9")
    assert refused.value.known == ("1", "2", "3", "4", "5", "6")
