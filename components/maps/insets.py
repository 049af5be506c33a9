"""The small maps in the corners: the archipelagos with their names, and the neighbours larger."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from components import html
from components.look import Look
from components.maps.frames import EAST_SEA, NEIGHBOURS
from components.maps.ground import AREA, FAR, LINE, Stroke, attributes, islands, strokes
from components.maps.labels import Box, around
from components.maps.scenes import Mark, Scene, heaviest, marks
from components.maps.sheets import Sheet, is_seen, island_names, lines_of, sheet_of
from components.maps.window import Window, inset_of, outlines
from data.views.lens import Lens

_SEA = (196, 226)
_SMALL_SEA = (118, 130)
_NEAR = (264, 276)
_SIZES = {"sea": _SEA, "near": _NEAR}
_EDGE = 10  # between an inset and the edge of the map
_LABEL_ROOM = 33  # around an archipelago, for its name
_CORNERS = ("bottom left", "bottom right", "top right", "top left")


class Inset(NamedTuple):
    """A small map, and where in the large one it stands."""

    box: Box
    drawing: Markup


def inset(lens: Lens, scene: Scene, look: Look, name: str) -> str:
    """A small map as SVG: ``sea`` shows the archipelagos with their names, ``near`` neighbours."""
    if name == "sea":
        return sea(lens, look)
    shown = marks(lens, scene)
    near = [mark for mark in shown if mark.inset]
    window = inset_of(NEIGHBOURS, *_NEAR)
    sheet = sheet_of(lens, scene, window, near, look=look, most=heaviest(shown, scene))
    return _drawn(lens, sheet, look, name, lens.language.text("The neighbours, larger"))


def sea(lens: Lens, look: Look, size: tuple[int, int] = _SEA) -> str:
    """A small map of the archipelagos with their names, as SVG, for a map that lacks them."""
    window = inset_of(EAST_SEA, *size)
    sheet = Sheet(window, [], [], island_names(lens, window), frozenset())
    return _drawn(lens, sheet, look, "sea", islands_in_words(lens))


def islands_in_words(lens: Lens) -> str:
    """The names of both archipelagos, with (Việt Nam)."""
    return ", ".join(" ".join(label.lines) for label in islands(lens.language.code))


def all_strokes(look: Look) -> Mapping[str, Markup]:
    """How shapes, lines and areas are drawn, as attributes of SVG."""
    drawn: dict[str, Stroke] = {
        **strokes(look),
        "line": {**LINE, "color": look.partner},
        "area": AREA,
    }
    return {name: Markup(attributes(it)) for name, it in drawn.items()}  # noqa: S704


def small_sea(lens: Lens, window: Window, look: Look) -> Inset:
    """The archipelagos in the corner of a small map."""
    drawing = Markup(sea(lens, look, _SMALL_SEA))  # noqa: S704 - our own drawing
    return Inset(_box_of(window, "bottom left", _SMALL_SEA), drawing)


def in_corners(
    lens: Lens, scene: Scene, window: Window, shown: Sequence[Mark], look: Look
) -> list[Inset]:
    """The small maps that a window needs, each in the corner where it hides least."""
    seen = [mark for mark in shown if is_seen(mark, window)]
    spots = [window.at(mark.spot.latitude, mark.spot.longitude) for mark in seen]
    lines = [at for line in lines_of(lens, scene, window, seen, 1) for at in line.points]
    names = [window.at(it.latitude, it.longitude) for it in islands(lens.language.code)]
    marked = [*((*at, 10, 20) for at in spots), *((*at, 0.5, 1) for at in lines)]
    marked += [(*at, _LABEL_ROOM, 60) for at in names]
    wanted = []
    if len(island_names(lens, window, [around(*at, 10) for at in spots])) < len(names):
        wanted.append("sea")
    if window.zoom < FAR and any(mark.inset and mark.link for mark in shown):
        wanted.append("near")
    found, free = [], list(_CORNERS)
    for name in wanted:
        boxes = {corner: _box_of(window, corner, _SIZES[name]) for corner in free}
        chosen = min(free, key=lambda corner: _hidden(boxes[corner], marked))
        free.remove(chosen)
        drawing = Markup(inset(lens, scene, look, name))  # noqa: S704 - our own drawing
        found.append(Inset(boxes[chosen], drawing))
    return found


def _drawn(lens: Lens, sheet: Sheet, look: Look, name: str, alt: str) -> str:
    return html.render(
        "map_inset.svg",
        lens,
        look=look,
        strokes=all_strokes(look),
        sheet=sheet,
        ground=outlines(sheet.window),
        name=name,
        alt=alt,
    )


def _hidden(box: Box, marked: Iterable[tuple[float, float, float, int]]) -> int:
    """How much a small map would hide; ``marked`` are points, radius and weight."""
    return sum(cost for x, y, radius, cost in marked if box.meets(around(x, y, radius)))


def _box_of(window: Window, corner: str, size: tuple[int, int]) -> Box:
    x = _EDGE if "left" in corner else window.width - size[0] - _EDGE
    y = _EDGE if "top" in corner else window.height - size[1] - _EDGE
    return Box(x, y, x + size[0], y + size[1])
