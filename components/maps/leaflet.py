"""The map: our own base, lines to the partners, places by kind and precision. No tiles."""

from typing import Any

import folium
from folium.template import Template

from components import html
from components.look import Look
from components.maps.basemap import Base, Controls, OfflineMap, script
from components.maps.frames import NEIGHBOURS
from components.maps.ground import AREA, FAR, LINE, archipelago_labels
from components.maps.insets import inset
from components.maps.labels import RULE
from components.maps.lines import arc, width
from components.maps.scenes import (
    Mark,
    Scene,
    Spot,
    bounds,
    caption,
    heaviest,
    home,
    line_words,
    marks,
    weight,
)
from components.maps.sheets import side
from components.maps.signs import colour, sign
from data.views.geography import PROVINCE
from data.views.lens import Lens, Row

_DAYS = {"visits": "start_date", "meetings": "date"}
_NOWHERE = (90.0, 0.0)  # a home that no view holds


def partner_map(lens: Lens, look: Look, drawing: str, *, offline: bool = False) -> folium.Map:
    """The map of a scene, of which ``drawing`` is what :func:`drawn` made.

    ``offline`` puts the ground into its script instead of having it fetched.
    """
    atlas = OfflineMap(
        tiles=None,
        zoom_control=False,
        control_scale=False,
        min_zoom=1,
        zoom_snap=0,
        max_zoom=15,
        attribution_control=True,
    )
    Base(lens, look, offline=offline).add_to(atlas)
    Controls(lens, look).add_to(atlas)
    Drawing(drawing).add_to(atlas)
    return atlas


class Drawing(folium.MacroElement):
    """Frame, lines, marks and small maps in one script; ``assets/map.js`` draws them."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        ncDraw({{ this._parent.get_name() }}, {{ this.drawing }});
        {% endmacro %}
        """
    )

    def __init__(self, drawing: str) -> None:
        super().__init__()
        self._name = "Drawing"
        self.drawing = drawing


def drawn(lens: Lens, look: Look, scene: Scene) -> str:
    """What a scene shows, as script; texts in it are escaped HTML or JSON."""
    _ = lens.language.text
    shown = marks(lens, scene)
    start = home(lens)
    most = heaviest(shown, scene)
    has_near = any(mark.inset and mark.link for mark in shown)
    return script(
        {
            "frame": bounds(lens, scene),
            "home": _at(start) if start else _NOWHERE,
            "islands": [(lat, lon) for _name, lat, lon in archipelago_labels(lens.language.code)],
            "far": FAR,
            "rule": RULE,
            "line": LINE,
            "area": AREA,
            "gold": look.partner,
            "land": look.land,
            "nearer": NEIGHBOURS,
            "insets": {
                name: inset(lens, scene, look, name)
                for name in (("near", "sea") if has_near else ("sea",))
            },
            "words": {
                "wheel": _("To zoom the map, hold Ctrl and turn the wheel"),
                "touch": _("To move the map, use two fingers"),
                "close": _("Close"),
                "nearer": _("Show the neighbours larger"),
            },
            "marks": [
                {**_mark(lens, look, scene, mark), "line": _line(lens, scene, mark, start, most)}
                for mark in shown
            ],
        }
    )


def _day(lens: Lens, table: str, key: str) -> str:
    row = lens.row(table, key)
    return str(row[_DAYS[table]]) if row and table in _DAYS else ""


def _at(place: Row) -> tuple[float, float]:
    return place["latitude"], place["longitude"]


def _line(
    lens: Lens, scene: Scene, mark: Mark, start: Row | None, most: int
) -> dict[str, Any] | None:
    if mark.link is None or start is None:
        return None
    return {
        "points": arc(start, mark.link.place),
        "end": _at(mark.link.place),
        "width": width(weight(mark.link, scene.weight), most),
        "words": html.escape(line_words(lens, mark.link, scene.weight)),
    }


def _mark(lens: Lens, look: Look, scene: Scene, mark: Mark) -> dict[str, Any]:
    spot = mark.spot
    place = spot.place
    name = lens.words(place, "name")
    text = caption(lens, mark, scene)
    drawing = sign(place["kind"], look, at_home=spot.at_home)
    return {
        "at": (spot.latitude, spot.longitude),
        "tier": mark.tier,
        "look": _classes(mark),
        "side": side(lens, mark),
        "radius": 0 if mark.more else spot.radius_km * 1000,
        "colour": colour(look, at_home=spot.at_home),
        "name": text if mark.more else name,
        "alt": f"{text} ({lens.label('place_precision', place['precision'])})",
        "html": f'<i class="nc-lead" hidden></i><span class="nc-pin nc-{place["precision"]}">'
        f'{drawing}</span><span class="nc-pinname">{html.escape(text)}</span>',
        "popup": html.render("popup_place.html", lens, **place_card(lens, spot, mark)),
    }


def place_card(lens: Lens, spot: Spot, mark: Mark | None = None) -> dict[str, Any]:
    """What the card of a place shows: as its mark on a map, or by itself."""
    return {
        "spot": spot,
        "more": mark.more if mark else (),
        "link": mark.link if mark else None,
        "last": lambda table, ids: sorted(ids, key=lambda key: _day(lens, table, key)),
    }


def _classes(mark: Mark) -> str:
    is_home = mark.spot.place["place_id"] == PROVINCE
    return (" nc-many" if mark.more else "") + (" nc-home" if is_home else "")
