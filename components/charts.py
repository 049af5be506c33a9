"""Charts that count: a tally goes in, a figure comes out. No Streamlit, no reading of files."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from components.look import OUTCOME_SIGNS, STATUS_SIGNS, Look
from data.chains import latest
from data.lens import Lens, Row
from data.schema import codelist


def plain(text: str) -> str:
    """A text that Plotly draws as it is: it would read tags and links in it as HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def outcome_label(lens: Lens, state: str) -> str:
    """Sign and name of an outcome's state; the empty state is: no report found."""
    return f"{OUTCOME_SIGNS[state]} {lens.label('outcome_status', state or 'no_report')}"


def status_label(lens: Lens, code: str) -> str:
    """Sign and name of a project's IATI status."""
    name = lens.label("activity_status", code) if code else lens.language.text("Status unknown")
    return f"{STATUS_SIGNS[code]} {name}"


def outcomes_by_state(
    lens: Lens, look: Look, tallies: Mapping[str, Mapping[str, int]]
) -> go.Figure:
    """One bar per kind of outcome, cut by its state; lengths are counts of outcomes."""
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


def projects_by_partner(
    lens: Lens, look: Look, tallies: Mapping[str, Mapping[str, int]]
) -> go.Figure:
    """One bar per partner country, cut by IATI status; lengths are counts of projects."""
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
    """Stacked bars whose segments are told by a sign beside the count; the unknown is hollow."""
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


def projects_by_status(lens: Lens, look: Look, tally: Mapping[str, int]) -> go.Figure:
    """One bar per IATI status; lengths are counts of projects."""
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


COMMITTED = ("total", "loan", "grant", "pledge", "counterpart", "estimate")


def money_by_project(lens: Lens, look: Look, keys: Sequence[str], currency: str) -> go.Figure:
    """Stated amounts of one currency, a bar per statement, grouped by project, never stacked.

    ``keys`` are ids of ``project_amounts``; unit: the currency itself.
    """
    rows = [row for row in map(lens.record.by_key("project_amounts").get, keys) if row]
    rows = [row for row in rows if row["currency"] == currency and row["kind"] in COMMITTED]
    figure = go.Figure()
    for kind, colour in _kind_colours(look, COMMITTED).items():
        shown = [row for row in rows if row["kind"] == kind]
        if not shown:
            continue
        figure.add_bar(
            y=[plain(str(lens.name("projects", row["project_id"]).name)) for row in shown],
            x=[row["amount"] for row in shown],
            orientation="h",
            name=lens.label("amount_kind", kind),
            marker={"color": colour},
            text=[lens.amount(row) for row in shown],
            textposition="outside",
            textfont={"size": 12},
            constraintext="none",
            cliponaxis=False,
            customdata=[
                [plain(lens.words(row, "label")), lens.language.date(row["date"])] for row in shown
            ],
            hovertemplate="<b>%{text}</b><br>%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
        )
    projects = len({row["project_id"] for row in rows})
    return _money_axes(figure, look, 70 + 24 * len(rows) + 18 * projects, rows)


def money_of_project(lens: Lens, look: Look, project: str, currency: str) -> go.Figure:
    """Every charted statement of one project in one currency, a bar each; never added up."""
    rows = [
        row
        for row in lens.rows("project_amounts")
        if row["project_id"] == project and row["currency"] == currency and row["charted"]
    ]
    rows.sort(
        key=lambda row: (list(codelist("amount_kind")).index(row["kind"]), latest(row["date"]))
    )
    colours = _kind_colours(look, list(codelist("amount_kind")))
    figure = go.Figure(
        go.Bar(
            y=[
                f"{lens.label('amount_kind', row['kind'])}<br>"
                f"<span style='font-size:11px'>{lens.language.date(row['date'])}</span>"
                + "\u200b"
                * place
                for place, row in enumerate(rows)
            ],
            x=[row["amount"] for row in rows],
            orientation="h",
            marker={
                "color": [colours[row["kind"]] for row in rows],
                "opacity": [
                    0.45 if row["restates_amount_id"] or row["qualifier"] == "forecast" else 1
                    for row in rows
                ],
            },
            text=[lens.amount(row) for row in rows],
            textposition="outside",
            textfont={"size": 12},
            constraintext="none",
            cliponaxis=False,
            customdata=[[plain(lens.words(row, "label"))] for row in rows],
            hovertemplate="<b>%{text}</b><br>%{customdata[0]}<extra></extra>",
        )
    )
    return _money_axes(figure, look, 40 + 44 * len(rows), rows)


def _kind_colours(look: Look, kinds: Sequence[str]) -> dict[str, str]:
    cycle = (look.province, look.partner, look.accent, look.status["3"], look.muted)
    return {kind: cycle[place % len(cycle)] for place, kind in enumerate(kinds)}


def _money_axes(figure: go.Figure, look: Look, height: int, rows: Sequence[Row]) -> go.Figure:
    most = max((row["amount"] for row in rows), default=1)
    figure.update_layout(
        template=look.template(),
        height=height,
        barmode="group",
        bargap=0.3,
        legend={"traceorder": "normal"},
    )
    figure.update_xaxes(visible=False, range=[0, most * 1.45])
    return figure.update_yaxes(autorange="reversed", tickfont={"color": look.ink, "size": 12})
