"""What every map shows, on the screen and in the drawing: shapes, names, strokes and zooms.

Strokes have Leaflet's names; the drawing translates them into attributes of SVG.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from textwrap import wrap
from typing import Any, NamedTuple

from components.look import Look
from data.schema import DATA
from data.views.lens import Lens

_NARROW = 11  # letters
FAR, NEAR = 6, 11  # Leaflet's zooms: below FAR few names fit, from NEAR on all do
Stroke = Mapping[str, str | float]
LINE: Stroke = {"opacity": 0.85, "lineCap": "round"}
AREA: Stroke = {"weight": 1.2, "dashArray": "4 4", "fillOpacity": 0.06}
_ATTRIBUTES = {
    "color": "stroke",
    "weight": "stroke-width",
    "dashArray": "stroke-dasharray",
    "lineCap": "stroke-linecap",
    "fillColor": "fill",
    "fillOpacity": "fill-opacity",
    "opacity": "opacity",
}


class Label(NamedTuple):
    """A name on the map and its point; ``lines`` are how it is written."""

    lines: tuple[str, ...]
    latitude: float
    longitude: float


@cache
def shapes(name: str) -> dict[str, Any]:
    """The outlines of ``world``, ``dien-bien`` or ``vietnam-archipelagos``, as GeoJSON."""
    path = DATA / "geo" / f"{name}.geojson"
    collection: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return collection


def strokes(look: Look) -> dict[str, Stroke]:
    """How land, archipelagos and the province are drawn."""
    land: Stroke = {
        "weight": 0.7,
        "color": look.coast,
        "fillColor": look.land,
        "fillOpacity": 1,
    }
    return {
        "land": land,
        "islands": {**land, "color": look.province, "weight": 1.5},
        "province": {
            "weight": 2,
            "color": look.province,
            "fillColor": look.province,
            "fillOpacity": 0.14,
        },
    }


def attributes(stroke: Stroke) -> str:
    """A stroke as attributes of SVG."""
    return " ".join(f'{_ATTRIBUTES[name]}="{escape(str(it))}"' for name, it in stroke.items())


def archipelago_labels(code: str) -> list[tuple[str, float, float]]:
    """Name, with (Việt Nam), latitude and longitude of the labels of Hoàng Sa and Trường Sa."""
    return [
        (
            shape["properties"][f"name_{code}"],
            shape["properties"]["label_lat"],
            shape["properties"]["label_lon"],
        )
        for shape in shapes("vietnam-archipelagos")["features"]
    ]


def islands(code: str, *, narrow: bool = False) -> tuple[Label, Label]:
    """Names of the archipelagos, the country on a line of its own; in three lines if narrow."""
    hoang_sa, truong_sa = (
        Label((*wrap(head, _NARROW if narrow else len(head)), f"({country}"), latitude, longitude)
        for name, latitude, longitude in archipelago_labels(code)
        for head, _bracket, country in [name.partition(" (")]
    )
    return hoang_sa, truong_sa


def countries(lens: Lens) -> Iterator[Label]:
    """Names of the two countries that the map joins."""
    _ = lens.language.text
    yield Label((_("VIET NAM"),), 20.9, 105.4)
    yield Label((_("FRANCE"),), 46.4, 0.2)
