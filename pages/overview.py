"""Overview: what was asked, what was promised, what came of it, and who says so?"""

import streamlit as st

from components.charts import counts
from components.page import downloads, mapview, parts
from data.views import chains, measures

view, today, look = parts.lens(), parts.today(), parts.look()
_ = view.language.text

parts.header(
    _("Điện Biên's international cooperation"),
    _("What was asked of partners, what they promised, what came of it, and which source says so."),
)
parts.guard("unknown", {}, _("This is the overview."))
parts.needs(view, "visits", "meetings", "outcomes", "projects", "organisations", "places")

threads = chains.threads(view, today)
requests = measures.with_follow_up(threads, "request")
promises = measures.with_follow_up(threads, "commitment")
visits = [row for row in view.rows("visits") if row["status"] == "held"]
with_france = [row for row in visits if row["partner_country"] == "FR"]
projects = [row for row in view.rows("projects") if row["record_kind"] in measures.COUNTED]
running = [row for row in projects if row["status_code"] == "2"]

parts.figures(
    view,
    parts.Figure(
        _("Requests"),
        view.language.number(requests.rows),
        _("Asked by either side at a meeting on record."),
        parts.basis(view, "outcomes", requests.rows),
        _("{count} with a known follow-up").format(count=requests.found),
    ),
    parts.Figure(
        _("Promises"),
        view.language.number(promises.rows),
        _("Commitments made at a meeting; agreements are counted apart."),
        parts.basis(view, "outcomes", promises.rows),
        _("{count} with a known follow-up").format(count=promises.found),
    ),
    parts.Figure(
        _("Projects"),
        view.language.number(len(projects)),
        _("Projects, programmes and proposals; national funds and aggregates left out."),
        parts.basis(view, "projects", len(projects)),
        _("{count} last reported under way").format(count=len(running)),
    ),
    parts.Figure(
        _("Visits held"),
        view.language.number(len(visits)),
        _("Delegations sent or received; announced visits left out."),
        parts.basis(view, "visits", len(visits)),
        _("{count} with France").format(count=len(with_france)),
    ),
)

waiting, where = st.columns([11, 10], gap="medium")
with waiting:
    st.subheader(_("Promises still open"), anchor=False)
    parts.show(
        "open_promises.html", view, threads=measures.open_promises(threads)[-5:][::-1], today=today
    )
with where:
    st.subheader(_("Điện Biên and its partners"), anchor=False)
    mapview.small(view, look)

asked, built = st.columns(2, gap="medium")
with asked:
    st.subheader(_("What came of it"), anchor=False)
    tallies = {kind: measures.by_status(threads, kind) for kind in chains.OPEN_KINDS}
    parts.chart(
        view,
        "outcomes",
        parts.drawing(counts.outcomes_by_state, view, tallies),
        of=downloads.part(view, "outcomes", [thread.outcome["outcome_id"] for thread in threads]),
        alt=_("Requests, promises and agreements by what is known of them"),
        definition=_("Counts of outcomes; “no report found” means that no source read tells."),
        heads=[_("Kind"), _("State"), _("Count")],
        rows=[
            [view.label("outcome_kind", kind), counts.outcome_label(view, state), count]
            for kind, tally in tallies.items()
            for state, count in tally.items()
        ],
        numeric=[_("Count")],
    )
with built:
    st.subheader(_("Projects by status"), anchor=False)
    tally = measures.projects_by_status(projects)
    parts.chart(
        view,
        "projects",
        parts.drawing(counts.projects_by_status, view, tally),
        of=downloads.part(view, "projects", [row["project_id"] for row in projects]),
        alt=_("Projects by IATI status"),
        definition=_("Last status reported, which may be old: each project's page gives its date."),
        heads=[_("Status"), _("Count")],
        rows=[[counts.status_label(view, code), count] for code, count in tally.items()],
        numeric=[_("Count")],
    )

st.subheader(_("What changed last"), anchor=False)
parts.show("changes.html", view, changes=measures.latest_changes(view, today))
parts.footer(view, parts.counted(view, "visits", "meetings", "outcomes", "projects"))
