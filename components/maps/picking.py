"""A map to press on: where a place lies, and the box that its country lies in."""

import folium
from folium.template import Template

from components.look import Look
from components.maps.basemap import Base, Controls, OfflineMap, script
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
    _Pin(at, look).add_to(atlas)
    return atlas


class _Pin(folium.MacroElement):
    """The frame, and a ring where the place lies."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        (function (map) {
          map.fitBounds({{ this.frame }}, {animate: false});
          var at = {{ this.at }};
          if (at) L.circleMarker(at, {radius: 9, color: "{{ this.colour }}", weight: 3,
            fillOpacity: 0.25, interactive: false}).addTo(map);
          map.getContainer().style.cursor = "crosshair";
        })({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, at: tuple[float, float] | None, look: Look) -> None:
        super().__init__()
        self._name = "Pin"
        box = _AROUND
        if at:
            box = Box(at[0] - _NEAR, at[0] + _NEAR, at[1] - _NEAR, at[1] + _NEAR)
        self.frame = script([[box.south, box.west], [box.north, box.east]])
        self.at, self.colour = script(at), look.accent
