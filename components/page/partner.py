"""The briefing on a partner: one screen on an organisation or a country, then what is behind it."""

from typing import NamedTuple

import streamlit as st

from components import links
from components.page import address, downloads, parts
from data.views import measures, telling
from data.views.briefing import Briefing, of_partner
from data.views.lens import Lens, Row
from data.views.shared_filters import partner_countries

NEEDED = ("organisations", "people", "meetings", "outcomes", "projects", "visits")
_FIRST = 3  # sentences of each kind on the first screen
_TALKS = 4  # meetings shown before the others are unfolded
_MOST_TALKS = 60


class Opened(NamedTuple):
    """The partner that the address opens: its name, and the organisation unless it is a country."""

    title: str
    body: Row | None
    country: str | None


def opened(lens: Lens) -> Opened | None:
    """The partner that the address opens; None without one, and where a table is broken."""
    if any(lens.record.faults[name] for name in NEEDED):
        return None
    if address.value("person", lens.record.by_key("people")):
        return None
    bodies = lens.record.by_key("organisations")
    if body := bodies.get(address.value("org", bodies) or ""):
        name = lens.plain(lens.name("organisations", body["org_id"]).name)
        return Opened(name, body, None)
    if country := address.value("country", partner_countries(lens)):
        return Opened(lens.language.country(country), None, country)
    return None


def header(lens: Lens, partner: Opened) -> None:
    """The partner's name as the title of the page and of the browser's tab, and who it is."""
    st.set_page_config(f"{partner.title} · Nhịp Cầu")
    parts.show(
        "briefing_top.html",
        lens,
        briefing=_of(lens, partner),
        title=partner.title,
        body=partner.body,
        back=links.href("partners", lens.language.code),
    )


def draw(lens: Lens, partner: Opened) -> None:
    """One screen of what to know, then every request and promise by meeting, people, sources."""
    told = _of(lens, partner)
    parts.show(
        "briefing.html",
        lens,
        briefing=told,
        title=partner.title,
        own={row["org_id"] for row in told.bodies},
        counted=",".join(measures.COUNTED),
        most=_FIRST,
        talks=telling.by_meeting(told.threads),
        shown=_TALKS,
        most_talks=_MOST_TALKS,
    )
    _word(lens, partner)
    if partner.body:
        parts.show("organisation.html", lens, body=partner.body, folded=True)


def _word(lens: Lens, partner: Opened) -> None:
    """The same as a Word file of at most two pages, and the calendar of what comes next."""
    asked = {"org": partner.body["org_id"]} if partner.body else {"country": partner.country or ""}
    downloads.briefing(lens, asked)
    downloads.subscription(lens, asked)


def _of(lens: Lens, partner: Opened) -> Briefing:
    key = partner.body["org_id"] if partner.body else None
    made: Briefing = parts.cached(of_partner, lens, key, partner.country)
    return made
