"""Charts: rows go in, a figure comes out. No Streamlit."""
