"""The menu beside a chart or a map: the files it can be taken away as."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import plotly.graph_objects as go
import streamlit as st

from components import html
from components.maps.scenes import Scene
from components.pictures import offline_map, plates
from components.pictures.rendering import can_draw
from data.exports import charted, places
from data.exports.charted import Plate
from data.exports.formats import media_type
from data.language import Language


class File(NamedTuple):
    """One file to choose: what it is for, its ending, and how it is made when asked for."""

    label: str
    ending: str
    make: Callable[[], bytes]
    mark: str = ""


def chart(plate: Plate, key: str, draw: Callable[[], go.Figure]) -> None:
    """The files of a chart, in the light palette; nothing is made before it is asked for."""
    _ = plate.extract.lens.language.text
    scale = plates.PRINT_SCALE
    drawn = [
        File(_("Picture for the screen"), "png", lambda: plates.chart(plate, draw(), "png")),
        File(
            _("Picture for print"),
            "png",
            lambda: plates.chart(plate, draw(), "png", scale),
            _("print"),
        ),
        File(_("Drawing"), "svg", lambda: plates.chart(plate, draw(), "svg")),
        File(_("Page for print"), "pdf", lambda: plates.chart(plate, draw(), "pdf")),
    ]
    made = [
        File(_("Page to open offline"), "html", lambda: plates.offline_page(plate, draw())),
        File(_("Data, Excel workbook"), "xlsx", lambda: charted.as_xlsx(plate)),
        File(_("Data, CSV table"), "csv", lambda: charted.as_csv(plate)),
    ]
    menu(plate, key, _("Download the chart"), drawn, made)


def scene(plate: Plate, key: str, shown: Scene) -> None:
    """The files of a map; its drawing needs no browser."""
    _ = plate.extract.lens.language.text
    scale = plates.PRINT_SCALE
    drawn = [
        File(_("Picture for the screen"), "png", lambda: plates.drawn_scene(plate, shown, "png")),
        File(
            _("Picture for print"),
            "png",
            lambda: plates.drawn_scene(plate, shown, "png", scale),
            _("print"),
        ),
        File(_("Page for print"), "pdf", lambda: plates.drawn_scene(plate, shown, "pdf")),
    ]
    made = [
        File(_("Drawing"), "svg", lambda: plates.drawn_scene(plate, shown, "svg")),
        File(_("Page to open offline"), "html", lambda: offline_map.offline_page(plate, shown)),
        File(_("Places as GeoJSON"), "geojson", lambda: places.as_geojson(plate.extract)),
    ]
    menu(plate, key, _("Download the map"), drawn, made)


def menu(plate: Plate, key: str, label: str, drawn: Sequence[File], made: Sequence[File]) -> None:
    """Buttons for files; ``drawn`` ones need a browser on the server and say so without one."""
    language = plate.extract.lens.language
    with (
        st.container(key=f"nc-download-of-{key}"),
        st.popover(label, icon=":material/download:", type="tertiary"),
    ):
        _ = language.text
        told = _("Same filters, language and numbers as on the screen, in light colours on white.")
        st.html(f'<p class="nc-download">{html.escape(told)}</p>')
        if can_draw():
            for file in drawn:
                _offer(plate, key, file)
        else:
            _in_page(language, key if {file.ending for file in drawn} & {"svg"} else None)
        for file in made:
            _offer(plate, key, file)


def _offer(plate: Plate, key: str, file: File) -> None:
    name = plate.file_name(file.ending)
    if file.mark:
        name = name.removesuffix(f".{file.ending}") + f" – {file.mark}.{file.ending}"
    st.download_button(
        f"{file.label} (.{file.ending})",
        file.make,
        file_name=name,
        mime=media_type(file.ending),
        key=f"download-of-{key}-{file.ending}{'-print' if file.mark else ''}",
        on_click="ignore",
        icon=":material/download:",
    )


def _in_page(language: Language, key: str | None) -> None:
    """What the reader's own browser can save, where the server has none to draw with."""
    _ = language.text
    told = _("This server has no browser to draw with (Chromium, Chrome or Edge).")
    if key is None:
        st.html(f"<p>{html.escape(told)}</p>")
        return
    told += " " + _("Your own browser can save the picture as it is on the screen:")
    links = "".join(
        f'<a href="#" class="nc-save" data-chart="{html.escape(key)}" data-form="{form}">'
        f"{html.escape(_('Picture from the screen'))} (.{form})</a>"
        for form in ("png", "svg")
    )
    st.html(f"<p>{html.escape(told)}</p><p>{links}</p>")
