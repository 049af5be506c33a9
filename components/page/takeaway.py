"""The menu beside a chart, a map or a list: the files in which it can be downloaded."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import streamlit as st

from components import html
from components.inside.names import Block
from components.page import handing
from components.pictures import addressed, plates
from components.pictures.rendering import can_draw
from data.exports import charted
from data.exports.charted import Plate
from data.exports.formats import EXCEL_CSV, label, media_type, offered
from data.language import Language
from data.views.lens import Lens

_PICTURES = ("png", "svg", "pdf")
_LATER = ("html", "xlsx", "csv", EXCEL_CSV, "json", "geojson")  # after the pictures, in this order


class Link(NamedTuple):
    """A file at an address: what it is for, where it is, and its name among its neighbours."""

    label: str
    address: str
    name: str


class File(NamedTuple):
    """A file without an address: its ending, and how it is made when asked for."""

    ending: str
    make: Callable[[], bytes]


def chart(lens: Lens, key: str, name: str, asked: Mapping[str, str]) -> None:
    """The files of a chart, in the light palette, as links to their addresses."""
    needs_browser = set(_PICTURES)
    _pictured(lens, key, f"charts/{name}", asked, needs_browser)


def scene(lens: Lens, key: str, asked: Mapping[str, str]) -> None:
    """The files of a map; its drawing needs no browser on the server."""
    _pictured(lens, key, "map", asked, {"png", "pdf"})


def _pictured(
    lens: Lens, key: str, at: str, asked: Mapping[str, str], needs_browser: set[str]
) -> None:
    """A menu of links; where the server has no browser, one to a page that saves a picture."""
    language = lens.language
    _ = language.text
    what = "map" if at == "map" else "chart"
    drawn = set() if can_draw() else needs_browser
    helpful = set(offered(language, what)) - drawn
    kinds = [one for one in (*_PICTURES, *_LATER) if one in helpful]
    said = _("Same filters, language and numbers as on the screen, in light colours on white.")
    with _menu(key, _("Download the chart") if what == "chart" else _("Download the map")):
        if drawn:
            _no_pictures(language, what)
        links = [link for ending in kinds for link in _links(language, at, asked, ending, what)]
        st.html(html.render("files.html", lens, said=said, files=links))


def _links(
    language: Language, at: str, asked: Mapping[str, str], ending: str, what: str
) -> Sequence[Link]:
    """The links to one kind of file: a picture comes in two sizes."""
    address = addressed.address(at, asked, ending, language)
    shown = Link(label(language, ending, what), address, ending)
    if ending != "png":
        return [shown]
    fine = {**asked, addressed.SCALE: str(plates.PRINT_SCALE)}
    address = addressed.address(at, fine, ending, language)
    words = label(language, ending, what, for_print=True)
    return [shown, Link(words, address, f"{ending}-print")]


def listed(plate: Plate, key: str) -> None:
    """The files of a list."""
    writers: Mapping[str, Callable[[], bytes]] = {
        "xlsx": lambda: charted.as_xlsx(plate),
        "csv": lambda: charted.as_csv(plate),
        EXCEL_CSV: lambda: charted.as_excel_csv(plate),
    }
    endings = offered(plate.extract.lens.language, "list")
    menu(plate, key, [File(ending, writers[ending]) for ending in endings])


def menu(plate: Plate, key: str, made: Sequence[File]) -> None:
    """Buttons for the files of a list, which are made when asked for."""
    language = plate.extract.lens.language
    with _menu(key, language.text("Download the list")):
        for file in made:
            handing.button(
                label(language, file.ending, "list"),
                file.make,
                name=plate.file_name(file.ending),
                mime=media_type(file.ending),
                key=f"download-of-{key}-{file.ending}",
            )


def _menu(key: str, name: str) -> Block:
    with st.container(key=f"nc-download-of-{key}"):
        return st.popover(name, icon=":material/download:", type="tertiary")


def _no_pictures(language: Language, what: str) -> None:
    """Say that the server draws no pictures, and what saves one instead."""
    _ = language.text
    sentence = _("This server has no browser to draw with (Chromium, Chrome or Edge).")
    if what == "chart":
        sentence += " " + _("The page to open offline saves the chart as a picture.")
    st.html(f"<p>{html.escape(sentence)}</p>")
