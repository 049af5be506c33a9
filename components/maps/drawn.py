"""The map as one drawing, with what the screen shows and always both archipelagos."""

from collections.abc import Iterable, Sequence
from math import cos, radians
from typing import NamedTuple

from markupsafe import Markup

from components import html
from components.look import LIGHT, Look
from components.maps.frames import EAST_SEA, NEIGHBOURS
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
from components.maps.labels import LED_FROM, Box, Wanted, around, settled
from components.maps.lines import arc, width
from components.maps.scenes import (
    Mark,
    Scene,
    bounds,
    caption,
    heaviest,
    home,
    line_words,
    marks,
    weight,
)
from components.maps.signs import KINDS, colour, sign
from components.maps.window import (
    WIDTH,
    Window,
    inset_of,
    latitude_at,
    outlines,
    window_of,
)
from data.views.geography import PROVINCE
from data.views.lens import Lens

_SEA = (196, 226)
_SMALL_SEA = (118, 130)
_NEAR = (264, 276)
_LEGEND = 34
_EDGE = 10  # between an inset and the edge of the map
_LABEL_ROOM = 33  # around an archipelago, for its name
_CORNERS = ("bottom left", "bottom right", "top right", "top left")
_ROUND = (1, 2, 5)
_STILL = ((616, 330), (358, 340))  # beside the news of the overview, and on a phone
_STILL_DETAIL = 1.4
_LINE_POINTS = 800  # that names keep off


class Name(NamedTuple):
    """A text on the map, centred in its box; ``lead`` is a line to it from what it names."""

    lines: tuple[str, ...]
    x: float
    y: float
    kind: str
    box: Box
    lead: tuple[float, float, float, float] | None


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


def drawn_map(lens: Lens, scene: Scene) -> tuple[str, int]:
    """A scene as SVG for a file, and its height."""
    window = window_of(bounds(lens, scene))
    shown = marks(lens, scene)
    corners = _corners(lens, scene, window, shown)
    taken = [_box_of(window, corner, size) for size, corner in corners.values()]
    taken.append(Box(0, window.height - 30, 150, window.height))  # the scale
    sheet = sheet_of(lens, scene, window, shown, taken)
    svg = html.render(
        "map.svg",
        lens,
        look=LIGHT,
        strokes=_strokes(LIGHT),
        sheet=sheet,
        ground=outlines(window),
        insets=[
            (*_place(window, corner, size), Markup(inset(lens, scene, LIGHT, name)))  # noqa: S704
            for name, (size, corner) in corners.items()
        ],
        scale=_scale(lens, window),
        legend=_legend(lens, sheet.kinds),
        alt="",
        foot=_LEGEND,
    )
    return svg, int(window.height) + _LEGEND


def still(lens: Lens, scene: Scene, look: Look) -> list[str]:
    """The map as a picture in a page: SVG for a wide place and for a narrow one."""
    shown = marks(lens, scene)
    drawn = []
    for across, height in _STILL:
        window = window_of(bounds(lens, scene), across, (height, height), _STILL_DETAIL)
        sheet = sheet_of(lens, scene, window, shown, look=look)
        insets = []
        if sum(name.kind == "islands" for name in sheet.names) < 2:
            box = _box_of(window, "bottom left", _SMALL_SEA)
            sheet = sheet_of(lens, scene, window, shown, [box], look=look)
            small = _inset(lens, _sea(lens, _SMALL_SEA), look, "sea", _islands_in_words(lens))
            insets = [(box.left, box.top, Markup(small))]  # noqa: S704 - our own drawing
        drawn.append(
            html.render(
                "map.svg",
                lens,
                look=look,
                strokes=_strokes(look),
                sheet=sheet,
                ground=outlines(window),
                insets=insets,
                scale=None,
                legend=[],
                alt="",
                foot=0,
            )
        )
    return drawn


def inset(lens: Lens, scene: Scene, look: Look, name: str) -> str:
    """A small map as SVG: ``sea`` shows the archipelagos with their names, ``near`` neighbours."""
    if name == "sea":
        return sea(lens, look)
    shown = marks(lens, scene)
    near = [mark for mark in shown if mark.inset]
    window = inset_of(NEIGHBOURS, *_NEAR)
    sheet = sheet_of(lens, scene, window, near, look=look, most=heaviest(shown, scene))
    return _inset(lens, sheet, look, name, lens.language.text("The neighbours, larger"))


def sea(lens: Lens, look: Look) -> str:
    """A small map of the archipelagos with their names, as SVG, for a map that lacks them."""
    return _inset(lens, _sea(lens, _SEA), look, "sea", _islands_in_words(lens))


def _sea(lens: Lens, size: tuple[int, int]) -> Sheet:
    window = inset_of(EAST_SEA, *size)
    return Sheet(window, [], [], island_names(lens, window), frozenset())


