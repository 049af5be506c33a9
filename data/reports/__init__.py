"""Word reports: what is told, the templates it is filled into, and their checks. No Streamlit."""
