"""What a reader chose to see on the map: its places, its lines, what is drawn together."""

from collections.abc import Collection, Iterable, Sequence
from math import cos, pi, sin
from typing import NamedTuple

from components.maps import frames
from components.maps.frames import Corners
from components.maps.labels import short
from components.maps.window import mercator
from data.views.geography import (
    PROVINCE,
    Link,
    drawn_lines,
    drawn_places,
    hubs_of,
    kilometres,
)
from data.views.lens import Lens, Row

_CROWDED_KM = 700  # on a far view, names of places nearer than this cover each other
MOST_MARKS = 120  # drawn at once; of more places, those that lie together are drawn as one
_CELLS = 24  # across the frame, before places are drawn together in larger ones
_FAR_CELL = 8.0  # degrees, outside the frame
TIERS = ("far", "mid", "near")  # from which zoom on a mark is drawn


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


LINKS = Scene(layers=("links",))  # the lines to the partners alone


def home(lens: Lens) -> Row | None:
    """Where the lines begin; None where the record does not say where that is."""
    row = lens.row("places", PROVINCE)
    return row if row and _located(row) else None


def drawn_links(lens: Lens, scene: Scene) -> list[Link]:
    """The lines on the map, weakest first; none where their layer is not chosen."""
    if "links" not in scene.layers or home(lens) is None:
        return []
    lines = drawn_lines(lens, [scene.weight], scene.partners)
    return sorted(
        (link for link in lines if _located(link.place)),
        key=lambda link: weight(link, scene.weight),
    )


def weight(link: Link, measure: str) -> int:
    """Meetings or projects behind a line."""
    return len(link.meetings if measure == "meetings" else link.projects)


class Spot(NamedTuple):
    """A place, where it is drawn, what took place there, and the line that ends there."""

    place: Row
    latitude: float
    longitude: float
    moved: bool
    local: bool
    quiet: bool
    link: Link | None
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

    @property
    def events(self) -> int:
        """Visits, meetings and projects there."""
        return len(self.visits) + len(self.meetings) + len(self.projects)


def spots(lens: Lens, scene: Scene) -> list[Spot]:
    """Places of the chosen layers and ends of lines; those that share a point lie around it."""
    ends = {link.place["place_id"]: link for link in drawn_links(lens, scene)}
    used = drawn_places(lens, scene.layers, scene.partners)
    places = lens.record.by_key("places")
    asked = lens.row("places", scene.place)
    opened = [asked["place_id"]] if asked and _located(asked) else []
    keys = dict.fromkeys([*used, *ends, *opened, *([PROVINCE] if ends else [])])
    hubs = hubs_of(lens)
    together: dict[tuple[float, float], list[Row]] = {}
    for located in map(places.__getitem__, keys):
        at = located["latitude"], located["longitude"]
        together.setdefault(at, []).append(located)
    placed = []
    for (latitude, longitude), rows in together.items():
        is_quiet = _is_quiet(lens, rows[0])
        for turn, row in enumerate(rows):
            north, east = _around(turn, len(rows))
            key = row["place_id"]
            what = used.get(key, {})
            placed.append(
                Spot(
                    row,
                    latitude + north,
                    longitude + east,
                    len(rows) > 1,
                    hubs[key] != key and hubs[key] in keys,
                    is_quiet,
                    ends.get(key),
                    *(tuple(what.get(t, ())) for t in ("visits", "meetings", "projects")),
                )
            )
    return placed


def precision(lens: Lens, spot: Spot) -> str:
    """How exactly a place is known, in words and kilometres."""
    known = lens.label("place_precision", spot.place["precision"])
    return f"{known} (± {lens.language.number(spot.radius_km)} km)" if spot.radius_km else known


def links_by_weight(lens: Lens, scene: Scene) -> list[Link]:
    """The lines on the map for the table beside it, strongest first."""
    return sorted(drawn_links(lens, scene), key=lambda link: -weight(link, scene.weight))


def place_rows(lens: Lens, scene: Scene, keys: Collection[str] | None = None) -> list[Spot]:
    """The places that the map draws, for the table beside it; those with most events first.

    ``keys`` are the places wanted; all where not given.
    """
    known = frozenset(keys or ())
    drawn = (one for one in spots(lens, scene) if keys is None or one.place["place_id"] in known)
    return sorted(drawn, key=lambda spot: -spot.events)


class Mark(NamedTuple):
    """One sign on the map: a place, those drawn together with it, the lines that end there.

    ``tier`` says how near one must be to see it, ``inset`` that the map of the neighbours has it.
    """

    spot: Spot
    more: tuple[Spot, ...]
    link: Link | None
    tier: str
    inset: bool

    @property
    def spots(self) -> tuple[Spot, ...]:
        """All places that the sign stands for."""
        return (self.spot, *self.more)


