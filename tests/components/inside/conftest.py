"""What Streamlit ships."""

from importlib.resources import files
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shipped() -> str:
    """All that Streamlit and the map's component send to a browser or say by themselves."""
    package = Path(str(files("streamlit")))
    scripts = [
        *(package / "static").rglob("*.js"),
        *(package / "runtime").rglob("*.py"),
        Path(str(files("streamlit_folium"))) / "__init__.py",
    ]
    return "\n".join(path.read_text(encoding="utf-8") for path in scripts)
