"""What the server answers beside Streamlit: the page shell, files, the API."""
