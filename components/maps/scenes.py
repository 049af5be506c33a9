"""What a reader chose to see on the map, and where each place and line of it lies."""

from collections.abc import Mapping, Sequence
from math import atan2, cos, degrees, hypot, pi, radians, sin, sqrt
from typing import NamedTuple

from data.views.geography import (
    PROVINCE,
    Link,
    drawn_lines,
    drawn_places,
    kilometres,
    nearest_hubs,
)
from data.views.lens import Lens, Row

FRAMES: Mapping[str, tuple[tuple[float, float], tuple[float, float]]] = {
    "world": ((-2.0, -8.0), (62.0, 140.0)),
    "france": ((42.0, -4.5), (50.8, 8.0)),
    "link": ((1.0, -6.0), (57.0, 139.0)),
    "vietnam": ((6.0, 99.0), (23.9, 120.0)),
    "province": ((20.85, 102.05), (22.65, 103.75)),
    "city": ((21.362, 102.985), (21.412, 103.045)),
}


_ARC_POINTS = 48


_CROWDED_KM = 700  # on a far view, names of places nearer than this cover each other


class Scene(NamedTuple):
    """What the reader chose to see on the map."""

    frame: str = "link"
    weight: str = "meetings"
    layers: tuple[str, ...] = ("links", "visits", "meetings", "projects")
    country: str | None = None
    place: str | None = None

    @property
    def partners(self) -> tuple[str, ...]:
        """The chosen countries or organisations; none where all are shown."""
        return tuple(self.country.split(",")) if self.country else ()


def drawn_links(lens: Lens, scene: Scene) -> list[Link]:
    """The lines on the map, weakest first; none where their layer is not chosen."""
    if "links" not in scene.layers:
        return []
    lines = drawn_lines(lens, [scene.weight], scene.partners)
    return sorted(lines, key=lambda link: weight(link, scene.weight))


def weight(link: Link, measure: str) -> int:
    """Meetings or projects behind a line."""
    return len(link.meetings if measure == "meetings" else link.projects)


def line_width(link: Link, measure: str) -> float:
    """Width of a line in pixels: the root of its weight, so that thick lines hide no other."""
    return round(1.6 + 1.5 * sqrt(weight(link, measure)), 2)


def line_words(lens: Lens, link: Link, measure: str) -> str:
    """What a line stands for: a place, and how many meetings or projects."""
    count = weight(link, measure)
    if measure == "meetings":
        number = lens.language.plural("{count} meeting", "{count} meetings", count)
    else:
        number = lens.language.plural("{count} project", "{count} projects", count)
    return f"{lens.words(link.place, 'name')}: {number}"


def frame_names(lens: Lens) -> Mapping[str, str]:
    """What readers call each frame, in the order in which a page offers them."""
    _ = lens.language.text
    return {
        "link": _("Điện Biên – France"),
        "province": _("The province"),
        "city": _("Điện Biên Phủ"),
        "france": _("France"),
        "vietnam": _("Viet Nam"),
        "world": _("All partners"),
    }


class Spot(NamedTuple):
    """One marker: a place, where it is drawn, and what took place there."""

    place: Row
    latitude: float
    longitude: float
    moved: bool
    local: bool
    city: bool
    quiet: bool
    visits: tuple[str, ...]
    meetings: tuple[str, ...]
    projects: tuple[str, ...]

    @property
    def at_home(self) -> bool:
        """Whether it lies in Việt Nam."""
        return bool(self.place["country"] == "VN")

    @property
    def radius_km(self) -> float:
        """How far around its point the place may lie; 0 where the point is the place itself."""
        return 0 if self.place["precision"] == "site" else float(self.place["radius_km"] or 0)


def spots(lens: Lens, scene: Scene) -> list[Spot]:
    """Places of the chosen layers; those that share a point are drawn around it."""
    used = drawn_places(lens, scene.layers, scene.partners)
    places = lens.record.by_key("places")
    located: list[Row] = [places[key] for key in used]
    asked = lens.row("places", scene.place)
    if asked and asked["latitude"] is not None and asked not in located:
        located.append(asked)
    hubs = nearest_hubs(places)
    drawn = {row["place_id"] for row in located}
    together: dict[tuple[float, float], list[Row]] = {}
    for row in located:
        together.setdefault((row["latitude"], row["longitude"]), []).append(row)
    placed = []
    for (latitude, longitude), rows in together.items():
        for turn, row in enumerate(rows):
            north, east = _around(turn, len(rows))
            what = used.get(row["place_id"], {})
            placed.append(
                Spot(
                    row,
                    latitude + north,
                    longitude + east,
                    len(rows) > 1,
                    hubs[row["place_id"]] != row["place_id"] and hubs[row["place_id"]] in drawn,
                    row["kind"] == "city",
                    0 < kilometres(row, places[PROVINCE]) < _CROWDED_KM,
                    *(tuple(what.get(t, ())) for t in ("visits", "meetings", "projects")),
                )
            )
    return placed


def _around(turn: int, count: int, radius: float = 0.012) -> tuple[float, float]:
    if count == 1:
        return 0.0, 0.0
    angle = 2 * pi * turn / count + pi / 4
    return radius * sin(angle), radius * cos(angle)


def arc(start: Row, end: Row) -> list[tuple[float, float]]:
    """Latitude and longitude of the points of a line between two places, bent to the north.

    The line is no flight path. Its bend keeps apart lines that leave in nearly the same direction.
    """
    x0, y0, x1, y1 = start["longitude"], start["latitude"], end["longitude"], end["latitude"]
    length = hypot(x1 - x0, y1 - y0)
    lean = degrees(atan2(y1 - y0, x1 - x0))
    bend = 0.16 * length * (1 if abs(lean) > 90 else -1)
    across = (radians(lean) - pi / 2) if bend > 0 else (radians(lean) + pi / 2)
    middle = (
        (x0 + x1) / 2 + abs(bend) * cos(across),
        (y0 + y1) / 2 + abs(bend) * abs(sin(across)),
    )
    points = []
    for step in range(_ARC_POINTS + 1):
        t = step / _ARC_POINTS
        x = (1 - t) ** 2 * x0 + 2 * t * (1 - t) * middle[0] + t**2 * x1
        y = (1 - t) ** 2 * y0 + 2 * t * (1 - t) * middle[1] + t**2 * y1
        points.append((round(y, 4), round(x, 4)))
    return points


def bounds(lens: Lens, scene: Scene) -> Sequence[tuple[float, float]]:
    """South-west and north-east corner of a scene: around the chosen place, else of its frame."""
    place = lens.row("places", scene.place)
    if place and place["latitude"] is not None:
        reach = max((place["radius_km"] or 1) / 111 * 2, 0.05)
        return (
            (place["latitude"] - reach, place["longitude"] - reach),
            (place["latitude"] + reach, place["longitude"] + reach),
        )
    return FRAMES[scene.frame]


def place_rows(lens: Lens, scene: Scene) -> list[Spot]:
    """The places that the map draws, for the table beside it; those with most events first."""
    return sorted(
        spots(lens, scene),
        key=lambda spot: -(len(spot.meetings) + len(spot.projects) + len(spot.visits)),
    )
