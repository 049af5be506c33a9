"""Requests and promises: who asked what of whom, what was answered, what came of it?"""

import streamlit as st

from components import links
from components.charts.chart import Each
from components.page import (
    address,
    charts,
    downloads,
    filter_bar,
    lists,
    papers,
    parts,
    row_history,
)
from data.views import chains, telling

lens = parts.lens()
_ = lens.language.text
PER_PAGE = 10

parts.header(
    _("Requests and promises"),
    _("What each side asked or promised, the answer given, and what is known to have come of it."),
)
parts.needs(lens, "outcomes", "meetings", "visits", "organisations")

outcomes = lens.record.by_key("outcomes")
parts.guard("outcome", outcomes, _("All of them are shown."))
part = filter_bar.draw(lens, "outcomes")
downloads.subscription(lens, dict(part.asked))
threads = chains.threads(lens, frozenset(part.keys))
opened = address.value("outcome", outcomes)
if opened:
    parts.show(
        "thread_alone.html",
        lens,
        outcome=outcomes[opened],
        thread=chains.thread_of(lens, opened),
    )
    papers.shown(lens, "outcomes", opened)
    row_history.shown(lens, "outcomes", opened)
if not threads:
    parts.empty(_("No request or promise fits: choose all partners, kinds or states."))
    st.stop()

charts.shown(lens, "states", charts.drawn(lens, "states", "outcomes-by-state", dict(part.asked)))

st.subheader(_("Asked → answered → what came of it"), anchor=False)
part_shown = lists.slice_of(
    lens, "threads", len(threads), PER_PAGE, in_address=True, is_printed=True
)
lists.in_full(
    lens,
    "threads.html",
    threads,
    part_shown,
    lambda some: {"talks": telling.by_meeting(some), "opened": opened},
)

with st.expander(_("Show as a table")):
    lists.table(
        lens,
        _("Requests, promises and agreements, newest meeting first"),
        [
            _("Meeting date"),
            _("Kind"),
            _("From"),
            _("To"),
            _("Text"),
            _("State"),
            _("State as of"),
            _("Due"),
        ],
        Each(
            lambda thread: [
                lens.language.date(thread.meeting["date"]),
                lens.label("outcome_kind", thread.outcome["kind"]),
                lens.short("organisations", thread.outcome["from_org_ids"]),
                lens.short("organisations", thread.outcome["to_org_ids"]),
                links.cell(lens, "outcomes", thread.outcome["outcome_id"]),
                lens.label("outcome_state", thread.state),
                lens.language.date(thread.outcome["status_date"])
                if thread.outcome["status_date"]
                else "",
                lens.language.date(thread.outcome["due_date"])
                if thread.outcome["due_date"]
                else "",
            ],
            threads,
        ),
        listed="outcomes",
    )
parts.footer(lens, parts.counted(lens, "outcomes", "meetings"))
