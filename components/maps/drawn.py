"""The map as one drawing, with what the screen shows and always both archipelagos."""

from collections.abc import Iterable, Iterator
from math import cos, radians
from typing import NamedTuple

from markupsafe import Markup

from components import html
from components.look import LIGHT
from components.maps.ground import (
    AREA,
    FAR,
    LINE,
    NEAR,
    Stroke,
    attributes,
    countries,
    islands,
    strokes,
)
from components.maps.scenes import (
    Scene,
    Spot,
    arc,
    bounds,
    drawn_links,
    line_width,
    line_words,
    spots,
)
from components.maps.signs import KINDS, colour, sign
from components.maps.window import (
    WIDTH,
    Window,
    latitude_at,
    mercator,
    outlines,
    window_of,
)
from data.views.geography import PROVINCE
from data.views.lens import Lens

_INSET = (196, 226)
_INSET_BOUNDS = ((7.2, 101.6), (23.9, 119.4))
_LABEL_ROOM = 66  # half the width of an archipelago's name
_ROUND = (1, 2, 5)


class Name(NamedTuple):
    """A text on the map; ``anchor`` says which end of it is at its point."""

    lines: tuple[str, ...]
    x: float
    y: float
    anchor: str
    kind: str


class Pin(NamedTuple):
    """A place on the map."""

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


def drawn_map(lens: Lens, scene: Scene) -> tuple[str, int]:
    """A scene as SVG, and its height."""
    window = window_of(bounds(lens, scene))
    pins, names = _places(lens, scene, window)
    lines = list(_lines(lens, scene, window))
    inset = _inset_beside(lens, window)
    svg = html.render(
        "map.svg",
        lens,
        look=LIGHT,
        strokes={name: Markup(attributes(it)) for name, it in _strokes().items()},  # noqa: S704
        window=window,
        ground=outlines(window),
        lines=lines,
        pins=pins,
        names=[*names, *_countries(lens, window), *(() if inset else island_names(lens, window))],
        scale=_scale(lens, window),
        inset=inset,
        corner=inset and _corner(window, inset, lines, pins),
        inset_ground=inset and outlines(inset),
        inset_names=inset and island_names(lens, inset),
        legend=_legend(lens, scene, window),
    )
    return svg, int(window.height) + 34


def _strokes() -> dict[str, Stroke]:
    return {**strokes(LIGHT), "line": {**LINE, "color": LIGHT.partner}, "area": AREA}


def island_names(lens: Lens, window: Window) -> list[Name]:
    """Names of the two archipelagos with (Việt Nam); on a far view one is beside its islands."""
    names = []
    is_far = window.zoom < FAR - 1 and window.width == WIDTH
    for label, beside in zip(islands(lens.language.code), (is_far, False), strict=True):
        x, y = window.at(label.latitude, label.longitude)
        if beside:
            names.append(Name(label.lines, x + 9, y, "start", "islands"))
        else:
            names.append(Name(label.lines, x, y + 16, "middle", "islands"))
    return names


def _inset_beside(lens: Lens, window: Window) -> Window | None:
    """A small map of the East Sea, if the large one does not show both names in full."""
    labels = islands(lens.language.code)
    far_apart = window.per_degree * 6 > 30  # so that one name does not cover the other
    if far_apart and all(
        window.holds(label.latitude, label.longitude, _LABEL_ROOM) for label in labels
    ):
        return None
    (south, west), (north, east) = _INSET_BOUNDS
    width, height = _INSET
    per_degree = min(width / (east - west), height / (mercator(north) - mercator(south)))
    return Window(west, mercator(north), per_degree, width, height)


def _corner(
    window: Window, inset: Window, lines: Iterable[Course], pins: Iterable[Pin]
) -> tuple[float, float]:
    """The corner of the map where the inset hides least."""
    marks = [(pin.x, pin.y, 20) for pin in pins] + [
        (*at, 1) for line in lines for at in line.points
    ]
    right, bottom = window.width - inset.width - 10, window.height - inset.height - 10

    def hidden(corner: tuple[float, float]) -> int:
        x, y = corner
        return sum(
            cost
            for left, top, cost in marks
            if x <= left <= x + inset.width and y <= top <= y + inset.height
        )

    return min(((right, bottom), (10, bottom), (right, 10), (10, 10)), key=hidden)


