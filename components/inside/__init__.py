"""What rests on how Streamlit runs a page inside; see also ``streamlit_inside`` beside it."""
