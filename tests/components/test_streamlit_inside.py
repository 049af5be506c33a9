"""Whether the installed Streamlit still has the inside that ours rests on; names what has not."""

import re
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from starlette.responses import Response
from streamlit import config, error_util, logger, runtime
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.secrets import secrets_singleton
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.web.server.starlette.starlette_app import _RESERVED_ROUTE_PREFIXES

from components import streamlit_inside as inside
from components.web import routes
from data.language import Language
from tests import loops

ROOT = Path(__file__).parents[2]
RELEASE = f"Streamlit {version('streamlit')}"
HERE = "bring components/streamlit_inside.py up to date, and what uses it"
INDEX = files("streamlit").joinpath("static/index.html").read_text(encoding="utf-8")
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
WORDS = sorted(inside.words(Language("en")))
# The files that rest on Streamlit's inside, each with a test of its own.
OURS = ("streamlit_inside", "streamlit_drawing", "inside/alone", "inside/heard", "line/socket")
every_place = pytest.mark.parametrize("place", PLACES)


@pytest.fixture(scope="module")
def shipped() -> str:
    """All that Streamlit and the map's component send to a browser or say by themselves."""
    package = Path(str(files("streamlit")))
    scripts = [
        *(package / "static").rglob("*.js"),
        *(package / "runtime").rglob("*.py"),
        Path(str(files("streamlit_folium"))) / "__init__.py",
    ]
    return "\n".join(path.read_text(encoding="utf-8") for path in scripts)


@pytest.fixture
def changed(monkeypatch):
    """Gives Streamlit another index page."""
    routes._shell.cache_clear()
    yield lambda text: monkeypatch.setattr(inside, "_own_index_page", lambda: text)
    routes._shell.cache_clear()


def page(**parts: str) -> str:
    given = {"language": "fr", "title": "T", "icon": "/i.svg", "no_script": "N", "head": "<meta>"}
    return inside.index_page(**{**given, "styles": "/s.css", **parts})


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
    for part in inside.PARTS.get(text, ()):
        assert part in shipped, f"{RELEASE} has no {what} “{text}” ({part}): {HERE}"
    if text not in inside.PARTS:
        is_there = re.search(f"""["'`]{re.escape(text)}["'`]""", shipped)
        assert is_there, f"{RELEASE} has no {what} “{text}”: {HERE}"


@every_place
def test_a_place_of_the_index_page_is_there_once(place):
    assert PLACES[place], f"{RELEASE}: its index.html has lost its {place}; {HERE}"


def test_the_index_page_is_ours_after_the_changes():
    made = page(title="Nhịp", no_script="<p>JS</p>")

    assert '<html lang="fr">' in made
    assert "<title>Nhịp</title>" in made
    assert '<link rel="shortcut icon" href="/i.svg" />' in made
    assert "<noscript><p>JS</p></noscript>" in made
    assert f"{inside.BACKEND}<meta>" in made
    assert made.index("<meta>") < made.index('<script type="module"')
    assert '<link rel="stylesheet" href="/s.css">' in made
    assert f'{inside.BEFORE}<div id="root"></div>' in made
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

    with pytest.raises(inside.StreamlitChangedError, match=rf"has its {place} {count}, not once"):
        page()


@every_place
def test_with_another_index_page_nothing_starts(changed, place):
    places = PLACES[place]
    assert places
    changed(INDEX.replace(places[0], ""))

    with pytest.raises(inside.StreamlitChangedError):
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
    sheet = inside.style_sheet()

    assert "SourceSans" not in sheet
    assert "MaterialSymbols" not in sheet
    assert "url(/static/media/KaTeX" in sheet
    assert "url(.." not in sheet


def test_the_list_of_test_ids_holds_those_that_are_used_and_no_other():
    used = in_styles_and_scripts(r'data-testid[~|^$*]?="([^"]+)"')

    assert used == set(inside.TEST_IDS)


@pytest.mark.parametrize("test_id", inside.TEST_IDS)
def test_a_test_id_is_still_streamlits(shipped, test_id):
    assert_shipped(shipped, "test id", test_id)


def test_the_list_of_classes_holds_those_that_are_used_and_no_other():
    assert in_styles_and_scripts(r"\.(st[A-Z]\w+)") == set(inside.CLASSES)


