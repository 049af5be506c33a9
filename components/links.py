"""Addresses of the dashboard's own pages, in the reader's language."""

from typing import NamedTuple
from urllib.parse import urlencode

from data.views.lens import Lens

PAGES = {
    "visits": ("visits", "visit"),
    "meetings": ("visits", "meeting"),
    "outcomes": ("outcomes", "outcome"),
    "projects": ("projects", "project"),
    "project_amounts": ("projects", "amount"),
    "project_progress": ("projects", "progress"),
    "organisations": ("partners", "org"),
    "people": ("partners", "person"),
    "places": ("map", "place"),
    "sources": ("sources", "source"),
    "discrepancies": ("sources", "discrepancy"),
}


def href(path: str, language: str, **parameters: str | None) -> str:
    """Address of a page: ``/visits?visit=…&lang=fr``. Vietnamese, the default, is not written."""
    query = {name: value for name, value in parameters.items() if value}
    if language != "vi":
        query["lang"] = language
    return f"/{path}" + (f"?{urlencode(query)}" if query else "")


def to_row(table: str, key: str, language: str) -> str:
    """Address of the page that shows a row of the record."""
    path, parameter = PAGES[table]
    return href(path, language, **{parameter: key})


class Cell(NamedTuple):
    """A cell of a table that leads to a row of the record."""

    text: str
    href: str

    def __str__(self) -> str:
        return self.text  # what a file shows, where nothing can be linked


def cell(lens: Lens, table: str, key: str) -> Cell:
    """The cell that names a row and leads to it."""
    name = lens.name(table, key).name
    own = name.language == lens.language.code
    text = name.value if own else f"{name.value} [{name.language}]"
    return Cell(text, to_row(table, key, lens.language.code))
