"""Puts a map on the page."""

from collections.abc import Mapping

import streamlit as st
from streamlit_folium import st_folium

from components.look import Look
from components.maps.leaflet import drawn, partner_map
from components.maps.scenes import Scene
from components.page import parts, takeaway
from data.views.lens import Lens


def draw(lens: Lens, look: Look, scene: Scene, *, key: str, height: int) -> None:
    """Draw the map of a scene. It sends nothing back, so a click does not run the page again."""
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


def small(lens: Lens, look: Look) -> None:
    """The overview's map: lines from the province to its partners."""
    draw(lens, look, Scene(frame="link", layers=("links",)), key="small", height=330)
    st.html(
        f'<p class="nc-definition">{lens.language.text("Lines: the more meetings, the wider.")}</p>'
    )
