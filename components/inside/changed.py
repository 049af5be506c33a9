"""What is raised where the installed Streamlit is not the one that ours rest on."""


class StreamlitChangedError(RuntimeError):
    """Raised when Streamlit differs from the release that this room was written for."""
