"""Visits: who travelled where and when, whom they met, and what each meeting brought?"""

import streamlit as st

from components.page import (
    address,
    charts,
    downloads,
    filter_bar,
    lists,
    one_visit,
    papers,
    parts,
    row_history,
)
from data.views import chains, telling

lens = parts.lens()
_ = lens.language.text

parts.header(
    _("Visits"),
    _("Delegations sent and received; each visit day by day, with who met whom and what was said."),
)
parts.needs(lens, "visits", "meetings", "outcomes", "people", "places", "organisations")

visits = lens.record.by_key("visits")
meetings = lens.record.by_key("meetings")
parts.guard("visit", visits, _("The trip to France of November 2023 is shown."))
parts.guard("meeting", meetings, _("The trip to France of November 2023 is shown."))
part = filter_bar.draw(lens, "visits")
downloads.subscription(lens, dict(part.asked))
shown = lens.rows_at("visits", part.keys)
if not shown:
    parts.empty(_("No visit with this partner in this direction: choose all partners."))
    st.stop()

drawn = charts.drawn(lens, "visits", "visits-over-time", dict(part.asked))
if part.filters and not (st.query_params.get("visit") or st.query_params.get("meeting")):
    found = lens.language.plural(
        "{count} visit fits these filters", "{count} visits fit these filters", len(shown)
    )
    st.subheader(found, anchor=False)
    over_time = drawn.chart
    lists.table(lens, over_time.name, over_time.heads, over_time.rows, dense=True, listed="list")

alone = meetings.get(address.value("meeting", meetings) or "")
asked = address.value("visit", visits) or (alone and alone["visit_id"])
ids = list(part.keys)
if asked and asked not in ids:
    ids.insert(0, asked)
by_itself = alone and not asked  # it belongs to no visit, and no other one is opened
if by_itself:
    default, options = "", {"": _("Choose a visit")}
else:
    default, options = asked or (chains.TRIP if chains.TRIP in ids else ids[0]), {}
options |= {key: chains.visit_names(lens)[key] for key in ids}

if alone and not alone["visit_id"]:
    st.subheader(_("One meeting"), anchor=False)
    parts.show(
        "meeting.html",
        lens,
        meeting=alone,
        talk=telling.talks(lens, [alone])[alone["meeting_id"]],
    )
if alone:
    papers.shown(lens, "meetings", alone["meeting_id"])
    row_history.shown(lens, "meetings", alone["meeting_id"])

chosen = address.pick("visit", _("Visit"), options, default=default, instead_of="meeting")
if chosen:
    one_visit.draw(lens, chosen, meeting=alone["meeting_id"] if alone else None)

with parts.folded(lens, "over-time", _("All visits over time")):
    charts.shown(lens, "visits", drawn)
    if undated := sum(not row["start_date"] for row in shown):
        parts.note(
            lens.language.plural(
                "{count} visit without any date is in the table only.",
                "{count} visits without any date are in the table only.",
                undated,
            )
        )
parts.footer(lens, parts.counted(lens, "visits", "meetings", "outcomes", "people"))
