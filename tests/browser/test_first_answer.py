"""The first answer of each page: plain HTML, which can be read before any script or socket."""

import re
import urllib.error
from collections.abc import Iterator
from functools import cache
from html import escape, unescape
from html.parser import HTMLParser
from io import BytesIO

import httpx2
import pytest
from PIL import Image, ImageStat
from playwright.sync_api import Browser, Page, expect

from components import links
from components.maps.ground import islands
from data.language import Language, is_vietnamese
from data.record.loading import CURATED, load
from data.schema import LANGUAGES, TABLES
from data.views import measures, states
from data.views.filters import select
from tests.browser.reader import DETAILS, PAGES, settle
from tests.browser.serving import ROOT, Server, serving
from tests.browser.test_served import ask

pytestmark = pytest.mark.browser
OPEN = [f"/{page.path}" for page in links.pages(Language("en")) if page.least is None]
RECORDS = [
    *DETAILS,
    "/partners?country=FR",
    "/sources?section=discrepancies",
    "/visits?visit=2025-03-brochet",
    "/projects?country=FR",
]
# Streamlit's page alone; and what the plain page may at most weigh, packed as it is sent.
MOST_PACKED = 60_000
MOST = 400_000


def got(server: Server, path: str) -> str:
    with ask(server, path) as answer:
        return answer.read().decode()


def plain(page: str) -> str:
    """The plain page of an answer, without what Streamlit needs."""
    return unescape(page).partition('<div id="nc-first">')[2].partition('<div id="root">')[0]


