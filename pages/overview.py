"""Overview: what was asked, what was promised, what came of it, and who says so?"""

import streamlit as st

from components.page import answers, figures, mapview, parts
from data.views import chains, measures, partners, states

lens, look = parts.lens(), parts.look()
_ = lens.language.text
MOST_MET = 4  # countries with their briefing at hand

parts.header(
    _("Điện Biên's international cooperation"),
    _("What each side asked and promised, what came of it, and which source says so."),
)
parts.guard("unknown", {}, _("This is the overview."))
parts.needs(lens, "visits", "meetings", "outcomes", "projects", "organisations", "places")

threads = chains.threads(lens)
requests = measures.with_follow_up(threads, "request")
promises = measures.with_follow_up(threads, "commitment")
visits = [row for row in lens.rows("visits") if states.visit_state(lens, row) == "held"]
projects = [row for row in lens.rows("projects") if row["record_kind"] in measures.COUNTED]
running = figures.count_of(lens, projects, states.RUNNING)

newest = lens.record.updated.isoformat()
parts.note(
    _("Newest source: {date} ({age}). States as of today, {today}.").format(
        date=lens.language.date(newest),
        age=lens.age(newest),
        today=lens.language.date(lens.day.isoformat()),
    )
)
parts.show("answers.html", lens, answers=answers.of_overview(lens, threads, projects))
parts.show("before_meeting.html", lens, countries=partners.most_met(lens, MOST_MET))
parts.figures(
    lens,
    parts.Figure(
        _("Requests with a known follow-up"),
        figures.share(lens, *requests),
        _("Asked by either side at a meeting on record; what two sources tell counts once."),
        parts.basis(lens, "outcomes", requests.counted),
        figures.of_requests(lens, threads),
        requests,
    ),
    parts.Figure(
        _("Promises with a known follow-up"),
        figures.share(lens, *promises),
        _("Promises with something to deliver; standing goodwill is not counted."),
        parts.basis(lens, "outcomes", promises.counted),
        figures.of_promises(lens, threads),
        promises,
    ),
    parts.Figure(
        _("Projects under way"),
        figures.share(lens, running, len(projects)),
        _("Projects, programmes and proposals; national funds and aggregates left out."),
        parts.basis(lens, "projects", len(projects)),
        figures.of_projects(lens, projects),
        (running, len(projects)),
    ),
    parts.Figure(
        _("Visits held"),
        lens.language.number(len(visits)),
        _("Delegations sent or received; announced visits left out."),
        parts.basis(lens, "visits", len(visits)),
        figures.of_visits(lens, visits),
    ),
)

news, where = st.columns([11, 10], gap="medium")
with news:
    st.subheader(_("What changed last"), anchor=False)
    parts.show("changes.html", lens, changes=measures.latest_changes(lens))
with where:
    st.subheader(_("Điện Biên and its partners"), anchor=False)
    mapview.small(lens, look)

st.subheader(_("Promises still open"), anchor=False)
parts.show("open_promises.html", lens, threads=measures.open_promises(threads)[-5:][::-1])

asked, built = st.columns(2, gap="medium")
with asked, parts.folded(lens, "outcomes", _("What came of it")):
    kinds = {"kind": ",".join(states.OPEN_KINDS), "repeats": "no"}
    parts.chart(lens, "outcomes", parts.drawn(lens, "outcomes", "outcomes-by-state", kinds))
with built, parts.folded(lens, "projects", _("Projects by state")):
    kinds = {"record": ",".join(measures.COUNTED)}
    parts.chart(lens, "projects", parts.drawn(lens, "projects", "projects-by-state", kinds))

parts.footer(lens, parts.counted(lens, "visits", "meetings", "outcomes", "projects"))
