"""No installed package is searched for components: there are none, and it took time at each start.

``tests/components/inside/test_packages.py`` names what a new release does otherwise.
"""

from pathlib import Path

from streamlit.components.v2 import manifest_scanner
from streamlit.components.v2.manifest_scanner import ComponentManifest

# What Streamlit itself would do.
SEARCH = manifest_scanner.scan_component_manifests


def set_up() -> None:
    """Before Streamlit's server begins, which would read the description of every package."""
    manifest_scanner.scan_component_manifests = _none


def _none(max_workers: int | None = None) -> list[tuple[ComponentManifest, Path]]:  # noqa: ARG001
    return []
