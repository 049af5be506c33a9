"""Progress of a project over time. Uncertain dates are spans."""

from collections.abc import Sequence
from functools import partial

import plotly.graph_objects as go

from components.charts import findings
from components.charts.chart import Chart, rows_of, wrapped
from components.charts.progress_plane import HUES, beside, plane, whole
from components.charts.time_axis import lay, stretch
from components.look import Look
from data.exports.charted import Stated
from data.views.lens import Lens


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
        screen=partial(plane, lens, keys),
    )


def _draw_progress(lens: Lens, look: Look, keys: Sequence[str]) -> go.Figure:
    rows = rows_of(lens, "project_progress", keys)
    figure = go.Figure()
    metrics = list(dict.fromkeys(row["metric"] for row in rows))
    places = beside(lens, rows)
    colours = [getattr(look, hue) for hue in HUES]
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
    lay(figure, look, lens.language, whole(lens, rows), "bottom")
    return figure.update_yaxes(range=[0, 105], ticksuffix=" %", title=None)
