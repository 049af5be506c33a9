"""The map on the screen and as a drawing; both archipelagos are always on it. No Streamlit."""
