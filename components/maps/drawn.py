"""The map as one drawing, with what the screen shows and always both archipelagos."""

from collections.abc import Iterable, Sequence
from math import cos, radians
from urllib.parse import urlencode

from markupsafe import Markup

from components import html
from components.look import BY_SCHEME, LIGHT, Look, by_scheme
from components.maps.insets import (
    Inset,
    all_strokes,
    in_corners,
    islands_in_words,
    small_sea,
)
from components.maps.labels import Box
from components.maps.scenes import Mark, Scene, bounds, line_words, marks, weight
from components.maps.sheets import Sheet, sheet_of
from components.maps.signs import KINDS, sign
from components.maps.window import Window, latitude_at, outlines, window_of
from data.views.lens import Lens

_LEGEND = 34
_ROUND = (1, 2, 5)
# In CSS pixels: beside the news of the overview, and on a phone.
STILL = {"wide": (616, 330), "narrow": (358, 340)}
_PLAIN = (1100, 540), (358, 600)  # as large as the map that answers to the pointer
_COARSE = 1.4  # detail of what is drawn within a page


def drawn_map(lens: Lens, scene: Scene) -> tuple[str, int]:
    """A scene as SVG for a file, and its height."""
    window = window_of(bounds(lens, scene))
    shown = marks(lens, scene)
    insets = in_corners(lens, scene, window, shown, LIGHT)
    scale = Box(0, window.height - 30, 150, window.height)
    sheet = sheet_of(lens, scene, window, shown, [*(one.box for one in insets), scale])
    svg = _written(
        lens,
        sheet,
        insets,
        LIGHT,
        scale=_scale(lens, window),
        legend=_legend(lens, sheet.kinds),
        foot=_LEGEND,
    )
    return svg, int(window.height) + _LEGEND


def still(lens: Lens, scene: Scene, size: str) -> str:
    """The map as a picture by itself: SVG in one of the sizes of ``STILL``.

    Its colours are those of the reader's scheme, by day and by night.
    """
    style = by_scheme(":root")
    return _small(lens, scene, marks(lens, scene), STILL[size], style=style)


def plain(lens: Lens, scene: Scene, asked: Iterable[tuple[str, str]]) -> list[str]:
    """The map as part of a page without scripts: SVG for a wide screen and for a narrow one.

    Each name leads to its place, with what else is ``asked`` of the map. Colours are taken from the
    page.
    """
    shown = marks(lens, scene)
    (width, height), narrow = _PLAIN
    window = window_of(bounds(lens, scene), width, (height, height), _COARSE)
    insets = in_corners(lens, scene, window, shown, BY_SCHEME)
    taken = [one.box for one in insets]
    sheet = sheet_of(lens, scene, window, shown, taken, look=BY_SCHEME)
    others = {name: value for name, value in asked if name != "place"}

    def at(place: str) -> str:
        return f"/map?{urlencode({**others, 'place': place})}"

    return [
        _written(lens, sheet, insets, BY_SCHEME, at=at),
        _small(lens, scene, shown, narrow, at=at),
    ]


def alternative(lens: Lens, scene: Scene) -> str:
    """The map in a sentence, for who cannot see it."""
    _ = lens.language.text
    shown = marks(lens, scene)
    ends = sorted(
        (mark.link for mark in shown if mark.link), key=lambda link: -weight(link, scene.weight)
    )
    said = "; ".join(line_words(lens, link, scene.weight) for link in ends[:4])
    sentence = _("Map with lines from Điện Biên to where its partners sit. {lines}. {islands}.")
    return sentence.format(lines=said or "–", islands=islands_in_words(lens))


def _small(
    lens: Lens, scene: Scene, shown: Sequence[Mark], size: tuple[int, int], **further: object
) -> str:
    """A scene in a small picture; the archipelagos in its corner where they are not on it."""
    window = window_of(bounds(lens, scene), size[0], (size[1], size[1]), _COARSE)
    sheet = sheet_of(lens, scene, window, shown, look=BY_SCHEME)
    insets = []
    if sum(name.kind == "islands" for name in sheet.names) < 2:
        insets = [small_sea(lens, window, BY_SCHEME)]
        sheet = sheet_of(lens, scene, window, shown, [insets[0].box], look=BY_SCHEME)
    return _written(lens, sheet, insets, BY_SCHEME, **further)


def _written(
    lens: Lens, sheet: Sheet, insets: Sequence[Inset], look: Look, **further: object
) -> str:
    usual: dict[str, object] = {"scale": None, "legend": [], "foot": 0, "style": "", "at": None}
    return html.render(
        "map.svg",
        lens,
        look=look,
        strokes=all_strokes(look),
        sheet=sheet,
        ground=outlines(sheet.window),
        insets=insets,
        **(usual | further),
    )


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
