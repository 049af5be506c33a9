"""What rests on how Streamlit works inside; each file has a test that a new release fails."""
