"""Streamlit's own page, its style sheet and its files, with what ours change in them.

``tests/components/inside/test_document.py`` names what a new release no longer has.
"""

import re
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from components.inside.changed import StreamlitChangedError

# Its own page without our changes.
OWN_PAGE = "/index.html"
# Without this, its page first looks for the server under each part of the address.
BACKEND = '<script>window.__streamlit={BACKEND_BASE_URL:location.origin+"/"}</script>'

ROOT_ID = "root"  # of the element that it draws its page into
# Stands in the page where what can be read before it is drawn may be put.
BEFORE = "<!--before-->"


class _Change(NamedTuple):
    """One place in Streamlit's index page, and what replaces it."""

    place: str
    pattern: str
    becomes: str


def index_page(
    *, language: str, title: str, icon: str, no_script: str, head: str, styles: str
) -> str:
    """Streamlit's index page with our language, title and icon; ``head`` goes before its scripts.

    ``styles`` is the address of its style sheet as ``style_sheet`` gives it.

    Two links are taken out: the preload of its own font, as we use another, and the link to its API
    for other programs, as that API is off.

    Raises:
        StreamlitChangedError: a place that is to be changed is not there exactly once.
    """
    page = _own_index_page()
    for change in (
        _Change("preload of its font", r'<link\s+rel="preload"[^>]*SourceSans[^>]*>', ""),
        _Change("link to its agent API", r'<link rel="service-desc"[^>]*>', ""),
        _Change("noscript", r"(?s)<noscript>.*?</noscript>", f"<noscript>{no_script}</noscript>"),
        _Change("language", r'<html lang="en">', f'<html lang="{language}">'),
        _Change("icon", r"\./favicon\.png", icon),
        _Change("title", r"<title>Streamlit</title>", f"<title>{title}</title>{BACKEND}{head}"),
        _Change(
            "styles",
            r'<link rel="stylesheet" crossorigin href="\./static/css/[^>]*>',
            f'<link rel="stylesheet" href="{styles}">',
        ),
        _Change("root", r'<div id="root"></div>', f'{BEFORE}<div id="{ROOT_ID}"></div>'),
    ):
        page = _changed(page, change)
    return page


@cache
def style_sheet() -> str:
    """The style sheet of its index page without its letters and icons, in whose place ours come.

    Raises:
        StreamlitChangedError: it has other fonts.
    """
    folder = Path(str(files("streamlit"))) / "static/static/css"
    (sheet,) = folder.glob("index.*.css")
    # Upright and italic letters, and the icons.
    pattern = r"@font-face\{font-family:(?:Source Sans|Material Symbols Rounded);[^}]*\}"
    text, count = re.subn(pattern, "", sheet.read_text(encoding="utf-8"))
    if count != 3:
        message = (
            f"Streamlit {version('streamlit')} has {count} of the fonts that ours replace, not 3; "
            "bring components/inside/document.py up to date."
        )
        raise StreamlitChangedError(message)
    return text.replace("url(../media/", "url(/static/media/")


def _changed(page: str, change: _Change) -> str:
    page, count = re.subn(change.pattern, lambda _match: change.becomes, page)
    if count != 1:
        message = (
            f"Streamlit {version('streamlit')}: its index.html has its {change.place} {count} "
            f"times, not once; bring components/inside/document.py up to date."
        )
        raise StreamlitChangedError(message)
    return page


@cache
def _own_index_page() -> str:
    return files("streamlit").joinpath("static/index.html").read_text(encoding="utf-8")


@cache
def shipped_files() -> frozenset[str]:
    """The addresses of its scripts, styles and icon; its own page is not one of them."""
    folder = Path(str(files("streamlit"))) / "static"
    paths = (f"/{path.relative_to(folder).as_posix()}" for path in folder.rglob("*.*"))
    return frozenset(path for path in paths if path != OWN_PAGE)


def inline_scripts(page: str) -> list[str]:
    """The scripts that stand in a page itself, without those that it loads."""
    return re.findall(r"(?s)<script>(.*?)</script>", page)
