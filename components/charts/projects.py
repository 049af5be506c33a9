"""Projects over time, from proposal to end. Uncertain dates are spans."""

from collections.abc import Mapping, Sequence
from functools import partial

import plotly.graph_objects as go

from components import links
from components.charts import findings
from components.charts.chart import Chart, Each, plain, rows_of, wrapped
from components.charts.phases import Phase, address, colour, is_short, labels, phases, spans, whole
from components.charts.project_lanes import lanes, only_lane
from components.charts.time_axis import Bar, around, lay
from components.look import PROJECT_SIGNS, Look
from data.views.lens import Lens, Row
from data.views.states import project_state

_ROW, _AROUND = 28, 136  # pixels: a project; the axis and the legend
MOST_YEARS = 7  # names of years: a phone shows a list instead


def projects_over_time(
    lens: Lens, keys: Sequence[str], undated: int = 0, every: Sequence[str] = ()
) -> Chart:
    """Gantt: preparation, planned and actual running time, what is late, today's line.

    One row per project. A planned stretch is an outline, an actual one is filled, as far as the
    last report; what is too short for a bar is a mark. ``undated`` is the number of projects that
    are left out because they have no date, ``every`` are those of all parts of the chart, of which
    its title speaks.
    """
    _ = lens.language.text
    period = lens.language.period_or_blank
    return Chart(
        lens,
        _draw_projects,
        (tuple(keys),),
        name=_("Projects over time: preparation, planned and actual running time"),
        says=findings.of_late(lens, every or keys),
        definition=_(
            "Outline: planned. Filled: actual, drawn as far as the last report. Diamond: too short "
            "for a bar. Projects without any date are in the list only ({count})."
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
        spans=spans(lens, keys),
        screen=partial(lanes, lens, keys),
    )


def project_over_time(lens: Lens, project: str) -> Chart:
    """The same chart of one project, its table by stage."""
    _ = lens.language.text
    return Chart(
        lens,
        _draw_project,
        (project,),
        name=_("The project over time: preparation, planned and actual running time"),
        says=findings.of_project(lens, project),
        definition=_(
            "Outline: planned. Filled: actual, drawn as far as the last report. Diamond: too short "
            "for a bar."
        ),
        heads=[_("Stage"), _("Dates")],
        rows=[
            [name, lens.language.date(row[column])]
            for row in rows_of(lens, "projects", [project])
            for column, name in _stages(lens).items()
            if row[column]
        ],
        spans=spans(lens, [project]),
        screen=partial(only_lane, lens, project),
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


_WIDTHS = {"preparation": 0.26, "planned": 0.74, "actual": 0.42, "requested": 0.5, "late": 0.5}


def _draw_project(lens: Lens, look: Look, project: str) -> go.Figure:
    """A single project needs no name beside its row."""
    figure = _draw_projects(lens, look, [project])
    figure.update_layout(meta=None, margin={"l": 24, "r": 24})
    return figure.update_yaxes(showticklabels=False)


def _draw_projects(lens: Lens, look: Look, keys: Sequence[str]) -> go.Figure:
    rows = rows_of(lens, "projects", keys)
    names = {row["project_id"]: _name(lens, row) for row in rows}
    known = [phase for row in rows for phase in phases(lens, row)]
    axis = whole(known, lens.day)
    figure = go.Figure()
    for kind, label in labels(lens).items():
        shown = [phase for phase in known if phase.kind == kind]
        long = [phase for phase in shown if not is_short(phase.bar, axis)]
        short = [phase for phase in shown if is_short(phase.bar, axis)]
        if long:
            figure.add_bar(
                **_said(lens, kind, label, long, names),
                base=[phase.bar.first.isoformat() for phase in long],
                x=[phase.bar.milliseconds for phase in long],
                orientation="h",
                width=_WIDTHS[kind],
                marker=_marker(kind, look, _codes(lens, long)),
            )
        if short:
            figure.add_scatter(
                **_said(lens, kind, label, short, names),
                x=[phase.bar.middle.isoformat() for phase in short],
                mode="markers",
                marker=_diamond(kind, look, _codes(lens, short)),
                showlegend=not long,
            )
    if axis:
        _mark_today(figure, lens, look, axis)
    figure.update_layout(
        template=look.template(),
        barmode="overlay",
        height=_AROUND + _ROW * max(len(rows), 1),
        legend={"yref": "container", "y": 0, "yanchor": "bottom"},
        margin={"t": 58, "b": 64},
        meta={"rows": [address(lens, row) for row in rows], "opens": 1},
    )
    lay(figure, look, lens.language, axis, "top", most_years=MOST_YEARS)
    return figure.update_yaxes(
        type="category",
        categoryorder="array",
        categoryarray=list(names.values()),
        range=[len(rows) - 0.5, -0.5],
        tickmode="array",
        tickvals=list(range(len(rows))),
        ticktext=list(names.values()),
        tickfont={"color": look.ink},
    )


def _name(lens: Lens, row: Row) -> str:
    sign = PROJECT_SIGNS[project_state(lens, row).code]
    return f"{plain(lens.words(row, 'short_name'))} {sign}"


def _codes(lens: Lens, shown: Sequence[Phase]) -> list[str]:
    return [project_state(lens, phase.project).code for phase in shown]


def _said(
    lens: Lens, kind: str, label: str, phases: Sequence[Phase], names: Mapping[str, str]
) -> dict[str, object]:
    """What the marks of a phase have in common: rows, name, words under the pointer, address."""
    return {
        "y": [names[phase.project["project_id"]] for phase in phases],
        "name": label,
        "legendgroup": kind,
        "customdata": [[wrapped(phase.words), address(lens, phase.project)] for phase in phases],
        "hovertemplate": "<b>%{y}</b><br>%{fullData.name}: %{customdata[0]}<extra></extra>",
    }


def _mark_today(figure: go.Figure, lens: Lens, look: Look, shown: Bar) -> None:
    """Today as a line with its date above the years, on the side where there is room for it."""
    today, axis = lens.day.isoformat(), around(shown)
    place = (lens.day - axis.first) / (axis.last - axis.first)
    figure.add_vline(x=today, line={"color": look.ink, "width": 2, "dash": "dot"})
    figure.add_annotation(
        x=today,
        y=1,
        yref="paper",
        yanchor="bottom",
        yshift=22,
        xanchor="left" if place < 1 / 3 else "right" if place > 2 / 3 else "center",
        showarrow=False,
        text=lens.language.text("Today, {date}").format(date=lens.language.date(today)),
        font={"color": look.ink, "size": 13},
    )


def _marker(kind: str, look: Look, codes: Sequence[str]) -> dict[str, object]:
    clear = "rgba(0,0,0,0)"
    colours = [colour(look, code) for code in codes]
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
    if kind == "late":
        return {"color": look.accent, "line": {"color": look.accent, "width": 1.6}}
    return {"color": look.muted, "opacity": 0.55}


def _diamond(kind: str, look: Look, codes: Sequence[str]) -> dict[str, object]:
    """The mark of a phase that is too short for a bar, as full or hollow as its bar would be."""
    own = {"preparation": look.muted, "requested": look.accent, "late": look.accent}
    colours = [own.get(kind) or colour(look, code) for code in codes]
    hollow = kind in ("planned", "requested")
    return {
        "symbol": "diamond",
        "size": 11,
        "color": look.paper if hollow else colours,
        "line": {"color": colours if hollow else look.paper, "width": 1.6 if hollow else 1},
    }
