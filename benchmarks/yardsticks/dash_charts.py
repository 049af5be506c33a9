"""The yardstick beside Streamlit: Dash with the two charts of charts.py, as its own guide shows."""

import sys

import plotly.express as px
from dash import Dash, dcc, html

YEARS = list(range(2004, 2024))

app = Dash()
app.layout = [
    html.P("Two charts."),
    dcc.Graph(figure=px.line(x=YEARS, y=[year % 7 for year in YEARS], title="A line")),
    dcc.Graph(figure=px.bar(x=YEARS, y=[year % 5 for year in YEARS], title="Bars")),
]
app.run(port=int(sys.argv[1]))
