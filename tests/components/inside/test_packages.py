"""Streamlit's server starts without reading what every installed package says of itself."""

import importlib.metadata
from pathlib import Path

from streamlit.components.v2 import manifest_scanner
from streamlit.components.v2.component_manager import BidiComponentManager

from components.inside import packages


def searched(monkeypatch) -> list[str]:
    """What is asked for while Streamlit registers the components that it finds."""
    asked: list[str] = []

    def none() -> tuple[()]:
        asked.append("all")
        return ()

    with monkeypatch.context() as patch:
        patch.setattr(importlib.metadata, "distributions", none)
        BidiComponentManager().discover_and_register_components(start_file_watching=False)
    return asked


def test_no_package_has_a_component_that_would_be_missed():
    assert packages.SEARCH() == []


def test_packages_are_searched_by_streamlit_itself_and_not_once_it_is_told_so(monkeypatch):
    monkeypatch.setattr(manifest_scanner, "scan_component_manifests", packages.SEARCH)
    assert searched(monkeypatch) == ["all"], "bring components/inside/packages.py up to date"

    packages.set_up()

    assert searched(monkeypatch) == []


def test_the_server_is_told_before_it_begins():
    app = Path(packages.__file__).parents[2] / "app.py"

    assert "packages.set_up()" in app.read_text("utf-8")
