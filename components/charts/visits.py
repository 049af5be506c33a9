"""Visits over time. Uncertain dates are spans."""

from collections.abc import Sequence
from datetime import timedelta

import plotly.graph_objects as go

from components import links
from components.charts.chart import Chart, rows_of, wrapped
from components.charts.time_axis import Bar, stretch
from components.look import Look
from data.views.chains import latest, span
from data.views.lens import Lens, Row
from data.views.states import visit_state

_LEAST_DAYS = 12  # so that a visit of one day can be seen on an axis of years


def visits_over_time(lens: Lens, keys: Sequence[str]) -> Chart:
    """One bar per visit on its partner's row; hatched where the days are not certain.

    Visits without any date are in the table only.
    """
    _ = lens.language.text
    return Chart(
        lens,
        _draw_visits,
        (tuple(keys),),
        alt=_("Visits over time, by partner country"),
        definition=_(
            "A hatched bar is a visit whose day is not certain: it covers the days it may have "
            "been. Bars shorter than 12 days are widened to be seen."
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


def _draw_visits(lens: Lens, look: Look, keys: Sequence[str]) -> go.Figure:
    rows = [row for row in reversed(rows_of(lens, "visits", keys)) if row["start_date"]]
    rows.sort(key=lambda row: latest(row["start_date"]))  # the newest is drawn on top
    figure = go.Figure()
    countries = sorted(
        {row["partner_country"] for row in rows},
        key=lambda code: (code != "FR", lens.language.country(code)),
    )
    for direction, colour in (("outgoing", look.province), ("incoming", look.partner)):
        for sure in (True, False):
            shown = [
                (row, bar)
                for row in rows
                if row["direction"] == direction
                and _sure(row) == sure
                and (bar := stretch(row["start_date"], row["end_date"], lens.day))
            ]
            if not shown:
                continue
            name = lens.label("direction", direction)
            figure.add_bar(
                y=[lens.language.country(row["partner_country"]) for row, _bar in shown],
                base=[_widened(bar).first.isoformat() for _row, bar in shown],
                x=[_widened(bar).milliseconds for _row, bar in shown],
                orientation="h",
                name=name if sure else f"{name}, {lens.language.text('date uncertain')}",
                marker={
                    "color": colour,
                    "opacity": 0.95 if sure else 0.45,
                    "line": {"color": look.paper if sure else colour, "width": 1},
                    "pattern": {
                        "shape": "" if sure else "/",
                        "fgcolor": look.paper,
                        "size": 6,
                        "fillmode": "overlay",
                    },
                },
                customdata=[
                    [
                        wrapped(lens.words(row, "title")),
                        lens.language.period(row["start_date"], row["end_date"]),
                    ]
                    for row, _bar in shown
                ],
                hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
            )
    figure.update_layout(
        template=look.template(),
        barmode="overlay",
        bargap=0.45,
        height=110 + 30 * max(len(countries), 1),
        legend={"y": -0.02, "yanchor": "top"},
    )
    figure.update_xaxes(type="date", tickformat="%Y", dtick="M12", side="top")
    return figure.update_yaxes(
        categoryorder="array",
        categoryarray=[lens.language.country(code) for code in countries],
        autorange="reversed",
        tickfont={"color": look.ink},
    )


def _sure(row: Row) -> bool:
    start = span(row["start_date"])
    return bool(start and start.exact)


def _widened(bar: Bar) -> Bar:
    missing = _LEAST_DAYS - (bar.last - bar.first).days
    return Bar(bar.first, bar.last + timedelta(days=max(missing, 0)))