def marks(lens: Lens, scene: Scene) -> list[Mark]:
    """The signs of a scene, the weightiest first; never many more than can be told apart."""
    placed = sorted(spots(lens, scene), key=lambda spot: _order(spot, scene))
    nearest = next((s.place["place_id"] for s in placed if s.quiet and s.link), None)
    found = []
    for group in _together(placed, bounds(lens, scene), {PROVINCE, scene.place}):
        keys = {spot.place["place_id"] for spot in group}
        is_shown = bool(keys & {PROVINCE, scene.place, nearest})
        tier = "far" if is_shown else min(map(_tier, group), key=TIERS.index)
        first, *more = group
        is_near = any(spot.quiet and (spot.link or spot.place["kind"] == "city") for spot in group)
        found.append(Mark(first, tuple(more), _joined(group), tier, is_near or PROVINCE in keys))
    return found


def caption(lens: Lens, mark: Mark, scene: Scene) -> str:
    """A mark's name on the map: “Paris · 10”, or how many places are drawn together."""
    name = short(lens.words(mark.spot.place, "name"))
    if mark.more:
        name = f"{name} + {lens.language.number(len(mark.more))}"
    if mark.link:
        name += f" · {lens.language.number(weight(mark.link, scene.weight))}"
    return name


def line_words(lens: Lens, link: Link, measure: str) -> str:
    """What a line stands for: a place, and how many meetings or projects."""
    count = weight(link, measure)
    if measure == "meetings":
        number = lens.language.plural("{count} meeting", "{count} meetings", count)
    else:
        number = lens.language.plural("{count} project", "{count} projects", count)
    return f"{lens.words(link.place, 'name')}: {number}"


def bounds(lens: Lens, scene: Scene) -> Corners:
    """South-west and north-east corner of a scene."""
    ends = [(link.place["latitude"], link.place["longitude"]) for link in drawn_links(lens, scene)]
    return frames.bounds(lens, scene.frame, scene.place, ends)


def heaviest(shown: Iterable[Mark], scene: Scene) -> int:
    """The weight of the widest line; 0 where there is none."""
    return max((weight(mark.link, scene.weight) for mark in shown if mark.link), default=0)


def _located(row: Row) -> bool:
    return row["latitude"] is not None and row["longitude"] is not None


def _is_quiet(lens: Lens, row: Row) -> bool:
    """Whether a place is so near the province that only a nearer view tells them apart."""
    start = home(lens)
    return start is not None and 0 < kilometres(row, start) < _CROWDED_KM


def _around(turn: int, count: int, radius: float = 0.012) -> tuple[float, float]:
    if count == 1:
        return 0.0, 0.0
    angle = 2 * pi * turn / count + pi / 4
    return radius * sin(angle), radius * cos(angle)


def _order(spot: Spot, scene: Scene) -> tuple[bool, int, int]:
    """The province first, then by lines, then by events."""
    lines = weight(spot.link, scene.weight) if spot.link else 0
    return spot.place["place_id"] != PROVINCE, -lines, -spot.events


def _tier(spot: Spot) -> str:
    if spot.link or (spot.place["kind"] == "city" and not spot.local):
        return "mid" if spot.quiet else "far"
    return "near" if spot.local else "mid"


def _together(placed: Sequence[Spot], frame: Corners, alone: set[str | None]) -> list[list[Spot]]:
    """Places that are drawn as one: none where they are few, else those of one square."""
    if len(placed) <= MOST_MARKS:
        return [[spot] for spot in placed]
    (_south, west), (_north, east) = frame
    grid, beyond = (east - west) / _CELLS, _FAR_CELL
    while True:
        cells: dict[tuple[object, ...], list[Spot]] = {}
        for spot in placed:
            cells.setdefault(_cell(spot, frame, (grid, beyond), alone), []).append(spot)
        if len(cells) <= MOST_MARKS:
            return list(cells.values())
        grid, beyond = grid * 1.4, beyond * 1.4


def _cell(
    spot: Spot, frame: Corners, sizes: tuple[float, float], alone: set[str | None]
) -> tuple[object, ...]:
    if spot.place["place_id"] in alone:
        return (spot.place["place_id"],)
    inside = frames.holds(frame, spot.latitude, spot.longitude)
    size = sizes[0] if inside else sizes[1]
    return inside, mercator(spot.latitude) // size, spot.longitude // size


def _joined(group: Sequence[Spot]) -> Link | None:
    """The lines that end at places drawn together, as one."""
    lines = [spot.link for spot in group if spot.link]
    if len(lines) <= 1:
        return lines[0] if lines else None
    first = max(lines, key=lambda link: len(link.meetings) + len(link.projects))
    parts = ("bodies", "meetings", "projects")
    every = ({key for line in lines for key in getattr(line, part)} for part in parts)
    return Link(first.place, *(tuple(sorted(keys)) for keys in every))
