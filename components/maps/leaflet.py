"""The map: our own base, lines to the partners, places by kind and precision. No tiles."""

from typing import Any

import folium
from folium.template import Template

from components import html
from components.look import Look
from components.maps.basemap import Base, Controls, OfflineMap, script
from components.maps.scenes import Scene, Spot, arc, bounds, drawn_links, spots, weight
from components.maps.signs import sign
from data.views.geography import PROVINCE, Link
from data.views.lens import Lens


def partner_map(lens: Lens, look: Look, drawing: str, *, held: bool = False) -> folium.Map:
    """The map of a scene, of which ``drawing`` is what :func:`drawn` made.

    ``held`` puts the ground into its script instead of having it fetched.
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
    Base(lens, look, held=held).add_to(atlas)
    Controls(lens, look).add_to(atlas)
    Drawing(drawing, look).add_to(atlas)
    return atlas


class Drawing(folium.MacroElement):
    """Frame, areas, lines and pins in one script: folium compiles a template for each element."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        (function (map, drawn) {
          map.fitBounds(drawn.frame, {animate: false});
          drawn.areas.forEach(function (a) {
            L.circle(a.at, {radius: a.radius, color: a.colour, weight: 1.2, dashArray: "4 4",
              fillOpacity: 0.06, interactive: false, className: a.look}).addTo(map);
          });
          drawn.lines.forEach(function (l) {
            var line = L.polyline(l.points, {color: {{ this.gold }}, weight: l.weight,
              opacity: 0.85, lineCap: "round", className: "nc-link"})
              .bindTooltip(l.told, {sticky: true}).bindPopup(l.popup, {maxWidth: 320}).addTo(map);
            // By keyboard the places come first; where the lines lead stands in the table below.
            line.getElement().setAttribute("tabindex", "-1");
          });
          drawn.pins.forEach(function (p) {
            var icon = L.divIcon({className: p.look, html: p.html, iconSize: [26, 26],
              iconAnchor: [13, 13], popupAnchor: [0, -10]});
            L.marker(p.at, {title: p.name, alt: p.told, icon: icon})
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


def drawn(lens: Lens, look: Look, scene: Scene) -> str:
    """Frame, areas, lines and pins of a scene as script; texts in it are escaped HTML or JSON."""
    seen = spots(lens, scene)
    return script(
        {
            "frame": bounds(lens, scene),
            "areas": [_area(look, spot) for spot in seen if _is_area(spot)],
            "lines": [
                _line(lens, scene, link)
                for link in (drawn_links(lens, scene) if "links" in scene.layers else ())
            ],
            "pins": [_pin(lens, look, spot) for spot in seen],
        }
    )


def _is_area(spot: Spot) -> bool:
    return spot.place["precision"] != "site" and bool(spot.place["radius_km"])


def _area(look: Look, spot: Spot) -> dict[str, Any]:
    place = spot.place
    return {
        "at": (place["latitude"], place["longitude"]),
        "radius": place["radius_km"] * 1000,
        "colour": look.province if place["country"] == "VN" else look.partner,
        "look": f"nc-area nc-{place['precision']}",
    }


def _line(lens: Lens, scene: Scene, link: Link) -> dict[str, Any]:
    count = weight(link, scene.weight)
    name = lens.words(link.place, "name")
    return {
        "points": arc(lens.record.by_key("places")[PROVINCE], link.place),
        "weight": round(1.6 + 1.5 * count**0.5, 2),
        "told": html.escape(f"{name}: {weight_words(lens, scene.weight, count)}"),
        "popup": html.render("popup_link.html", lens, link=link),
    }


def weight_words(lens: Lens, measure: str, count: int) -> str:
    """A count with its noun."""
    if measure == "meetings":
        return lens.language.plural("{count} meeting", "{count} meetings", count)
    return lens.language.plural("{count} project", "{count} projects", count)


def _pin(lens: Lens, look: Look, spot: Spot) -> dict[str, Any]:
    place = spot.place
    name = lens.words(place, "name")
    drawing = sign(place["kind"], look, at_home=place["country"] == "VN")
    return {
        "at": (spot.latitude, spot.longitude),
        "name": name,
        "told": f"{name} ({lens.label('place_precision', place['precision'])})",
        "look": _classes(spot),
        "html": f'<span class="nc-pin nc-{place["precision"]}">{drawing}</span>'
        f'<span class="nc-pinname">{html.escape(name)}</span>',
        "popup": html.render("popup_place.html", lens, spot=spot),
    }


def _classes(spot: Spot) -> str:
    """What the style sheet goes by to keep names apart at each zoom."""
    local = "nc-local" if spot.local else "nc-far-seen" if spot.city else "nc-mid-seen"
    home = " nc-home" if spot.place["place_id"] == PROVINCE else ""
    return f"nc-marker {local}{home}" + (" nc-quiet" if spot.quiet else "")
