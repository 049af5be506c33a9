"""The frame around each page: brand, menu, language, search; then the page itself."""

import streamlit as st

from components import links
from components.entrance import gate
from components.page import address, frame

PAGES = links.pages(address.language())
DRAWN = [
    st.Page(page.file, title=page.title, url_path=page.path or None, default=not page.path)
    for page in PAGES
]
page = st.navigation(DRAWN, position="hidden")
st.set_page_config(f"{page.title} · Nhịp Cầu", frame.icon(), layout="wide")
# What the reader may not do says so at its address, and the menu does not offer it.
asking = gate.caller()
offered = (entry.least is None or asking.may(entry.least) for entry in PAGES)
frame.top([drawn for drawn, is_offered in zip(DRAWN, offered, strict=True) if is_offered], page)
page.run()
