"""Charts of counts. They read no files."""

from collections.abc import Callable, Mapping, Sequence
from textwrap import wrap
from typing import NamedTuple

import plotly.graph_objects as go

from components.charts import findings
from components.charts.chart import BESIDE, Chart, Screen, plain, wrapped
from components.charts.tally import Trace, tally
from components.look import DARK, LIGHT, OUTCOME_SIGNS, PROJECT_SIGNS, Look
from data.views.lens import Lens
from data.views.states import UNSURE

_BAR, _GAP, _LETTERS = 14, 14, 18  # pixels: a bar, what is free below it, a line of words above it
_WORDS, _LEGEND = 54, 36  # letters that the smallest phone has room for


def outcome_label(lens: Lens, state: str) -> str:
    """Sign and name of an outcome's state."""
    return f"{OUTCOME_SIGNS[state]} {lens.label('outcome_state', state)}"


def project_label(lens: Lens, state: str) -> str:
    """Sign and name of a project's state."""
    return f"{PROJECT_SIGNS[state]} {lens.label('project_state', state)}"


def outcomes_by_state(lens: Lens, tallies: Mapping[str, Mapping[str, int]]) -> Chart:
    """One bar per kind of outcome, cut by its state; lengths are counts of outcomes."""
    _ = lens.language.text
    return Chart(
        lens,
        _draw_outcomes_by_state,
        (tallies,),
        name=_("Requests, promises and agreements by what is known of them"),
        says=findings.of_outcomes(lens, tallies),
        definition=_("Counts by the state on {date}; what two sources tell counts once.").format(
            date=lens.language.date(lens.day.isoformat())
        ),
        heads=[_("Kind"), _("State"), _("Count")],
        rows=[
            [lens.label("outcome_kind", kind), outcome_label(lens, state), count]
            for kind, counted in tallies.items()
            for state, count in counted.items()
        ],
        screen=lambda: _screen(lambda look: _traces(look, *_outcomes(lens, look, tallies))),
        numeric=[_("Count")],
    )


def _draw_outcomes_by_state(
    lens: Lens, look: Look, tallies: Mapping[str, Mapping[str, int]]
) -> go.Figure:
    return _cut_bars(look, *_outcomes(lens, look, tallies))


def _outcomes(
    lens: Lens, look: Look, tallies: Mapping[str, Mapping[str, int]]
) -> tuple[list[str], list["_Part"]]:
    kinds = [lens.label("outcome_kind", kind) for kind in tallies]
    parts = [
        _Part(
            outcome_label(lens, state),
            OUTCOME_SIGNS[state],
            colour,
            state in UNSURE,
            [counted.get(state, 0) for counted in tallies.values()],
        )
        for state, colour in look.outcome.items()
    ]
    return kinds, parts


def projects_by_partner(lens: Lens, tallies: Mapping[str, Mapping[str, int]]) -> Chart:
    """One bar per partner country, cut by state; lengths are counts of projects."""
    _ = lens.language.text
    return Chart(
        lens,
        _draw_projects_by_partner,
        (tallies,),
        name=_("Projects by partner country and state"),
        says=findings.of_partners(lens, tallies),
        definition=_(
            "By country of the funder, else of the partner that carries it out. "
            "A project with funders in two countries counts in both."
        ),
        heads=[_("Partner"), _("State"), _("Count")],
        rows=[
            [lens.language.country(partner), project_label(lens, code), count]
            for partner, counted in tallies.items()
            for code, count in counted.items()
        ],
        screen=lambda: _screen(lambda look: _traces(look, *_projects(lens, look, tallies))),
        numeric=[_("Count")],
    )


def _draw_projects_by_partner(
    lens: Lens, look: Look, tallies: Mapping[str, Mapping[str, int]]
) -> go.Figure:
    return _cut_bars(look, *_projects(lens, look, tallies))


def _projects(
    lens: Lens, look: Look, tallies: Mapping[str, Mapping[str, int]]
) -> tuple[list[str], list["_Part"]]:
    partners = [lens.language.country(country) for country in tallies]
    parts = [
        _Part(
            project_label(lens, code),
            PROJECT_SIGNS[code],
            colour,
            code in UNSURE,
            [counted.get(code, 0) for counted in tallies.values()],
        )
        for code, colour in look.project_state.items()
    ]
    return partners, parts


class _Part(NamedTuple):
    name: str
    sign: str
    colour: str
    unknown: bool
    counts: list[int]


