"""The map: our own base, lines to the partners, places by kind and precision. No tiles."""

from typing import Any

import folium
from folium.template import Template

from components import html
from components.look import Look
from components.maps.basemap import Base, Controls, OfflineMap, script
from components.maps.ground import AREA, LINE
from components.maps.scenes import (
    Scene,
    Spot,
    arc,
    bounds,
    drawn_links,
    line_width,
    line_words,
    spots,
)
from components.maps.signs import colour, sign
from data.views.geography import PROVINCE, Link
from data.views.lens import Lens


def partner_map(lens: Lens, look: Look, drawing: str, *, offline: bool = False) -> folium.Map:
    """The map of a scene, of which ``drawing`` is what :func:`drawn` made.

    ``offline`` puts the ground into its script instead of having it fetched.
    """
    atlas = OfflineMap(
        tiles=None,
        zoom_control=False,
        control_scale=False,
        min_zoom=1,
        zoom_snap=0.25,
        max_zoom=13,
        attribution_control=True,
    )
    Base(lens, look, offline=offline).add_to(atlas)
    Controls(lens, look).add_to(atlas)
    Drawing(drawing, look).add_to(atlas)
    return atlas


class Drawing(folium.MacroElement):
    """Frame, areas, lines and pins in one script: for each element folium compiles a template."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        (function (map, drawn) {
          var stroke = {{ this.line }}, area = {{ this.area }};
          map.fitBounds(drawn.frame, {animate: false});
          drawn.areas.forEach(function (a) {
            L.circle(a.at, {...area, radius: a.radius, color: a.colour, interactive: false,
              className: a.look}).addTo(map);
          });
          drawn.lines.forEach(function (l) {
            var line = L.polyline(l.points, {...stroke, color: {{ this.gold }},
              weight: l.weight, className: "nc-link"})
              .bindTooltip(l.words, {sticky: true}).bindPopup(l.popup, {maxWidth: 320}).addTo(map);
            // By keyboard the places come first; where the lines lead stands in the table below.
            line.getElement().setAttribute("tabindex", "-1");
          });
          drawn.pins.forEach(function (p) {
            var icon = L.divIcon({className: p.look, html: p.html, iconSize: [26, 26],
              iconAnchor: [13, 13], popupAnchor: [0, -10]});
            L.marker(p.at, {title: p.name, alt: p.alt, icon: icon})
              .bindPopup(p.popup, {maxWidth: 320}).addTo(map);
          });
        })({{ this._parent.get_name() }}, {{ this.drawing }});
        {% endmacro %}
        """
    )

    def __init__(self, drawing: str, look: Look) -> None:
        super().__init__()
        self._name = "Drawing"
        self.drawing, self.gold = drawing, script(look.partner)
        self.line, self.area = script(LINE), script(AREA)


def drawn(lens: Lens, look: Look, scene: Scene) -> str:
    """Frame, areas, lines and pins of a scene as script; texts in it are escaped HTML or JSON."""
    seen = spots(lens, scene)
    return script(
        {
            "frame": bounds(lens, scene),
            "areas": [_area(look, spot) for spot in seen if spot.radius_km],
            "lines": [_line(lens, scene, link) for link in drawn_links(lens, scene)],
            "pins": [_pin(lens, look, spot) for spot in seen],
        }
    )


def _area(look: Look, spot: Spot) -> dict[str, Any]:
    place = spot.place
    return {
        "at": (place["latitude"], place["longitude"]),
        "radius": spot.radius_km * 1000,
        "colour": colour(look, at_home=spot.at_home),
        "look": f"nc-area nc-{place['precision']}",
    }


def _line(lens: Lens, scene: Scene, link: Link) -> dict[str, Any]:
    return {
        "points": arc(lens.record.by_key("places")[PROVINCE], link.place),
        "weight": line_width(link, scene.weight),
        "words": html.escape(line_words(lens, link, scene.weight)),
        "popup": html.render("popup_link.html", lens, link=link),
    }


def _pin(lens: Lens, look: Look, spot: Spot) -> dict[str, Any]:
    place = spot.place
    name = lens.words(place, "name")
    drawing = sign(place["kind"], look, at_home=spot.at_home)
    return {
        "at": (spot.latitude, spot.longitude),
        "name": name,
        "alt": f"{name} ({lens.label('place_precision', place['precision'])})",
        "look": _classes(spot),
        "html": f'<span class="nc-pin nc-{place["precision"]}">{drawing}</span>'
        f'<span class="nc-pinname">{html.escape(name)}</span>',
        "popup": html.render("popup_place.html", lens, spot=spot),
    }


def _classes(spot: Spot) -> str:
    """CSS classes by which the style sheet keeps names apart at each zoom."""
    local = "nc-local" if spot.local else "nc-far-seen" if spot.city else "nc-mid-seen"
    home = " nc-home" if spot.place["place_id"] == PROVINCE else ""
    return f"nc-marker {local}{home}" + (" nc-quiet" if spot.quiet else "")
