"""The files our pages need, served by us: where each lies and the address it is cached under."""

import hashlib
from functools import cache
from pathlib import Path

from xstatic.pkg import leaflet

ROOT = "/assets"
FOLDERS = {
    "own": Path(__file__).parent / "assets",
    "geo": Path(__file__).parent.parent / "data" / "geo",
    "leaflet": Path(leaflet.BASE_DIR),
}


@cache
def url(path: str) -> str:
    """Address of ``folder/file``, with its content's hash so that it may be cached for ever."""
    folder, _, name = path.partition("/")
    digest = hashlib.sha256((FOLDERS[folder] / name).read_bytes()).hexdigest()[:12]
    return f"{ROOT}/{path}?v={digest}"
