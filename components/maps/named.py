"""The map by what may be asked of it: a scene, and the plate that goes with it into a file."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from components import links
from components.maps.frames import FRAMES, frame_names
from components.maps.scenes import Scene, place_rows, precision
from data.exports import selecting
from data.exports.charted import Plate
from data.exports.edition import Edition
from data.views.filtering import UnknownValue, values
from data.views.filters import NAMES, filters

FRAME, PLACE = "frame", "place"
TAKES = (*NAMES["places"], FRAME, PLACE)


class Drawn(NamedTuple):
    """A scene, and its places with all that goes with them into a file."""

    scene: Scene
    plate: Plate


def drawn(edition: Edition, asked: Mapping[str, str]) -> Drawn:
    """The map that is asked for. Raises UnknownValue."""
    lens = edition.lens
    names, known = frame_names(lens), lens.record.by_key("places")
    frame, place = asked.get(FRAME, "link"), asked.get(PLACE, "")
    if frame not in FRAMES:
        raise UnknownValue(FRAME, frame, tuple(names))
    if place and place not in known:
        raise UnknownValue(PLACE, place, tuple(known)[:500])
    narrow = {name: text for name, text in asked.items() if name not in (FRAME, PLACE)}
    usual = {name: ",".join(one.usual) for name, one in filters(lens, "places").items()}
    chosen = {name: text for name, text in (usual | narrow).items() if text}
    part = selecting.part(edition, "places", chosen)
    scene = Scene(
        frame,
        values(chosen["weight"])[0],
        values(chosen["layers"]),
        chosen.get("org") or chosen.get("country"),
        place or None,
    )
    _ = lens.language.text
    definition = _(
        "The wider a line, the more meetings or projects; lines are no flight paths. Green-blue: "
        "in Viet Nam; gold: abroad. Dashed: known only roughly. Outlines: Natural Earth."
    )
    shown = replace(part, filters=((_("Frame"), names[frame]), *part.filters))
    heads = (_("Place"), _("Kind"), _("Precision"), _("Visits"), _("Meetings"), _("Projects"))
    rows = tuple(
        (
            links.cell(lens, "places", spot.place["place_id"]),
            lens.label("place_kind", spot.place["kind"]),
            precision(lens, spot),
            *(len(what) for what in (spot.visits, spot.meetings, spot.projects)),
        )
        for spot in place_rows(lens, scene)
    )
    title = _("Map of Điện Biên and its partners")
    return Drawn(scene, Plate(shown, title, definition, lens.day, heads, rows))
