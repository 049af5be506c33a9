"""Addresses of the dashboard's own pages, in the reader's language."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from data.language import Language
from data.roles import Act, Caller
from data.views.filters import NAMES
from data.views.lens import Lens

ROBOTS = "/robots.txt"
SMALL_MAP = "/map-small.svg"
# The parameters that say which part of a long list is shown: of a page's own one, and of others.
PART = "page"
_LISTS = (
    *("changes", "gantt", "lines", "list", "organisations", "outcomes", "papers", "people"),
    *("places", "visits"),
)
PARTS = (PART, *(f"{PART}-{name}" for name in _LISTS))
SET = "set"  # the one in which a form without scripts sends what was chosen


class Page(NamedTuple):
    """A page: its address below the root, its name in the menu, and the parameters that open rows.

    ``rows`` gives by table the parameter that opens one row of it. ``least`` is what one must be
    allowed to do for the menu to offer it; None: everybody. ``accounts`` says that the page is
    about them, so a server with a single user does not offer it. ``is_record`` says that the page
    follows from the record, its address and who asks, and from nothing that was done on it.
    """

    path: str
    title: str
    rows: Mapping[str, str] = {}
    least: Act | None = None
    accounts: bool = False
    is_record: bool = True

    @property
    def file(self) -> str:
        """The file of the page in ``pages/``."""
        return f"{self.path or 'overview'}.py"


def pages(language: Language) -> tuple[Page, ...]:
    """Every page in the order of the menu: routes, links and tests take them from here."""
    _ = language.text
    return (
        Page("", _("Overview")),
        Page("map", _("Map"), {"places": "place"}),
        Page("visits", _("Visits"), {"visits": "visit", "meetings": "meeting"}),
        Page(
            "projects",
            _("Projects"),
            {"projects": "project", "project_amounts": "amount", "project_progress": "progress"},
        ),
        Page("outcomes", _("Requests and promises"), {"outcomes": "outcome"}),
        Page("partners", _("Partners"), {"organisations": "org", "people": "person"}),
        Page(
            "sources",
            _("Sources"),
            {"sources": "source", "discrepancies": "discrepancy", "papers": "paper"},
        ),
        Page("reports", _("Reports"), is_record=False),
        Page("data", _("Data desk"), least=Act.PROPOSE, is_record=False),
        Page("accounts", _("Accounts"), least=Act.MANAGE, accounts=True, is_record=False),
        Page("audit", _("Audit"), least=Act.MANAGE, is_record=False),
    )


# All that an address can ask of a page that everybody may read. What else stands in one, as the
# mark that a social network adds to each link, no page reads.
READ = frozenset(
    (
        *("body", "currency", "edition", "frame", "lang", "q", "report", "section", "table"),
        *PARTS,
        *(parameter for page in pages(Language("en")) for parameter in page.rows.values()),
        *(name for names in NAMES.values() for name in names),
    )
)
LONGEST = 2_000  # characters of what is asked: a longer address is drawn anew each time


def asked(parameters: Mapping[str, str]) -> dict[str, str]:
    """What an address asks of such a page, in one order however it was written."""
    return {name: value for name, value in sorted(parameters.items()) if name in READ}


def offered(page: Page, caller: Caller) -> bool:
    """Whether the menu offers a page to somebody; its address says to all others why not."""
    if page.accounts and caller.is_alone:
        return False
    return page.least is None or caller.may(page.least)


# By table: the page and the parameter that open a row of it.
OPENED_AT = {
    table: (page.path, parameter)
    for page in pages(Language("en"))
    for table, parameter in page.rows.items()
}


def href(path: str, language: str, /, **parameters: str | None) -> str:
    """Address of a page: ``/visits?visit=…&lang=fr``. Vietnamese, the default, is not written."""
    query = {name: value for name, value in parameters.items() if value}
    if language != "vi":
        query["lang"] = language
    return f"/{path}" + (f"?{urlencode(query)}" if query else "")


@lru_cache(10_000)
def to_row(table: str, key: str, language: str) -> str:
    """Address of the page that shows a row of the record."""
    path, parameter = OPENED_AT[table]
    return href(path, language, **{parameter: key})


class Cell(NamedTuple):
    """A cell of a table that leads to a row of the record."""

    text: str
    href: str

    def __str__(self) -> str:
        return self.text  # files show the text without a link


def cell(lens: Lens, table: str, key: str) -> Cell:
    """The cell that names a row and leads to it."""
    name = lens.name(table, key).name
    return Cell(lens.plain(name), to_row(table, key, lens.language.code))
