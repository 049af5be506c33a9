"""Partners: which organisations and people has the province dealt with, and over what?"""

import streamlit as st

from components import links
from components.page import address, downloads, parts
from data.views import chains
from data.views import partners as dealings

lens, today = parts.lens(), parts.today()
_ = lens.language.text

parts.header(
    _("Partners"),
    _("Organisations and people, and what each has done with the province."),
)
parts.needs(lens, "organisations", "people", "meetings", "outcomes", "projects", "visits")

organisations = lens.record.by_key("organisations")
people = lens.record.by_key("people")
partners = parts.partner_options(lens)
parts.guard("org", organisations, _("All partners are shown."))
parts.guard("person", people, _("All partners are shown."))
parts.guard("country", partners, _("All partners are shown."))

if person := people.get(address.value("person", people) or ""):
    parts.show(
        "person.html",
        lens,
        person=person,
        back=address.here("partners"),
        met=dealings.meetings_with_person(lens, person["person_id"]),
        led=[row for row in lens.rows("visits") if row["head_person_id"] == person["person_id"]],
    )
    parts.footer(lens, parts.counted(lens, "people", "meetings"))
    st.stop()
if body := organisations.get(address.value("org", organisations) or ""):
    work = dealings.work_with(lens, body["org_id"])
    parts.show(
        "organisation.html",
        lens,
        body=body,
        work=work,
        today=today,
        back=address.here("partners"),
        threads=[
            thread
            for thread in chains.threads(lens, today)
            if thread.outcome["outcome_id"] in work.outcomes
        ],
    )
    parts.footer(lens, parts.counted(lens, "organisations", "meetings", "outcomes", "projects"))
    st.stop()

bar = st.container(key="nc-filters", horizontal=True, vertical_alignment="bottom")
with bar:
    country = address.choice("country", _("Partner"), partners, everything=_("All partners"))

abroad = [
    row
    for row in organisations.values()
    if row["country"] != "VN" and country in (None, row["country"])
]
with bar:
    downloads.data(
        lens,
        "organisations",
        [key for key, row in organisations.items() if country in (None, row["country"])],
        filters={"country": country},
    )
if not abroad:
    parts.empty(_("No organisation of this country: choose all partners."))
    st.stop()
done = {row["org_id"]: dealings.work_with(lens, row["org_id"]) for row in abroad}

parts.figures(
    lens,
    parts.Figure(
        _("Partner organisations"),
        lens.language.number(len(abroad)),
        _("Foreign and international bodies named in the record."),
        parts.basis(lens, "organisations", len(abroad)),
    ),
    parts.Figure(
        _("With a meeting on record"),
        lens.language.number(sum(bool(found.meetings) for found in done.values())),
        _("Bodies that took part in at least one meeting."),
        parts.basis(lens, "meetings", len({m for w in done.values() for m in w.meetings})),
    ),
    parts.Figure(
        _("With a project on record"),
        lens.language.number(sum(bool(found.projects) for found in done.values())),
        _("Bodies that fund or carry out at least one project or proposal."),
        parts.basis(lens, "projects", len({p for w in done.values() for p in w.projects})),
    ),
)
parts.show("partner_list.html", lens, groups=dealings.by_country(lens, abroad), work=done)

st.subheader(_("Vietnamese bodies"), anchor=False)
with st.expander(_("Show as a table")):
    parts.table(
        lens,
        _("Vietnamese bodies in the record"),
        [_("Organisation"), _("Kind"), _("Meetings"), _("Projects")],
        [
            [
                links.cell(lens, "organisations", row["org_id"]),
                lens.label("organisation_type", row["type_code"]),
                len((found := dealings.work_with(lens, row["org_id"])).meetings),
                len(found.projects),
            ]
            for row in organisations.values()
            if row["country"] == "VN"
        ],
        numeric=[_("Meetings"), _("Projects")],
    )

st.subheader(_("People"), anchor=False)
downloads.data(
    lens,
    "people",
    [key for key, row in people.items() if country in (None, row["country"])],
    filters={"country": country},
)
parts.table(
    lens,
    _("People named by the sources, with the post they held then"),
    [_("Name"), _("Post at the time"), _("Post as of"), _("Organisation"), _("Country")],
    [
        [
            links.cell(lens, "people", row["person_id"]),
            lens.words(row, "role"),
            lens.language.date_or_blank(row["role_date"]),
            links.cell(lens, "organisations", row["org_id"]) if row["org_id"] else "",
            lens.language.country(row["country"]),
        ]
        for row in sorted(people.values(), key=lambda row: (row["country"] == "VN", row["name"]))
        if country in (None, row["country"])
    ],
)
parts.footer(lens, parts.counted(lens, "organisations", "people"))