def _screen(traces: Callable[[Look], Sequence[Trace]]) -> Screen:
    """Bars of counts on a page; the rest of a figure would take the longest, and is not needed."""
    return Screen("chart_tally.html", tally(traces(LIGHT), traces(DARK)))


def _traces(look: Look, rows: Sequence[str], parts: Sequence[_Part]) -> list[Trace]:
    """The bars of each part that is there. One that is unknown is not filled."""
    return [
        {
            "y": list(rows),
            "x": [count or None for count in part.counts],  # no edge of a bar of no length
            "name": wrapped(part.name, _LEGEND),
            "orientation": "h",
            "marker": {
                "color": look.panel if part.unknown else part.colour,
                "line": {"color": part.colour if part.unknown else look.paper, "width": 1.5},
            },
            "hovertemplate": "%{y}<br>%{fullData.name}: %{x}<extra></extra>",
        }
        for part in parts
        if any(part.counts)
    ]


def _cut_bars(look: Look, rows: Sequence[str], parts: Sequence[_Part]) -> go.Figure:
    """Stacked bars, each below its name, with sign and count of each part, of any length.

    What stands in a part itself would be too small to read in a short one.
    """
    shown = [part for part in parts if any(part.counts)]
    figure = go.Figure()
    for trace in _traces(look, rows, shown):
        figure.add_bar(**trace)
    words = [_counted(row, place, shown) for place, row in enumerate(rows)]
    high = _BAR + _GAP + _LETTERS * max((len(lines) for lines in words), default=1)
    for place, lines in enumerate(words):
        name = plain(rows[place])
        figure.add_annotation(
            text="<br>".join([lines[0].replace(name, f"<b>{name}</b>", 1), *lines[1:]]),
            y=place - _BAR / high / 2,
            yshift=1,
            **BESIDE,
        )
    figure.update_layout(
        template=look.template(),
        barmode="stack",
        bargap=1 - _BAR / high,
        height=60 + 22 * len(shown) // 2 + high * max(len(rows), 1),
        legend={"traceorder": "normal", "y": -0.02, "yanchor": "top"},
    )
    figure.update_xaxes(visible=False)
    return figure.update_yaxes(autorange="reversed", showticklabels=False)


def _counted(row: str, place: int, parts: Sequence[_Part]) -> list[str]:
    """The name of a row, with sign and count of each of its parts, in lines that fit a phone."""
    there = [part for part in parts if part.counts[place]]
    counts = [f"{part.sign}\N{NO-BREAK SPACE}{part.counts[place]}" for part in there]
    return [plain(line) for line in wrap("   ".join([row, *counts]), _WORDS)] or [""]


def projects_by_state(lens: Lens, by_state: Mapping[str, int], counted: str = "") -> Chart:
    """One bar per state on the day; lengths are counts of projects.

    ``counted`` says which projects were counted, where the page knows better.
    """
    _ = lens.language.text
    definition = _(
        "State on {date}, worked out from the last report and the planned dates; "
        "hollow where it is not known."
    ).format(date=lens.language.date(lens.day.isoformat()))
    return Chart(
        lens,
        _draw_projects_by_state,
        (by_state,),
        name=_("Projects by state"),
        says=findings.of_states(lens, by_state),
        definition=f"{definition} {counted}".strip(),
        heads=[_("State"), _("Count")],
        rows=[[project_label(lens, state), count] for state, count in by_state.items()],
        screen=lambda: _screen(lambda look: [_states(lens, look, by_state)]),
        numeric=[_("Count")],
    )


def _draw_projects_by_state(lens: Lens, look: Look, by_state: Mapping[str, int]) -> go.Figure:
    figure = go.Figure(go.Bar(**_states(lens, look, by_state)))
    figure.update_layout(template=look.template(), height=40 + 37 * max(len(by_state), 1))
    figure.update_xaxes(visible=False)
    return figure.update_yaxes(autorange="reversed", tickfont={"color": look.ink, "size": 13})


def _states(lens: Lens, look: Look, by_state: Mapping[str, int]) -> Trace:
    filled = [look.panel if one in UNSURE else look.project_state[one] for one in by_state]
    return {
        "y": [wrapped(project_label(lens, state), 30) for state in by_state],
        "x": list(by_state.values()),
        "orientation": "h",
        "marker": {
            "color": filled,
            "line": {"color": [look.project_state[state] for state in by_state], "width": 1.5},
        },
        "text": list(by_state.values()),
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": "%{y}: %{x}<extra></extra>",
    }
