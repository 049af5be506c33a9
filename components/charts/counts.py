"""Charts of counts. They read no files."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from components.charts.chart import Chart
from components.look import OUTCOME_SIGNS, STATUS_SIGNS, Look
from data.views.lens import Lens


def outcome_label(lens: Lens, state: str) -> str:
    """Sign and name of an outcome's state; "" means that no report was found."""
    return f"{OUTCOME_SIGNS[state]} {lens.label('outcome_status', state or 'no_report')}"


def status_label(lens: Lens, code: str) -> str:
    """Sign and name of a project's IATI status."""
    name = lens.label("activity_status", code) if code else lens.language.text("Status unknown")
    return f"{STATUS_SIGNS[code]} {name}"


def outcomes_by_state(lens: Lens, tallies: Mapping[str, Mapping[str, int]]) -> Chart:
    """One bar per kind of outcome, cut by its state; lengths are counts of outcomes."""
    _ = lens.language.text
    return Chart(
        lens,
        _draw_outcomes_by_state,
        (tallies,),
        alt=_("Requests, promises and agreements by what is known of them"),
        definition=_("Counts of outcomes; “no report found” means that no source read tells."),
        heads=[_("Kind"), _("State"), _("Count")],
        rows=[
            [lens.label("outcome_kind", kind), outcome_label(lens, state), count]
            for kind, tally in tallies.items()
            for state, count in tally.items()
        ],
        numeric=[_("Count")],
    )


def _draw_outcomes_by_state(
    lens: Lens, look: Look, tallies: Mapping[str, Mapping[str, int]]
) -> go.Figure:
    kinds = [lens.label("outcome_kind", kind) for kind in tallies]
    parts = [
        _Part(
            outcome_label(lens, state),
            OUTCOME_SIGNS[state],
            colour,
            state == "",
            [tally.get(state, 0) for tally in tallies.values()],
        )
        for state, colour in look.outcome.items()
    ]
    return _cut_bars(look, kinds, parts)


def projects_by_partner(lens: Lens, tallies: Mapping[str, Mapping[str, int]]) -> Chart:
    """One bar per partner country, cut by IATI status; lengths are counts of projects."""
    _ = lens.language.text
    return Chart(
        lens,
        _draw_projects_by_partner,
        (tallies,),
        alt=_("Projects by partner country and IATI status"),
        definition=_(
            "By country of the funder, else of the partner that carries it out. "
            "A project with funders in two countries counts in both."
        ),
        heads=[_("Partner"), _("Status"), _("Count")],
        rows=[
            [lens.language.country(partner), status_label(lens, code), count]
            for partner, tally in tallies.items()
            for code, count in tally.items()
        ],
        numeric=[_("Count")],
    )


def _draw_projects_by_partner(
    lens: Lens, look: Look, tallies: Mapping[str, Mapping[str, int]]
) -> go.Figure:
    partners = [lens.language.country(country) for country in tallies]
    parts = [
        _Part(
            status_label(lens, code),
            STATUS_SIGNS[code],
            colour,
            code == "",
            [tally.get(code, 0) for tally in tallies.values()],
        )
        for code, colour in look.status.items()
    ]
    return _cut_bars(look, partners, parts, thick=34)


class _Part(NamedTuple):
    name: str
    sign: str
    colour: str
    unknown: bool
    counts: list[int]


def _cut_bars(
    look: Look, rows: Sequence[str], parts: Sequence[_Part], thick: int = 46
) -> go.Figure:
    """Stacked bars; each part shows a sign and its count, and is not filled if it is unknown."""
    shown = [part for part in parts if any(part.counts)]
    figure = go.Figure()
    for part in shown:
        figure.add_bar(
            y=list(rows),
            x=part.counts,
            name=part.name,
            orientation="h",
            marker={
                "color": look.panel if part.unknown else part.colour,
                "line": {"color": part.colour if part.unknown else look.paper, "width": 1.5},
            },
            text=[f"{part.sign} {count}" if count else "" for count in part.counts],
            textfont={"color": look.ink if part.unknown else look.paper, "size": 13},
            hovertemplate="%{y}<br>%{fullData.name}: %{x}<extra></extra>",
        )
    figure.update_layout(
        template=look.template(),
        barmode="stack",
        height=60 + 22 * len(shown) // 2 + thick * max(len(rows), 1),
        legend={"traceorder": "normal", "y": -0.02, "yanchor": "top"},
    )
    figure.update_traces(textposition="inside", insidetextanchor="middle", textangle=0)
    figure.update_xaxes(visible=False)
    return figure.update_yaxes(autorange="reversed", tickfont={"color": look.ink, "size": 13})


def projects_by_status(lens: Lens, tally: Mapping[str, int], definition: str = "") -> Chart:
    """One bar per IATI status; lengths are counts of projects.

    ``definition`` says which projects were counted, if the page did not count all.
    """
    _ = lens.language.text
    return Chart(
        lens,
        _draw_projects_by_status,
        (tally,),
        alt=_("Projects by IATI status"),
        definition=definition
        or _("Last status reported, which may be old: each project's page gives its date."),
        heads=[_("Status"), _("Count")],
        rows=[[status_label(lens, code), count] for code, count in tally.items()],
        numeric=[_("Count")],
    )


def _draw_projects_by_status(lens: Lens, look: Look, tally: Mapping[str, int]) -> go.Figure:
    figure = go.Figure(
        go.Bar(
            y=[status_label(lens, code) for code in tally],
            x=list(tally.values()),
            orientation="h",
            marker={"color": [look.status[code] for code in tally]},
            text=list(tally.values()),
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{x}<extra></extra>",
        )
    )
    figure.update_layout(template=look.template(), height=40 + 44 * max(len(tally), 1))
    figure.update_xaxes(visible=False)
    return figure.update_yaxes(autorange="reversed", tickfont={"color": look.ink, "size": 13})
