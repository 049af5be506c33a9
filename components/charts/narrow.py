"""Charts narrower than half a sheet: names above their bars, a legend that is whole."""

import plotly.graph_objects as go

from components.charts.chart import BESIDE, wrapped

NARROW = 640  # pixels
_ROW, _UP, _ENTRY, _LETTERS = 50, 11, 19, 30  # pixels, and letters of a name in the legend


def fitted(figure: go.Figure, width: int) -> go.Figure:
    """A copy for a width, if it is narrow: else the figure as it is."""
    if width >= NARROW:
        return figure
    made = go.Figure(figure)
    if made.layout.yaxis.type == "category":
        _name_above(made)
    if made.layout.legend.yref == "container":
        _keep_whole(made)
    return made


def _name_above(figure: go.Figure) -> None:
    """Write the name of each row above its bars, which then have the whole width."""
    names = figure.layout.yaxis.ticktext
    if figure.layout.yaxis.showticklabels is False or not names:
        return
    share = (figure.layout.height - _margins(figure)) / len(names) / _ROW
    figure.update_layout(height=len(names) * _ROW + _margins(figure))
    figure.update_yaxes(showticklabels=False)
    for place, name in enumerate(names):
        figure.add_annotation(text=name, y=place, yshift=_UP, **BESIDE)
    figure.for_each_trace(lambda bar: bar.update(width=bar.width * share), selector={"type": "bar"})


def _keep_whole(figure: go.Figure) -> None:
    """Give the legend, each name in a line of its own or two, the room that it takes."""
    shown = [trace for trace in figure.data if trace.name and trace.showlegend is not False]
    for trace in shown:
        trace.update(name=wrapped(trace.name, _LETTERS))
    lines = sum(1 + trace.name.count("<br>") for trace in shown)
    more = lines * _ENTRY + 12 - (figure.layout.margin.b or 0)
    if more > 0:
        bottom = figure.layout.margin.b + more
        figure.update_layout(height=figure.layout.height + more, margin={"b": bottom})


def _margins(figure: go.Figure) -> float:
    return float((figure.layout.margin.t or 0) + (figure.layout.margin.b or 0))
