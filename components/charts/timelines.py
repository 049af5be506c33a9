"""Charts over time: visits, projects from proposal to end, progress. Uncertain dates are spans."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from textwrap import wrap
from typing import NamedTuple

import plotly.graph_objects as go

from components import links
from components.charts.chart import Chart, plain, rows_of
from components.look import STATUS_SIGNS, Look
from data.exports.charted import Stated
from data.views.chains import latest, span
from data.views.lens import Lens, Row

_DAY_MS = 24 * 3600 * 1000
_LEAST_DAYS = 12  # a one-day visit is still to be seen on a scale of years


class Bar(NamedTuple):
    """A stretch of days on a time axis."""

    first: date
    last: date

    @property
    def milliseconds(self) -> int:
        """Its length, for Plotly's bars on a date axis."""
        return ((self.last - self.first).days + 1) * _DAY_MS


def stretch(start: str | None, end: str | None, today: date) -> Bar | None:
    """The days that a start and an end may span; an open side reaches today or its other side."""
    opening, closing = span(start), span(end) or span(start)
    if opening is None or closing is None:
        return None
    first = opening.first or (opening.last and opening.last - timedelta(days=365))
    last = closing.last or today
    return Bar(first, max(last, first)) if first else None


def visits_over_time(lens: Lens, keys: Sequence[str], today: date) -> Chart:
    """One bar per visit on its partner's row; hatched where the days are not certain.

    Visits without any date are in the table only.
    """
    _ = lens.language.text
    return Chart(
        lens,
        _draw_visits,
        (tuple(keys), today),
        alt=_("Visits over time, by partner country"),
        definition=_(
            "A hatched bar is a visit whose day is not certain: it covers the days it may have "
            "been. Bars shorter than 12 days are widened to be seen."
        ),
        heads=[_("Date"), _("Visit"), _("Partner"), _("Direction"), _("Status")],
        rows=[
            [
                lens.language.period(row["start_date"], row["end_date"]),
                links.cell(lens, "visits", row["visit_id"]),
                lens.language.country(row["partner_country"]),
                lens.label("direction", row["direction"]),
                lens.label("visit_status", row["status"]),
            ]
            for row in rows_of(lens, "visits", keys)
        ],
    )


def _draw_visits(lens: Lens, look: Look, keys: Sequence[str], today: date) -> go.Figure:
    rows = [row for row in reversed(rows_of(lens, "visits", keys)) if row["start_date"]]
    rows.sort(key=lambda row: latest(row["start_date"]))  # the newest lies on top
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
                and (bar := stretch(row["start_date"], row["end_date"], today))
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
                        _wrapped(lens.words(row, "title")),
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


def projects_over_time(lens: Lens, keys: Sequence[str], today: date, undated: int = 0) -> Chart:
    """Gantt: preparation, planned and actual running time, extension asked for, today's line.

    One row per project. A planned stretch is an outline, an actual one is filled, as far as the
    last report. ``undated`` is the number of projects left out because they have no date.
    """
    _ = lens.language.text
    period = lens.language.period_or_blank
    return Chart(
        lens,
        _draw_projects,
        (tuple(keys), today),
        alt=_("Projects over time: preparation, planned and actual running time"),
        definition=_(
            "Outline: planned. Filled: actual, drawn as far as the last report. "
            "Projects without any date are in the list only ({count})."
        ).format(count=undated),
        heads=[_("Project"), _("Proposed"), _("Planned"), _("Actual"), _("Extension asked for")],
        rows=[
            [
                links.cell(lens, "projects", row["project_id"]),
                lens.language.date_or_blank(row["proposal_date"]),
                period(row["planned_start"], row["planned_end"]),
                period(row["actual_start"], row["actual_end"]),
                lens.language.date_or_blank(row["requested_end"]),
            ]
            for row in rows_of(lens, "projects", keys)
        ],
    )


def project_over_time(lens: Lens, project: str, today: date) -> Chart:
    """The same chart of one project, its table by stage."""
    _ = lens.language.text
    return Chart(
        lens,
        _draw_projects,
        ((project,), today),
        alt=_("The project over time: preparation, planned and actual running time"),
        definition=_("Outline: planned. Filled: actual, drawn as far as the last report."),
        heads=[_("Stage"), _("Dates")],
        rows=[
            [name, lens.language.date(row[column])]
            for row in rows_of(lens, "projects", [project])
            for column, name in _stages(lens).items()
            if row[column]
        ],
    )


