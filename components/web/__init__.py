"""What the server answers beside Streamlit: the index page, files, the API."""
