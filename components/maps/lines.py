"""How a line of the map runs, and how wide it is: said once for the screen and for the drawing."""

from collections.abc import Sequence
from itertools import pairwise
from math import acos, asin, atan2, cos, degrees, radians, sin

from data.views.lens import Row

Point = tuple[float, float]

_THINNEST, _WIDEST = 1.5, 12.0
_FULL_AT = 10  # so that a few single meetings are not as wide as many
_STEPS = 96
_TOP = 72.0  # degrees north: farther up, a map like ours draws a great circle as a spike
_BEND = 0.16


def width(count: int, most: int) -> float:
    """The width of a line in pixels; it grows evenly with what it stands for."""
    return round(_THINNEST + (_WIDEST - _THINNEST) * count / max(most, _FULL_AT), 1)


def arc(start: Row, end: Row) -> list[Point]:
    """Latitude and longitude of the points of a line between two places, along a great circle.

    Where that would cross the date line or come near a pole, the line is bent to the north instead:
    it says who is tied to whom and is no flight path.
    """
    one, other = _point(start), _point(end)
    points = _great_circle(one, other)
    if max(latitude for latitude, _longitude in points) > _TOP or _jumps(points):
        points = _bent(one, other)
    return [(round(latitude, 3), round(longitude, 3)) for latitude, longitude in points]


def _point(place: Row) -> Point:
    return place["latitude"], place["longitude"]


def _great_circle(one: Point, other: Point) -> list[Point]:
    (lat1, lon1), (lat2, lon2) = (tuple(map(radians, point)) for point in (one, other))
    turn = sin(lat1) * sin(lat2) + cos(lat1) * cos(lat2) * cos(lon2 - lon1)
    angle = acos(min(1.0, max(-1.0, turn)))
    if sin(angle) < 1e-9:
        return [one, other]
    points = [one]
    for step in range(1, _STEPS):
        a = sin((1 - step / _STEPS) * angle) / sin(angle)
        b = sin(step / _STEPS * angle) / sin(angle)
        x = a * cos(lat1) * cos(lon1) + b * cos(lat2) * cos(lon2)
        y = a * cos(lat1) * sin(lon1) + b * cos(lat2) * sin(lon2)
        z = a * sin(lat1) + b * sin(lat2)
        points.append((degrees(asin(min(1.0, max(-1.0, z)))), degrees(atan2(y, x))))
    return [*points, other]


def _jumps(points: Sequence[Point]) -> bool:
    return any(abs(after[1] - before[1]) > 180 for before, after in pairwise(points))


def _bent(one: Point, other: Point) -> list[Point]:
    """A smooth bow from one point to the other, over the middle of the map."""
    (lat1, lon1), (lat2, lon2) = one, other
    top = (lat1 + lat2) / 2 + _BEND * abs(lon2 - lon1), (lon1 + lon2) / 2
    points = []
    for step in range(_STEPS + 1):
        t = step / _STEPS
        parts = (1 - t) ** 2, 2 * t * (1 - t), t**2
        points.append(
            (
                parts[0] * lat1 + parts[1] * top[0] + parts[2] * lat2,
                parts[0] * lon1 + parts[1] * top[1] + parts[2] * lon2,
            )
        )
    return points
