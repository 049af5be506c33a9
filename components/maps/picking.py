"""A map to press on: where a place lies, and the box that its country lies in."""

import folium
from folium.template import Template

from components.look import Look
from components.maps.basemap import Base, Controls, OfflineMap, script
from components.maps.ground import archipelago_labels
from components.maps.insets import sea
from data.schema import Box
from data.views.lens import Lens

_AROUND = Box(20.9, 22.6, 102.1, 103.7)  # the province, where nothing is known yet
_NEAR = 3.0  # degrees around a place that is known


def picking_map(lens: Lens, look: Look, at: tuple[float, float] | None) -> folium.Map:
    """Our map with a pin where the place lies, near it; else the province."""
    atlas = OfflineMap(
        tiles=None,
        zoom_control=False,
        control_scale=False,
        min_zoom=1,
        zoom_snap=0.25,
        max_zoom=13,
        attribution_control=True,
    )
    Base(lens, look).add_to(atlas)
    Controls(lens, look).add_to(atlas)
    _Pin(lens, look, at).add_to(atlas)
    return atlas


class _Pin(folium.MacroElement):
    """The frame, a ring where the place lies, and the archipelagos where the frame lacks them."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        (function (map) {
          // The lower part is the small map's.
          map.fitBounds({{ this.frame }}, {animate: false, paddingBottomRight: [0, 180]});
          var at = {{ this.at }};
          if (at) L.circleMarker(at, {radius: 9, color: "{{ this.colour }}", weight: 3,
            fillOpacity: 0.25, interactive: false}).addTo(map);
          map.getContainer().style.cursor = "crosshair";
          var sea = L.DomUtil.create("div", "nc-corner nc-corner-sea", map.getContainer());
          sea.innerHTML = {{ this.sea }};
          sea.dataset.at = "bottom-left";
          L.DomEvent.disableClickPropagation(sea);
          var named = function () {
            var seen = map.getBounds();
            sea.hidden = {{ this.islands }}.every(function (one) { return seen.contains(one); });
          };
          map.on("moveend resize", named);
          named();
        })({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, lens: Lens, look: Look, at: tuple[float, float] | None) -> None:
        super().__init__()
        self._name = "Pin"
        box = _AROUND
        if at:
            box = Box(at[0] - _NEAR, at[0] + _NEAR, at[1] - _NEAR, at[1] + _NEAR)
        self.frame = script([[box.south, box.west], [box.north, box.east]])
        self.at, self.colour = script(at), look.accent
        self.sea = script(sea(lens, look))
        self.islands = script(
            [(lat, lon) for _name, lat, lon in archipelago_labels(lens.language.code)]
        )