@pytest.mark.parametrize("name", inside.CLASSES)
def test_a_class_is_still_streamlits(shipped, name):
    assert re.search(f"className:[\"'`]{name}[\"'` ]", shipped), (
        f"{RELEASE} has no class “{name}”: {HERE}"
    )


def test_a_key_still_becomes_a_class(shipped):
    assert f"`{inside.KEY_CLASS}`+" in shipped, f"{RELEASE} makes no class of a key: {HERE}"


def test_the_page_is_still_drawn_into_the_same_element():
    assert f'<div id="{inside.ROOT_ID}">' in INDEX, f"{RELEASE} has no #{inside.ROOT_ID}: {HERE}"
    assert f"#{inside.ROOT_ID}," in "".join(ours(".css").values())


@pytest.mark.parametrize(("attribute", "state"), inside.STATES.items())
def test_the_page_still_says_whether_it_hears_the_server(shipped, attribute, state):
    script = "".join(ours(".js").values())
    name = re.sub(r"-(.)", lambda found: found[1].upper(), attribute.removeprefix("data-"))

    assert f"dataset.{name}" in script
    assert f'"{state}"' in script
    assert f'"{attribute}"' in shipped, f"{RELEASE} has no {attribute}: {HERE}"
    assert re.search(f"[\"'`.]{state}\\b", shipped), f"{RELEASE} has no state {state}: {HERE}"


def test_streamlits_loggers_still_ask_for_a_handler_in_one_place():
    assert callable(logger.setup_formatter), f"{RELEASE} sets up its log otherwise: {HERE}"
    assert logger.setup_formatter.__code__.co_varnames[:1] == ("logger",)
    assert "Uncaught app execution" in Path(str(error_util.__file__)).read_text("utf-8")


@pytest.mark.parametrize("word", WORDS)
def test_a_translated_word_is_still_streamlits(shipped, word):
    if word == "streamlit_folium.st_folium":  # package and component: the title of its frame
        word = "st_folium"
    assert_shipped(shipped, "word", word)


def test_only_what_is_listed_is_taken_apart():
    assert set(inside.PARTS) <= {*inside.TEST_IDS, *WORDS}


@pytest.mark.parametrize("name", ["window.__streamlit", "BACKEND_BASE_URL"])
def test_the_page_still_asks_where_its_server_is(shipped, name):
    assert name in inside.BACKEND
    assert name in shipped, f"{RELEASE} does not read {name}: {HERE}"


def test_streamlits_own_addresses_are_not_taken_for_pages():
    own = {f"/{address}/" for address in inside.ADDRESSES}

    assert own >= set(_RESERVED_ROUTE_PREFIXES), f"{RELEASE} has further addresses: {HERE}"


def test_no_folder_of_pages_stands_beside_the_main_script():
    script = ROOT / inside.ROUTER

    assert script.is_file()
    assert not (script.parent / "pages").exists()


def test_the_unnamed_types_are_those_that_streamlit_gives():
    assert isinstance(st.sidebar, inside.Block), f"{RELEASE}: st.sidebar is no Block; {HERE}"
    entry = st.Page(lambda: None, title="One", url_path="one")
    assert isinstance(entry, inside.MenuPage), f"{RELEASE}: st.Page is no MenuPage; {HERE}"


def test_streamlits_inside_is_named_nowhere_else():
    inward = r"(?:from|import) streamlit\.|st\.\w+_generator|__streamlit|data-testid|index\.html"

    named = {path for path, text in ours(".py", ".html").items() if re.search(inward, text)}

    assert named == {f"components/{one}.py" for one in OURS}
    for one in OURS:
        folder, _, name = one.rpartition("/")
        (test,) = (ROOT / "tests/components" / folder).glob(f"test_{name}*.py")
        assert "up to date" in test.read_text(encoding="utf-8"), f"{test} says nothing of a release"


@pytest.mark.parametrize("kind", [*inside.MESSAGES, inside._OPERATION])
def test_a_message_of_our_pages_is_still_streamlits(kind):
    kinds = [one.name for one in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields]

    assert kind in kinds, f"{RELEASE} has no message {kind}: {HERE}"


def test_every_other_message_of_streamlits_is_known_to_be_for_developers():
    kinds = {one.name for one in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields}

    assert kinds - {*inside.MESSAGES, inside._OPERATION} == {
        *("clear_cache", "load_git_info", "set_run_on_save"),
        *("debug_disconnect_websocket", "debug_shutdown_runtime"),
    }, f"{RELEASE} has further messages: {HERE}"


