"""The frame around each page: brand, menu, language, search; then the page itself."""

import streamlit as st

from components.gate import editing_is_open
from components.page import address, frame

_ = address.language().text
PAGES = {
    "": st.Page("overview.py", title=_("Overview"), default=True),
    "map": st.Page("map.py", title=_("Map"), url_path="map"),
    "visits": st.Page("visits.py", title=_("Visits"), url_path="visits"),
    "projects": st.Page("projects.py", title=_("Projects"), url_path="projects"),
    "outcomes": st.Page("outcomes.py", title=_("Requests and promises"), url_path="outcomes"),
    "partners": st.Page("partners.py", title=_("Partners"), url_path="partners"),
    "sources": st.Page("sources.py", title=_("Sources"), url_path="sources"),
    "reports": st.Page("reports.py", title=_("Reports"), url_path="reports"),
}
DESK = st.Page("data.py", title=_("Data desk"), url_path="data")
page = st.navigation([*PAGES.values(), DESK], position="hidden")
st.set_page_config(f"{page.title} · Nhịp Cầu", frame.icon(), layout="wide")
# Where nobody may edit, the desk says so at its address, and the menu does not offer it.
frame.top([*PAGES.values(), *([DESK] if editing_is_open() else [])], page)
page.run()
