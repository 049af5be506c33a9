"""A chart or map as a file of its own, with its title, filters, definition and origin around it.

Files are drawn in the light palette on white, whatever the screen looks like: they are for paper.
"""

import re
from collections.abc import Sequence
from textwrap import wrap
from typing import NamedTuple

import plotly.graph_objects as go
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from components import assets, html
from components.charts.narrow import fitted
from components.look import LIGHT
from components.maps.drawn import drawn_map
from components.maps.scenes import Scene
from components.pictures.lettering import faces
from components.pictures.rendering import Form, converted, drawing
from data.exports.charted import Plate

WIDTH = 960
PRINT_SCALE = 3  # 2880 pixels: 300 to the inch across a landscape A4 within its margins
_UPRIGHT = 760  # pixels: what stands upright on an A4 with letters of 8 points
_LYING = 560  # the highest figure that a lying A4 shows as large
_MARGIN = 28
_LETTER = 0.53  # mean width of a letter, as a part of its height; too much does no harm
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False}


class TextLine(NamedTuple):
    """A line of text in a drawing; ``y`` is where its letters stand."""

    text: str
    y: int
    kind: str


class Framed(NamedTuple):
    """A drawing and its size."""

    svg: str
    height: int
    width: int = WIDTH


def chart(
    plate: Plate, figure: go.Figure, form: Form, scale: float = 1, width: int = WIDTH
) -> bytes:
    """A chart as PNG, SVG or PDF; a sentence where nothing is to be drawn. Raises NoPicture."""
    if nothing := plate.nothing():
        return finished(plate, _sentence(plate, nothing, width), form, scale)
    if form == "pdf":  # on an A4, whatever the width: its letters are to be read
        width = _UPRIGHT if (figure.layout.height or 0) > _LYING else min(width, WIDTH)
    figure = fitted(figure, width)
    height = int(figure.layout.height or 360)
    drawn = drawing(figure, width=width - 2 * _MARGIN, height=height)
    return finished(plate, framed(plate, drawn, height, width), form, scale)


def _sentence(plate: Plate, words: str, width: int) -> Framed:
    """A sentence in the frame where a chart would stand."""
    lines, height = _set([(words, 15, "definition")], 0, width)
    drawn = html.render("no_chart.svg", plate.extract.lens, look=LIGHT, lines=lines, width=width)
    return framed(plate, drawn, height + 20, width)


def drawn_scene(plate: Plate, scene: Scene, form: Form, scale: float = 1) -> bytes:
    """A map as PNG, SVG or PDF, both archipelagos on it. Raises NoPicture for PNG and PDF."""
    drawn, height = drawn_map(plate.extract.lens, scene)
    return finished(plate, framed(plate, drawn, height), form, scale)


def finished(plate: Plate, whole: Framed, form: Form, scale: float = 1) -> bytes:
    """A framed drawing as a file. Raises NoPicture for PNG and PDF."""
    return converted(
        whole.svg, form, width=whole.width, height=whole.height, scale=scale, title=plate.headline
    )


def framed(plate: Plate, drawn: str, height: int, width: int = WIDTH) -> Framed:
    """A drawing between its title and its origin."""
    inner = width - 2 * _MARGIN
    lines, y = _set(
        [
            (plate.headline, 21, "title"),
            (plate.subtitle, 14, "name"),
            (plate.filters(), 13, "filters"),
        ],
        20,
        width,
    )
    top = y + 14
    foot = [(plate.definition, 13, "definition")]
    foot += [(line, 13, "origin") for line in plate.origin()]
    below, y = _set(foot, top + height + 6, width)
    svg = html.render(
        "plate.svg",
        plate.extract.lens,
        plate=plate,
        look=LIGHT,
        lines=[*lines, *below],
        width=width,
        height=y + 18,
        margin=_MARGIN,
        drawn=Markup(_placed(drawn, _MARGIN, top, inner)),  # noqa: S704 - SVG made by us
    )
    return Framed(_NO_XML.sub("", svg), y + 18, width)


def offline_page(plate: Plate, figure: go.Figure) -> bytes:
    """A page with the interactive chart and its rows; it opens without any network."""
    nothing = plate.nothing()
    chart = (
        f"<p>{html.escape(nothing)}</p>"
        if nothing
        else figure.to_html(include_plotlyjs=False, full_html=False, config=CONFIG, div_id="chart")
    )
    page = html.render(
        "plate.html",
        plate.extract.lens,
        plate=plate,
        look=LIGHT,
        faces=Markup(faces(frozenset({"400", "600", "700"}))),  # noqa: S704 - our own fonts
        plotly=Markup(get_plotlyjs()),  # noqa: S704 - the library's own script
        chart=Markup(chart),  # noqa: S704 - Plotly escapes its JSON
        saving=Markup("" if nothing else assets.content("offline.js")),  # noqa: S704 - ours
        shown=[[_shown(cell) for cell in row] for row in plate.rows],
    )
    return page.encode()


def _shown(cell: object) -> str:
    return str(getattr(cell, "text", cell))


def _placed(drawn: str, x: int, y: int, width: int) -> str:
    root = drawn[drawn.index("<svg") :]
    return root.replace("<svg ", f'<svg x="{x}" y="{y}" data-width="{width}" ', 1)


def _set(texts: Sequence[tuple[str, float, str]], y: int, width: int) -> tuple[list[TextLine], int]:
    """Texts broken into lines that fit, from a height on, and the height after them."""
    lines = []
    for text, size, kind in texts:
        for part in wrap(text, int((width - 2 * _MARGIN) / (size * _LETTER))):
            y += round(size * 1.4)
            lines.append(TextLine(part, y, kind))
        y += 4 if text else 0
    return lines, y
