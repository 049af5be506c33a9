"""Everything that depends on how Streamlit works inside, so that a new release is checked here.

``tests/components/test_streamlit_inside.py`` compares each entry with the installed Streamlit and
names the one that no longer fits.
"""

import json
import logging
import os
import re
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.requests import Request
from starlette.responses import Response
from streamlit import config, runtime
from streamlit import logger as loggers
from streamlit.auth_util import (
    get_cookie_with_chunks,
    get_redirect_uri,
    get_secrets_auth_section,
)
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette import starlette_auth_routes as auth_routes
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import (
    AUTH_COOKIE_MAX_AGE_SECONDS,
    USER_COOKIE_NAME,
)

from data.language import Language

# Types that Streamlit gives no public name.
Block: TypeAlias = DeltaGenerator
MenuPage: TypeAlias = StreamlitPage

# The main script lies in pages/: from a folder pages/ beside it Streamlit makes its own menu.
ROUTER = "pages/router.py"

# The first part of the addresses that Streamlit itself answers.
ADDRESSES = ("_stcore", "app", "component", "media", "static")

# Those that our pages use; all others are closed.
FRAMES = "/component/streamlit_folium.st_folium/"
FILES = "/media/"
NEEDED = (
    *("/_stcore/health", "/_stcore/host-config", "/_stcore/stream", "/_stcore/upload_file/"),
    *(FRAMES, FILES),
)
# Its own page without our changes.
OWN_PAGE = "/index.html"
# Where it sends people to an OpenID provider, and where they come back to.
SIGN_IN = ("/auth/", "/oauth2callback")

# Without this, its page first looks for the server under each part of the address.
BACKEND = '<script>window.__streamlit={BACKEND_BASE_URL:location.origin+"/"}</script>'

# Names of its elements that our style sheet and script use.
ROOT_ID = "root"
# Stands in the page where what can be read before it is drawn may be put.
BEFORE = "<!--before-->"
KEY_CLASS = "st-key-"  # followed by the key of a container or control
# What its page says of its connection, and of the first word that comes through it.
STATES = {
    "data-test-connection-state": "CONNECTED",
    "data-test-script-state": "initial",
}
CLASSES = ("stDownloadButton", "stHtml")
TEST_IDS = (
    *(
        "stAlert",
        "stApp",
        "stAppDeployButton",
        "stAppViewContainer",
        "stBaseButton-primary",
        "stButton",
    ),
    *("stBaseButton-primaryFormSubmit", "stButtonGroup", "stColumn", "stCustomComponentV1"),
    *("stElementContainer", "stElementToolbar", "stExpander", "stFileUploaderDropzoneInstructions"),
    *(
        "stFormSubmitButton",
        "stHeader",
        "stHeaderActionElements",
        "stHeading",
        "stHorizontalBlock",
    ),
    *(
        "stHtml",
        "stLayoutWrapper",
        "stMain",
        "stMainBlockContainer",
        "stMultiSelect",
        "stPageLink-NavLink",
    ),
    *("stPagination", "stSkeleton", "stSkipToContent", "stTextInputRootElement", "stVerticalBlock"),
    *("stPopover", "stPopoverBody", "stSelectbox"),
    *("stPaginationPageActive", "stStatusWidget", "stTab", "stTextAreaRootElement", "stToolbar"),
)
# Texts and test ids that its files hold in parts.
PARTS: Mapping[str, tuple[str, ...]] = {
    "stBaseButton-primary": ("stBaseButton-${", "primary"),
    "stBaseButton-primaryFormSubmit": ("stBaseButton-${", "primaryFormSubmit"),
    "{n} option available.": ("} option`", "} available.`"),
    "{n} options available.": ("} options`", "} available.`"),
    "Page {n}": ("`Page ${",),
    "add icon": ("} icon`",),
    "Remove {name}": ("`Remove ${",),
    "Help for {name}": ("`Help for ${",),
    "Add: {name}": ("`Add: ${",),
    "{n}MB per file": ("} per file`",),
    "File must be {n}.0MB or smaller.": ("`File must be ${", "} or smaller.`"),
    "Error:": ("`Error: `",),
    **{
        f"AxiosError: Request failed with status code {status}": (
            "Request failed with status code `",
        )
        for status in ("403", "413", "{n}")
    },
    "AxiosError: Network Error": ("Network Error",),
    "AxiosError: Request aborted": ("Request aborted",),
    "Press Enter to submit form": ("`Press Enter to ${", "submit form"),
    "Press Enter to apply": ("`Press Enter to ${", "apply"),
}

# What a page says over its socket; of the operations it asks for, only the making of a file.
# All else is for whoever develops a program: one of these messages empties what is in memory for
# everybody, whoever sends it.
MESSAGES = ("rerun_script", "stop_script", "app_heartbeat", "file_urls_request")
_OPERATION, _FILE = "backend_operation_request", "deferred_file"

# How Streamlit calls the provider whose settings stand in [auth] itself.
PROVIDER = "default"


class StreamlitChangedError(RuntimeError):
    """Raised when Streamlit differs from the release that this module was written for."""


