"""Charts of stated amounts: a bar per statement, its words above it; nothing is added up."""

from collections.abc import Sequence
from textwrap import wrap

import plotly.graph_objects as go

from components import links
from components.charts import findings
from components.charts.chart import BESIDE, Chart, plain, rows_of, stated
from components.charts.sums import colours, in_order, is_pale, sums
from components.look import Look
from data.views.lens import Lens, Row

COMMITTED = ("total", "loan", "grant", "pledge", "counterpart", "estimate")
_BAR, _GAP, _LETTERS, _NAMED = 14, 8, 17, 19  # pixels: a bar, what is free, a line, one of a name
_WORDS, _NAME = 38, 34  # letters in bold that the smallest phone has room for


def money_by_project(
    lens: Lens, keys: Sequence[str], currency: str, every: Sequence[str] = ()
) -> Chart:
    """Amounts in one currency: a bar for each statement, below the name of its project.

    ``keys`` are ids of ``project_amounts``, ``every`` those of all parts of the chart, of which
    its title speaks.
    """
    _ = lens.language.text
    rows = _committed(lens, keys, currency)
    return Chart(
        lens,
        _draw_money_by_project,
        (tuple(keys), currency),
        name=_("Stated amounts in {currency}, by project and kind").format(currency=currency),
        says=findings.of_money(lens, _committed(lens, every or keys, currency), is_of_one=False),
        definition=_(
            "Main statements of the province's own projects ({count} rows). Totals, "
            "loans, grants and counterpart funds stand side by side and are not added; "
            "sums covering several provinces are left out."
        ).format(count=len(rows)),
        heads=[_("Project"), _("Kind"), _("Amount"), _("As of"), _("Sources")],
        rows=[
            [
                links.cell(lens, "projects", row["project_id"]),
                lens.label("amount_kind", row["kind"]),
                stated(lens, row),
                lens.language.date(row["date"]),
                lens.short("sources", row["source_ids"]),
            ]
            for row in rows
        ],
        numeric=[_("Amount")],
        screen=lambda: sums(lens, _by_project(lens, keys, currency)),
    )


def _draw_money_by_project(lens: Lens, look: Look, keys: Sequence[str], currency: str) -> go.Figure:
    groups = _by_project(lens, keys, currency).items()
    named = [(lens.plain(lens.name("projects", key).name), rows) for key, rows in groups]
    return _bars(lens, look, named)


def _by_project(lens: Lens, keys: Sequence[str], currency: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in _committed(lens, keys, currency):
        groups.setdefault(row["project_id"], []).append(row)
    return groups


def money_of_project(
    lens: Lens, keys: Sequence[str], currency: str, every: Sequence[str] = ()
) -> Chart:
    """Amounts of one project in one currency, a bar for each statement.

    ``keys`` are ids of ``project_amounts``, ``every`` those of all parts of the chart, of which
    its title speaks.
    """
    _ = lens.language.text
    return Chart(
        lens,
        _draw_money_of_project,
        (tuple(keys), currency),
        name=_("Stated amounts in {currency}").format(currency=currency),
        says=findings.of_money(lens, _in_currency(lens, every or keys, currency), is_of_one=True),
        definition=_(
            "Each bar is one statement, told as its source tells it. Kinds, currencies "
            "and two statements of one sum are never added. "
            "Paler: another statement of a sum, or a forecast."
        ),
        heads=[_("Kind"), _("Amount"), _("As of"), _("What it is"), _("Sources")],
        rows=[
            [
                lens.label("amount_kind", row["kind"]),
                stated(lens, row),
                lens.language.date(row["date"]),
                lens.words(row, "label"),
                lens.short("sources", row["source_ids"]),
            ]
            for row in _in_currency(lens, keys, currency)
        ],
        screen=lambda: sums(lens, {"": _in_currency(lens, keys, currency)}),
    )


def _draw_money_of_project(lens: Lens, look: Look, keys: Sequence[str], currency: str) -> go.Figure:
    return _bars(lens, look, [("", _in_currency(lens, keys, currency))])


def _in_currency(lens: Lens, keys: Sequence[str], currency: str) -> list[Row]:
    rows = rows_of(lens, "project_amounts", keys)
    return [row for row in rows if row["currency"] == currency]


def _committed(lens: Lens, keys: Sequence[str], currency: str) -> list[Row]:
    return [row for row in _in_currency(lens, keys, currency) if row["kind"] in COMMITTED]


def _bars(lens: Lens, look: Look, groups: Sequence[tuple[str, Sequence[Row]]]) -> go.Figure:
    inks = colours(look)
    figure, below = go.Figure(), 0
    shown: list[Row] = []
    heights: list[int] = []
    for name, rows in groups:
        if name:
            lines = wrap(name, _NAME)
            below += _GAP + _NAMED * len(lines)
            words = "<br>".join(f"<b>{plain(line)}</b>" for line in lines)
            figure.add_annotation(text=words, y=below, font={"size": 14}, **BESIDE)
        for row in in_order(rows):
            shown.append(row)
            lines = _statement(lens, look, row)
            below += _GAP + _LETTERS * len(lines)
            figure.add_annotation(text="<br>".join(lines), y=below, font={"size": 13}, **BESIDE)
            heights.append(below + _BAR // 2 + 2)
            below += _BAR + 2
    figure.add_bar(
        x=[row["amount"] for row in shown],
        y=heights,
        width=_BAR,
        orientation="h",
        marker={
            "color": [inks[row["kind"]] for row in shown],
            "opacity": [0.45 if is_pale(row) else 1 for row in shown],
        },
        customdata=[[lens.amount(row), plain(lens.words(row, "label"))] for row in shown],
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    )
    template = look.template()
    margins = template.layout.margin.t + template.layout.margin.b
    figure.update_layout(template=template, height=below + margins)
    figure.update_xaxes(visible=False, rangemode="tozero")
    return figure.update_yaxes(visible=False, range=[below, 0])


def _statement(lens: Lens, look: Look, row: Row) -> list[str]:
    """Kind, amount and date in lines that fit a phone."""
    kind = lens.language.text("{label}:").format(label=lens.label("amount_kind", row["kind"]))
    amount = lens.amount(row)
    amounts = [f"<b>{plain(line)}</b>" for line in wrap(amount, _WORDS)]
    above = [f"{kind} {amounts[0]}"] if len(f"{kind} {amount}") <= _WORDS else [kind, *amounts]
    dates = wrap(lens.language.date(row["date"]), _WORDS)
    return [*above, *(f"<span style='color:{look.muted}'>{line}</span>" for line in dates)]
