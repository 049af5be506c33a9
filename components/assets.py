"""Files that our pages load from our own server: where each lies, and its address."""

import hashlib
from functools import cache
from pathlib import Path

import plotly
from xstatic.pkg import leaflet

ROOT = "/assets"
FOLDERS = {
    "own": Path(__file__).parent / "assets",
    "geo": Path(__file__).parent.parent / "data" / "geo",
    "leaflet": Path(leaflet.BASE_DIR),
    "plotly": Path(plotly.__file__).parent / "package_data",
}


@cache
def url(path: str) -> str:
    """Address of ``folder/file``; it holds a hash of the content, so browsers may keep the file."""
    folder, _, name = path.partition("/")
    digest = hashlib.sha256((FOLDERS[folder] / name).read_bytes()).hexdigest()[:12]
    return f"{ROOT}/{path}?v={digest}"


@cache
def content(name: str) -> str:
    """A small file of ours that stands in a page itself, so that nothing waits for it."""
    return (FOLDERS["own"] / name).read_text(encoding="utf-8")
