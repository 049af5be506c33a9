"""Places as GeoJSON: what an independent reader makes of them, and who is always on the map."""

import json
from itertools import pairwise
from typing import Any

import geojson
import pytest

from data.desk.door import sheets
from data.exports.edition import Extract, whole
from data.exports.places import as_geojson
from data.intake.layout import Draft, drafts
from data.schema import LANGUAGES, TABLES


@pytest.fixture(scope="module")
def made(edition):
    """``made("fr")``: the places of the record as GeoJSON, read by the standard library."""
    return lambda code: json.loads(as_geojson(whole(edition(code), "places")))


def of_kind(collection, kind: str) -> dict[str, dict[str, Any]]:
    features = collection["features"]
    return {f["id"]: f for f in features if f["properties"]["feature_kind"] == kind}


def test_an_independent_reader_finds_nothing_wrong(edition):
    collection = geojson.loads(as_geojson(whole(edition("vi"), "places")))

    assert isinstance(collection, geojson.FeatureCollection)
    assert collection.is_valid, collection.errors()
    for feature in collection.features:
        assert isinstance(feature, geojson.Feature)
        assert feature.geometry is None or feature.geometry.is_valid, feature.geometry.errors()


def test_every_place_is_there_longitude_first_or_without_geometry(made, shipped):
    places = of_kind(made("en"), "place")

    for row in shipped("places"):
        feature = places.pop(row["place_id"])
        if row["latitude"]:
            point = [float(row["longitude"]), float(row["latitude"])]
            assert feature["geometry"] == {"type": "Point", "coordinates": point}
        else:
            assert feature["geometry"] is None
    assert places == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_kinds_and_precision_are_in_the_language(made, edition, language):
    lens = edition(language).lens
    properties = of_kind(made(language), "place")["muong-thanh-bridge"]["properties"]

    assert properties["name"] == lens.row("places", "muong-thanh-bridge")[f"name_{language}"]
    assert properties["kind_label"] == lens.label("place_kind", "bridge")
    assert (properties["precision"], properties["radius_km"]) == ("city", 2)
    assert properties["sources"][0]["url"].startswith("http")


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_archipelagos_are_labelled_in_each_language(made, language):
    archipelagos = of_kind(made(language), "archipelago")

    names = {key: feature["properties"]["name"] for key, feature in archipelagos.items()}
    assert "Hoàng Sa" in names["hoang-sa"]
    assert "Trường Sa" in names["truong-sa"]
    for feature in archipelagos.values():
        assert feature["properties"]["country"] == "VN"
        assert len(feature["properties"]["label_point"]) == 2


def test_outer_rings_run_counterclockwise(made):
    for feature in of_kind(made("vi"), "archipelago").values():
        for (ring,) in feature["geometry"]["coordinates"]:
            turns = pairwise(ring)
            assert sum((x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in turns) < 0
            assert ring[0] == ring[-1]


def test_no_filter_leaves_the_archipelagos_out(edition):
    empty = Extract(edition("vi"), TABLES["places"], (), (("Quốc gia", "Na Uy"),))

    collection = json.loads(as_geojson(empty))

    assert set(of_kind(collection, "archipelago")) == {"hoang-sa", "truong-sa"}
    assert of_kind(collection, "place") == {}
    assert "Na Uy" in collection["note"]


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"},{"type":"Feature"', "x\u2028y"])
def test_a_hostile_name_stays_a_text(renamed, name):
    shown, _store = renamed(name)

    collection = json.loads(as_geojson(whole(shown, "places")))

    assert collection["features"][0]["properties"]["name"] == name
    assert len(of_kind(collection, "place")) == len(shown.rows["places"])


def test_our_own_map_is_read_again_with_nothing_changed(edition):
    places = whole(edition("vi"), "places")
    (sheet,) = sheets("places.geojson", as_geojson(places))
    draft = drafts(sheet)

    assert isinstance(draft, Draft), draft
    assert (draft.table, draft.faults, draft.unknown) == ("places", (), ())
    assert {"place_id", "name_vi", "latitude", "source_ids"} <= set(draft.cells)
    for column, texts in draft.cells.items():
        assert texts == [row[column] for row in places.rows], column
