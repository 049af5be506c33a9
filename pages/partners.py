"""Partners: which organisations and people has the province dealt with, and over what?"""

from contextlib import AbstractContextManager, nullcontext

import streamlit as st

from components import links
from components.charts.chart import Each
from components.page import (
    address,
    downloads,
    filter_bar,
    lists,
    papers,
    partner,
    parts,
    row_history,
)
from data.views import partners

lens = parts.lens()
_ = lens.language.text
PER_PAGE = 60  # more at once than the record of today has

told = partner.opened(lens)
if told:
    partner.header(lens, told)
else:
    parts.header(
        _("Partners"),
        _("Organisations and people, and what each has done with the province."),
    )
parts.needs(lens, *partner.NEEDED)

people = lens.record.by_key("people")
parts.guard("person", people, _("All partners are shown."))

if person := people.get(address.value("person", people) or ""):
    parts.show(
        "person.html",
        lens,
        person=person,
        back=address.here("partners"),
        met=partners.meetings_with_person(lens, person["person_id"]),
        led=lens.naming("visits", "head_person_id", person["person_id"]),
    )
    papers.shown(lens, "people", person["person_id"])
    row_history.shown(lens, "people", person["person_id"])
    parts.footer(lens, parts.counted(lens, "people", "meetings"))
    st.stop()
if told:
    partner.draw(lens, told)
if told and told.body:
    papers.shown(lens, "organisations", told.body["org_id"])
    row_history.shown(lens, "organisations", told.body["org_id"])
    parts.footer(lens, parts.counted(lens, "organisations", "meetings", "outcomes", "projects"))
    st.stop()

# Of a country the lists stand folded, below its briefing.
if told:
    listed: AbstractContextManager[object] = st.expander(
        _("Organisations and people of {country}").format(country=told.title)
    )
else:
    listed = nullcontext()
with listed:
    bodies = filter_bar.draw(lens, "organisations", side="partner")
    count = len(bodies.keys)
    if not count:
        parts.empty(_("No organisation of this country: choose all partners."))
        st.stop()
    known = partners.dealings(lens, bodies.keys)
    parts.figures(
        lens,
        parts.Figure(
            _("Partner organisations"),
            lens.language.number(count),
            _("Foreign and international bodies named in the record."),
            parts.basis(lens, "organisations", count),
        ),
        parts.Figure(
            _("With a meeting on record"),
            lens.language.number(known.met),
            _("Bodies that took part in at least one meeting."),
            parts.basis(lens, "meetings", known.meetings),
        ),
        parts.Figure(
            _("With a project on record"),
            lens.language.number(known.working),
            _("Bodies that fund or carry out at least one project or proposal."),
            parts.basis(lens, "projects", known.projects),
        ),
    )
    first, last = lists.slice_of(lens, "partners", count, PER_PAGE, in_address=True)
    groups = partners.part_of(known.groups, first, last)
    parts.show("partner_list.html", lens, groups=groups, work=partners.work_with)

    st.subheader(_("Vietnamese bodies"), anchor=False)
    own = downloads.part(lens, "organisations", {"side": "vietnamese"})
    bodies_known = lens.record.by_key("organisations")
    downloads.data(own, _("Vietnamese side"))
    with st.expander(_("Show as a table")):
        lists.table(
            lens,
            _("Vietnamese bodies in the record"),
            [_("Organisation"), _("Kind"), _("Meetings"), _("Projects")],
            Each(
                lambda key: [
                    links.cell(lens, "organisations", key),
                    lens.label("organisation_type", bodies_known[key]["type_code"]),
                    len((work_done := partners.work_with(lens, key)).meetings),
                    len(work_done.projects),
                ],
                own.keys,
            ),
            numeric=[_("Meetings"), _("Projects")],
            listed="organisations",
        )

    with parts.folded(lens, "people", _("People")):
        st.subheader(_("People"), anchor=False)
        named = downloads.data(filter_bar.extract(lens, "people"))
        lists.table(
            lens,
            _("People named by the sources, with the post they held then"),
            [_("Name"), _("Post at the time"), _("Post as of"), _("Organisation"), _("Country")],
            Each(
                lambda key: [
                    links.cell(lens, "people", key),
                    lens.words(row := people[key], "role"),
                    lens.language.date_or_blank(row["role_date"]),
                    links.cell(lens, "organisations", row["org_id"]) if row["org_id"] else "",
                    lens.language.country(row["country"]),
                ],
                named.keys,
            ),
            listed="people",
        )
parts.footer(lens, parts.counted(lens, "organisations", "people"))
