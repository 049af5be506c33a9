"""Overview: what was asked, what was promised, what came of it, and who says so?"""

import streamlit as st

from components.charts import counts
from components.page import downloads, mapview, parts
from data.views import chains, measures

lens, today, look = parts.lens(), parts.today(), parts.look()
_ = lens.language.text

parts.header(
    _("Điện Biên's international cooperation"),
    _("What each side asked and promised, what came of it, and which source says so."),
)
parts.guard("unknown", {}, _("This is the overview."))
parts.needs(lens, "visits", "meetings", "outcomes", "projects", "organisations", "places")

threads = chains.threads(lens, today)
requests = measures.with_follow_up(threads, "request")
promises = measures.with_follow_up(threads, "commitment")
visits = [row for row in lens.rows("visits") if row["status"] == "held"]
with_france = [row for row in visits if row["partner_country"] == "FR"]
projects = [row for row in lens.rows("projects") if row["record_kind"] in measures.COUNTED]
running = [row for row in projects if row["status_code"] == "2"]

parts.figures(
    lens,
    parts.Figure(
        _("Requests"),
        lens.language.number(requests.rows),
        _("Asked by either side at a meeting on record."),
        parts.basis(lens, "outcomes", requests.rows),
        _("{count} with a known follow-up").format(count=requests.known),
    ),
    parts.Figure(
        _("Promises"),
        lens.language.number(promises.rows),
        _("Promises made at a meeting; agreements are counted apart."),
        parts.basis(lens, "outcomes", promises.rows),
        _("{count} with a known follow-up").format(count=promises.known),
    ),
    parts.Figure(
        _("Projects"),
        lens.language.number(len(projects)),
        _("Projects, programmes and proposals; national funds and aggregates left out."),
        parts.basis(lens, "projects", len(projects)),
        _("{count} last reported under way").format(count=len(running)),
    ),
    parts.Figure(
        _("Visits held"),
        lens.language.number(len(visits)),
        _("Delegations sent or received; announced visits left out."),
        parts.basis(lens, "visits", len(visits)),
        _("{count} with France").format(count=len(with_france)),
    ),
)

waiting, where = st.columns([11, 10], gap="medium")
with waiting:
    st.subheader(_("Promises still open"), anchor=False)
    parts.show(
        "open_promises.html", lens, threads=measures.open_promises(threads)[-5:][::-1], today=today
    )
with where:
    st.subheader(_("Điện Biên and its partners"), anchor=False)
    mapview.small(lens, look)

asked, built = st.columns(2, gap="medium")
with asked:
    st.subheader(_("What came of it"), anchor=False)
    tallies = {kind: measures.by_status(threads, kind) for kind in chains.OPEN_KINDS}
    parts.chart(
        lens,
        "outcomes",
        counts.outcomes_by_state(lens, tallies),
        of=downloads.part(lens, "outcomes", {"kind": ",".join(chains.OPEN_KINDS)}),
    )
with built:
    st.subheader(_("Projects by status"), anchor=False)
    tally = measures.projects_by_status(projects)
    parts.chart(
        lens,
        "projects",
        counts.projects_by_status(lens, tally),
        of=downloads.part(lens, "projects", {"record": ",".join(measures.COUNTED)}),
    )

st.subheader(_("What changed last"), anchor=False)
parts.show("changes.html", lens, changes=measures.latest_changes(lens, today))
parts.footer(lens, parts.counted(lens, "visits", "meetings", "outcomes", "projects"))
