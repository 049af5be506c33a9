"""Distances, the city a place is drawn with, and what ties each end of the map together."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from data.views import geography
from data.views.geography import Link
from data.views.lens import Lens

PARIS: dict[str, Any] = {"place_id": "paris", "kind": "city", "country": "FR", "latitude": 48.8566}
PARIS |= {"longitude": 2.3522}
HA_NOI: dict[str, Any] = {"place_id": "hanoi", "kind": "city", "country": "VN", "latitude": 21.0285}
HA_NOI |= {"longitude": 105.8542}
AFD: dict[str, Any] = {"place_id": "afd-hq", "kind": "office", "country": "FR", "latitude": 48.844}
AFD |= {"longitude": 2.378}


def test_paris_is_some_9200_km_from_ha_noi():
    assert 9190 < geography.kilometres(PARIS, HA_NOI) < 9200


def test_a_distance_is_the_same_both_ways():
    there, back = geography.kilometres(PARIS, HA_NOI), geography.kilometres(HA_NOI, PARIS)

    assert there == pytest.approx(back)


def test_a_place_is_no_distance_from_itself():
    assert geography.kilometres(PARIS, PARIS) == 0


def test_a_degree_of_latitude_is_some_111_km():
    equator = {"latitude": 0.0, "longitude": 0.0}

    assert geography.kilometres(equator, {"latitude": 1.0, "longitude": 0.0}) == pytest.approx(
        111.19, abs=0.01
    )


def test_the_shorter_way_round_crosses_the_date_line():
    west, east = {"latitude": 0.0, "longitude": -179.0}, {"latitude": 0.0, "longitude": 179.0}

    assert geography.kilometres(west, east) == pytest.approx(222.39, abs=0.01)


def test_the_two_sides_of_the_earth_are_half_its_girth_apart():
    one, other = {"latitude": 0.0, "longitude": 0.0}, {"latitude": 0.0, "longitude": 180.0}

    assert geography.kilometres(one, other) == pytest.approx(20015.1, abs=0.1)


def hubs(*places: Mapping[str, Any]) -> dict[str, str]:
    return geography.nearest_hubs({place["place_id"]: place for place in places})


def test_an_office_is_drawn_with_its_city():
    assert hubs(PARIS, AFD)["afd-hq"] == "paris"


def test_a_city_is_drawn_with_itself():
    assert hubs(PARIS, HA_NOI) == {"paris": "paris", "hanoi": "hanoi"}


def test_a_place_far_from_any_city_stands_alone():
    village = AFD | {"place_id": "village", "latitude": 49.5}

    assert hubs(PARIS, village)["village"] == "village"


def test_a_city_of_another_country_is_no_hub():
    across = AFD | {"country": "LA"}

    assert hubs(PARIS, across)["afd-hq"] == "afd-hq"


def test_the_nearer_of_two_cities_is_the_hub():
    suburb = PARIS | {"place_id": "suburb", "latitude": 48.80}

    assert hubs(PARIS, suburb, AFD)["afd-hq"] == "paris"


def test_a_place_without_coordinates_stands_alone():
    unknown = AFD | {"latitude": None, "longitude": None}

    assert hubs(PARIS, unknown)["afd-hq"] == "afd-hq"


@pytest.mark.parametrize(
    ("place", "hub"),
    [
        ("afd-hq-paris", "paris"),
        ("vn-embassy-paris", "paris"),
        ("lec-lyon", "lyon"),
        ("memorial-caen-site", "caen"),
        ("french-embassy-hanoi", "hanoi"),
        ("muong-thanh-bridge", "dien-bien-phu"),
        ("online", "online"),
        ("a-pa-chai", "a-pa-chai"),
    ],
)
def test_a_place_on_record_is_drawn_with_its_city(lens, place, hub):
    assert geography.nearest_hubs(lens("vi").record.by_key("places"))[place] == hub


POINTS = [
    {"place_id": "paris", "kind": "city", "country": "FR"}
    | {"latitude": "48.8566", "longitude": "2.3522"},
    {"place_id": "afd-hq", "kind": "office", "country": "FR"}
    | {"latitude": "48.844", "longitude": "2.378"},
    {"place_id": "hanoi", "kind": "city", "country": "VN"}
    | {"latitude": "21.0285", "longitude": "105.8542"},
    {"place_id": "dien-bien-phu", "kind": "city", "country": "VN"}
    | {"latitude": "21.386", "longitude": "103.017"},
    {"place_id": "lyon", "kind": "city", "country": "FR"}
    | {"latitude": "45.764", "longitude": "4.8357"},
]
BODIES = [
    {"org_id": "afd", "country": "FR", "home_place_id": "afd-hq"},
    {"org_id": "cuf", "country": "FR", "home_place_id": "paris"},
    {"org_id": "embassy-vn", "country": "VN", "home_place_id": "paris"},
    {"org_id": "embassy-fr", "country": "FR", "home_place_id": "hanoi"},
    {"org_id": "ppc", "country": "VN", "home_place_id": "dien-bien-phu"},
    {"org_id": "urbalyon", "country": "FR", "home_place_id": "lyon"},
    {"org_id": "care", "country": "FR", "home_place_id": ""},
    {"org_id": "un", "country": "", "home_place_id": ""},
]


@pytest.fixture
def tied(made):
    return made(
        places=POINTS,
        organisations=BODIES,
        meetings=[
            {"meeting_id": "two", "foreign_org_ids": "afd;cuf", "vietnamese_org_ids": "ppc"},
            {"meeting_id": "call", "vietnamese_org_ids": "ppc;embassy-vn"},
            {"meeting_id": "home", "foreign_org_ids": "embassy-fr"},
            {"meeting_id": "seatless", "foreign_org_ids": "care"},
        ],
        projects=[
            {"project_id": "dam", "record_kind": "project", "funder_org_ids": "afd;cuf"},
            {"project_id": "idea", "record_kind": "proposal", "implementing_org_ids": "afd"},
            {"project_id": "fund", "record_kind": "facility", "funder_org_ids": "afd"},
            {"project_id": "sum", "record_kind": "aggregate", "funder_org_ids": "cuf"},
        ],
    )


def ends(lens: Lens) -> dict[str, Link]:
    return {link.place["place_id"]: link for link in geography.links(lens)}


def test_bodies_of_one_city_share_one_end(tied):
    assert ends(tied)["paris"].bodies == ("afd", "cuf", "embassy-vn")


def test_a_meeting_with_two_bodies_of_a_city_counts_once_for_it(tied):
    assert ends(tied)["paris"].meetings == ("call", "two")


def test_a_project_with_two_bodies_of_a_city_counts_once_for_it(tied):
    assert ends(tied)["paris"].projects == ("dam", "idea")


@pytest.mark.parametrize("project", ["fund", "sum"])
def test_national_funds_and_aggregates_tie_nobody(tied, project):
    assert project not in ends(tied)["paris"].projects


def test_a_foreign_embassy_in_viet_nam_is_a_partner_there(tied):
    assert ends(tied)["hanoi"].meetings == ("home",)


def test_the_provinces_own_bodies_are_no_partners(tied):
    assert "dien-bien-phu" not in ends(tied)


def test_a_city_without_meeting_or_project_has_no_line(tied):
    assert "lyon" not in ends(tied)


def test_partners_without_a_known_seat_are_named(tied):
    assert [row["org_id"] for row in geography.unplaced_partners(tied)] == ["care", "un"]


def test_the_line_to_paris_on_record_weighs_what_its_bodies_did(lens, shipped):
    seats = {"paris", "afd-hq-paris", "vn-embassy-paris"}
    bodies = {row["org_id"] for row in shipped("organisations") if row["home_place_id"] in seats}

    def involves(row: Mapping[str, str], *columns: str) -> bool:
        return any(bodies & set(row[column].split(";")) for column in columns)

    met = [
        row["meeting_id"]
        for row in shipped("meetings")
        if involves(row, "foreign_org_ids", "vietnamese_org_ids")
    ]
    built = [
        row["project_id"]
        for row in shipped("projects")
        if involves(row, "funder_org_ids", "implementing_org_ids")
        and row["record_kind"] in ("project", "programme", "proposal", "outbound")
    ]

    paris = ends(lens("vi"))["paris"]

    assert (set(paris.meetings), set(paris.projects)) == (set(met), set(built))


def test_no_body_on_record_is_at_two_ends(lens):
    counted = Counter(body for link in geography.links(lens("vi")) for body in link.bodies)

    assert set(counted.values()) == {1}


def test_every_partner_on_record_is_drawn_or_named_as_unplaced(lens, shipped):
    seatless = {
        row["org_id"]
        for row in shipped("organisations")
        if row["country"] != "VN" and not row["home_place_id"]
    }

    assert {row["org_id"] for row in geography.unplaced_partners(lens("vi"))} == seatless


def test_cities_too_far_away_are_not_measured(monkeypatch):
    measured = []
    real = geography.kilometres

    def noted(one, other):
        measured.append((one, other))
        return real(one, other)

    monkeypatch.setattr(geography, "kilometres", noted)
    cities = [place(f"c{turn}", "city", 48.0, -180 + turn / 2) for turn in range(700)]
    villages = [place(f"v{turn}", "village", 48.1, -180 + turn / 2) for turn in range(700)]

    hubs = geography.nearest_hubs({row["place_id"]: row for row in cities + villages})

    assert hubs["v300"] == "c300"
    assert len(measured) < 5 * len(hubs)


def test_a_city_across_the_date_line_is_near():
    rows = [place("east", "city", 10.0, 179.95), place("west", "village", 10.0, -179.95)]

    assert geography.nearest_hubs({row["place_id"]: row for row in rows})["west"] == "east"


def test_the_nearest_cities_are_looked_for_once_for_each_version(lens):
    read = lens("fr")
    assert geography.links(read) is geography.links(read)
    assert geography.hubs_of(read) is geography.hubs_of(read)


def place(key: str, kind: str, latitude: float, longitude: float) -> dict[str, Any]:
    return {
        "place_id": key,
        "kind": kind,
        "country": "FR",
        "latitude": latitude,
        "longitude": longitude,
    }
