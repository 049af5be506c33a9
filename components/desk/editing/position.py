"""Where a place lies: two numbers to type, and a map to press."""

from collections.abc import Sequence

import streamlit as st
from streamlit_folium import st_folium

from components.desk.editing.cell import keep
from components.desk.editing.workbench import Workbench
from components.maps.picking import picking_map
from components.page import parts
from data.schema import Position, Table

_DECIMALS = 5  # of a place pressed on the map: about a metre
_SEEN = "sketch-pressed"  # key of the session: the press that was kept last


def draws(table: Table, columns: Sequence[str]) -> bool:
    """Whether some columns are a position."""
    where = table.position
    return where is not None and tuple(columns) == (where.latitude, where.longitude)


def draw(bench: Workbench, table: Table, key: str) -> None:
    """The map to press, on demand; the numbers above can be typed instead."""
    _ = bench.lens.language.text
    where = table.position
    if where is None or not st.toggle(_("Show it on the map"), key=f"map-{table.name}-{key}"):
        return
    parts.note(
        _(
            "Press where the place lies. How exact that is, is said under “Precision”: a building, "
            "a town, a district."
        )
    )
    at = _at(bench, table, key, where)
    pressed = st_folium(
        picking_map(bench.lens, parts.look(), at),
        key=f"pick-{bench.sketch.number}-{key}-{bench.lens.language.code}-{at}",
        height=380,
        use_container_width=True,
        returned_objects=["last_clicked"],
    )
    _keep(bench, table, key, (pressed or {}).get("last_clicked"))


def _at(bench: Workbench, table: Table, key: str, where: Position) -> tuple[float, float] | None:
    row = bench.row(table.name, key)
    try:
        latitude, longitude = float(row[where.latitude]), float(row[where.longitude])
    except ValueError:  # not typed yet, or no number
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _keep(bench: Workbench, table: Table, key: str, pressed: dict[str, float] | None) -> None:
    """Keep where the map was pressed, once."""
    where = table.position
    if where is None or not pressed or st.session_state.get(_SEEN) == (key, pressed):
        return
    st.session_state[_SEEN] = key, pressed
    longitude = (pressed["lng"] + 180) % 360 - 180
    cells = {
        where.latitude: f"{round(pressed['lat'], _DECIMALS):.{_DECIMALS}f}",
        where.longitude: f"{round(longitude, _DECIMALS):.{_DECIMALS}f}",
    }
    keep(bench, table.name, key, {name: _plain(text) for name, text in cells.items()})
    st.rerun()


def _plain(number: str) -> str:
    return number.rstrip("0").rstrip(".")