class Held(NamedTuple):
    """Uploaded files and their bytes."""

    files: int = 0
    size: int = 0


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
            "bring components/streamlit_inside.py up to date."
        )
        raise StreamlitChangedError(message)
    return text.replace("url(../media/", "url(/static/media/")


def _changed(page: str, change: _Change) -> str:
    page, count = re.subn(change.pattern, lambda _match: change.becomes, page)
    if count != 1:
        message = (
            f"Streamlit {version('streamlit')}: its index.html has its {change.place} {count} "
            f"times, not once; bring components/streamlit_inside.py up to date."
        )
        raise StreamlitChangedError(message)
    return page


@cache
def _own_index_page() -> str:
    return files("streamlit").joinpath("static/index.html").read_text(encoding="utf-8")


def marked(test_id: str) -> str:
    """The attribute by which our style sheet knows one of Streamlit's elements."""
    return f'data-testid="{test_id}"'


def leave_logging_to_root() -> None:
    """Have Streamlit and uvicorn, which bring handlers of their own, log as everything else."""
    loggers.setup_formatter = _use_root
    for one in (*loggers._loggers.values(), logging.getLogger("uvicorn")):
        _use_root(one)
    # Each request would be logged with what was searched for; uvicorn asks whether anybody listens.
    # Each socket would be, with the address that it came from.
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    requests = logging.getLogger("uvicorn.access")
    requests.handlers.clear()
    requests.propagate = False


def _use_root(logger: logging.Logger) -> None:
    logger.handlers.clear()
    # Streamlit turns this off before it asks for a handler.
    logger.propagate = True


def repeats(name: str, message: object) -> bool:
    """Whether an entry says again what our own entry about a page that failed says."""
    return name == "streamlit.error_util" and message == "Uncaught app execution"


def uploads_held() -> dict[str, Held]:
    """What each session keeps in memory of its uploads; nothing before the server runs."""
    if not runtime.exists():
        return {}
    kept = runtime.get_instance().uploaded_file_mgr
    if not isinstance(kept, MemoryUploadedFileManager):
        message = f"Streamlit {version('streamlit')} keeps uploads elsewhere than in memory."
        raise StreamlitChangedError(message)
    return {
        session: Held(len(files), sum(len(one.data) for one in files))
        for session, by_id in list(kept.file_storage.items())
        for files in [list(by_id.values())]
        if files
    }


def is_needed(message: bytes | None) -> bool:
    """Whether a message is one that our pages send; raises ValueError where it is none at all.

    A frame of text has no bytes.
    """
    if message is None:
        raise ValueError("a text, which Streamlit never sends")
    said = BackMsg()
    try:
        said.ParseFromString(message)
    except DecodeError as cause:
        raise ValueError("no message of Streamlit's") from cause
    kind = said.WhichOneof("type")
    if kind == _OPERATION:
        return said.backend_operation_request.WhichOneof("payload") == _FILE
    return kind in MESSAGES


@cache
def shipped_files() -> frozenset[str]:
    """The addresses of its scripts, styles and icon; its own page is not one of them."""
    folder = Path(str(files("streamlit"))) / "static"
    paths = (f"/{path.relative_to(folder).as_posix()}" for path in folder.rglob("*.*"))
    return frozenset(path for path in paths if path != OWN_PAGE)


def inline_scripts(page: str) -> list[str]:
    """The scripts that stand in a page itself, without those that it loads."""
    return re.findall(r"(?s)<script>(.*?)</script>", page)


def sign_in_settings() -> Mapping[str, str]:
    """The texts in the section [auth] of its secrets, the port of redirect_uri filled in."""
    section = get_secrets_auth_section()
    texts = {name: text for name, text in section.to_dict().items() if isinstance(text, str)}
    if "redirect_uri" in texts:
        texts["redirect_uri"] = get_redirect_uri(section) or ""
    return texts


def heed_secrets_file() -> None:
    """Read the secrets from where STREAMLIT_SECRETS_FILES says, as ``streamlit run`` does."""
    if named := os.environ.get("STREAMLIT_SECRETS_FILES"):
        flags = {"secrets.files": named.split()}
        config.get_config_options(force_reparse=True, options_from_flags=flags)


def openid_client() -> Any:
    """What speaks with the provider of st.login: a new StarletteOAuth2App of Authlib."""
    return auth_routes._create_oauth_client(PROVIDER)[0]


async def keep_user(
    response: Response, user: dict[str, Any], tokens: dict[str, Any], *, seconds: int, secure: bool
) -> None:
    """Set the cookies of st.login, to be kept for so long, and to be sent by https alone."""
    await auth_routes._set_auth_cookie(response, user, tokens)
    lasts, ours = f"Max-Age={AUTH_COOKIE_MAX_AGE_SECONDS}", f"Max-Age={seconds}"
    response.raw_headers[:] = [
        (name, _bounded(value, lasts, ours, secure=secure) if name == b"set-cookie" else value)
        for name, value in response.raw_headers
    ]


