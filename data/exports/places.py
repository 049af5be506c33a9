"""Places as GeoJSON (RFC 7946), with the two archipelagos that belong to every map of Viet Nam.

``feature_kind`` says what a feature is: a ``place`` is a row of the record at its point, without
geometry where its position is not known; an ``archipelago`` is Hoàng Sa or Trường Sa as shapes
with a point for its name. The filters never remove the archipelagos.
"""

import json
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from data.exports.edition import Extract
from data.exports.tables import dumped, source, stated
from data.schema import DATA, LANGUAGES
from data.views.lens import Lens, Row


def as_geojson(extract: Extract) -> bytes:
    """The places of an extract and the archipelagos, longitude first, WGS 84."""
    lens = extract.lens
    known = lens.record.by_key("places")
    places = [_place(lens, known[key]) for key in extract.keys]
    return dumped(
        {
            "type": "FeatureCollection",
            "title": extract.title,
            **stated(extract.edition),
            "filters": dict(extract.filters),
            "note": extract.nothing() or None,
            "features": [*places, *_archipelagos(lens)],
        }
    )


def _place(lens: Lens, row: Row) -> dict[str, Any]:
    located = row["latitude"] is not None and row["longitude"] is not None
    point = {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}
    name = lens.name("places", row["place_id"]).name
    return {
        "type": "Feature",
        "id": row["place_id"],
        "geometry": point if located else None,
        "properties": {
            "feature_kind": "place",
            "name": name.value,
            "name_language": name.language,
            **{f"name_{code}": row[f"name_{code}"] for code in LANGUAGES},
            "kind": row["kind"],
            "kind_label": lens.label("place_kind", row["kind"]),
            "country": row["country"],
            "country_name": lens.language.country(row["country"]) if row["country"] else None,
            "precision": row["precision"],
            "precision_label": lens.label("place_precision", row["precision"]),
            "radius_km": row["radius_km"],
            "timezone": row["timezone"],
            "coordinate_basis": lens.words(row, "coordinate_basis") or None,
            "note": lens.words(row, "note") or None,
            "older_translations": list(row["older_translations"]),
            "disputed_points": [
                lens.words(other, "what")
                for key in lens.marks("places", row["place_id"])
                if (other := lens.row("discrepancies", key))
            ],
            "sources": [
                source(lens, other)
                for key in row["source_ids"]
                if (other := lens.row("sources", key))
            ],
        },
    }


def _archipelagos(lens: Lens) -> Iterator[dict[str, Any]]:
    for shape in _shapes():
        properties = shape["properties"]
        yield {
            "type": "Feature",
            "id": properties["id"],
            "geometry": shape["geometry"],
            "properties": {
                "feature_kind": "archipelago",
                "name": properties[f"name_{lens.language.code}"],
                "name_language": lens.language.code,
                **{f"name_{code}": properties[f"name_{code}"] for code in LANGUAGES},
                "country": properties["country"],
                "country_name": lens.language.country(properties["country"]),
                "label_point": [properties["label_lon"], properties["label_lat"]],
            },
        }


@cache
def _shapes() -> list[dict[str, Any]]:
    path = DATA / "geo" / "vietnam-archipelagos.geojson"
    shapes = json.loads(path.read_text(encoding="utf-8"))["features"]
    return [{**shape, "geometry": _wound(shape["geometry"])} for shape in shapes]


def _wound(geometry: dict[str, Any]) -> dict[str, Any]:
    """The shapes with every ring counterclockwise, as RFC 7946 asks; none of them has holes."""
    polygons = [[ring if _area(ring) > 0 else ring[::-1] for ring in p] for p in _rings(geometry)]
    return {"type": "MultiPolygon", "coordinates": polygons}


def _rings(geometry: dict[str, Any]) -> list[list[list[list[float]]]]:
    coordinates = geometry["coordinates"]
    return coordinates if geometry["type"] == "MultiPolygon" else [coordinates]


def _area(ring: list[list[float]]) -> float:
    """Twice the area of a closed ring, positive where it runs counterclockwise."""
    pairs = pairwise(ring)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)
