"""Streamlit's names that ours rest on: of its addresses, elements, types and words.

``tests/components/inside/test_names.py`` compares each with the installed Streamlit.
"""

from collections.abc import Mapping
from typing import TypeAlias

from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

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
SOCKET = "/_stcore/stream"
NEEDED = (
    *("/_stcore/health", "/_stcore/host-config", SOCKET, "/_stcore/upload_file/"),
    *(FRAMES, FILES),
)
# Where it sends people to an OpenID provider, and where they come back to.
SIGN_IN = ("/auth/", "/oauth2callback")

# Names of its elements that our style sheet and script use.
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


def marked(test_id: str) -> str:
    """The attribute by which our style sheet knows one of Streamlit's elements."""
    return f'data-testid="{test_id}"'


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