def with_language(path: str, code: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={code}"


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("path", OPEN)
def test_the_first_answer_of_a_page_can_be_read(server, path, code):
    whole = got(server, with_language(path, code))
    page = plain(whole)

    assert f'<html lang="{code}">' in whole
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert re.search(r"<title>[^<]+ · Nhịp Cầu</title>", whole)
    for entry in links.pages(Language(code)):
        if entry.least is None:
            assert re.search(
                rf'href="/{entry.path}[^"]*"[^>]*><p>{re.escape(entry.title)}</p>', page
            )
    assert 'class="nc-footer"' in page
    assert len(page) < MOST


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_first_answer_of_the_overview_holds_its_figures(server, lens, code):
    reader = lens(code)
    held = [row for row in reader.rows("visits") if states.visit_state(reader, row) == "held"]
    projects = [row for row in reader.rows("projects") if row["record_kind"] in measures.COUNTED]

    page = plain(got(server, f"/?lang={code}"))

    figures = re.findall(r'class="nc-big"[^>]*>\s*([^<]+?)\s*<', page)
    assert len(figures) == 4
    assert figures[3] == reader.language.number(len(held))
    assert figures[2].endswith(f"/{len(projects)}")


@pytest.mark.parametrize(
    ("path", "table"), [("/projects", "projects"), ("/visits", "visits"), ("/sources", "sources")]
)
def test_the_first_answer_of_a_list_holds_its_rows(server, lens, path, table):
    reader = lens("fr")
    keys = reader.record.by_key(table)

    page = plain(got(server, with_language(path, "fr")))

    named = [key for key in keys if links.to_row(table, key, "fr") in page]
    assert keys
    assert len(named) >= min(len(keys), 20)


@pytest.mark.parametrize("path", DETAILS)
def test_a_record_that_the_address_opens_is_in_the_first_answer(server, path):
    page = plain(got(server, path))

    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert 'class="nc-footer"' in page


def test_filters_of_the_address_hold_in_the_first_answer(server, lens):
    every = plain(got(server, "/projects"))
    french = plain(got(server, "/projects?country=FR"))

    def listed(page: str) -> set[str]:
        return set(re.findall(r'href="/projects\?project=([a-z0-9-]+)', page))

    assert listed(french) < listed(every)


def test_an_unknown_record_is_told_in_the_first_answer(server):
    page = plain(got(server, "/projects?project=no-such&lang=en"))

    assert "“no-such” in the link is not known here" in page


def test_what_the_address_says_is_text_in_the_first_answer(server):
    page = got(server, "/?q=%3Cimg%20src%3Dx%3E&lang=en")

    assert "<img src=x>" not in page
    assert "&lt;img src=x&gt;" in page


def test_a_mark_that_a_network_adds_to_a_link_goes_no_further(server):
    page = got(server, "/visits?country=FR&lang=en&fbclid=IwY2xj")

    assert page == got(server, "/visits?lang=en&country=FR")
    assert "country=FR&amp;lang=fr" in page


def head_of(page: str) -> tuple[set[str], bool]:
    """The canonical address of a page and those in each language; and whether it may be found."""
    lines = re.findall(
        r'<link rel="(?:canonical|alternate" hreflang="[a-z]+)" href="([^"]+)"', page
    )
    return {unescape(one) for one in lines}, '<meta name="robots" content="noindex"' not in page


@pytest.mark.parametrize(
    ("asked", "kept", "is_found"),
    [
        ("/projects", "/projects", True),
        ("/projects?fbclid=IwY2xj", "/projects", True),
        ("/partners?country=FR&fbclid=a", "/partners?country=FR", True),
        ("/partners?org=afd&q=a", "/partners?org=afd", False),
        ("/projects?status=2&org=afd", "/projects", False),
        ("/?unknown=nonsense", "/", False),
    ],
)
def test_search_engines_find_one_address_of_a_page_in_each_language(server, asked, kept, is_found):
    origin = server.origin
    others = {origin + kept + ("&" if "?" in kept else "?") + f"lang={one}" for one in ("en", "fr")}

    assert head_of(got(server, asked)) == ({origin + kept, *others}, is_found)
    in_french = got(server, asked + ("&" if "?" in asked else "?") + "lang=fr")
    assert head_of(in_french) == ({origin + kept, *others}, is_found)
    assert f'<link rel="canonical" href="{escape(max(others))}"' in in_french


@pytest.mark.parametrize("written", ["/Projects", "/projects.html", "/PROJECTS.htm"])
def test_an_old_bookmark_leads_to_its_page(server, written):
    answer = httpx2.get(f"{server.origin}{written}?lang=fr&status=2")

    assert answer.status_code == 301
    assert answer.headers["location"] == "/projects?lang=fr&status=2"


def test_a_page_for_editors_is_not_in_the_first_answer(server):
    assert plain(got(server, "/data")) == ""


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on which strangers see no people."""
    settings = {
        "NHIP_CAU_SIGN_IN": "accounts",
        "NHIP_CAU_COOKIE_KEY": "k" * 40,
        "NHIP_CAU_SIGNED_IN_ONLY": "people",
    }
    with serving(ROOT, tmp_path_factory.mktemp("guarded"), **settings) as server:
        yield server


def test_what_strangers_may_not_see_is_not_in_the_first_answer(guarded, server):
    path = "/partners?person=mua-a-son"

    assert "Mùa A Sơn" in plain(got(server, path))
    shut = got(guarded, path)
    assert "nc-first" in shut
    assert "Mùa A Sơn" not in shut


def test_the_menu_of_a_stranger_offers_no_page_for_editors(guarded, server):
    def menu(page: str) -> set[str]:
        return set(re.findall(r'href="(/[a-z]*)[^"]*"[^>]*><p>', page))

    assert menu(plain(got(server, "/"))) - menu(plain(got(guarded, "/"))) >= {"/data", "/audit"}


@pytest.mark.parametrize("path", OPEN)
def test_the_first_answer_is_small_enough_for_a_slow_line(server, path):
    with ask(server, path, Accept_Encoding="br") as answer:
        assert len(answer.read()) < MOST_PACKED


def test_a_browser_that_has_the_page_gets_no_second_copy(server):
    with ask(server, "/visits") as answer:
        tag = answer.headers["ETag"]

    with pytest.raises(urllib.error.HTTPError) as refused:
        ask(server, "/visits", If_None_Match=tag)

    assert refused.value.code == 304
    refused.value.close()


def test_icons_and_letters_are_ours(open_page):
    page = open_page("/sources")

    loaded = page.evaluate(
        "() => performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname)"
    )
    fonts = [path for path in loaded if path.endswith(".woff2")]
    assert "/assets/own/fonts/material-symbols-rounded.woff2" in fonts
    assert [path for path in fonts if not path.startswith("/assets/own/fonts/")] == []


def test_a_first_visit_is_small_enough_for_a_slow_line(browser, server):
    context = browser.new_context(base_url=server.origin)
    page = context.new_page()
    devtools, sizes = context.new_cdp_session(page), []
    devtools.send("Network.enable")
    devtools.on("Network.loadingFinished", lambda one: sizes.append(one["encodedDataLength"]))
    page.goto("/")
    settle(page)

    assert 300_000 < sum(sizes) < 1_100_000  # and the socket's messages
    context.close()


@pytest.fixture
def without_scripts(browser: Browser, server: Server) -> Iterator[Page]:
    context = browser.new_context(
        java_script_enabled=False, base_url=server.origin, viewport={"width": 390, "height": 844}
    )
    yield context.new_page()
    context.close()


def test_without_scripts_every_row_and_the_menu_are_on_the_screen(without_scripts, lens):
    without_scripts.goto("/projects?lang=fr")

    expect(without_scripts.locator("h1")).to_be_visible()
    rows = without_scripts.locator("#nc-first .nc-projects tbody tr")
    assert rows.count() == len(lens("fr").record.by_key("projects"))
    expect(rows.last).to_be_visible()
    without_scripts.get_by_role("link", name="Visites", exact=True).click()
    expect(without_scripts).to_have_url(re.compile("/visits"))
    expect(without_scripts.locator("h1")).to_have_text(re.compile("Visites|Délégations"))


def test_without_scripts_the_search_and_the_language_work(without_scripts):
    without_scripts.goto("/partners?lang=en")
    without_scripts.get_by_role("searchbox").fill("AFD")
    without_scripts.keyboard.press("Enter")

    expect(without_scripts.locator(".nc-found")).to_contain_text("AFD")
    without_scripts.get_by_role("link", name="FR", exact=True).click()
    expect(without_scripts.locator("html")).to_have_attribute("lang", "fr")
    expect(without_scripts.locator(".nc-found")).to_contain_text("AFD")


def test_without_a_socket_the_page_stays_readable_and_says_what_is_wrong(browser, server):
    context = browser.new_context(base_url=server.origin)
    page = context.new_page()
    page.clock.install()
    page.route_web_socket("**/*", lambda socket: socket.close())
    page.goto("/?lang=fr", wait_until="domcontentloaded")
    page.clock.fast_forward(9_000)

    expect(page.get_by_role("alert")).to_be_in_viewport()
    expect(page.locator("#nc-first .nc-figures")).to_be_visible()
    page.locator("#nc-first").get_by_role("link", name="Projets", exact=True).click()
    expect(page).to_have_url(re.compile("/projects"))
    expect(page.locator("#nc-first h1")).to_have_text("Projets")
    context.close()


def test_where_the_reader_was_stays_on_the_screen(browser, server):
    context = browser.new_context(base_url=server.origin)
    page = context.new_page()
    page.goto("/sources?lang=en", wait_until="commit")
    first = page.locator("#nc-first h3, #nc-first h2").last
    text = first.text_content()
    first.evaluate("(one) => one.scrollIntoView()")
    page.wait_for_function("() => !document.getElementById('nc-first')")

    same = page.locator("h3, h2").filter(has_text=text).last
    expect(same).to_be_in_viewport()
    context.close()


def test_pages_with_a_plain_answer_are_all_but_those_for_editors():
    assert {*OPEN} < {*PAGES}


class _Shown(HTMLParser):
    """Texts of a page in its own language: those within elements of another are left out."""

    _VOID = frozenset(("br", "hr", "img", "input", "meta", "link", "wbr"))
    _TOLD = ("title", "aria-label", "alt", "placeholder")

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        hidden = "lang" in given or tag in {"script", "style", "code"}
        hidden = hidden or bool(self._open and self._open[-1][1])
        if not hidden:
            self.texts.extend(value for name in self._TOLD if (value := given.get(name)))
        if tag not in self._VOID:
            self._open.append((tag, hidden))

    def handle_endtag(self, tag: str) -> None:
        if any(tag == name for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1][1]):
            self.texts.append(data)


def said(page: str) -> str:
    reader = _Shown()
    reader.feed(page.partition('<div id="nc-first">')[2].partition('<div id="root">')[0])
    return plain_spaces(" | ".join(reader.texts))


def plain_spaces(text: str) -> str:
    return " ".join(text.split())


@cache
def texts_of(code: str) -> frozenset[str]:
    """Every text of the record in a language, and the titles of its sources."""
    record = load(CURATED)
    own = {
        plain_spaces(str(value))
        for name, table in TABLES.items()
        for text in table.texts
        for value in record.table(name)[f"{text}_{code}"]
        if value
    }
    titles = {
        plain_spaces(row["title"])
        for row in record.rows("sources")
        if code == ("vi" if is_vietnamese(row["title"]) else row["language"])
    }
    return frozenset(own | titles)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("path", [*OPEN, *RECORDS])
def test_no_text_of_the_record_is_shown_in_another_language_without_its_mark(server, path, code):
    own = " | ".join(texts_of(code))
    foreign = set().union(*(texts_of(other) for other in LANGUAGES if other != code))
    page = said(got(server, with_language(path.split("&lang=")[0], code)))

    assert len(page) > 300
    for told in sorted(foreign, key=len, reverse=True):
        for other in LANGUAGES:  # plain text names the language behind it
            page = page.replace(f"{told} [{other}]", "")
    assert [one for one in foreign if len(one) > 5 and one in page and one not in own] == []


def quoted() -> Iterator[tuple[str, str]]:
    """Vietnamese words that the record keeps in its other languages, each with a language."""
    for row in load(CURATED).rows("discrepancies"):
        for text in ("value_a", "value_b"):
            for code in ("en", "fr"):
                value = row[f"{text}_{code}"]
                if value and value == row[f"{text}_vi"] and is_vietnamese(value):
                    yield code, value


@pytest.mark.parametrize("code", ["en", "fr"])
def test_vietnamese_words_that_a_source_is_quoted_with_are_marked_as_such(server, code):
    words = {value for language, value in quoted() if language == code}
    page = unescape(got(server, f"/sources?section=discrepancies&lang={code}"))

    assert len(words) > 2
    assert [value for value in words if f'<span lang="vi">{value}</span>' not in page] == []


@pytest.mark.parametrize("path", [*OPEN, *RECORDS])
def test_in_french_no_line_breaks_before_a_sign(server, path):
    page = unescape(got(server, with_language(path.split("&lang=")[0], "fr")))
    reader = _Shown()
    reader.feed(page.partition('<div id="nc-first">')[2].partition('<div id="root">')[0])

    assert [one for one in reader.texts if re.search(r"[^\W_] [%:;?!»]|« ", one)] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_without_scripts_the_map_is_a_picture_whose_names_lead_to_their_places(
    without_scripts, code
):
    without_scripts.goto(f"/map?frame=vietnam&lang={code}")
    atlas = without_scripts.locator(".nc-atlas > div:visible")

    told = " ".join(atlas.locator("svg text").all_text_contents())
    for label in islands(code):
        assert all(line.strip() in told for line in label.lines)
    assert atlas.bounding_box()["height"] == 600
    atlas.get_by_role("link", name="Hà Nội" if code != "fr" else "Hanoï").click()
    expect(without_scripts).to_have_url(re.compile(r"/map\?.*frame=vietnam.*place=hanoi"))


@pytest.mark.parametrize("path", ["/", "/map"])
def test_by_night_the_pictures_of_the_first_answer_are_dark(browser, server, path):
    context = browser.new_context(
        java_script_enabled=False, base_url=server.origin, color_scheme="dark"
    )
    page = context.new_page()
    page.goto(path)
    picture = page.locator(".nc-still img:visible, .nc-atlas").first
    picture.scroll_into_view_if_needed()
    shot = picture.screenshot()

    assert _brightness(shot) < 90
    page.emulate_media(color_scheme="light")
    assert _brightness(picture.screenshot()) > 180
    context.close()


def _brightness(png: bytes) -> float:
    """Of a picture, from 0 to 255."""
    return float(ImageStat.Stat(Image.open(BytesIO(png)).convert("L")).mean[0])


def test_without_scripts_a_filter_is_chosen_from_a_list(without_scripts, lens):
    without_scripts.goto("/projects?lang=fr&page=1")
    form = without_scripts.locator("form", has=without_scripts.get_by_label("Partenaire"))
    form.get_by_role("combobox").select_option(label="Laos")
    form.get_by_role("button").click()

    expect(without_scripts).to_have_url(
        f"{without_scripts.url.partition('/projects')[0]}/projects?lang=fr&country=LA"
    )
    expect(form.get_by_role("combobox").locator("option:checked")).to_have_text("Laos")
    found, _filters = select(lens("fr"), "projects", {"country": "LA"})
    assert without_scripts.locator("#nc-first .nc-projects tbody tr").count() == len(found)


def test_without_scripts_a_layer_of_the_map_is_taken_out_and_put_in_by_links(without_scripts):
    without_scripts.goto("/map?lang=en")
    layers = without_scripts.get_by_role("group", name="Layers")
    layers.get_by_role("link", name="Visits").click()
    expect(without_scripts).to_have_url(re.compile(r"layers=links%2Cmeetings%2Cprojects$"))
    assert layers.locator("[aria-current]").count() == 3
    layers.get_by_role("link", name="Visits").click()

    expect(without_scripts).to_have_url(re.compile(r"/map\?lang=en$"))
    assert layers.locator("[aria-current]").count() == 4


def test_without_a_socket_what_is_chosen_in_a_list_is_shown_at_once(browser, server):
    context = browser.new_context(base_url=server.origin)
    page = context.new_page()
    page.route_web_socket("**/*", lambda socket: socket.close())
    page.goto("/visits?lang=en", wait_until="domcontentloaded")
    partner = page.get_by_role("combobox", name="Partner", exact=True)
    partner.select_option(label="Laos")

    expect(page).to_have_url(re.compile(r"/visits\?lang=en&country=LA$"))
    expect(partner.locator("option:checked")).to_have_text("Laos")
    context.close()
