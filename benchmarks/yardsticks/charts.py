"""The yardstick with charts: Streamlit with two charts by Plotly, as its own guide shows them."""

import plotly.express as px
import streamlit as st

YEARS = list(range(2004, 2024))

st.write("Two charts.")
st.plotly_chart(px.line(x=YEARS, y=[year % 7 for year in YEARS], title="A line"))
st.plotly_chart(px.bar(x=YEARS, y=[year % 5 for year in YEARS], title="Bars"))
