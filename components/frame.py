"""The band at the top of every page, and what the reader's search finds under it."""

from collections.abc import Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from components import address, assets, page
from data.search import found


def icon() -> str:
    """Path of the icon of the browser's tab."""
    return str(assets.FOLDERS["own"] / "mark.svg")


def top(pages: Sequence[StreamlitPage]) -> None:
    """Brand, menu, language and search; the search's results, if any, come before the page."""
    view = page.lens()
    _speak(view.language.code)
    with st.container(key="nc-top", horizontal=True, vertical_alignment="center"):
        page.brand(view)
        with st.container(key="nc-tools", horizontal=True, vertical_alignment="center"):
            wanted = address.search()
            address.choose_language()
    with st.container(key="nc-menu", horizontal=True, gap=None):
        for entry in pages:
            st.page_link(entry, query_params=address.carried())
    address_notices(view.language.text)
    if wanted:
        page.show("found.html", view, wanted=wanted, found=found(view, wanted))


def address_notices(_: object) -> None:
    """Tell of a language or a page in the address that is none of ours."""


def _speak(code: str) -> None:
    # A change of language does not load the page anew: screen readers must hear of it.
    st.html(
        f"<script>parent.document.documentElement.lang='{code}'</script>",
        unsafe_allow_javascript=True,
    )