def _bounded(cookie: bytes, lasts: str, ours: str, *, secure: bool) -> bytes:
    text = cookie.decode("latin-1")
    if lasts not in text:
        return cookie  # one that is taken away
    return (text.replace(lasts, ours) + ("; Secure" if secure else "")).encode("latin-1")


def kept_user(cookies: Mapping[str, str]) -> Mapping[str, Any]:
    """What the cookie of st.login says of its user; empty where its signature is not ours."""
    secret = get_cookie_secret()

    def one(name: str) -> bytes | None:
        signed = cookies.get(name, "").encode("latin-1", "replace")
        return decode_signed_value(secret, name, signed)

    try:
        said = json.loads(get_cookie_with_chunks(one, USER_COOKIE_NAME) or b"{}")
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def forget_user(response: Response, request: Request) -> None:
    """Take the cookies of st.login away."""
    auth_routes._clear_auth_cookie(response, request)


async def sign_out_address(request: Request) -> str | None:
    """Where the provider itself signs its user out; None where it does not or cannot be asked."""
    return await auth_routes._get_provider_logout_url(request)


def words(language: Language) -> dict[str, str]:
    """Streamlit's own words that a reader can meet, and ours in the reader's language."""
    _ = language.text
    return {
        "Skip to main content": _("Skip to main content"),
        "Choose an option": _("Choose an option"),
        "Open": _("Open"),
        "Dismiss": _("Dismiss"),
        "Clear value": _("Clear"),
        "Clear entry": _("Clear"),
        "Clear all": _("Clear"),
        "Selected values": _("What is chosen"),
        "Selectbox options": _("What there is to choose from"),
        "Multiselect options": _("What there is to choose from"),
        "Help for {name}": _("Help for {name}"),
        "Add: {name}": _("Search for or add: {name}"),
        "No results": _("No results"),
        "Failed to generate file for download": _(
            "The file could not be made. Try again in a minute, or take another format."
        ),
        "{n} options available.": _("{n} options available."),
        "{n} option available.": _("{n} options available."),
        "Pagination": _("Pages of the list"),
        "Previous page": _("Previous page"),
        "Next page": _("Next page"),
        "Page {n}": _("Page {n}"),
        "streamlit_folium.st_folium": _("Map of Điện Biên and its partners"),
        "Upload": _("Choose files"),
        "Add files": _("Add files"),
        "file upload": _("Choose files"),
        "add icon": _("Add files"),
        "Remove {name}": _("Remove {name}"),
        "Drag and drop files here": _("Drop the files here"),
        "{n}MB per file": _("up to {n} MB per file"),
        "File must be {n}.0MB or smaller.": _("The file is larger than {n} MB."),
        "Error:": _("Error:"),
        "AxiosError: Request failed with status code 403": _(
            "Your sign-in has ended or does not let you upload files. Reload the page."
        ),
        "AxiosError: Request failed with status code 413": _(
            "The file is too large, or too many files are kept here. Remove some first."
        ),
        "AxiosError: Request failed with status code {n}": _(
            "The server did not take the file ({n}). Reload the page, then try again."
        ),
        # A server that refuses an upload at once may end the connection before it is heard.
        **dict.fromkeys(
            ("AxiosError: Network Error", "AxiosError: Request aborted"),
            _(
                "The connection broke off before the whole file had arrived. Try again; if that "
                "does not help, the file is too large, or too many files are kept here."
            ),
        ),
        "Press Enter to submit form": _("Press Enter to send"),
        "Press Enter to apply": _("Press Enter to send"),
        **_grid_words(language),
        "Connection error": _("Connection lost"),
        "Connecting": _("Connecting"),
        "Please wait...": _("Please wait…"),
        "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in "
        "your terminal:": _("The server does not answer. Reload the page in a moment."),
    }


def _grid_words(language: Language) -> dict[str, str]:
    """The words around a grid of cells: its tools, and the menu of a column."""
    _ = language.text
    return {
        "Fullscreen": _("Full screen"),
        "Close fullscreen": _("Close full screen"),
        "Search": _("Search"),
        "Type to search": _("Type to search"),
        "Previous Result": _("Previous result"),
        "Next Result": _("Next result"),
        "Close Search": _("Close the search"),
        "Download as CSV": _("Download as CSV"),
        "Show/hide columns": _("Show or hide columns"),
        "Select all": _("Select all"),
        "Clear selection": _("Clear the selection"),
        "Dataframe column menu": _("Menu of the column"),
        "Copy column name": _("Copy the heading"),
        "Sort ascending": _("Sort ascending"),
        "Sort descending": _("Sort descending"),
        "Autosize": _("Fit the width"),
        "Pin column": _("Keep the column in sight"),
        "Unpin column": _("Let the column scroll"),
        "Hide column": _("Hide the column"),
        "Statistics": _("Figures of the column"),
        "Count": _("How many"),
        "Empty": _("Without a value"),
        "Distinct": _("Different values"),
        "Average length": _("Average length"),
        "Minimum length": _("Shortest"),
        "Maximum length": _("Longest"),
        "No options": _("No results"),
    }
