"""The frame around each page: brand, menu, language, search; then the page itself."""

import streamlit as st

from components import links, shelf
from components.entrance import gate
from components.inside import drawing
from components.page import address, again, frame, signing

PAGES = links.pages(address.language())
DRAWN = frame.entries(PAGES)
page = st.navigation(DRAWN, position="hidden")
st.set_page_config(f"{page.title} · Nhịp Cầu", frame.icon(), layout="wide")
# What the reader may not do says so at its address, and the menu does not offer it.
with shelf.asked_once(), gate.asked_first() as who, drawing.sent():
    with shelf.answering(address.language()):
        asking = who()
    signing.stop_strangers(asking, page.url_path)
    menu = [
        drawn for drawn, entry in zip(DRAWN, PAGES, strict=True) if links.offered(entry, asking)
    ]
    has_ended = signing.has_ended(asking)

    def draw() -> None:
        """The frame, and the page in it."""
        frame.top(menu, page, asking)
        frame.tell_away()
        if has_ended:
            signing.tell_ended(page.url_path)
        with shelf.answering(address.language()):
            page.run()

    if PAGES[DRAWN.index(page)].is_record and not has_ended:
        again.shown(page.url_path, asking, draw)
    else:
        draw()
