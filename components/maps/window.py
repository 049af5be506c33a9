"""The part of the earth that a drawing shows: where points and shapes lie in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from math import asinh, atan, degrees, log2, radians, sinh, tan
from typing import NamedTuple

from components.maps.frames import Corners
from components.maps.ground import shapes
from components.maps.labels import Box

WIDTH = 904
HEIGHTS = (540, 640)
_WHOLE = 1.0  # from this detail on, outlines are drawn in whole units


@dataclass(frozen=True)
class Window:
    """A part of the earth in Web Mercator, as Leaflet shows it: its corner and its scale."""

    left: float
    top: float
    per_degree: float
    width: float
    height: float
    detail: float = 0.3  # of an outline: what is smaller is not drawn

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Where a point lies, in units of the drawing."""
        x = (longitude - self.left) * self.per_degree
        return round(x, 1), round((self.top - mercator(latitude)) * self.per_degree, 1)

    def holds(self, latitude: float, longitude: float, room: float = 0) -> bool:
        """Whether a point lies within, with room around it."""
        x, y = self.at(latitude, longitude)
        return room <= x <= self.width - room and room / 3 <= y <= self.height - room / 3

    @property
    def zoom(self) -> float:
        """The zoom at which Leaflet would show the same."""
        return log2(self.per_degree * 360 / 256)

    @property
    def room(self) -> Box:
        """All of it, but for a thin edge."""
        return Box(2, 2, self.width - 2, self.height - 2)

    def outline(self, name: str) -> str:
        """The outlines of one of the map's shapes, without parts that are too small or not seen."""
        least = 2 * self.detail if name == "world" else 0
        return "".join(self._drawn(ring, least) for ring in _rings(name))

    def _drawn(self, ring: "_Ring", least: float) -> str:
        left, top, scale = self.left, self.top, self.per_degree
        (west, east), (south, north) = ring.longitudes, ring.heights
        wide = round((west - left) * scale, 1), round((east - left) * scale, 1)
        tall = round((top - north) * scale, 1), round((top - south) * scale, 1)
        if wide[1] < 0 or wide[0] > self.width or tall[1] < 0 or tall[0] > self.height:
            return ""
        if wide[1] - wide[0] < least and tall[1] - tall[0] < least:
            return ""
        points = [
            (round((x - left) * scale, 1), round((top - height) * scale, 1))
            for x, height in ring.points
        ]
        thinned = [points[0]]
        for point in points[1:]:
            if abs(point[0] - thinned[-1][0]) + abs(point[1] - thinned[-1][1]) >= self.detail:
                thinned.append(point)
        # A stroke needs some length: with this, an island of any size is at least a dot.
        if self.detail >= _WHOLE and least:
            return f"{_in_steps(thinned)}h.1z"
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in thinned) + "h.1Z"


class _Ring(NamedTuple):
    """A closed line of a shape, each point by its longitude and its height in Web Mercator."""

    points: Sequence[tuple[float, float]]
    longitudes: tuple[float, float]  # the least and the greatest, as the heights
    heights: tuple[float, float]


@cache
def _rings(name: str) -> Sequence[_Ring]:
    """The lines of one of the map's shapes; the same wherever a window is."""
    found = []
    for feature in shapes(name)["features"]:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"]
        for polygon in [polygons] if geometry["type"] == "Polygon" else polygons:
            for ring in polygon:
                points = [(longitude, mercator(latitude)) for longitude, latitude in ring]
                xs, heights = zip(*points, strict=True)
                found.append(_Ring(points, (min(xs), max(xs)), (min(heights), max(heights))))
    return found


def _in_steps(points: Sequence[tuple[float, float]]) -> str:
    """A line in whole units, each point by its distance from the one before: a third as long."""
    whole = [(round(x), round(y)) for x, y in points]
    steps = (
        f"{x - before_x} {y - before_y}"
        for (before_x, before_y), (x, y) in pairwise(whole)
        if (x, y) != (before_x, before_y)
    )
    return f"M{whole[0][0]} {whole[0][1]}l" + " ".join(steps).replace(" -", "-")


class Outlines(NamedTuple):
    """The shapes under a map."""

    land: str
    province: str
    islands: str


def window_of(
    corners: Corners,
    width: float = WIDTH,
    heights: tuple[float, float] = HEIGHTS,
    detail: float = 0.3,
) -> Window:
    """The window that shows both corners, as wide as the drawing."""
    (south, west), (north, east) = corners
    tall = mercator(north) - mercator(south)
    height = min(max(width * tall / (east - west), heights[0]), heights[1])
    per_degree = min(width / (east - west), height / tall)
    left = (west + east) / 2 - width / per_degree / 2
    top = (mercator(north) + mercator(south)) / 2 + height / per_degree / 2
    return Window(left, top, per_degree, width, round(height), detail)


def inset_of(corners: Corners, width: float, height: float) -> Window:
    """The window of a small map: its north-west corner, and as large as both sides allow."""
    (south, west), (north, east) = corners
    tall = mercator(north) - mercator(south)
    per_degree = min(width / (east - west), height / tall)
    return Window(west, mercator(north), per_degree, width, height, _WHOLE)


def mercator(latitude: float) -> float:
    """A latitude as Web Mercator draws it, in degrees of longitude at the equator."""
    return degrees(asinh(tan(radians(latitude))))


@lru_cache(maxsize=64)
def outlines(window: Window) -> Outlines:
    """Land, province and archipelagos as the window shows them."""
    names = ("world", "dien-bien", "vietnam-archipelagos")
    return Outlines(*map(window.outline, names))


def latitude_at(window: Window, y: float) -> float:
    """The latitude at a height of the drawing."""
    return degrees(atan(sinh(radians(window.top - y / window.per_degree))))
