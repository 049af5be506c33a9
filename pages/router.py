"""The frame around each page: brand, menu, language, search; then the page itself."""

import streamlit as st

from components import links, shelf
from components.entrance import gate
from components.page import address, frame, signing

PAGES = links.pages(address.language())
DRAWN = [
    st.Page(page.file, title=page.title, url_path=page.path or None, default=not page.path)
    for page in PAGES
]
page = st.navigation(DRAWN, position="hidden")
st.set_page_config(f"{page.title} · Nhịp Cầu", frame.icon(), layout="wide")
# What the reader may not do says so at its address, and the menu does not offer it.
with shelf.asked_once():
    with shelf.answering(address.language()):
        asking = gate.caller()
    signing.stop_strangers(asking, page.url_path)
    menu = [
        drawn for drawn, entry in zip(DRAWN, PAGES, strict=True) if links.offered(entry, asking)
    ]
    frame.top(menu, page, asking)
    signing.tell_ended(asking, page.url_path)
    page.run()
