"""Projects over time, from proposal to end. Uncertain dates are spans."""

from collections.abc import Iterable, Sequence
from datetime import date

import plotly.graph_objects as go

from components import links
from components.charts.chart import Chart, Each, plain, rows_of, wrapped
from components.charts.time_axis import Bar, stretch
from components.look import PROJECT_SIGNS, Look
from data.views.chains import span
from data.views.lens import Lens, Row
from data.views.states import project_state


def projects_over_time(lens: Lens, keys: Sequence[str], undated: int = 0) -> Chart:
    """Gantt: preparation, planned and actual running time, extension asked for, today's line.

    One row per project. A planned stretch is an outline, an actual one is filled, as far as the
    last report. ``undated`` is the number of projects left out because they have no date.
    """
    _ = lens.language.text
    period = lens.language.period_or_blank
    return Chart(
        lens,
        _draw_projects,
        (tuple(keys),),
        alt=_("Projects over time: preparation, planned and actual running time"),
        definition=_(
            "Outline: planned. Filled: actual, drawn as far as the last report. "
            "Projects without any date are in the list only ({count})."
        ).format(count=undated),
        heads=[_("Project"), _("Proposed"), _("Planned"), _("Actual"), _("Extension asked for")],
        rows=Each(
            lambda row: [
                links.cell(lens, "projects", row["project_id"]),
                lens.language.date_or_blank(row["proposal_date"]),
                period(row["planned_start"], row["planned_end"]),
                period(row["actual_start"], row["actual_end"]),
                lens.language.date_or_blank(row["requested_end"]),
            ],
            rows_of(lens, "projects", keys),
        ),
    )


def project_over_time(lens: Lens, project: str) -> Chart:
    """The same chart of one project, its table by stage."""
    _ = lens.language.text
    return Chart(
        lens,
        _draw_projects,
        ((project,),),
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


def _draw_projects(lens: Lens, look: Look, keys: Sequence[str]) -> go.Figure:
    rows = rows_of(lens, "projects", keys)
    _ = lens.language.text
    names = {
        row["project_id"]: f"{plain(lens.words(row, 'short_name'))} "
        f"{PROJECT_SIGNS[project_state(lens, row).code]}"
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
        for kind, bar, words in _phases(lens, row):
            stretches[kind].append((row, bar, words))
    labels = {
        "preparation": _("Preparation: proposal to start"),
        "planned": _("Planned"),
        "actual": _("Actual"),
        "requested": _("Extension asked for, no decision found"),
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
            marker=_phase_marker(
                kind, look, [project_state(lens, row).code for row, _b, _w in shown]
            ),
            customdata=[[wrapped(words)] for _r, _b, words in shown],
            hovertemplate="<b>%{y}</b><br>%{fullData.name}: %{customdata[0]}<extra></extra>",
        )
    figure.add_vline(x=lens.day.isoformat(), line={"color": look.accent, "width": 2, "dash": "dot"})
    figure.add_annotation(
        x=lens.day.isoformat(),
        y=1,
        yref="paper",
        yanchor="bottom",
        showarrow=False,
        text=_("Today, {date}").format(date=lens.language.date(lens.day.isoformat())),
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


def _phases(lens: Lens, row: Row) -> Iterable[tuple[str, Bar, str]]:
    period, day = lens.language.period, lens.day
    proposed = row["proposal_date"] or row["approval_date"] or row["signing_date"]
    begun = row["actual_start"] or row["planned_start"]
    if proposed and (bar := stretch(proposed, begun, day)):
        yield "preparation", bar, period(proposed, begun)
    if row["planned_start"] and (bar := stretch(row["planned_start"], row["planned_end"], day)):
        yield "planned", bar, period(row["planned_start"], row["planned_end"])
    elif row["planned_end"] and (bar := stretch(row["planned_end"], None, day)):
        yield "planned", bar, period(None, row["planned_end"])
    if row["actual_start"]:
        end = row["actual_end"] or _still(row, day)
        if bar := stretch(row["actual_start"], end, day):
            yield "actual", bar, period(row["actual_start"], row["actual_end"])
    elif row["actual_end"] and (bar := stretch(row["actual_end"], None, day)):
        yield "actual", bar, period(None, row["actual_end"])
    if row["requested_end"] and (
        bar := stretch(row["planned_end"] or row["requested_end"], row["requested_end"], day)
    ):
        yield "requested", bar, lens.words(row, "requested_end_note")


def _still(row: Row, today: date) -> str:
    """The last day of an actual bar whose end is unknown: that of the last report, else today."""
    reported = span(row["status_date"])
    return (reported.last if reported and reported.last else today).isoformat()


def _phase_marker(kind: str, look: Look, codes: Sequence[str]) -> dict[str, object]:
    clear = "rgba(0,0,0,0)"
    colours = [look.project_state[code] for code in codes]
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
