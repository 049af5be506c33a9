"""Projects: what is being built with whom, how far it is, and with whose money?"""

import streamlit as st

from components.page import (
    address,
    charts,
    downloads,
    filter_bar,
    lists,
    papers,
    parts,
    row_history,
    story,
)

lens = parts.lens()
_ = lens.language.text
PER_PAGE = 36

opened = story.opened(lens)
if opened:
    story.header(lens, opened)
else:
    parts.header(
        _("Projects"),
        _("Each project from proposal to end: status, dates, money by kind, progress as reported."),
    )
parts.needs(lens, "projects", "project_amounts", "project_progress", "organisations", "places")

projects = lens.record.by_key("projects")
for name, table in (("project_amounts", "amount"), ("project_progress", "progress")):
    parts.guard(table, lens.record.by_key(name), _("All projects are shown."))
parts.guard("project", projects, _("All projects are shown."))

if opened:
    story.project(lens, opened)
    downloads.subscription(lens, {"project": opened["project_id"]})
    downloads.iati_gaps(lens, [opened["project_id"]])
    for table, parameter in (("project_amounts", "amount"), ("project_progress", "progress")):
        if row := address.value(parameter, lens.record.by_key(table)):
            papers.shown(lens, table, row)
            row_history.shown(lens, table, row)
    papers.shown(lens, "projects", opened["project_id"])
    row_history.shown(lens, "projects", opened["project_id"])
    parts.footer(lens, parts.counted(lens, "projects", "project_amounts", "project_progress"))
    st.stop()

part = filter_bar.draw(lens, "projects")
if not part.keys:
    parts.empty(_("No project fits: choose all partners, statuses, sectors or kinds."))
    st.stop()
asked = dict(part.asked)

by_status, by_partner = st.columns(2, gap="medium")
with by_status:
    charts.shown(lens, "state", charts.drawn(lens, "state", "projects-by-state", asked))
with by_partner, parts.folded(lens, "partner", _("By partner")):
    charts.shown(lens, "partner", charts.drawn(lens, "partner", "projects-by-partner", asked))

with parts.folded(lens, "gantt", _("From proposal to end")):
    charts.shown(lens, "gantt", charts.drawn(lens, "gantt", "projects-over-time", asked))

with parts.folded(lens, "money", _("Money by kind")):
    st.subheader(_("Money by kind"), anchor=False)
    story.money(lens, asked)

st.subheader(_("All projects"), anchor=False)
first, last = lists.slice_of(
    lens, "projects", len(part.keys), PER_PAGE, in_address=True, is_printed=True
)
keys, on_screen = lists.whole(part.keys, first, last)
parts.show(
    "project_list.html",
    lens,
    projects=lens.rows_at("projects", keys),
    on_screen=on_screen,
    total=len(part.keys),
)
downloads.iati_gaps(lens, part.keys[first:last])
parts.footer(lens, parts.counted(lens, "projects", "project_amounts", "project_progress"))
