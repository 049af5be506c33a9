"""The parts of the projects page: one project's whole story, and money kept apart by kind."""

from collections.abc import Mapping, Sequence

import streamlit as st

from components.charts import money as money_charts
from components.charts import named
from components.page import address, charts, downloads, parts
from data.views import chains, measures, telling
from data.views.citations import discrepancies_of
from data.views.lens import Lens, Row


def opened(lens: Lens) -> Row | None:
    """The project that the address opens, by itself, an amount or a report of progress.

    None without one, and where a table is broken: the page says so then.
    """
    needed = ("projects", "project_amounts", "project_progress")
    if any(lens.record.faults[name] for name in needed):
        return None
    known = lens.record.by_key("projects")
    via = {
        "amount": lens.record.by_key("project_amounts"),
        "progress": lens.record.by_key("project_progress"),
    }
    return known.get(address.open_record("project", known, via=via) or "")


def header(lens: Lens, row: Row) -> None:
    """The project's short name as the title of the page and of the browser's tab."""
    name = lens.plain(lens.name("projects", row["project_id"]).name)
    st.set_page_config(f"{name} · Nhịp Cầu")
    parts.show("project_top.html", lens, project=row, back=address.here("projects"), title=name)


def project(lens: Lens, row: Row) -> None:
    """One project: its state and its money, then its facts, what led to it, time and progress."""
    _ = lens.language.text
    key = row["project_id"]
    parts.needs(lens, "meetings", "outcomes")
    parts.show("project_head.html", lens, project=row)
    _essentials(lens, row)
    parts.show("project_facts.html", lens, project=row)
    if row["status_code"] or row["planned_start"] or row["actual_start"]:
        with parts.folded(lens, "gantt", _("Planned and actual")):
            drawn = charts.drawn(lens, "gantt", "project-over-time", {"project": key})
            charts.shown(lens, "gantt", drawn)
    with parts.folded(lens, "story", _("From request to result")):
        st.subheader(_("From request to result"), anchor=False)
        steps = chains.story(lens, key)
        told = telling.talks(lens, [step.meeting for step in steps if step.meeting], project=key)
        parts.show("project_story.html", lens, steps=steps, talks=told)
    with parts.folded(lens, "money", _("Money")):
        _money_of(lens, row)
    _progress_of(lens, row)
    marks = discrepancies_of(lens, key)
    if marks:
        with parts.folded(lens, "disagree", _("Where sources disagree")):
            st.subheader(_("Where sources disagree"), anchor=False)
            parts.show("discrepancies.html", lens, rows=marks, opened=None)


def _essentials(lens: Lens, row: Row) -> None:
    """The main statements of money and the last report of work done, each with its own date."""
    _ = lens.language.text
    amounts = [
        amount
        for amount in measures.own_money(_of(lens, "project_amounts", row))
        if amount["kind"] in money_charts.COMMITTED
    ]
    shown = [
        parts.Figure(
            lens.label("amount_kind", amount["kind"]),
            lens.amount(amount),
            lens.words(amount, "label"),
            lens.language.date(amount["date"]),
            by=amount["source_ids"],
        )
        for amount in amounts
    ]
    if last := measures.last_progress(lens, row["project_id"]):
        shown.append(
            parts.Figure(
                lens.label("progress_metric", last["metric"]),
                lens.language.percent(last["value"]),
                lens.words(last, "statement"),
                lens.language.date(last["date"]),
                by=last["source_ids"],
            )
        )
    if shown:
        parts.figures(lens, *shown)


def _money_of(lens: Lens, row: Row) -> None:
    _ = lens.language.text
    rows = _of(lens, "project_amounts", row)
    st.subheader(_("Money"), anchor=False)
    if not rows:
        parts.note(_("No source read states an amount."))
        return
    currencies = list(dict.fromkeys(amount["currency"] for amount in rows if amount["charted"]))
    for column, currency in zip(
        st.columns(max(len(currencies), 1), gap="medium"), currencies, strict=False
    ):
        with column:
            asked = {"project": row["project_id"], "currency": currency}
            drawn = charts.drawn(lens, f"money-{currency}", "project-money", asked)
            charts.shown(lens, f"money-{currency}", drawn, folded=False)
    downloads.data(downloads.part(lens, "project_amounts", {"project": row["project_id"]}))
    parts.show("amounts.html", lens, rows=rows)


def _progress_of(lens: Lens, row: Row) -> None:
    _ = lens.language.text
    rows = _of(lens, "project_progress", row)
    figures = [step for step in rows if step["value"] is not None]
    if not figures:
        return
    with parts.folded(lens, "progress", _("Progress as reported")):
        st.subheader(_("Progress as reported"), anchor=False)
        if named.progress_rows(lens, row["project_id"]):
            of = {"project": row["project_id"]}
            drawn = charts.drawn(lens, "progress", "project-progress", of)
            charts.shown(lens, "progress", drawn, folded=False)
        reported = {"project": row["project_id"], "stated": "figure"}
        downloads.data(downloads.part(lens, "project_progress", reported))
        parts.show(
            "progress.html", lens, rows=sorted(figures, key=lambda s: chains.latest(s["date"]))
        )


def _of(lens: Lens, table: str, project: Row) -> Sequence[Row]:
    return lens.naming(table, "project_id", project["project_id"])


def money(lens: Lens, asked: Mapping[str, str]) -> None:
    """Main statements of several projects, one currency at a time, grouped and never added."""
    _ = lens.language.text
    known = named.currencies(parts.edition(lens), asked)
    if not known:
        parts.note(_("No source read states an amount for these projects."))
        return
    currencies = {code: code for code in known}
    chosen = address.switch("currency", _("Currency"), currencies, default=known[0])
    drawn = charts.drawn(lens, "money", "money-by-project", {**asked, "currency": chosen})
    charts.shown(lens, "money", drawn)
