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


OFFICES = {
    "organisations": [
        {"org_id": "head", "country": "FR", "home_place_id": "paris"},
        {"org_id": "office", "country": "FR", "part_of_org_id": "head", "home_place_id": "hanoi"},
        {"org_id": "other", "country": "FR"},
    ],
    "visits": [
        {"visit_id": "met", "partner_country": "FR"},
        {"visit_id": "sent", "partner_country": "FR", "delegation_org_id": "office"},
        {"visit_id": "none", "partner_country": "FR", "delegation_org_id": "other"},
    ],
    "meetings": [
        {"meeting_id": "talk", "visit_id": "met", "foreign_org_ids": "office"},
        {"meeting_id": "else", "visit_id": "none", "foreign_org_ids": "other"},
    ],
    "outcomes": [
        {"outcome_id": "asked", "meeting_id": "talk", "to_org_ids": "office"},
        {"outcome_id": "beside", "meeting_id": "talk", "from_org_ids": "other"},
    ],
    "projects": [
        {"project_id": "paid", "funder_org_ids": "office"},
        {"project_id": "foreign", "funder_org_ids": "other"},
    ],
    "people": [
        {"person_id": "known", "org_id": "office"},
        {"person_id": "stranger", "org_id": "other"},
    ],
    "places": [
        {"place_id": "paris", "country": "FR", "latitude": "48.85", "longitude": "2.35"},
        {"place_id": "hanoi", "country": "VN", "latitude": "21.02", "longitude": "105.85"},
        {"place_id": "lyon", "country": "FR", "latitude": "45.76", "longitude": "4.83"},
    ],
}


@pytest.mark.parametrize("partner", ["head", "office"])
@pytest.mark.parametrize(
    ("table", "kept"),
    [
        ("visits", ["met", "sent"]),
        ("meetings", ["talk"]),
        ("outcomes", ["asked"]),
        ("projects", ["paid"]),
        ("people", ["known"]),
    ],
)
def test_a_head_office_keeps_what_its_office_did(made, table, kept, partner):
    keys, _words = select(made(**OFFICES), table, {"org": partner})

    assert list(keys) == kept


def test_an_office_is_kept_for_its_head_office_and_not_the_other_way(made):
    lens = made(**OFFICES)

    assert select(lens, "organisations", {"org": "head"})[0] == ("head", "office")
    assert select(lens, "organisations", {"org": "office"})[0] == ("office",)


def test_the_map_of_a_head_office_draws_the_place_of_its_office_and_no_other(made):
    keys, _words = select(made(**OFFICES), "places", {"org": "head"})

    assert list(keys) == ["hanoi"]


def test_meetings_are_kept_by_the_country_of_who_came_or_of_their_visit(made):
    assert select(made(**OFFICES), "meetings", {"country": "FR"})[0] == ("talk", "else")
