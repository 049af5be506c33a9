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


def project(view: Lens, today: date, row: Row) -> None:
    """One project: facts, what led to it, time, money, progress, disagreements."""
    _ = view.language.text
    key = row["project_id"]
    parts.needs(view, "meetings", "outcomes")
    parts.show("project_head.html", view, project=row, back=address.here("projects"))
    _essentials(view, row)
    if row["status_code"] or row["planned_start"] or row["actual_start"]:
        st.subheader(_("Planned and actual"), anchor=False)
        parts.chart(
            view,
            "gantt",
            parts.drawing(timelines.projects_over_time, view, (key,), today),
            of=_of(view, row, "projects", key),
            alt=_("The project over time: preparation, planned and actual running time"),
            definition=_("Outline: planned. Filled: actual, drawn as far as the last report."),
            heads=[_("Stage"), _("Dates")],
            rows=_stages(view, row),
        )
    st.subheader(_("From request to result"), anchor=False)
    parts.show("project_story.html", view, steps=chains.story(view, key))
    _money_of(view, row)
    _progress_of(view, today, row)
    marks = discrepancies_of(view, key)
    if marks:
        st.subheader(_("Where sources disagree"), anchor=False)
        parts.show("discrepancies.html", view, rows=marks, opened=None)


def _essentials(view: Lens, row: Row) -> None:
    """The main statements of money and the last report of work done, each with its own date."""
    _ = view.language.text
    amounts = [
        amount
        for amount in measures.own_money(view.rows("project_amounts"))
        if amount["project_id"] == row["project_id"] and amount["kind"] in money_charts.COMMITTED
    ]
    shown = [
        parts.Figure(
            view.label("amount_kind", amount["kind"]),
            view.amount(amount),
            view.words(amount, "label"),
            parts.said(view, amount["date"], amount["source_ids"]),
        )
        for amount in amounts
    ]
    if last := measures.last_progress(view, row["project_id"]):
        shown.append(
            parts.Figure(
                view.label("progress_metric", last["metric"]),
                view.language.percent(last["value"]),
                view.words(last, "statement"),
                parts.said(view, last["date"], last["source_ids"]),
            )
        )
    if shown:
        parts.figures(view, *shown)


def _of(view: Lens, row: Row, table: str, *keys: str) -> Extract:
    """Rows about one project, which the files name."""
    name = (view.language.text("Project"), view.words(row, "name"))
    return replace(downloads.part(view, table, keys), filters=(name,))


def _stages(view: Lens, row: Row) -> list[list[object]]:
    _ = view.language.text
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
    return [[name, view.language.date(row[column])] for name, column in stages if row[column]]


def _money_of(view: Lens, row: Row) -> None:
    _ = view.language.text
    rows = [
        amount
        for amount in view.rows("project_amounts")
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
                view,
                f"money-{currency}",
                parts.drawing(money_charts.money_of_project, view, row["project_id"], currency),
                of=_of(view, row, "project_amounts", *(one["amount_id"] for one in shown)),
                alt=_("Stated amounts in {currency}").format(currency=currency),
                definition=_(
                    "Each bar is one statement, told as its source tells it. Kinds, currencies "
                    "and two statements of one sum are never added. "
                    "Paler: another statement of a sum, or a forecast."
                ),
                heads=[_("Kind"), _("Amount"), _("As of"), _("What it is"), _("Sources")],
                rows=[
                    [
                        view.label("amount_kind", one["kind"]),
                        _stated(view, one),
                        view.language.date(one["date"]),
                        view.words(one, "label"),
                        view.short("sources", one["source_ids"]),
                    ]
                    for one in shown
                ],
                folded=False,
            )
    parts.show("amounts.html", view, rows=rows)


def _stated(view: Lens, amount: Row) -> Stated:
    return Stated(view.amount(amount), amount["amount"], amount["currency"])


def _progress_of(view: Lens, today: date, row: Row) -> None:
    _ = view.language.text
    rows = [
        step for step in view.rows("project_progress") if step["project_id"] == row["project_id"]
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
            view,
            "progress",
            parts.drawing(timelines.progress_over_time, view, shares, today),
            of=_of(view, row, "project_progress", *shares),
            alt=_("Work done in percent, as each source reported it"),
            definition=_(
                "Statements rest on different bases and are not joined by a line. A pale bar shows "
                "the days a statement without an exact date may be of."
            ),
            heads=[_("Measure"), _("Share"), _("As of"), _("What is said"), _("Sources")],
            rows=[
                [
                    view.label("progress_metric", step["metric"]),
                    Stated(view.value(step), step["value"], "%"),
                    view.language.date(step["date"]),
                    view.words(step, "statement"),
                    view.short("sources", step["source_ids"]),
                ]
                for step in figures
                if step["progress_id"] in shares
            ],
            folded=False,
        )
    parts.show("progress.html", view, rows=sorted(figures, key=lambda s: chains.latest(s["date"])))


def money(view: Lens, projects: Extract) -> None:
    """Main statements of several projects, one currency at a time, grouped and never added."""
    _ = view.language.text
    rows = [
        row
        for row in measures.own_money(view.rows("project_amounts"))
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
        view,
        "money",
        parts.drawing(money_charts.money_by_project, view, keys, currency),
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
                parts.cell(view, "projects", row["project_id"]),
                view.label("amount_kind", row["kind"]),
                _stated(view, row),
                view.language.date(row["date"]),
                view.short("sources", row["source_ids"]),
            ]
            for row in shown
        ],
        numeric=[_("Amount")],
    )
