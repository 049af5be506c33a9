"""The parts of the projects page: one project's whole story, and money kept apart by kind."""

from dataclasses import replace
from datetime import date

import streamlit as st

from components.charts import money as money_charts
from components.charts import timelines
from components.page import address, downloads, parts
from data.exports.charted import Stated
from data.exports.edition import Extract
from data.schema import TABLES
from data.views import chains, measures
from data.views.citations import discrepancies_of
from data.views.lens import Lens, Row


def project(lens: Lens, today: date, row: Row) -> None:
    """One project: facts, what led to it, time, money, progress, disagreements."""
    _ = lens.language.text
    key = row["project_id"]
    parts.needs(lens, "meetings", "outcomes")
    parts.show("project_head.html", lens, project=row, back=address.here("projects"))
    _essentials(lens, row)
    if row["status_code"] or row["planned_start"] or row["actual_start"]:
        st.subheader(_("Planned and actual"), anchor=False)
        parts.chart(
            lens,
            "gantt",
            parts.drawing(timelines.projects_over_time, lens, (key,), today),
            of=_of(lens, row, "projects", key),
            alt=_("The project over time: preparation, planned and actual running time"),
            definition=_("Outline: planned. Filled: actual, drawn as far as the last report."),
            heads=[_("Stage"), _("Dates")],
            rows=_stages(lens, row),
        )
    st.subheader(_("From request to result"), anchor=False)
    parts.show("project_story.html", lens, steps=chains.story(lens, key))
    _money_of(lens, row)
    _progress_of(lens, today, row)
    marks = discrepancies_of(lens, key)
    if marks:
        st.subheader(_("Where sources disagree"), anchor=False)
        parts.show("discrepancies.html", lens, rows=marks, opened=None)


def _essentials(lens: Lens, row: Row) -> None:
    """The main statements of money and the last report of work done, each with its own date."""
    _ = lens.language.text
    amounts = [
        amount
        for amount in measures.own_money(lens.rows("project_amounts"))
        if amount["project_id"] == row["project_id"] and amount["kind"] in money_charts.COMMITTED
    ]
    shown = [
        parts.Figure(
            lens.label("amount_kind", amount["kind"]),
            lens.amount(amount),
            lens.words(amount, "label"),
            parts.said(lens, amount["date"], amount["source_ids"]),
        )
        for amount in amounts
    ]
    if last := measures.last_progress(lens, row["project_id"]):
        shown.append(
            parts.Figure(
                lens.label("progress_metric", last["metric"]),
                lens.language.percent(last["value"]),
                lens.words(last, "statement"),
                parts.said(lens, last["date"], last["source_ids"]),
            )
        )
    if shown:
        parts.figures(lens, *shown)


def _of(lens: Lens, row: Row, table: str, *keys: str) -> Extract:
    """Rows about one project, which the files name."""
    name = (lens.language.text("Project"), lens.words(row, "name"))
    return replace(downloads.part(lens, table, keys), filters=(name,))


def _stages(lens: Lens, row: Row) -> list[list[object]]:
    _ = lens.language.text
    stages = (
        (_("Proposed"), "proposal_date"),
        (_("Approved"), "approval_date"),
        (_("Signed"), "signing_date"),
        (_("Planned start"), "planned_start"),
        (_("Actual start"), "actual_start"),
        (_("Planned end"), "planned_end"),
        (_("Extension asked for"), "requested_end"),
        (_("Actual end"), "actual_end"),
    )
    return [[name, lens.language.date(row[column])] for name, column in stages if row[column]]


