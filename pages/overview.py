"""Overview: what was asked, what was promised, what came of it, and who says so?"""

import streamlit as st

from components.page import charts, mapview, opening, parts
from data.views import measures, states

lens = parts.lens()
_ = lens.language.text

parts.header(
    _("Điện Biên's international cooperation"),
    _("What each side asked and promised, what came of it, and which source says so."),
)
parts.needs(lens, "visits", "meetings", "outcomes", "projects", "organisations", "places")

said = parts.cached(opening.of_record, lens)
newest = lens.record.updated.isoformat()
parts.note(
    _("Newest source: {date} ({age}). States as of today, {today}.").format(
        date=lens.language.date(newest),
        age=lens.age(newest),
        today=lens.language.date(lens.day.isoformat()),
    )
)
parts.show("answers.html", lens, answers=said.answers)
parts.show("before_meeting.html", lens, countries=said.countries)
parts.figures(lens, *said.figures)

news, where = st.columns([11, 10], gap="medium")
with news:
    st.subheader(_("What changed last"), anchor=False)
    parts.show("changes.html", lens, changes=said.changes)
with where:
    st.subheader(_("Điện Biên and its partners"), anchor=False)
    mapview.small(lens)

st.subheader(_("Promises still open"), anchor=False)
parts.show("open_promises.html", lens, threads=said.promises)

asked, built = st.columns(2, gap="medium")
with asked, parts.folded(lens, "outcomes", _("What came of it")):
    kinds = {"kind": ",".join(states.OPEN_KINDS), "repeats": "no"}
    charts.shown(lens, "outcomes", charts.drawn(lens, "outcomes", "outcomes-by-state", kinds))
with built, parts.folded(lens, "projects", _("Projects by state")):
    kinds = {"record": ",".join(measures.COUNTED)}
    charts.shown(lens, "projects", charts.drawn(lens, "projects", "projects-by-state", kinds))

parts.footer(lens, parts.counted(lens, "visits", "meetings", "outcomes", "projects"))
