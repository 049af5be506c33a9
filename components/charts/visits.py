"""Visits over time. Uncertain dates are spans."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import plotly.graph_objects as go

from components import links
from components.charts import findings
from components.charts.chart import Chart, plain, rows_of, wrapped
from components.charts.time_axis import Bar, lay, stretch
from components.look import Look
from data.views.chains import latest, span
from data.views.lens import Lens, Row
from data.views.states import visit_state

_DOT = 0.05  # of the axis: what a dot takes of the 230 pixels that a phone has for it
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
    )


class _Shown(NamedTuple):
    """A visit on the chart: the days it covers or may be of, and its line among the rows."""

    row: Row
    bar: Bar
    sure: bool

    @property
    def dot(self) -> date:
        """Where its dot stands: on its first day, else in the middle of those it may be."""
        return self.bar.first if self.sure else self.bar.middle


def _draw_visits(lens: Lens, look: Look, keys: Sequence[str]) -> go.Figure:
    shown = _shown(lens, keys)
    axis = _whole(shown)
    figure = go.Figure()
    below, names, borders = 0, {}, []
    lines: dict[str, int] = {}
    for country, visits in _by_country(lens, shown):
        taken = _lines(visits, axis)
        depth = max(taken.values()) + 1
        lines |= {key: below + line for key, line in taken.items()}
        names[below + (depth - 1) / 2] = plain(lens.language.country(country))
        below += depth
        borders.append(below - 0.5)
    signs = (("outgoing", look.province, "circle"), ("incoming", look.partner, "diamond"))
    for direction, colour, symbol in signs:
        for sure in (True, False):
            some = [one for one in shown if one.row["direction"] == direction and one.sure == sure]
            if some:
                name = lens.label("direction", direction)
                name = name if sure else f"{name}, {lens.language.text('date uncertain')}"
                heights = [lines[one.row["visit_id"]] for one in some]
                _add(figure, lens, some, heights, _Style(name, colour, symbol, look, sure))
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


def _shown(lens: Lens, keys: Sequence[str]) -> list[_Shown]:
    rows = rows_of(lens, "visits", keys)
    return [
        _Shown(row, bar, _sure(row))
        for row in sorted(rows, key=lambda row: latest(row["start_date"]))
        if (bar := stretch(row["start_date"], row["end_date"], lens.day))
    ]


def _whole(shown: Sequence[_Shown]) -> Bar | None:
    """The days of all; None without any."""
    bars = [one.bar for one in shown]
    return Bar(min(bar.first for bar in bars), max(bar.last for bar in bars)) if bars else None


def _by_country(lens: Lens, shown: Sequence[_Shown]) -> list[tuple[str, list[_Shown]]]:
    """Visits by partner country, France first, the others by name."""
    kept: dict[str, list[_Shown]] = {}
    for one in shown:
        kept.setdefault(one.row["partner_country"], []).append(one)
    abc, country = lens.language.abc, lens.language.country
    return sorted(kept.items(), key=lambda pair: (pair[0] != "FR", abc(country(pair[0]))))


def _lines(visits: Sequence[_Shown], axis: Bar | None) -> dict[str, int]:
    """The line of each visit below its country's first, so that no mark lies on another."""
    gap = (axis.last - axis.first).days * _DOT if axis else 0
    free: list[float] = []
    taken: dict[str, int] = {}
    for one in sorted(visits, key=lambda one: one.bar.first):
        first, last = one.bar.first.toordinal(), one.bar.last.toordinal()
        line = next((place for place, end in enumerate(free) if end + gap <= first), len(free))
        free[line : line + 1] = [last]
        taken[one.row["visit_id"]] = line
    return taken


class _Style(NamedTuple):
    name: str
    colour: str
    symbol: str  # the direction, for who does not see the colour
    look: Look
    sure: bool


def _add(
    figure: go.Figure,
    lens: Lens,
    some: Sequence[_Shown],
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


def _sure(row: Row) -> bool:
    start = span(row["start_date"])
    return bool(start and start.exact)
