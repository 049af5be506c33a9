"""The menu beside a chart, a map or a list: the files in which it can be downloaded."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import plotly.graph_objects as go
import streamlit as st

from components import html
from components.maps.scenes import Scene
from components.page import handing
from components.pictures import offline_map, plates
from components.pictures.rendering import can_draw
from data.exports import charted, places
from data.exports.charted import Plate
from data.exports.formats import label, media_type
from data.language import Language


class File(NamedTuple):
    """One file to choose: its ending, and how it is made when asked for."""

    ending: str
    make: Callable[[], bytes]
    for_print: bool = False


def chart(plate: Plate, key: str, draw: Callable[[], go.Figure]) -> None:
    """The files of a chart, in the light palette; each is made only when asked for."""
    scale = plates.PRINT_SCALE
    drawn = [
        File("png", lambda: plates.chart(plate, draw(), "png")),
        File("png", lambda: plates.chart(plate, draw(), "png", scale), for_print=True),
        File("svg", lambda: plates.chart(plate, draw(), "svg")),
        File("pdf", lambda: plates.chart(plate, draw(), "pdf")),
    ]
    made = [
        File("html", lambda: plates.offline_page(plate, draw())),
        File("xlsx", lambda: charted.as_xlsx(plate)),
        File("csv", lambda: charted.as_csv(plate)),
    ]
    menu(plate, key, "chart", drawn, made)


def scene(plate: Plate, key: str, shown: Scene) -> None:
    """The files of a map; its drawing needs no browser."""
    scale = plates.PRINT_SCALE
    drawn = [
        File("png", lambda: plates.drawn_scene(plate, shown, "png")),
        File("png", lambda: plates.drawn_scene(plate, shown, "png", scale), for_print=True),
        File("pdf", lambda: plates.drawn_scene(plate, shown, "pdf")),
    ]
    made = [
        File("svg", lambda: plates.drawn_scene(plate, shown, "svg")),
        File("html", lambda: offline_map.offline_page(plate, shown)),
        File("geojson", lambda: places.as_geojson(plate.extract)),
    ]
    menu(plate, key, "map", drawn, made)


def listed(plate: Plate, key: str) -> None:
    """The files of a list."""
    made = [
        File("xlsx", lambda: charted.as_xlsx(plate)),
        File("csv", lambda: charted.as_csv(plate)),
    ]
    menu(plate, key, "list", [], made)


def menu(plate: Plate, key: str, what: str, drawn: Sequence[File], made: Sequence[File]) -> None:
    """Buttons for files; ``drawn`` ones need a browser on the server and say so without one."""
    language = plate.extract.lens.language
    _ = language.text
    name = {
        "chart": _("Download the chart"),
        "map": _("Download the map"),
        "list": _("Download the list"),
    }[what]
    with (
        st.container(key=f"nc-download-of-{key}"),
        st.popover(name, icon=":material/download:", type="tertiary"),
    ):
        if drawn:
            sentence = _(
                "Same filters, language and numbers as on the screen, in light colours on white."
            )
            st.html(f'<p class="nc-download">{html.escape(sentence)}</p>')
        if can_draw():
            for file in drawn:
                _offer(plate, key, what, file)
        elif drawn:
            _in_page(language, key if {file.ending for file in drawn} & {"svg"} else None)
        for file in made:
            _offer(plate, key, what, file)


def _offer(plate: Plate, key: str, what: str, file: File) -> None:
    language = plate.extract.lens.language
    name = plate.file_name(file.ending)
    if file.for_print:
        name = name.removesuffix(f".{file.ending}") + f" – {language.text('print')}.{file.ending}"
    handing.button(
        label(language, file.ending, what, for_print=file.for_print),
        file.make,
        name=name,
        mime=media_type(file.ending),
        key=f"download-of-{key}-{file.ending}{'-print' if file.for_print else ''}",
    )


def _in_page(language: Language, key: str | None) -> None:
    """Links that let the reader's browser save the picture, as the server has no browser."""
    _ = language.text
    sentence = _("This server has no browser to draw with (Chromium, Chrome or Edge).")
    if key is None:
        st.html(f"<p>{html.escape(sentence)}</p>")
        return
    sentence += " " + _("Your own browser can save the picture as it is on the screen:")
    links = "".join(
        f'<a href="#" class="nc-save" data-chart="{html.escape(key)}" data-form="{form}">'
        f"{html.escape(_('Picture from the screen'))} (.{form})</a>"
        for form in ("png", "svg")
    )
    st.html(f"<p>{html.escape(sentence)}</p><p>{links}</p>")
