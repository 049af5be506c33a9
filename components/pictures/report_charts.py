"""The pictures of a report: figures drawn for paper, as PNG, where a browser is installed."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from components.charts import counts
from components.charts.projects import projects_over_time
from components.look import LIGHT
from components.pictures import rendering
from data.views import measures
from data.views.lens import Lens, Row

_FONT = "Times New Roman, Liberation Serif, Tinos, serif"
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
        figure = counts.projects_by_state(lens, tally).figure(LIGHT)
        by_field["status_chart"] = _on_paper(figure).update_layout(height=_STATES_HIGH)
    if 0 < len(dated) <= _MOST_DATED:
        by_field["gantt"] = _on_paper(projects_over_time(lens, dated).figure(LIGHT))
    return by_field


def _on_paper(figure: go.Figure) -> go.Figure:
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