def _inset(lens: Lens, sheet: Sheet, look: Look, name: str, alt: str) -> str:
    return html.render(
        "map_inset.svg",
        lens,
        look=look,
        strokes=_strokes(look),
        sheet=sheet,
        ground=outlines(sheet.window),
        name=name,
        alt=alt,
    )


def _islands_in_words(lens: Lens) -> str:
    return ", ".join(" ".join(label.lines) for label in islands(lens.language.code))


def alternative(lens: Lens, scene: Scene) -> str:
    """The map in a sentence, for who cannot see it."""
    _ = lens.language.text
    shown = marks(lens, scene)
    ends = sorted(
        (mark.link for mark in shown if mark.link), key=lambda link: -weight(link, scene.weight)
    )
    said = "; ".join(line_words(lens, link, scene.weight) for link in ends[:4])
    sentence = _("Map with lines from Điện Biên to where its partners sit. {lines}. {islands}.")
    return sentence.format(lines=said or "–", islands=_islands_in_words(lens))


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
    seen = [mark for mark in shown if _is_seen(mark, window, all_near=most is not None)]
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
    lines = list(_lines(lens, scene, window, seen, top))
    beside = [around(*at, line.width / 2) for line in lines for at in line.points[::3]]
    free = settled(wanted, full, window.room, beside[:_LINE_POINTS])
    names = [
        _name((text,), "small" if is_small else "place", (pin.x, pin.y), *found)
        for text, pin, found in zip(texts, pins, free, strict=True)
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


def _strokes(look: Look) -> dict[str, Markup]:
    drawn: dict[str, Stroke] = {
        **strokes(look),
        "line": {**LINE, "color": look.partner},
        "area": AREA,
    }
    return {name: Markup(attributes(it)) for name, it in drawn.items()}  # noqa: S704


def _corners(
    lens: Lens, scene: Scene, window: Window, shown: Sequence[Mark]
) -> dict[str, tuple[tuple[int, int], str]]:
    """The small maps that a window needs, each with its size and its corner."""
    seen = [mark for mark in shown if _is_seen(mark, window)]
    spots = [window.at(mark.spot.latitude, mark.spot.longitude) for mark in seen]
    lines = [at for line in _lines(lens, scene, window, seen, 1) for at in line.points]
    names = [window.at(it.latitude, it.longitude) for it in islands(lens.language.code)]
    marked = [*((*at, 10, 20) for at in spots), *((*at, 0.5, 1) for at in lines)]
    marked += [(*at, _LABEL_ROOM, 60) for at in names]
    found: dict[str, tuple[tuple[int, int], str]] = {}

    def add(name: str, size: tuple[int, int]) -> None:
        used = [corner for _size, corner in found.values()]
        free = [corner for corner in _CORNERS if corner not in used]
        found[name] = size, min(free, key=lambda corner: _hidden(window, corner, size, marked))

    if len(island_names(lens, window, [around(*at, 10) for at in spots])) < len(names):
        add("sea", _SEA)
    if window.zoom < FAR and any(mark.inset and mark.link for mark in shown):
        add("near", _NEAR)
    return found


def _hidden(
    window: Window,
    corner: str,
    size: tuple[int, int],
    marked: Iterable[tuple[float, float, float, int]],
) -> int:
    """How much a small map would hide in a corner; ``marked`` are points, radius and weight."""
    box = _box_of(window, corner, size)
    return sum(cost for x, y, radius, cost in marked if box.meets(around(x, y, radius)))


def _place(window: Window, corner: str, size: tuple[int, int]) -> tuple[float, float]:
    x = _EDGE if "left" in corner else window.width - size[0] - _EDGE
    y = _EDGE if "top" in corner else window.height - size[1] - _EDGE
    return x, y


def _box_of(window: Window, corner: str, size: tuple[int, int]) -> Box:
    x, y = _place(window, corner, size)
    return Box(x, y, x + size[0], y + size[1])


def _lines(
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


def _is_seen(mark: Mark, window: Window, *, all_near: bool = False) -> bool:
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


def _scale(lens: Lens, window: Window) -> tuple[float, str]:
    """The scale: a bar for a round length, measured in the middle of the map."""
    middle = latitude_at(window, window.height / 2)
    kilometre = window.per_degree / 111.32 / cos(radians(middle))
    lengths = [one * 10**power for power in range(-1, 4) for one in _ROUND]
    length = max(one for one in lengths if one * kilometre <= 130)
    return round(length * kilometre, 1), f"{lens.language.number(length)} km"


def _legend(lens: Lens, kinds: frozenset[str]) -> list[tuple[Markup, str]]:
    known = [kind for kind in KINDS if kind in kinds]
    shown = [(sign(kind, LIGHT, at_home=True), lens.label("place_kind", kind)) for kind in known]
    if kinds - set(KINDS):
        shown.append((sign("province", LIGHT, at_home=True), lens.language.text("Area")))
    return [(Markup(drawing), name) for drawing, name in shown]  # noqa: S704 - our own signs
