"""The colours and signs of the dashboard, for light and dark screens; no other file has any.

Contrasts are at least 4.5:1 for text and 3:1 for marks against ``paper``; a test measures them.
"""

from dataclasses import dataclass

import plotly.graph_objects as go

FONT = "'Be Vietnam Pro', sans-serif"


@dataclass(frozen=True, eq=False)  # each is itself, so that what is drawn with it can be kept
class Look:
    """One palette: ``province`` is a blue-green, ``partner`` a gold, ``accent`` a violet."""

    name: str
    paper: str
    panel: str
    ink: str
    muted: str
    line: str
    province: str
    partner: str
    accent: str
    sea: str
    land: str
    coast: str
    project_state: dict[str, str]
    outcome: dict[str, str]

    def template(self) -> go.layout.Template:
        """What every chart has in common: type, grid, hover, margins."""
        axis = {
            "gridcolor": self.line,
            "zeroline": False,
            "linecolor": self.line,
            "tickfont": {"color": self.muted, "size": 13},
            "title": {"font": {"color": self.muted, "size": 13}},
            "automargin": True,
            "fixedrange": True,
        }
        return go.layout.Template(
            layout={
                "font": {"family": FONT, "color": self.ink, "size": 13},
                "paper_bgcolor": "rgba(0,0,0,0)",
                "plot_bgcolor": "rgba(0,0,0,0)",
                "xaxis": axis,
                "yaxis": axis,
                "margin": {"l": 8, "r": 12, "t": 12, "b": 8},
                "hoverlabel": {
                    "bgcolor": self.panel,
                    "bordercolor": self.line,
                    "font": {"family": FONT, "color": self.ink, "size": 13},
                },
                "legend": {
                    "orientation": "h",
                    "yanchor": "bottom",
                    "y": 1.02,
                    "x": 0,
                    "maxheight": 1,  # of the chart: else a long one would have to be scrolled
                    "font": {"size": 13},
                    "itemclick": False,
                    "itemdoubleclick": False,
                },
                "bargap": 0.35,
                "hovermode": "closest",
                "dragmode": False,
            }
        )


# Hues in the order of Okabe and Ito: readers who confuse red and green can tell them apart.
LIGHT = Look(
    name="light",
    paper="#fdfcfa",
    panel="#ffffff",
    ink="#2a2622",
    muted="#655c53",
    line="#ded6cc",
    province="#0f5c6e",
    partner="#a8700f",
    accent="#8e3f7f",
    sea="#eef3f4",
    land="#e4ddd2",
    coast="#fdfcfa",
    project_state={
        "preparing": "#b0781a",
        "unconfirmed": "#8a8178",
        "running": "#0f6e84",
        "late": "#8e3f7f",
        "past_end": "#8a8178",
        "unclear": "#8a8178",
        "suspended": "#7a7068",
        "finalising": "#5b6fb5",
        "ended": "#4f5d4a",
        "cancelled": "#a23b3b",
        "unknown": "#8a8178",
        "": "#8a8178",
    },
    outcome={
        "done": "#4f5d4a",
        "in_force": "#0f6e84",
        "in_progress": "#5b6fb5",
        "partial": "#b0781a",
        "not_met": "#a23b3b",
        "late": "#8e3f7f",
        "overdue": "#8a8178",
        "no_report": "#8a8178",
        "not_followed": "#8a8178",
    },
)
DARK = Look(
    name="dark",
    paper="#16191b",
    panel="#202528",
    ink="#eee9e2",
    muted="#b9b0a5",
    line="#3a4145",
    province="#6fb9c8",
    partner="#e0b25a",
    accent="#d99bcb",
    sea="#1b2428",
    land="#353c3f",
    coast="#16191b",
    project_state={
        "preparing": "#e0b25a",
        "unconfirmed": "#8f877e",
        "running": "#5db2c4",
        "late": "#d99bcb",
        "past_end": "#8f877e",
        "unclear": "#8f877e",
        "suspended": "#b3a99d",
        "finalising": "#96a6e6",
        "ended": "#a9b98a",
        "cancelled": "#e58a83",
        "unknown": "#8f877e",
        "": "#8f877e",
    },
    outcome={
        "done": "#a9b98a",
        "in_force": "#5db2c4",
        "in_progress": "#96a6e6",
        "partial": "#e0b25a",
        "not_met": "#e58a83",
        "late": "#d99bcb",
        "overdue": "#8f877e",
        "no_report": "#8f877e",
        "not_followed": "#8f877e",
    },
)
# Colours that a drawing takes from where it stands, which ``by_scheme`` fills in there.
_DRAWN = (
    *("paper", "panel", "ink", "muted", "line", "province", "partner", "accent"),
    *("sea", "land", "coast"),
)
BY_SCHEME = Look(
    name="by-scheme",
    **{name: f"var(--nc-{name})" for name in _DRAWN},
    project_state={},
    outcome={},
)


def by_scheme(where: str) -> str:
    """A style sheet: in ``where``, the colours of ``BY_SCHEME`` by day, by night and on paper."""
    day, night = (
        ";".join(f"--nc-{name}:{getattr(look, name)}" for name in _DRAWN) for look in (LIGHT, DARK)
    )
    return f"{where}{{{day}}}@media screen and (prefers-color-scheme:dark){{{where}{{{night}}}}}"


LOOKS = {look.name: look for look in (LIGHT, DARK)}

# Each state has a sign as well as a colour, for readers who do not see the colours.
PROJECT_SIGNS = {
    "preparing": "◔",
    "unconfirmed": "○",
    "running": "◑",
    "late": "!",
    "past_end": "◇",
    "unclear": "?",
    "suspended": "‖",
    "finalising": "◕",
    "ended": "●",
    "cancelled": "✕",
    "unknown": "–",
    "": "–",
}
OUTCOME_SIGNS = {
    "done": "●",
    "in_force": "◉",
    "in_progress": "◑",
    "partial": "◔",
    "not_met": "✕",
    "late": "◒",
    "overdue": "!",
    "no_report": "?",
    "not_followed": "○",
}
