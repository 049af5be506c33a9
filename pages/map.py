"""Map: where the province's partners are, and what ties each place to it?"""

import streamlit as st

from components import links
from components.charts.chart import Each
from components.maps.frames import FRAMES, frame_names
from components.maps.scenes import Scene, links_by_weight, place_rows, precision
from components.maps.signs import KINDS, image
from components.page import (
    address,
    downloads,
    filter_bar,
    lists,
    mapview,
    papers,
    parts,
    row_history,
)
from data.views import geography
from data.views.filtering import values

lens = parts.lens()
_ = lens.language.text
MOST_NAMED = 60

parts.header(
    _("Map of Điện Biên and its partners"),
    _("Places of visits, meetings and projects, and lines to where each partner sits."),
)
parts.needs(lens, "visits", "meetings", "projects", "organisations", "places")

frames = frame_names(lens)
places = lens.record.by_key("places")
parts.guard("frame", FRAMES, _("The frame from Điện Biên to France is shown."))
parts.guard("place", places, _("The whole map is shown."))
filter_bar.guard(lens, "places")

with filter_bar.bar():
    frame = address.switch("frame", _("Frame"), frames, default="link")
    filter_bar.controls(lens, "places")
    part = downloads.data(filter_bar.extract(lens, "places"))
asked = dict(part.asked)
measure = asked["weight"]
scene = Scene(
    frame,
    measure,
    values(asked["layers"]),
    asked.get("org") or asked.get("country"),
    address.value("place", places),
)

with st.container(key="nc-map"):
    mapview.draw(lens, scene, key="map", height=540)
mapview.files(lens, scene, asked)
if frame in {"province", "city"}:
    parts.note(
        _(
            "Communes, rivers and streets are not drawn: no free outlines of them that could be "
            "checked come with the dashboard."
        )
    )
if scene.place:
    papers.shown(lens, "places", scene.place)
    row_history.shown(lens, "places", scene.place)
parts.show("map_legend.html", lens, kinds=KINDS, image=image)

lines = parts.cached(links_by_weight, lens, scene)
rows = parts.cached(place_rows, lens, scene, part.keys)
if scene.place and scene.place not in part.keys:
    opened = lens.short("places", [scene.place])
    sentence = _("{place} is on the map because it was opened; these filters find nothing there.")
    parts.note(sentence.format(place=opened))
if not lines and not rows:
    parts.empty(_("Nothing of this partner on these layers: choose all partners or add a layer."))

st.subheader(_("The map as a table"), anchor=False)
ends, spots = st.tabs([_("Lines to partners"), _("Places")])
with ends:
    lists.table(
        lens,
        _("Places where partners sit, by the measure chosen for the lines"),
        [_("Place"), _("Country"), _("Meetings"), _("Projects"), _("Partners there")],
        Each(
            lambda line: [
                links.cell(lens, "places", line.place["place_id"]),
                lens.language.country(line.place["country"]),
                len(line.meetings),
                len(line.projects),
                lens.short("organisations", line.bodies[:MOST_NAMED])
                + (" …" if len(line.bodies) > MOST_NAMED else ""),
            ],
            lines,
        ),
        numeric=[_("Meetings"), _("Projects")],
        listed="lines",
    )
    if missing := parts.cached(geography.unplaced_partners, lens):
        parts.note(
            _("Not drawn, because their seat is not on record: {names}.").format(
                names=lens.short("organisations", [row["org_id"] for row in missing[:MOST_NAMED]])
                + (" …" if len(missing) > MOST_NAMED else "")
            )
        )
with spots:
    lists.table(
        lens,
        _("Places drawn on the map, with how exactly each is known"),
        [_("Place"), _("Kind"), _("Precision"), _("Visits"), _("Meetings"), _("Projects")],
        Each(
            lambda spot: [
                links.cell(lens, "places", spot.place["place_id"]),
                lens.label("place_kind", spot.place["kind"]),
                precision(lens, spot),
                len(spot.visits),
                len(spot.meetings),
                len(spot.projects),
            ],
            rows,
        ),
        numeric=[_("Visits"), _("Meetings"), _("Projects")],
        listed="places",
    )
parts.footer(lens, parts.counted(lens, "places", "meetings", "projects"))
