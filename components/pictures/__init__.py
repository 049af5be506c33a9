"""Charts and maps as files, with their title, definition and origin around them. No Streamlit."""