def _countries(lens: Lens, window: Window) -> Iterator[Name]:
    for lines, latitude, longitude in countries(lens):
        if FAR <= window.zoom < NEAR and window.holds(latitude, longitude, 40):
            yield Name(lines, *window.at(latitude, longitude), "middle", "country")


def _lines(lens: Lens, scene: Scene, window: Window) -> Iterator[Course]:
    home = lens.record.by_key("places")[PROVINCE]
    for link in drawn_links(lens, scene):
        points = [window.at(*point) for point in arc(home, link.place)]
        yield Course(points, line_width(link, scene.weight), line_words(lens, link, scene.weight))


def _places(lens: Lens, scene: Scene, window: Window) -> tuple[list[Pin], list[Name]]:
    """Pins, and those of their names that cover no other; places with most events come first."""
    shown = [spot for spot in spots(lens, scene) if _is_seen(spot, window)]
    shown.sort(key=lambda spot: -(len(spot.meetings) + len(spot.projects) + len(spot.visits)))
    pins = [_pin(spot, window) for spot in shown]
    taken = [_box(pin.x, pin.y, 9, 9) for pin in pins if not pin.small]
    names = []
    for spot, pin in zip(shown, pins, strict=True):
        if not pin.small and (name := _named(lens.words(spot.place, "name"), pin, taken, window)):
            names.append(name)
    return pins[::-1], names


def _is_seen(spot: Spot, window: Window) -> bool:
    if not window.holds(spot.latitude, spot.longitude):
        return False
    if window.zoom >= NEAR:
        return True
    return not spot.local and (window.zoom >= FAR or spot.city)


def _pin(spot: Spot, window: Window) -> Pin:
    place, (x, y) = spot.place, window.at(spot.latitude, spot.longitude)
    drawing = sign(place["kind"], LIGHT, at_home=spot.at_home)
    units = window.per_degree / 111.32 / cos(radians(spot.latitude))
    placed = drawing.replace("<svg ", f'<svg x="{x - 7:g}" y="{y - 7:g}" ', 1)
    placed = placed.replace('width="18" height="18"', 'width="14" height="14"', 1)
    return Pin(
        x,
        y,
        Markup(placed),  # noqa: S704 - our own signs
        place["precision"] == "site",
        window.zoom < FAR and spot.quiet,
        round(spot.radius_km * units, 1),
        colour(LIGHT, at_home=spot.at_home),
    )


Box = tuple[float, float, float, float]


def _box(x: float, y: float, across: float, up: float) -> Box:
    return x - across, y - up, x + across, y + up


def _named(text: str, pin: Pin, taken: list[Box], window: Window) -> Name | None:
    """The name at the first free side of its pin, None where there is none."""
    wide = len(text) * 6.4
    for anchor, x, y in (
        ("start", pin.x + 13, pin.y + 4),
        ("end", pin.x - 13, pin.y + 4),
        ("middle", pin.x, pin.y - 14),
        ("middle", pin.x, pin.y + 23),
    ):
        left = x - {"start": 0, "end": wide, "middle": wide / 2}[anchor]
        box = (left, y - 10, left + wide, y + 3)
        within = left >= 2 and left + wide <= window.width - 2 and 12 <= y <= window.height - 6
        if within and not any(_meet(box, other) for other in taken):
            taken.append(box)
            return Name((text,), x, y, anchor, "place")
    return None


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _scale(lens: Lens, window: Window) -> tuple[float, str]:
    """The scale: a bar for a round length, measured in the middle of the map."""
    middle = latitude_at(window, window.height / 2)
    kilometre = window.per_degree / 111.32 / cos(radians(middle))
    lengths = [one * 10**power for power in range(-1, 4) for one in _ROUND]
    length = max(one for one in lengths if one * kilometre <= 130)
    return round(length * kilometre, 1), f"{lens.language.number(length)} km"


def _legend(lens: Lens, scene: Scene, window: Window) -> list[tuple[Markup, str]]:
    kinds = {spot.place["kind"] for spot in spots(lens, scene) if _is_seen(spot, window)}
    known = [kind for kind in KINDS if kind in kinds]
    shown = [(sign(kind, LIGHT, at_home=True), lens.label("place_kind", kind)) for kind in known]
    if kinds - set(KINDS):
        shown.append((sign("province", LIGHT, at_home=True), lens.language.text("Area")))
    return [(Markup(drawing), name) for drawing, name in shown]  # noqa: S704 - our own signs
