"""The ground of every map: our own shapes, both archipelagos, no tiles, no foreign script."""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

import folium
from folium.template import Template

from components import assets, html
from components.look import Look
from data.schema import DATA
from data.views.lens import Lens


class OfflineMap(folium.Map):
    """A folium map whose scripts and styles come from our own server; Bootstrap is not used."""

    default_js = [
        ("leaflet", assets.url("leaflet/leaflet.js")),
    ]
    default_css = [
        ("leaflet_css", assets.url("leaflet/leaflet.css")),
        ("nc_fonts", assets.url("own/fonts.css")),
        ("nc_map", assets.url("own/map.css")),
    ]


class Base(folium.MacroElement):
    """Land outlines and the province, fetched once by address; the archipelagos and their names.

    The archipelagos come with the script itself: no failed request can leave them out. ``held``
    puts all of it into the script, for a page that opens without any network.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        (function (map) {
          map.attributionControl.setPrefix(false);
          map.createPane("ncbase").style.zIndex = 150;
          var style = {{ this.styles }};
          var draw = function (url, look) {
            fetch(url).then(function (r) { return r.json(); }).then(function (shapes) {
              var how = {pane: "ncbase", interactive: false, style: style[look]};
              L.geoJSON(shapes, how).addTo(map);
            });
          };
          {% if this.shapes %}
          Object.entries({{ this.shapes }}).forEach(function (held) {
            var how = {pane: "ncbase", interactive: false, style: style[held[0]]};
            L.geoJSON(held[1], how).addTo(map);
          });
          {% else %}
          draw("{{ this.world }}", "land");
          draw("{{ this.province }}", "province");
          {% endif %}
          var held = {pane: "ncbase", interactive: false, style: style.islands};
          L.geoJSON({{ this.islands }}, held).addTo(map);
          {{ this.labels }}.forEach(function (label) {
            var icon = L.divIcon(
              {className: "nc-maplabel " + label.look, html: label.html, iconSize: null});
            L.marker([label.lat, label.lon], {interactive: false, keyboard: false, icon: icon})
              .addTo(map);
          });
        })({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, lens: Lens, look: Look, *, held: bool = False) -> None:
        super().__init__()
        self._name = "Base"
        self.shapes = held and script({"land": _shapes("world"), "province": _shapes("dien-bien")})
        self.world = assets.url("geo/world.geojson")
        self.province = assets.url("geo/dien-bien.geojson")
        land = {"weight": 0.7, "color": look.coast, "fillColor": look.land, "fillOpacity": 1}
        self.styles = script(
            {
                "land": land,
                "islands": {**land, "color": look.province, "weight": 1.5},
                "province": {
                    "weight": 2,
                    "color": look.province,
                    "fillColor": look.province,
                    "fillOpacity": 0.14,
                },
            }
        )
        self.islands = script(_shapes("vietnam-archipelagos"))
        self.labels = script(list(_labels(lens)))


class Controls(folium.MacroElement):
    """Zoom buttons, name and language in the reader's words, and manners inside a page."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        (function (map) {
          var box = map.getContainer();
          document.ncMap = map;
          var far = function () {
            box.classList.toggle("nc-far", map.getZoom() < 6);
            box.classList.toggle("nc-mid", map.getZoom() >= 6 && map.getZoom() < 11);
            box.classList.toggle("nc-near", map.getZoom() >= 11);
          };
          map.on("zoomend", far); map.whenReady(far);
          // Leaflet takes the focus at the first press, and the page would jump under the pointer.
          box.focus = function () {
            HTMLElement.prototype.focus.call(box, {preventScroll: true});
          };
          // The map's frame may not lead the page elsewhere: the page itself follows the link.
          box.addEventListener("click", function (event) {
            var link = event.target.closest(".nc-popup a");
            if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            var twin = parent.document.body.appendChild(parent.document.createElement("a"));
            twin.href = link.href;
            twin.click();
            twin.remove();
          });
        })({{ this._parent.get_name() }});
        L.control.zoom({zoomInTitle: {{ this.zoom_in }}, zoomOutTitle: {{ this.zoom_out }}}).addTo(
          {{ this._parent.get_name() }});
        L.control.scale({imperial: false}).addTo({{ this._parent.get_name() }});
        document.documentElement.lang = {{ this.code }};
        document.title = {{ this.title }};
        document.documentElement.className = {{ this.look }};
        {{ this._parent.get_name() }}.getContainer().setAttribute("aria-label", {{ this.title }});
        {{ this._parent.get_name() }}.getContainer().setAttribute("role", "region");
        {% endmacro %}
        """
    )

    def __init__(self, lens: Lens, look: Look) -> None:
        super().__init__()
        self._name = "Controls"
        _ = lens.language.text
        self.zoom_in, self.zoom_out = script(_("Zoom in")), script(_("Zoom out"))
        self.title = script(_("Map of Điện Biên and its partners"))
        self.code, self.look = script(lens.language.code), script(look.name)


def script(value: Any) -> str:
    """JSON that is safe inside a script, whatever texts it holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("`", "\\u0060").replace("$", "\\u0024")


@cache
def _shapes(name: str) -> dict[str, Any]:
    path = DATA / "geo" / f"{name}.geojson"
    shapes: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return shapes


def archipelago_labels(code: str) -> list[tuple[str, float, float]]:
    """Name, with (Việt Nam), latitude and longitude of the labels of Hoàng Sa and Trường Sa."""
    return [
        (
            shape["properties"][f"name_{code}"],
            shape["properties"]["label_lat"],
            shape["properties"]["label_lon"],
        )
        for shape in _shapes("vietnam-archipelagos")["features"]
    ]


def _labels(lens: Lens) -> Iterable[dict[str, object]]:
    # One name beside its islands, one below: from afar both fit, and neither lies on the other.
    for place, (name, latitude, longitude) in enumerate(archipelago_labels(lens.language.code)):
        head, _bracket, tail = name.partition(" (")
        markup = f"{html.escape(head)}<br>({html.escape(tail)}"
        yield {
            "lat": latitude,
            "lon": longitude,
            "look": f"nc-islands nc-{('beside', 'below')[place % 2]}",
            "html": f"<span>{markup}</span>",
        }
    _ = lens.language.text
    yield {"lat": 20.9, "lon": 105.4, "look": "nc-country", "html": html.escape(_("VIET NAM"))}
    yield {"lat": 46.4, "lon": 0.2, "look": "nc-country", "html": html.escape(_("FRANCE"))}
