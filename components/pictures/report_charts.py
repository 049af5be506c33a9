"""The pictures of a report: figures drawn for paper, as PNG, where a browser is installed."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from components.charts import counts
from components.charts.chart import Chart, wrapped
from components.charts.projects import projects_over_time
from components.look import LIGHT
from components.pictures import rendering
from data.views import measures
from data.views.lens import Lens, Row

_FONT = "Times New Roman, Liberation Serif, Tinos, serif"
_TITLE = 34  # pixels
_WIDTH = 700  # pixels that 160 mm of a page stand for
_STATES_HIGH = 250  # a state's bar on 8 mm, so that the report keeps to its pages
_MOST_DATED = 14  # projects over time; of more, the annex tells the dates in words


def figures(lens: Lens, projects: Sequence[Row]) -> Mapping[str, go.Figure]:
    """Status chart and Gantt of some projects, by the name of their field in the template."""
    counted = [row for row in projects if row["record_kind"] in measures.COUNTED]
    dated = [row["project_id"] for row in measures.in_time_order(projects)]
    by_field: dict[str, go.Figure] = {}
    if counted:
        tally = measures.projects_by_state(lens, counted)
        figure = _on_paper(counts.projects_by_state(lens, tally))
        by_field["status_chart"] = figure.update_layout(height=_STATES_HIGH + _TITLE)
    if 0 < len(dated) <= _MOST_DATED:
        by_field["gantt"] = _on_paper(projects_over_time(lens, dated))
    return by_field


def _on_paper(chart: Chart) -> go.Figure:
    """The figure below what it shows; the report writes its name and number under it."""
    figure = chart.figure(LIGHT)
    figure.update_layout(
        title={
            "text": f"<b>{wrapped(chart.says, 80)}</b>",
            "font": {"size": 15},
            "x": 0,
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 8, "l": 8},
        },
        height=figure.layout.height + _TITLE,
        margin={"t": _TITLE + (figure.layout.margin.t or figure.layout.template.layout.margin.t)},
    )
    return figure.update_layout(
        font={"family": _FONT, "color": "black", "size": 14},
        paper_bgcolor="white",
        plot_bgcolor="white",
        width=_WIDTH,
    )


def drawn(figure: go.Figure) -> bytes:
    """A figure as PNG, twice as fine as a screen; raises rendering.NoPicture."""
    height = int(figure.layout.height or 400)
    return rendering.picture(figure, "png", width=_WIDTH, height=height, scale=2)