def _stages(lens: Lens) -> dict[str, str]:
    _ = lens.language.text
    return {
        "proposal_date": _("Proposed"),
        "approval_date": _("Approved"),
        "signing_date": _("Signed"),
        "planned_start": _("Planned start"),
        "actual_start": _("Actual start"),
        "planned_end": _("Planned end"),
        "requested_end": _("Extension asked for"),
        "actual_end": _("Actual end"),
    }


def _draw_projects(lens: Lens, look: Look, keys: Sequence[str], today: date) -> go.Figure:
    rows = rows_of(lens, "projects", keys)
    _ = lens.language.text
    names = {
        row["project_id"]: f"{plain(lens.words(row, 'short_name'))} "
        f"{STATUS_SIGNS[row['status_code'] or '']}"
        for row in rows
    }
    figure = go.Figure()
    stretches: dict[str, list[tuple[Row, Bar, str]]] = {
        "preparation": [],
        "planned": [],
        "actual": [],
        "requested": [],
    }
    for row in rows:
        for kind, bar, words in _phases(lens, row, today):
            stretches[kind].append((row, bar, words))
    labels = {
        "preparation": _("Preparation: proposal to start"),
        "planned": _("Planned"),
        "actual": _("Actual"),
        "requested": _("Extension asked for, not decided"),
    }
    for kind, shown in stretches.items():
        if not shown:
            continue
        figure.add_bar(
            y=[names[row["project_id"]] for row, _b, _w in shown],
            base=[bar.first.isoformat() for _r, bar, _w in shown],
            x=[bar.milliseconds for _r, bar, _w in shown],
            orientation="h",
            name=labels[kind],
            width={"preparation": 0.18, "planned": 0.72, "actual": 0.4, "requested": 0.5}[kind],
            marker=_phase_marker(kind, look, [row for row, _b, _w in shown]),
            customdata=[[_wrapped(words)] for _r, _b, words in shown],
            hovertemplate="<b>%{y}</b><br>%{fullData.name}: %{customdata[0]}<extra></extra>",
        )
    figure.add_vline(x=today.isoformat(), line={"color": look.accent, "width": 2, "dash": "dot"})
    figure.add_annotation(
        x=today.isoformat(),
        y=1,
        yref="paper",
        yanchor="bottom",
        showarrow=False,
        text=_("Today, {date}").format(date=lens.language.date(today.isoformat())),
        font={"color": look.accent, "size": 12},
    )
    figure.update_layout(
        template=look.template(),
        barmode="overlay",
        height=168 + 26 * max(len(rows), 1),  # on a phone each name of the legend has a line
        legend={"yref": "container", "y": 0, "yanchor": "bottom"},
        margin={"t": 34, "b": 64},
    )
    figure.update_xaxes(type="date", tickformat="%Y")
    return figure.update_yaxes(
        categoryorder="array",
        categoryarray=[names[row["project_id"]] for row in rows],
        autorange="reversed",
        tickfont={"color": look.ink},
    )


def _phases(lens: Lens, row: Row, today: date) -> Iterable[tuple[str, Bar, str]]:
    period = lens.language.period
    proposed = row["proposal_date"] or row["approval_date"] or row["signing_date"]
    begun = row["actual_start"] or row["planned_start"]
    if proposed and (bar := stretch(proposed, begun, today)):
        yield "preparation", bar, period(proposed, begun)
    if row["planned_start"] and (bar := stretch(row["planned_start"], row["planned_end"], today)):
        yield "planned", bar, period(row["planned_start"], row["planned_end"])
    elif row["planned_end"] and (bar := stretch(row["planned_end"], None, today)):
        yield "planned", bar, period(None, row["planned_end"])
    if row["actual_start"]:
        end = row["actual_end"] or _still(row, today)
        if bar := stretch(row["actual_start"], end, today):
            yield "actual", bar, period(row["actual_start"], row["actual_end"])
    elif row["actual_end"] and (bar := stretch(row["actual_end"], None, today)):
        yield "actual", bar, period(None, row["actual_end"])
    if row["requested_end"] and (
        bar := stretch(row["planned_end"] or row["requested_end"], row["requested_end"], today)
    ):
        yield "requested", bar, lens.words(row, "requested_end_note")


