"""The interactive map as one page with all it needs inside: it opens without any network."""

import re
from typing import Any

from markupsafe import Markup

from components import html
from components.assets import FOLDERS
from components.look import LIGHT
from components.maps.leaflet import drawn, partner_map
from components.maps.scenes import Scene
from components.pictures.lettering import faces
from data.exports.charted import Plate

_FETCHED = re.compile(r"<(?:script src|link rel=\"stylesheet\" href)=[^>]*>(?:</script>)?")
_IMAGE = re.compile(r"url\([^)]*\)")
_WEIGHTS = frozenset({"400", "500", "600", "700"})


def offline_page(plate: Plate, scene: Scene) -> bytes:
    """A scene as a page; links in its popups, which lead to our server, become plain text."""
    lens = plate.extract.lens
    atlas = partner_map(lens, LIGHT, drawn(lens, LIGHT, scene), offline=True)
    figure: Any = atlas.get_root()
    figure.render()
    header, body, script = (part.render() for part in (figure.header, figure.html, figure.script))
    # Leaflet's images are those of controls that our maps do not have.
    styles = _IMAGE.sub("none", _file("leaflet", "leaflet.css")) + _file("own", "map.css")
    page = html.render(
        "offline_map.html",
        lens,
        plate=plate,
        look=LIGHT,
        faces=Markup(faces(_WEIGHTS, italic=True)),  # noqa: S704 - our own fonts
        leaflet=Markup(_file("leaflet", "leaflet.js")),  # noqa: S704 - the library's own script
        own=Markup(_file("own", "map.js")),  # noqa: S704 - our own script
        styles=Markup(styles),  # noqa: S704 - style sheets of the library and ours
        header=Markup(_FETCHED.sub("", header)),  # noqa: S704 - what folium made of escaped texts
        map=Markup(body),  # noqa: S704
        script=Markup(script),  # noqa: S704
        name=atlas.get_name(),
    )
    return page.encode()


def _file(folder: str, name: str) -> str:
    return (FOLDERS[folder] / name).read_text(encoding="utf-8")
