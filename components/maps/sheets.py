"""What is drawn in a window of the map: its lines, pins and names, and where each stands."""

from collections.abc import Iterable, Sequence
from math import cos, radians
from typing import NamedTuple

from markupsafe import Markup

from components.look import LIGHT, Look
from components.maps.ground import FAR, NEAR, countries, islands
from components.maps.labels import LED_FROM, Box, Wanted, around, settled
from components.maps.lines import arc, width
from components.maps.scenes import Mark, Scene, caption, heaviest, home, line_words, weight
from components.maps.signs import colour, sign
from components.maps.window import WIDTH, Window
from data.views.geography import PROVINCE
from data.views.lens import Lens

_LINE_POINTS = 800  # that names keep off


class Name(NamedTuple):
    """A text on the map, centred in its box; ``lead`` is a line to it from what it names."""

    lines: tuple[str, ...]
    x: float
    y: float
    kind: str
    box: Box
    lead: tuple[float, float, float, float] | None
    place: str = ""  # the key of what it names, where that is a place


class Pin(NamedTuple):
    """A place on the map; ``radius`` is that of the area it is known to lie in, 0 if not drawn."""

    x: float
    y: float
    sign: Markup
    exact: bool
    small: bool
    radius: float
    colour: str


class Course(NamedTuple):
    """A line from the province to a place of partners."""

    points: list[tuple[float, float]]
    width: float
    title: str

    @property
    def path(self) -> str:
        """The line as SVG writes it."""
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in self.points)


class Sheet(NamedTuple):
    """What is drawn in a window: its ground, lines, pins and names."""

    window: Window
    lines: list[Course]
    pins: list[Pin]
    names: list[Name]
    kinds: frozenset[str]

    @property
    def missing(self) -> int:
        """How many pins have no name, for want of room."""
        return len(self.pins) - sum(name.kind in ("place", "small") for name in self.names)


def sheet_of(
    lens: Lens,
    scene: Scene,
    window: Window,
    shown: Sequence[Mark],
    taken: Iterable[Box] = (),
    *,
    look: Look = LIGHT,
    most: int | None = None,
) -> Sheet:
    """Lines, pins and names of some marks; ``taken`` is where something else is drawn."""
    is_small = window.width < WIDTH
    seen = [mark for mark in shown if is_seen(mark, window, all_near=most is not None)]
    pins = [_pin(scene, mark, window, look, small=is_small) for mark in seen]
    full = [*taken, *(around(pin.x, pin.y, 5 if is_small else 10) for pin in pins)]
    grounds = [] if most is not None else _ground_names(lens, window, full)
    full += [name.box for name in grounds]
    letter, line = (5.9, 13) if is_small else (6.6, 15)
    texts = [caption(lens, mark, scene) for mark in seen]
    wanted = [
        Wanted(pin.x, pin.y, len(text) * letter, line, side(lens, mark))
        for text, mark, pin in zip(texts, seen, pins, strict=True)
    ]
    top = heaviest(shown, scene) if most is None else most
    lines = list(lines_of(lens, scene, window, seen, top))
    beside = [around(*at, line.width / 2) for line in lines for at in line.points[::3]]
    free = settled(wanted, full, window.room, beside[:_LINE_POINTS])
    names = [
        _name((text,), "small" if is_small else "place", (pin.x, pin.y), *found)._replace(
            place=mark.spot.place["place_id"]
        )
        for text, mark, pin, found in zip(texts, seen, pins, free, strict=True)
        if found
    ]
    return Sheet(
        window,
        lines,
        pins[::-1],
        [*names, *grounds],
        frozenset(mark.spot.place["kind"] for mark in seen),
    )


