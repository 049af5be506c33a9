"""The base of every map: our own shapes and both archipelagos; no tiles, no foreign script."""

import json
import re
from collections.abc import Iterator
from typing import Any

import folium
from folium.template import Template

from components import assets, html
from components.look import Look
from components.maps.ground import FAR, NEAR, Label, countries, islands, shapes, strokes
from data.views.lens import Lens

_TEMPLATE = re.compile(r"\{(?=[{%#])")


class OfflineMap(folium.Map):
    """A folium map whose scripts and styles come from our own server; Bootstrap is not used."""

    default_js = [
        ("leaflet", assets.url("leaflet/leaflet.js")),
        ("nc_map_script", assets.url("own/map.js")),
    ]
    default_css = [
        ("leaflet_css", assets.url("leaflet/leaflet.css")),
        ("nc_fonts", assets.url("own/fonts.css")),
        ("nc_map", assets.url("own/map.css")),
    ]


class Base(folium.MacroElement):
    """Land outlines and the province, fetched once by address; the archipelagos and their names.

    The archipelagos come with the script itself: no failed request can leave them out. ``offline``
    puts all of it into the script, for a page that opens without any network.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        (function (map) {
          map.attributionControl.setPrefix(false);
          map.createPane("ncbase").style.zIndex = 150;
          var style = {{ this.strokes }};
          // The province lies on the land, whichever of the two comes first.
          var below = Promise.resolve();
          var draw = function (url, look) {
            var coming = fetch(url).then(function (r) { return r.json(); });
            below = below.catch(function () {}).then(() => coming).then(function (shapes) {
              var how = {pane: "ncbase", interactive: false, style: style[look]};
              L.geoJSON(shapes, how).addTo(map);
            });
          };
          {% if this.shapes %}
          Object.entries({{ this.shapes }}).forEach(function (entry) {
            var how = {pane: "ncbase", interactive: false, style: style[entry[0]]};
            L.geoJSON(entry[1], how).addTo(map);
          });
          {% else %}
          draw("{{ this.world }}", "land");
          draw("{{ this.province }}", "province");
          {% endif %}
          var how = {pane: "ncbase", interactive: false, style: style.islands};
          L.geoJSON({{ this.islands }}, how).addTo(map);
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

    def __init__(self, lens: Lens, look: Look, *, offline: bool = False) -> None:
        super().__init__()
        self._name = "Base"
        self.shapes = offline and script({"land": shapes("world"), "province": shapes("dien-bien")})
        self.world = assets.url("geo/world.geojson")
        self.province = assets.url("geo/dien-bien.geojson")
        self.strokes = script(strokes(look))
        self.islands = script(shapes("vietnam-archipelagos"))
        self.labels = script(list(_labels(lens)))


class Controls(folium.MacroElement):
    """Zoom buttons, name and language in the reader's words, and how the map acts in a page."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        (function (map) {
          var box = map.getContainer();
          document.ncMap = map;
          var mark = function () {
            var isFar = map.getZoom() < {{ this.far }}, isNear = map.getZoom() >= {{ this.near }};
            box.classList.toggle("nc-far", isFar);
            box.classList.toggle("nc-mid", !isFar && !isNear);
            box.classList.toggle("nc-near", isNear);
          };
          map.on("zoomend", mark); map.whenReady(mark);
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
        L.control.zoom({zoomInTitle: {{ this.zoom_in }}, zoomOutTitle: {{ this.zoom_out }},
          position: "bottomright"}).addTo({{ this._parent.get_name() }});
        L.control.scale({imperial: false, maxWidth: 120, position: "bottomright"}).addTo(
          {{ this._parent.get_name() }});
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
        self.far, self.near = FAR, NEAR
        self.code, self.look = script(lens.language.code), script(look.name)


def script(value: Any) -> str:
    """JSON that is safe inside a script, whatever texts it holds.

    streamlit-folium takes what folium wrote for a Jinja template once more and would run what
    stands between its braces on the server. Only within texts two of these follow one another.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = _TEMPLATE.sub(r"\\u007b", text)
    return text.replace("<", "\\u003c").replace("`", "\\u0060").replace("$", "\\u0024")


def _labels(lens: Lens) -> Iterator[dict[str, object]]:
    for label in islands(lens.language.code, narrow=True):
        *name, country = map(html.escape, label.lines)
        markup = f"{' <br>'.join(name)}<br>{country}"
        yield _label(label, "nc-islands", f"<span>{markup}</span>")
    for label in countries(lens):
        yield _label(label, "nc-country", html.escape(label.lines[0]))


def _label(label: Label, look: str, markup: str) -> dict[str, object]:
    return {"lat": label.latitude, "lon": label.longitude, "look": look, "html": markup}