def _money_of(lens: Lens, row: Row) -> None:
    _ = lens.language.text
    rows = [
        amount
        for amount in lens.rows("project_amounts")
        if amount["project_id"] == row["project_id"]
    ]
    st.subheader(_("Money"), anchor=False)
    if not rows:
        parts.note(_("No source read states an amount."))
        return
    currencies = list(dict.fromkeys(amount["currency"] for amount in rows if amount["charted"]))
    for column, currency in zip(
        st.columns(max(len(currencies), 1), gap="medium"), currencies, strict=False
    ):
        with column:
            shown = [one for one in rows if one["currency"] == currency and one["charted"]]
            parts.chart(
                lens,
                f"money-{currency}",
                parts.drawing(money_charts.money_of_project, lens, row["project_id"], currency),
                of=_of(lens, row, "project_amounts", *(one["amount_id"] for one in shown)),
                alt=_("Stated amounts in {currency}").format(currency=currency),
                definition=_(
                    "Each bar is one statement, told as its source tells it. Kinds, currencies "
                    "and two statements of one sum are never added. "
                    "Paler: another statement of a sum, or a forecast."
                ),
                heads=[_("Kind"), _("Amount"), _("As of"), _("What it is"), _("Sources")],
                rows=[
                    [
                        lens.label("amount_kind", one["kind"]),
                        _stated(lens, one),
                        lens.language.date(one["date"]),
                        lens.words(one, "label"),
                        lens.short("sources", one["source_ids"]),
                    ]
                    for one in shown
                ],
                folded=False,
            )
    parts.show("amounts.html", lens, rows=rows)


def _stated(lens: Lens, amount: Row) -> Stated:
    return Stated(lens.amount(amount), amount["amount"], amount["currency"])


def _progress_of(lens: Lens, today: date, row: Row) -> None:
    _ = lens.language.text
    rows = [
        step for step in lens.rows("project_progress") if step["project_id"] == row["project_id"]
    ]
    figures = [step for step in rows if step["value"] is not None]
    if not figures:
        return
    st.subheader(_("Progress as reported"), anchor=False)
    shares = tuple(
        step["progress_id"]
        for step in figures
        if step["unit"] == "percent" and step["date"] and step["metric"] in measures.WORK_DONE
    )
    if shares:
        parts.chart(
            lens,
            "progress",
            parts.drawing(timelines.progress_over_time, lens, shares, today),
            of=_of(lens, row, "project_progress", *shares),
            alt=_("Work done in percent, as each source reported it"),
            definition=_(
                "Statements rest on different bases and are not joined by a line. A pale bar shows "
                "the days a statement without an exact date may be of."
            ),
            heads=[_("Measure"), _("Share"), _("As of"), _("What is said"), _("Sources")],
            rows=[
                [
                    lens.label("progress_metric", step["metric"]),
                    Stated(lens.value(step), step["value"], "%"),
                    lens.language.date(step["date"]),
                    lens.words(step, "statement"),
                    lens.short("sources", step["source_ids"]),
                ]
                for step in figures
                if step["progress_id"] in shares
            ],
            folded=False,
        )
    parts.show("progress.html", lens, rows=sorted(figures, key=lambda s: chains.latest(s["date"])))


def money(lens: Lens, projects: Extract) -> None:
    """Main statements of several projects, one currency at a time, grouped and never added."""
    _ = lens.language.text
    rows = [
        row
        for row in measures.own_money(lens.rows("project_amounts"))
        if row["project_id"] in projects.keys and row["kind"] in money_charts.COMMITTED
    ]
    currencies = {
        code: code
        for code in sorted(
            {row["currency"] for row in rows}, key=lambda code: (code not in ("EUR", "VND"), code)
        )
    }
    if not rows:
        parts.note(_("No source read states an amount for these projects."))
        return
    currency = address.switch("currency", _("Currency"), currencies, default=next(iter(currencies)))
    shown = [row for row in rows if row["currency"] == currency]
    keys = tuple(row["amount_id"] for row in shown)
    parts.chart(
        lens,
        "money",
        parts.drawing(money_charts.money_by_project, lens, keys, currency),
        of=replace(
            projects,
            table=TABLES["project_amounts"],
            keys=keys,
            filters=(*projects.filters, (_("Currency"), currency)),
        ),
        alt=_("Stated amounts in {currency}, by project and kind").format(currency=currency),
        definition=_(
            "Main statements of the province's own projects ({count} rows). Totals, "
            "loans, grants and counterpart funds stand side by side and are not added; "
            "sums covering several provinces are left out."
        ).format(count=len(shown)),
        heads=[_("Project"), _("Kind"), _("Amount"), _("As of"), _("Sources")],
        rows=[
            [
                parts.cell(lens, "projects", row["project_id"]),
                lens.label("amount_kind", row["kind"]),
                _stated(lens, row),
                lens.language.date(row["date"]),
                lens.short("sources", row["source_ids"]),
            ]
            for row in shown
        ],
        numeric=[_("Amount")],
    )