def island_names(lens: Lens, window: Window, taken: Iterable[Box] = ()) -> list[Name]:
    """Names of the two archipelagos with (Việt Nam), where there is room for them."""
    labels = [
        label
        for label in islands(lens.language.code, narrow=window.width < WIDTH)
        if window.holds(label.latitude, label.longitude)
    ]
    wanted = [
        Wanted(
            *window.at(label.latitude, label.longitude),
            max(map(len, label.lines)) * 5.4,
            11 * len(label.lines) + 2,
            first,
        )
        for label, first in zip(labels, ("east", "south"), strict=False)
    ]
    free = settled(wanted, taken, window.room)
    return [
        _name(label.lines, "islands", (want.x, want.y), *found)
        for label, want, found in zip(labels, wanted, free, strict=True)
        if found and found[1] < LED_FROM  # farther off it might be taken for the other's
    ]


def _ground_names(lens: Lens, window: Window, taken: Iterable[Box]) -> list[Name]:
    names = island_names(lens, window, taken)
    for lines, latitude, longitude in countries(lens):
        if FAR <= window.zoom < NEAR and window.holds(latitude, longitude, 40):
            x, y = window.at(latitude, longitude)
            box = Box(x - 44, y - 11, x + 44, y + 4)
            names.append(Name(lines, x, y, "country", box, None))
    return names


def lines_of(
    lens: Lens, scene: Scene, window: Window, shown: Iterable[Mark], most: int
) -> Iterable[Course]:
    """Lines whose far end is seen, the widest first: a narrow one is not lost under it."""
    start = home(lens)
    ends = [(weight(mark.link, scene.weight), mark.link) for mark in shown if mark.link and start]
    for count, link in sorted(ends, key=lambda end: -end[0]):
        if start and window.holds(link.place["latitude"], link.place["longitude"]):
            points = [window.at(*point) for point in arc(start, link.place)]
            if window.detail >= 1:
                points = [*points[:-1:4], points[-1]]
            yield Course(points, width(count, most), line_words(lens, link, scene.weight))


def is_seen(mark: Mark, window: Window, *, all_near: bool = False) -> bool:
    """Whether a window shows a mark: it lies there, and the window is near enough."""
    if not window.holds(mark.spot.latitude, mark.spot.longitude):
        return False
    nearest = {"far": 0, "mid": FAR, "near": NEAR}[mark.tier]
    return all_near or window.zoom >= nearest


def side(lens: Lens, mark: Mark) -> str:
    """Where a name goes first: away from the line that comes to its place."""
    start = home(lens)
    west = bool(start and mark.spot.longitude < start["longitude"])
    return "west" if west or mark.spot.place["place_id"] == PROVINCE else "east"


def _pin(scene: Scene, mark: Mark, window: Window, look: Look, *, small: bool) -> Pin:
    spot = mark.spot
    place, (x, y) = spot.place, window.at(spot.latitude, spot.longitude)
    drawing = sign(place["kind"], look, at_home=spot.at_home)
    units = window.per_degree / 111.32 / cos(radians(spot.latitude))
    placed = drawing.replace("<svg ", f'<svg x="{x - 7:g}" y="{y - 7:g}" ', 1)
    placed = placed.replace('width="18" height="18"', 'width="14" height="14"', 1)
    is_opened = scene.place == place["place_id"]
    return Pin(
        x,
        y,
        Markup(placed),  # noqa: S704 - our own signs
        place["precision"] == "site",
        small,
        round(spot.radius_km * units, 1) if is_opened else 0,
        colour(look, at_home=spot.at_home),
    )


def _name(lines: tuple[str, ...], kind: str, at: tuple[float, float], box: Box, reach: int) -> Name:
    """A name in its box, with a line from what it names where it is not beside it."""
    x, y = at
    near = min(max(x, box.left), box.right), min(max(y, box.top), box.bottom)
    lead = (x, y, *near) if reach >= LED_FROM else None
    first = box.top + {"place": 11, "small": 10, "islands": 10}[kind]
    return Name(lines, (box.left + box.right) / 2, first, kind, box, lead)
