"""The pictures of a report: figures drawn for paper, as PNG, where a browser is installed."""

from collections.abc import Mapping, Sequence
from datetime import date

import kaleido
import plotly.graph_objects as go
from choreographer.errors import (
    BrowserClosedError,
    BrowserDepsError,
    BrowserFailedError,
    ChromeNotFoundError,
)

from components import charts, timelines
from components.look import LIGHT
from data import measures
from data.lens import Lens, Row

_FONT = "Times New Roman, Liberation Serif, Tinos, serif"
_WIDTH = 700  # pixels that 160 mm of a page stand for
_SECONDS = 60


class NoBrowser(Exception):  # noqa: N818 -- says what is missing
    """Raised where no browser answers that could draw a picture."""


def figures(lens: Lens, projects: Sequence[Row], today: date) -> Mapping[str, go.Figure]:
    """Status chart and Gantt of some projects, by the name of their field in the template."""
    counted = [row for row in projects if row["record_kind"] in measures.COUNTED]
    dated = [row["project_id"] for row in measures.in_time_order(projects)]
    found: dict[str, go.Figure] = {}
    if counted:
        tally = measures.projects_by_status(counted)
        found["status_chart"] = _on_paper(charts.projects_by_status(lens, LIGHT, tally))
    if dated:
        found["gantt"] = _on_paper(timelines.projects_over_time(lens, LIGHT, dated, today))
    return found


def _on_paper(figure: go.Figure) -> go.Figure:
    return figure.update_layout(
        font={"family": _FONT, "color": "black", "size": 14},
        paper_bgcolor="white",
        plot_bgcolor="white",
        width=_WIDTH,
    )


def drawn(figure: go.Figure) -> bytes:
    """A figure as PNG, twice as fine as a screen.

    Raises:
        NoBrowser: none is installed, or it does not answer.

    """
    size = {"width": _WIDTH, "height": figure.layout.height or 400, "scale": 2}
    try:
        png: bytes = kaleido.calc_fig_sync(
            figure, opts={"format": "png", **size}, kopts={"mathjax": False, "timeout": _SECONDS}
        )
    except (
        ChromeNotFoundError,
        BrowserFailedError,
        BrowserDepsError,
        BrowserClosedError,
        TimeoutError,
    ) as silent:
        raise NoBrowser from silent
    return png
