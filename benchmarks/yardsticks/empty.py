"""The yardstick: Streamlit with a page that holds one line."""

import streamlit as st

st.write("An empty page.")
