"""The filters above a list: drawn, guarded and read as ``data.views.filters`` defines them."""

from collections.abc import Mapping

import streamlit as st

from components.inside.names import Block
from components.page import address, downloads, parts
from data.exports.edition import Extract
from data.views.filtering import Filter, on_page
from data.views.filters import filters
from data.views.lens import Lens

# A partner is chosen by country or by organisation, in one control.
PARTNER = ("country", "org")


def draw(lens: Lens, table: str, **fixed: str) -> Extract:
    """Draw the filters of a table and the menu of files; gives the rows that fit.

    ``fixed`` are values that the page chose for its readers: ``side="partner"``.
    """
    guard(lens, table)
    with bar():
        controls(lens, table)
        return downloads.data(extract(lens, table, **fixed))


def guard(lens: Lens, table: str) -> None:
    """Warn of values in the address that a filter does not have."""
    for name, one in _drawn(lens, table).items():
        parts.guard(name, one.choices, one.nearest)


def bar(name: str = "") -> Block:
    """The line in which filters stand."""
    key = "nc-filters" + (f"-{name}" if name else "")
    return st.container(key=key, horizontal=True, vertical_alignment="bottom")


def controls(lens: Lens, table: str) -> None:
    """A control for each filter that the page offers; what is chosen goes into the address.

    On a phone they stand folded behind a button that names what is chosen.
    """
    drawn = _drawn(lens, table)
    asked = {name: address.written_values(name, one.choices) for name, one in drawn.items()}
    words = [drawn[name].words(",".join(codes)) for name, codes in asked.items() if codes]
    parts.unfold(lens, "filters", lens.language.text("Filters"), words)
    for name, one in drawn.items():
        if name in PARTNER and set(PARTNER) <= set(drawn):
            if name == PARTNER[0]:
                both = {each: drawn[each].choices for each in PARTNER}
                partner = lens.language.text("Partner")
                address.either(partner, both, everything=one.everything)
        elif one.is_single:
            address.switch(name, one.label, one.choices, default=one.usual[0])
        elif one.everything:
            address.choice(name, one.label, one.choices, everything=one.everything)
        else:
            address.several(name, one.label, one.choices)


def extract(lens: Lens, table: str, **fixed: str) -> Extract:
    """The rows of a table that fit the address and what the page chose."""
    return downloads.part(lens, table, asked(lens, table, **fixed))


def asked(lens: Lens, table: str, **fixed: str) -> dict[str, str]:
    """What the address asks of a table, by parameter; else what the page shows by itself."""
    known = filters(lens, table)
    return on_page(known, st.query_params.to_dict(), fixed)


def _drawn(lens: Lens, table: str) -> Mapping[str, Filter]:
    known = filters(lens, table)
    return {name: one for name, one in known.items() if one.offered}