def test_streamlit_keeps_uploads_where_they_are_counted(monkeypatch):
    kept = MemoryUploadedFileManager("/upload")
    kept.add_file("s", UploadedFileRec("1", "a.csv", "text/csv", b"hello"))
    kept.add_file("s", UploadedFileRec("2", "b.csv", "text/csv", b"hi"))
    kept.get_files("other", ["1"])
    monkeypatch.setattr(runtime, "exists", lambda: True)
    monkeypatch.setattr(runtime, "get_instance", lambda: SimpleNamespace(uploaded_file_mgr=kept))

    assert inside.uploads_held() == {"s": inside.Held(2, 7)}
    assert isinstance(Runtime.uploaded_file_mgr, property), HERE


def test_uploads_kept_elsewhere_are_an_error_in_a_sentence(monkeypatch):
    monkeypatch.setattr(runtime, "exists", lambda: True)
    monkeypatch.setattr(
        runtime, "get_instance", lambda: SimpleNamespace(uploaded_file_mgr=object())
    )

    with pytest.raises(inside.StreamlitChangedError, match="keeps uploads elsewhere"):
        inside.uploads_held()


@pytest.fixture
def signing_in(tmp_path) -> Iterator[None]:
    """Secrets of Streamlit in which a provider stands."""
    file, before = tmp_path / "secrets.toml", config.get_option("secrets.files")
    file.write_text(
        '[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
        f'cookie_secret = "{"c" * 32}"\nclient_id = "a"\nclient_secret = "b"\n'
        'server_metadata_url = "https://sso.example/o"\nclient_kwargs = { prompt = "login" }\n'
    )
    config.set_option("secrets.files", [str(file)])
    secrets_singleton._reset()
    yield
    config.set_option("secrets.files", before)
    secrets_singleton._reset()


def test_the_settings_of_signing_in_are_its_secrets_with_the_port_filled_in(signing_in):
    settings = inside.sign_in_settings()

    port = config.get_option("server.port")
    assert settings["redirect_uri"] == f"http://127.0.0.1:{port}/oauth2callback"
    assert settings["client_id"] == "a", f"{RELEASE} reads [auth] otherwise: {HERE}"


def test_its_client_is_authlibs_and_keeps_who_is_away_under_the_name_that_we_look_for(signing_in):
    client = inside.openid_client()
    session: dict[str, object] = {}
    for name in ("load_server_metadata", "authorize_redirect", "authorize_access_token"):
        assert callable(getattr(client, name, None)), f"{RELEASE}: no {name}; {HERE}"

    loops.run(client.framework.set_state_data(session, "one", {}))

    assert list(session) == [f"_state_{inside.PROVIDER}_one"], f"Authlib keeps another name: {HERE}"


def kept(user: dict[str, Any], *, secure: bool) -> tuple[dict[str, str], list[str]]:
    """The cookies that a browser has after a sign-in, and as they were set."""
    response = Response()
    tokens = {"id_token": "t"}
    loops.run(inside.keep_user(response, user, tokens, seconds=60, secure=secure))
    lines = response.headers.getlist("set-cookie")
    pairs = (line.partition(";")[0].partition("=") for line in lines)
    return {name: value for name, _, value in pairs}, lines


@pytest.mark.parametrize("groups", [1, 900])
def test_what_its_cookies_hold_is_read_again_however_long(signing_in, groups):
    user: dict[str, Any] = {
        "email": "lan@office.example",
        "groups": [f"nhóm {number}" for number in range(groups)],
    }

    cookies, _lines = kept(user, secure=False)

    assert inside.kept_user(cookies) == user, f"{RELEASE} keeps its user otherwise: {HERE}"
    first = "_streamlit_user"
    assert inside.kept_user({**cookies, first: cookies[first][:-2]}) == {}
    assert inside.kept_user({}) == {}


@pytest.mark.parametrize("secure", [True, False])
def test_its_cookies_end_with_the_sign_in_and_go_by_https_alone_where_they_can(signing_in, secure):
    _cookies, lines = kept({"email": "lan@office.example"}, secure=secure)

    assert len(lines) == 2
    for line in lines:
        assert "Max-Age=60" in line, f"{RELEASE} writes its cookies otherwise: {HERE}"
        assert "HttpOnly" in line
        assert line.endswith("; Secure") is secure
