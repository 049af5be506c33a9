"""The part of the earth that a drawing shows: where points and shapes lie in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asinh, atan, degrees, log2, radians, sinh, tan
from typing import Any, NamedTuple

from components.maps.ground import shapes

WIDTH = 904
_HEIGHTS = (540, 640)


@dataclass(frozen=True)
class Window:
    """A part of the earth in Web Mercator, as Leaflet shows it: its corner and its scale."""

    left: float
    top: float
    per_degree: float
    width: float
    height: float

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

    def outline(self, name: str) -> str:
        """The outlines of one of the map's shapes."""
        return "".join(self.path(shape["geometry"]) for shape in shapes(name)["features"])

    def path(self, geometry: dict[str, Any]) -> str:
        """The outline of a shape; empty where none of it can be seen."""
        polygons = geometry["coordinates"]
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        return "".join(filter(None, (self._ring(ring) for shape in polygons for ring in shape)))

    def _ring(self, ring: Sequence[Sequence[float]]) -> str:
        points = [self.at(latitude, longitude) for longitude, latitude in ring]
        xs, ys = zip(*points, strict=True)
        if max(xs) < 0 or min(xs) > self.width or max(ys) < 0 or min(ys) > self.height:
            return ""
        thinned = [points[0]]
        for point in points[1:]:
            if abs(point[0] - thinned[-1][0]) + abs(point[1] - thinned[-1][1]) >= 0.3:
                thinned.append(point)
        # A stroke needs some length: with this, an island of any size is at least a dot.
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in thinned) + "h.1Z"


class Outlines(NamedTuple):
    """The shapes under a map."""

    land: str
    province: str
    islands: str


def window_of(corners: Sequence[tuple[float, float]]) -> Window:
    """The window that shows both corners, as wide as the drawing."""
    (south, west), (north, east) = corners
    tall = mercator(north) - mercator(south)
    height = min(max(WIDTH * tall / (east - west), _HEIGHTS[0]), _HEIGHTS[1])
    per_degree = min(WIDTH / (east - west), height / tall)
    left = (west + east) / 2 - WIDTH / per_degree / 2
    top = (mercator(north) + mercator(south)) / 2 + height / per_degree / 2
    return Window(left, top, per_degree, WIDTH, round(height))


def mercator(latitude: float) -> float:
    """A latitude as Web Mercator draws it, in degrees of longitude at the equator."""
    return degrees(asinh(tan(radians(latitude))))


def outlines(window: Window) -> Outlines:
    """Land, province and archipelagos as the window shows them."""
    names = ("world", "dien-bien", "vietnam-archipelagos")
    return Outlines(*map(window.outline, names))


def latitude_at(window: Window, y: float) -> float:
    """The latitude at a height of the drawing."""
    return degrees(atan(sinh(radians(window.top - y / window.per_degree))))
