"""Projects: what is being built with whom, how far it is, and with whose money?"""

import streamlit as st

from components.charts import counts
from components.charts.projects import projects_over_time
from components.page import address, downloads, filter_bar, parts, row_history, story
from data.views import measures
from data.views.partners import projects_by_partner

lens = parts.lens()
_ = lens.language.text
PER_PAGE = 60

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
    downloads.iati_gaps(lens, [opened["project_id"]])
    for table, parameter in (("project_amounts", "amount"), ("project_progress", "progress")):
        if row := address.value(parameter, lens.record.by_key(table)):
            row_history.shown(lens, table, row)
    row_history.shown(lens, "projects", opened["project_id"])
    parts.footer(lens, parts.counted(lens, "projects", "project_amounts", "project_progress"))
    st.stop()

part = filter_bar.draw(lens, "projects")
shown = lens.rows_at("projects", part.keys)
if not shown:
    parts.empty(_("No project fits: choose all partners, statuses, sectors or kinds."))
    st.stop()
charted = story.counted(lens, part)
counted = lens.rows_at("projects", charted.keys)

by_status, by_partner = st.columns(2, gap="medium")
with by_status:
    st.subheader(_("By state"), anchor=False)
    tally = measures.projects_by_state(lens, counted)
    rule = _("National funds and aggregates are not counted ({count} rows counted).").format(
        count=len(counted)
    )
    parts.chart(lens, "state", counts.projects_by_state(lens, tally, rule), of=charted)
with by_partner:
    st.subheader(_("By partner"), anchor=False)
    tallies = projects_by_partner(lens, counted)
    parts.chart(lens, "partner", counts.projects_by_partner(lens, tallies), of=charted)

st.subheader(_("From proposal to end"), anchor=False)
dated = tuple(row["project_id"] for row in measures.in_time_order(shown))
drawn = parts.in_parts(lens, "gantt", story.dated(lens, part, dated), PER_PAGE)
gantt = projects_over_time(lens, drawn.keys, undated=len(shown) - len(dated))
parts.chart(lens, "gantt", gantt, of=drawn)

st.subheader(_("Money by kind"), anchor=False)
story.money(lens, part)

st.subheader(_("All projects"), anchor=False)
listed = parts.in_parts(lens, "projects", part, PER_PAGE)
parts.show(
    "project_list.html",
    lens,
    projects=lens.rows_at("projects", listed.keys),
    total=len(part.keys),
)
downloads.iati_gaps(lens, listed.keys)
parts.footer(lens, parts.counted(lens, "projects", "project_amounts", "project_progress"))
