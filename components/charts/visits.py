"""Visits over time. Uncertain dates are spans."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import plotly.graph_objects as go

from components import links
from components.charts import findings
from components.charts.chart import Chart, plain, rows_of, wrapped
from components.charts.time_axis import lay
from components.charts.visit_lanes import (
    DIRECTIONS,
    Shown,
    by_country,
    lanes,
    lines,
    shown_of,
    whole,
)
from components.look import Look
from data.views.lens import Lens
from data.views.states import visit_state

_LINE, _AROUND = 20, 150  # pixels: a line of dots; the axis and the legend


def visits_over_time(lens: Lens, keys: Sequence[str], every: Sequence[str] = ()) -> Chart:
    """A dot for each visit on its partner's row; hollow, on a line, where its day is not certain.

    Visits without any date are in the table only. ``every`` are those of all parts of the chart,
    of which its title speaks.
    """
    _ = lens.language.text
    return Chart(
        lens,
        _draw_visits,
        (tuple(keys),),
        name=_("Visits over time, by partner country"),
        says=findings.of_visits(lens, every or keys),
        definition=_(
            "A full dot stands on the first day of a visit. A hollow one is a visit whose day is "
            "not certain: its line runs from the first to the last day it may have been, and the "
            "dot in the middle marks no day."
        ),
        heads=[_("Date"), _("Visit"), _("Partner"), _("Direction"), _("State")],
        rows=[
            [
                lens.language.period(row["start_date"], row["end_date"]),
                links.cell(lens, "visits", row["visit_id"]),
                lens.language.country(row["partner_country"]),
                lens.label("direction", row["direction"]),
                lens.label("visit_state", visit_state(lens, row)),
            ]
            for row in rows_of(lens, "visits", keys)
        ],
        screen=partial(lanes, lens, keys),
    )


def _draw_visits(lens: Lens, look: Look, keys: Sequence[str]) -> go.Figure:
    shown = shown_of(lens, keys)
    axis = whole(shown)
    figure = go.Figure()
    below, names, borders = 0, {}, []
    heights: dict[str, int] = {}
    for country, visits in by_country(lens, shown):
        taken = lines(visits, axis)
        depth = max(taken.values()) + 1
        heights |= {key: below + line for key, line in taken.items()}
        names[below + (depth - 1) / 2] = plain(lens.language.country(country))
        below += depth
        borders.append(below - 0.5)
    symbols = {"outgoing": "circle", "incoming": "diamond"}
    for direction, hue in DIRECTIONS.items():
        colour, symbol = getattr(look, hue), symbols[direction]
        for sure in (True, False):
            some = [one for one in shown if one.row["direction"] == direction and one.sure == sure]
            if some:
                name = lens.label("direction", direction)
                name = name if sure else f"{name}, {lens.language.text('date uncertain')}"
                on = [heights[one.row["visit_id"]] for one in some]
                _add(figure, lens, some, on, _Style(name, colour, symbol, look, sure))
    for border in borders[:-1]:
        figure.add_hline(y=border, line={"color": look.line, "width": 1})
    figure.update_layout(
        template=look.template(),
        height=_AROUND + _LINE * max(below, 1),
        legend={"yref": "container", "y": 0, "yanchor": "bottom"},
        meta={"opens": 2},  # the place of the address in what is known of a mark
        margin={"t": 34, "b": 84},  # on a phone each name of the legend has a line
    )
    lay(figure, look, lens.language, axis, "top")
    return figure.update_yaxes(
        tickmode="array",
        tickvals=list(names),
        ticktext=list(names.values()),
        range=[below - 0.5, -0.5],
        showgrid=False,
        tickfont={"color": look.ink},
    )


class _Style(NamedTuple):
    name: str
    colour: str
    symbol: str  # the direction, for who does not see the colour
    look: Look
    sure: bool


def _add(
    figure: go.Figure,
    lens: Lens,
    some: Sequence[Shown],
    heights: Sequence[int],
    style: _Style,
) -> None:
    """Dots of one kind: a full one and its days, or a hollow one on a line of possible days."""
    ends = [(one.bar.first.isoformat(), one.bar.last.isoformat(), None) for one in some]
    figure.add_scatter(
        x=[day for pair in ends for day in pair],
        y=[place for height in heights for place in (height, height, None)],
        mode="lines" if style.sure else "lines+markers",
        line={"color": style.colour, "width": 6 if style.sure else 1.5},
        marker={
            "symbol": "line-ns",
            "size": 9,
            "line": {"color": style.colour, "width": 1.5},
        },
        legendgroup=style.name,
        showlegend=False,
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=[one.dot.isoformat() for one in some],
        y=list(heights),
        mode="markers",
        name=style.name,
        legendgroup=style.name,
        marker={
            "color": style.colour if style.sure else style.look.paper,
            "symbol": style.symbol,
            "size": 10,
            "line": {"color": style.look.paper if style.sure else style.colour, "width": 1.5},
        },
        customdata=[
            [
                wrapped(lens.words(one.row, "title")),
                lens.language.period(one.row["start_date"], one.row["end_date"]),
                links.href("visits", lens.language.code, visit=one.row["visit_id"]),
            ]
            for one in some
        ],
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    )
