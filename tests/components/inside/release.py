"""The installed Streamlit, as the tests of this folder look at it, and what ours take of it."""

import re
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from components.inside import names

ROOT = Path(__file__).parents[3]
RELEASE = f"Streamlit {version('streamlit')}"
HERE = "bring components/inside up to date, and what uses it"
INDEX = files("streamlit").joinpath("static/index.html").read_text(encoding="utf-8")


def ours(*suffixes: str) -> dict[str, str]:
    """The text of each file that goes to the browser or runs on the server, by its path."""
    roots = [ROOT / "app.py", ROOT / "pages", ROOT / "components"]
    paths = [
        path
        for root in roots
        for path in ([root] if root.is_file() else root.rglob("*"))
        if path.suffix in suffixes
    ]
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in paths}


def in_styles_and_scripts(pattern: str) -> set[str]:
    return set(re.findall(pattern, "\n".join(ours(".css", ".js").values())))


def assert_shipped(shipped: str, what: str, text: str) -> None:
    for part in names.PARTS.get(text, ()):
        assert part in shipped, f"{RELEASE} has no {what} “{text}” ({part}): {HERE}"
    if text not in names.PARTS:
        is_there = any(f"{quote}{text}{quote}" in shipped for quote in "\"'`")
        assert is_there, f"{RELEASE} has no {what} “{text}”: {HERE}"
