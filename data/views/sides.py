"""Who speaks for the province: its offices and bodies, those with their seat in it."""

import json
from functools import cache, lru_cache
from itertools import pairwise

from data.schema import DATA
from data.views.lens import Lens, Row

SIDES = ("province", "other")
_Point = tuple[float, float]


def side_of(lens: Lens, outcome: Row) -> str:
    """Who asks or promises: "province", or "other" for everybody else."""
    bodies = (lens.row("organisations", key) for key in outcome["from_org_ids"])
    return "province" if any(body and in_province(lens, body) for body in bodies) else "other"


def in_province(lens: Lens, body: Row) -> bool:
    """Whether an organisation is Vietnamese and has its seat within the province."""
    seat = lens.row("places", body["home_place_id"])
    if body["country"] != "VN" or seat is None or seat["latitude"] is None:
        return False
    return _is_inside(seat["longitude"], seat["latitude"])


@cache
def _outline() -> tuple[_Point, ...]:
    """The border of the province as (longitude, latitude)."""
    described = json.loads((DATA / "geo" / "dien-bien.geojson").read_text(encoding="utf-8"))
    (feature,) = described["features"]
    return tuple((x, y) for x, y in feature["geometry"]["coordinates"][0])


@lru_cache(maxsize=10_000)
def _is_inside(x: float, y: float) -> bool:
    """Whether a line from the point to the east crosses the border an odd number of times."""
    crossed = 0
    for (x1, y1), (x2, y2) in pairwise(_outline()):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            crossed += 1
    return crossed % 2 == 1
