"""Puts a map on the page."""

from collections.abc import Mapping

import streamlit as st
from streamlit_folium import st_folium

from components import links
from components.entrance import gate
from components.look import by_scheme
from components.maps.drawn import STILL, alternative, plain
from components.maps.leaflet import drawn, partner_map
from components.maps.scenes import LINKS, Scene
from components.page import parts, takeaway
from data.views.lens import Lens


def draw(lens: Lens, scene: Scene, *, key: str, height: int) -> None:
    """Draw the map of a scene. It sends nothing back, so a click does not run the page again.

    Where no script runs, it is a picture of the same size, whose names are links.
    """
    if gate.is_without_browser():
        drawings = parts.cached(plain, lens, scene, tuple(st.query_params.to_dict().items()))
        alt = parts.cached(alternative, lens, scene)
        colours = by_scheme(".nc-atlas")
        parts.show("map_plain.html", lens, drawings=drawings, alt=alt, colours=colours)
        return
    look = parts.look()
    # Rendering a map changes it, and several readers may ask at once: each gets a new one.
    atlas = partner_map(lens, look, parts.cached(drawn, lens, look, scene))
    st_folium(
        atlas,
        key=f"{key}-{lens.language.code}-{look.name}",
        height=height,
        use_container_width=True,
        returned_objects=[],
    )


def files(lens: Lens, scene: Scene, asked: Mapping[str, str]) -> None:
    """The files of the map with the filters asked for."""
    seen = {"frame": scene.frame, "place": scene.place or ""}
    takeaway.scene(lens, "map", {**asked, **seen})


def small(lens: Lens) -> None:
    """The overview's map: a picture of the lines to the partners, which opens the map."""
    alt = parts.cached(alternative, lens, LINKS)
    parts.show("map_still.html", lens, at=links.SMALL_MAP, sizes=STILL, alt=alt)
