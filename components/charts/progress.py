"""Progress of a project over time. Uncertain dates are spans."""

from collections.abc import Sequence

import plotly.graph_objects as go

from components.charts import findings
from components.charts.chart import Chart, rows_of, wrapped
from components.charts.time_axis import Bar, lay, stretch
from components.look import Look
from data.exports.charted import Stated
from data.views.lens import Lens, Row

# Pixels of the smallest phone: its axes, a line of figures, half a figure, half a mark.
_ACROSS, _DOWN, _LINE, _FIGURE, _MARK = 180, 220, 15, 23, 5


def progress_over_time(lens: Lens, keys: Sequence[str]) -> Chart:
    """Percentages reported of one project: a mark for each statement, not joined by a line.

    Statements rest on different bases, so a line would show a development that nobody stated. A
    statement without an exact day is drawn as wide as the days it may be of.
    """
    _ = lens.language.text
    return Chart(
        lens,
        _draw_progress,
        (tuple(keys),),
        name=_("Work done in percent, as each source reported it"),
        says=findings.of_progress(lens, rows_of(lens, "project_progress", keys)),
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


def _draw_progress(lens: Lens, look: Look, keys: Sequence[str]) -> go.Figure:
    rows = rows_of(lens, "project_progress", keys)
    figure = go.Figure()
    metrics = list(dict.fromkeys(row["metric"] for row in rows))
    places = _beside(lens, rows)
    colours = (look.province, look.partner, look.accent, look.muted)
    symbols = ("circle", "diamond", "square", "triangle-up")
    for place, metric in enumerate(metrics):
        shown = [
            (row, bar)
            for row in rows
            if row["metric"] == metric and (bar := stretch(row["date"], None, lens.day))
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
            x=[bar.middle.isoformat() for _row, bar in shown],
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
            textposition=[places[row["progress_id"]] for row, _bar in shown],
            cliponaxis=False,
            textfont={"color": look.ink, "size": 13},
            customdata=[
                [lens.language.date(row["date"]), wrapped(lens.words(row, "statement"))]
                for row, _bar in shown
            ],
            hovertemplate="<b>%{text}</b> · %{customdata[0]}<br>%{customdata[1]}<extra></extra>",
        )
    figure.update_layout(template=look.template(), height=340, margin={"t": 40, "r": 28})
    lay(figure, look, lens.language, _whole(lens, rows), "bottom")
    return figure.update_yaxes(range=[0, 105], ticksuffix=" %", title=None)


def _beside(lens: Lens, rows: Sequence[Row]) -> dict[str, str]:
    """Where each figure stands: above its mark, or below where another one would lie on it."""
    whole = _whole(lens, rows)
    days = (whole.last - whole.first).days if whole else 0
    marks = {
        row["progress_id"]: (
            (bar.middle.toordinal() if days else 0) * _ACROSS / max(days, 1),
            row["value"] * _DOWN / 100,
        )
        for row in rows
        if (bar := stretch(row["date"], None, lens.day))
    }
    taken = [(x, y, _MARK) for x, y in marks.values()]
    places: dict[str, str] = {}
    for key, (x, y) in sorted(marks.items(), key=lambda one: -one[1][1]):
        lies = any(
            abs(x - other) < _FIGURE + half and abs(y + _LINE - height) < _LINE
            for other, height, half in taken
        )
        places[key] = "bottom center" if lies else "top center"
        taken.append((x, y - _LINE if lies else y + _LINE, _FIGURE))
    return places


def _whole(lens: Lens, rows: Sequence[Row]) -> Bar | None:
    """The days of all reports; None without any."""
    bars = [bar for row in rows if (bar := stretch(row["date"], None, lens.day))]
    return Bar(min(bar.first for bar in bars), max(bar.last for bar in bars)) if bars else None