def _still(row: Row, today: date) -> str:
    """How far an actual bar reaches when no end is known: the last report, never beyond it."""
    reported = span(row["status_date"])
    return (reported.last if reported and reported.last else today).isoformat()


def _phase_marker(kind: str, look: Look, rows: Sequence[Row]) -> dict[str, object]:
    clear = "rgba(0,0,0,0)"
    colours = [look.status[row["status_code"] or ""] for row in rows]
    if kind == "actual":
        return {"color": colours}
    if kind == "planned":
        return {"color": clear, "line": {"color": colours, "width": 1.8}}
    if kind == "requested":
        return {
            "color": clear,
            "line": {"color": look.accent, "width": 1.6},
            "pattern": {"shape": "/", "fgcolor": look.accent, "bgcolor": clear, "size": 7},
        }
    return {"color": look.muted, "opacity": 0.55}


def progress_over_time(lens: Lens, keys: Sequence[str], today: date) -> Chart:
    """Percentages reported of one project, a mark per statement, never joined by a line.

    Statements rest on different bases, so a line between them would be a claim. A statement
    without an exact day is drawn as wide as the days it may be of.
    """
    _ = lens.language.text
    return Chart(
        lens,
        _draw_progress,
        (tuple(keys), today),
        alt=_("Work done in percent, as each source reported it"),
        definition=_(
            "Statements rest on different bases and are not joined by a line. A pale bar shows "
            "the days a statement without an exact date may be of."
        ),
        heads=[_("Measure"), _("Share"), _("As of"), _("What is said"), _("Sources")],
        rows=[
            [
                lens.label("progress_metric", row["metric"]),
                Stated(lens.value(row), row["value"], "%"),
                lens.language.date(row["date"]),
                lens.words(row, "statement"),
                lens.short("sources", row["source_ids"]),
            ]
            for row in rows_of(lens, "project_progress", keys)
        ],
    )


def _draw_progress(lens: Lens, look: Look, keys: Sequence[str], today: date) -> go.Figure:
    rows = rows_of(lens, "project_progress", keys)
    figure = go.Figure()
    metrics = list(dict.fromkeys(row["metric"] for row in rows))
    colours = (look.province, look.partner, look.accent, look.muted)
    symbols = ("circle", "diamond", "square", "triangle-up")
    for place, metric in enumerate(metrics):
        shown = [
            (row, bar)
            for row in rows
            if row["metric"] == metric and (bar := stretch(row["date"], None, today))
        ]
        colour, symbol = colours[place % 4], symbols[place % 4]
        for row, bar in shown:
            if bar.first != bar.last:
                figure.add_scatter(
                    x=[bar.first.isoformat(), bar.last.isoformat()],
                    y=[row["value"]] * 2,
                    mode="lines",
                    line={"color": colour, "width": 7},
                    opacity=0.3,
                    showlegend=False,
                    hoverinfo="skip",
                )
        figure.add_scatter(
            x=[(bar.first + (bar.last - bar.first) / 2).isoformat() for _row, bar in shown],
            y=[row["value"] for row, _bar in shown],
            mode="markers+text",
            name=lens.label("progress_metric", metric),
            marker={
                "color": colour,
                "symbol": symbol,
                "size": 11,
                "line": {"color": look.paper, "width": 1.5},
            },
            text=[lens.language.percent(row["value"]) for row, _bar in shown],
            textposition="top center",
            textfont={"color": look.ink, "size": 12},
            customdata=[
                [lens.language.date(row["date"]), _wrapped(lens.words(row, "statement"))]
                for row, _bar in shown
            ],
            hovertemplate="<b>%{text}</b> · %{customdata[0]}<br>%{customdata[1]}<extra></extra>",
        )
    figure.update_layout(template=look.template(), height=340, margin={"t": 40})
    figure.update_xaxes(type="date", tickformat="%m/%Y")
    return figure.update_yaxes(range=[0, 105], ticksuffix=" %", title=None)


def _wrapped(text: str, width: int = 60) -> str:
    """Text broken into lines, its own markup made plain: Plotly reads hover texts as HTML."""
    return "<br>".join(plain(line) for line in wrap(text, width))
