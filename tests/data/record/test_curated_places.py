"""The curated places lie where they say, as exactly as they say."""

import pytest

from tests.data.record.curated import KEYED, ROWS

# Rough boxes, mainland only: south, north, west, east.
BOXES = {
    "VN": (8.0, 23.5, 102.0, 110.0),
    "FR": (41.0, 51.5, -5.5, 10.0),
    "LA": (13.5, 22.8, 100.0, 108.0),
    "CN": (18.0, 54.0, 73.0, 135.5),
    "RU": (41.0, 78.0, 19.0, 180.0),
    "DZ": (18.5, 37.5, -9.0, 12.5),
    "JP": (24.0, 46.0, 122.0, 146.5),
}


@pytest.mark.parametrize(
    "place", [row for row in ROWS["places"] if row["latitude"]], ids=lambda row: row["place_id"]
)
def test_a_point_lies_in_its_country(place):
    south, north, west, east = BOXES[place["country"]]

    assert south <= float(place["latitude"]) <= north
    assert west <= float(place["longitude"]) <= east


def test_a_place_has_both_coordinates_or_says_that_it_is_not_located():
    for key, row in KEYED["places"].items():
        located = bool(row["latitude"]), bool(row["longitude"]), row["precision"] != "not_located"
        assert len(set(located)) == 1, key


def test_nothing_lies_at_the_null_island():
    assert [row for row in ROWS["places"] if row["latitude"] == row["longitude"] != ""] == []


def test_a_place_known_as_the_very_site_lies_within_a_kilometre():
    wide = [
        key
        for key, row in KEYED["places"].items()
        if row["precision"] == "site" and float(row["radius_km"]) > 1
    ]

    assert wide == []
