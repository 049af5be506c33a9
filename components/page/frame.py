"""The top of every page: brand, menu, language and search, and below it what was found."""

from base64 import b64encode
from collections.abc import Sequence
from contextlib import nullcontext
from copy import copy
from functools import cache

import streamlit as st

from components import assets, html, links, shelf
from components.inside.names import MenuPage
from components.links import Page
from components.page import address, parts, signing
from data.language import Language
from data.roles import Caller
from data.schema import LANGUAGES
from data.views.lens import Lens
from data.views.search import search


def entries(pages: Sequence[Page]) -> list[MenuPage]:
    """The pages as the menu has them; a run has its own, as it notes in them which one it ran."""
    return [copy(_entry(page.file, page.title, page.path)) for page in pages]


@cache
def _entry(file: str, title: str, path: str) -> MenuPage:
    return st.Page(file, title=title, url_path=path or None, default=not path)


@cache
def icon() -> str:
    """The icon of the browser's tab, whole: Streamlit would read its file at each run."""
    mark = (assets.FOLDERS["own"] / "mark.svg").read_bytes()
    return f"data:image/svg+xml;base64,{b64encode(mark).decode()}"


def tab(lens: Lens, page: Page) -> str:
    """What the browser's tab is called: the record that the address opens, else the page."""
    for table, parameter in page.rows.items():
        if lens.record.faults[table]:
            continue
        if key := address.value(parameter, lens.record.by_key(table)):
            return f"{lens.plain(lens.name(table, key).name)} · Nhịp Cầu"
    return f"{page.title} · Nhịp Cầu"


def top(pages: Sequence[MenuPage], here: MenuPage, caller: Caller) -> None:
    """Brand, menu, language, search and who is signed in; what was found comes before the page."""
    lens = parts.lens()
    opened = {page.path: page for page in links.pages(lens.language)}[here.url_path]
    st.set_page_config(tab(lens, opened))
    _speak(lens.language.code, here.url_path)
    with st.container(key="nc-top", horizontal=True, vertical_alignment="center"):
        parts.brand(lens)
        with st.container(key="nc-tools", horizontal=True, vertical_alignment="center"):
            wanted = address.search()
            address.choose_language()
            signing.band(lens, caller, here.url_path)
        with st.container(key="nc-menu", horizontal=True, gap=None):
            for entry in pages:
                with st.container(key="nc-here") if entry == here else nullcontext():
                    st.page_link(entry, query_params=address.carried(entry.url_path))
    parts.guard("lang", LANGUAGES, Language("vi").text("The page is shown in Vietnamese."))
    if wanted:
        parts.show("found.html", lens, wanted=wanted, found=search(lens, wanted))


def tell_away() -> None:
    """Say that what is shown was read before the store went away, and that nothing can change."""
    if shelf.is_away():
        lens = parts.lens()
        version = shelf.edition(lens.language.code).version
        text = lens.language.text(
            "The store of the record does not answer. What is shown is version {number}, as it was "
            "last read; nothing can be changed, and no history shown, until it answers again."
        )
        st.warning(html.literal(text.format(number=version.number)))


def _speak(code: str, path: str) -> None:
    # A change of language or page does not reload the document: screen readers must be told.
    # Both values are ours: a language code and the path of one of our pages.
    # Not as a script: pages run none but those that the server sent with them.
    st.html(f'<span class="nc-told" data-lang="{code}" data-path="/{path}" hidden></span>')
