"""Whether Streamlit's own page and style sheet still have the places that ours change."""

import re
from importlib.resources import files
from pathlib import Path

import pytest

from components.inside import document
from components.inside.changed import StreamlitChangedError
from components.web import routes
from tests.components.inside.release import HERE, INDEX, RELEASE, ROOT, ours

# The places of its index page: how each reads there.
PLACES = {
    "preload of its font": re.search(r'<link\s+rel="preload"[^>]*SourceSans[^>]*>', INDEX),
    "link to its agent API": re.search(r'<link rel="service-desc"[^>]*>', INDEX),
    "noscript": re.search(r"(?s)<noscript>.*?</noscript>", INDEX),
    "language": re.search(r'<html lang="en">', INDEX),
    "title": re.search(r"<title>Streamlit</title>", INDEX),
    "icon": re.search(r"\./favicon\.png", INDEX),
    "styles": re.search(r'<link rel="stylesheet" crossorigin href="\./static/css/[^>]*>', INDEX),
    "root": re.search(r'<div id="root"></div>', INDEX),
}
# Names in examples of its texts that its own font has no icon for.
NO_ICONS = {"icon_name", "star_filled"}
every_place = pytest.mark.parametrize("place", PLACES)


@pytest.fixture
def changed(monkeypatch):
    """Gives Streamlit another index page."""
    routes._shell.cache_clear()
    yield lambda text: monkeypatch.setattr(document, "_own_index_page", lambda: text)
    routes._shell.cache_clear()


def page(**parts: str) -> str:
    given = {"language": "fr", "title": "T", "icon": "/i.svg", "no_script": "N", "head": "<meta>"}
    return document.index_page(**{**given, "styles": "/s.css", **parts})


@every_place
def test_a_place_of_the_index_page_is_there_once(place):
    assert PLACES[place], f"{RELEASE}: its index.html has lost its {place}; {HERE}"


def test_the_index_page_is_ours_after_the_changes():
    made = page(title="Nhịp", no_script="<p>JS</p>")

    assert '<html lang="fr">' in made
    assert "<title>Nhịp</title>" in made
    assert '<link rel="shortcut icon" href="/i.svg" />' in made
    assert "<noscript><p>JS</p></noscript>" in made
    assert f"{document.BACKEND}<meta>" in made
    assert made.index("<meta>") < made.index('<script type="module"')
    assert '<link rel="stylesheet" href="/s.css">' in made
    assert f'{document.BEFORE}<div id="root"></div>' in made
    assert "SourceSans" not in made
    assert "service-desc" not in made


def test_what_we_put_into_the_index_page_is_put_in_as_it_is():
    assert r"<title>\1 \g<0></title>" in page(title=r"\1 \g<0>")


@every_place
@pytest.mark.parametrize(("times", "count"), [("", "0 times"), ("twice", "2 times")])
def test_another_index_page_is_an_error_that_names_the_place(changed, place, times, count):
    places = PLACES[place]
    assert places
    changed(INDEX.replace(places[0], places[0] * 2 if times else ""))

    with pytest.raises(StreamlitChangedError, match=rf"has its {place} {count}, not once"):
        page()


@every_place
def test_with_another_index_page_nothing_starts(changed, place):
    places = PLACES[place]
    assert places
    changed(INDEX.replace(places[0], ""))

    with pytest.raises(StreamlitChangedError):
        routes.routes()


def test_every_icon_that_is_used_is_in_our_small_font(shipped):
    drawn = set((ROOT / "components/assets/fonts/material-symbols-rounded.txt").read_text().split())
    package = Path(str(files("streamlit")))
    own = [*ours(".py").values(), *(path.read_text("utf-8") for path in package.rglob("*.py"))]

    used = set(re.findall(r":material/([a-z_0-9]+)", "\n".join(own) + shipped))

    assert {"search", "download"} <= used
    assert used - drawn - NO_ICONS == set(), (
        f"cut the font of icons anew from that of {RELEASE}, with these in its list"
    )


def test_the_style_sheet_comes_without_the_fonts_that_ours_replace():
    sheet = document.style_sheet()

    assert "SourceSans" not in sheet
    assert "MaterialSymbols" not in sheet
    assert "url(/static/media/KaTeX" in sheet
    assert "url(.." not in sheet


def test_the_page_is_still_drawn_into_the_same_element():
    assert f'<div id="{document.ROOT_ID}">' in INDEX, (
        f"{RELEASE} has no #{document.ROOT_ID}: {HERE}"
    )
    assert f"#{document.ROOT_ID}," in "".join(ours(".css").values())


@pytest.mark.parametrize("name", ["window.__streamlit", "BACKEND_BASE_URL"])
def test_the_page_still_asks_where_its_server_is(shipped, name):
    assert name in document.BACKEND
    assert name in shipped, f"{RELEASE} does not read {name}: {HERE}"
