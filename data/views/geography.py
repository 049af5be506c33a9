"""Where partners are, how far away, and what connects each place with the province."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from data.schema import TABLES
from data.views.lens import Lens, Row, kept
from data.views.measures import COUNTED
from data.views.partners import bodies_of, with_heads

PROVINCE = "dien-bien-phu"


_HUB_KM = 30.0
_KM_PER_DEGREE = 111.0  # of latitude, a little less than it is


MEASURES = ("meetings", "projects")  # what the width of a line can stand for


class Link(NamedTuple):
    """One line of the map: a place, and the ids of what connects it with the province."""

    place: Row
    bodies: tuple[str, ...]
    meetings: tuple[str, ...]
    projects: tuple[str, ...]


@kept(8)
def links(lens: Lens) -> tuple[Link, ...]:
    """Links between the province and each place where partners have their seat.

    A meeting counts once for a place, even if several of its organisations took part. A project
    counts for the seats of its funders and implementing organisations. Vietnamese organisations
    are not partners, except those with a seat abroad, such as embassies.
    """
    places = lens.record.by_key("places")
    hubs = hubs_of(lens)
    hub_of: dict[str, str] = {}
    ends: dict[str, dict[str, set[str]]] = {}
    for body in lens.rows("organisations"):
        seat = places.get(body["home_place_id"] or "")
        if seat is None or (body["country"] == "VN" and seat["country"] == "VN"):
            continue
        end = ends.setdefault(
            hubs[seat["place_id"]], {"bodies": set(), "meetings": set(), "projects": set()}
        )
        end["bodies"].add(body["org_id"])
        hub_of[body["org_id"]] = hubs[seat["place_id"]]
    for meeting in lens.rows("meetings"):
        for body_id in (*meeting["foreign_org_ids"], *meeting["vietnamese_org_ids"]):
            if hub := hub_of.get(body_id):
                ends[hub]["meetings"].add(meeting["meeting_id"])
    for project in lens.rows("projects"):
        if project["record_kind"] not in COUNTED:
            continue
        for body_id in (*project["funder_org_ids"], *project["implementing_org_ids"]):
            if hub := hub_of.get(body_id):
                ends[hub]["projects"].add(project["project_id"])
    return tuple(
        Link(
            places[hub], *(tuple(sorted(end[part])) for part in ("bodies", "meetings", "projects"))
        )
        for hub, end in ends.items()
        if end["meetings"] or end["projects"]
    )


def drawn_lines(
    lens: Lens, measures: Collection[str], partners: Collection[str] = ()
) -> list[Link]:
    """Links with something of any of these measures; of these partners if any are given.

    ``partners`` are codes of countries or ids of organisations.
    """
    return [
        link
        for link in links(lens)
        if any(getattr(link, measure) for measure in measures)
        and (not partners or _ends(lens, link) & set(partners))
    ]


def _ends(lens: Lens, link: Link) -> set[str]:
    bodies = (lens.row("organisations", body) for body in link.bodies)
    return {
        link.place["country"],
        *(body["country"] for body in bodies if body),
        *with_heads(lens, link.bodies),
    }


_PLACES_OF = {"visits": "place_ids", "meetings": "place_id", "projects": "place_ids"}
_BODIES_OF = {
    "meetings": ("foreign_org_ids", "vietnamese_org_ids"),
    "projects": ("funder_org_ids", "implementing_org_ids"),
}


def drawn_places(
    lens: Lens, layers: Collection[str], partners: Collection[str] = ()
) -> dict[str, dict[str, list[str]]]:
    """Located places of these layers (tables), each with the ids of its rows by table.

    Only rows with one of the ``partners``, countries or organisations; all rows without any.
    """
    places = lens.record.by_key("places")
    drawn: dict[str, dict[str, list[str]]] = {}
    for table, column in _PLACES_OF.items():
        for row in lens.rows(table) if table in layers else ():
            if partners and not set(partners) & _partners(lens, table, row):
                continue
            keys = row[column] if isinstance(row[column], tuple) else (row[column],)
            for key in keys:
                if key in places and _located(places[key]):
                    drawn.setdefault(key, {}).setdefault(table, []).append(
                        str(row[TABLES[table].key])
                    )
    return drawn


def _partners(lens: Lens, table: str, row: Row) -> set[str]:
    """Countries and organisations that a visit, a meeting or a project is with."""
    named = bodies_of(lens, table, row)
    if table == "visits":
        return {row["partner_country"], *named}
    bodies = (lens.row("organisations", key) for column in _BODIES_OF[table] for key in row[column])
    return {*named, *(body["country"] for body in bodies if body and body["country"])}


def unplaced_partners(lens: Lens) -> list[Row]:
    """Foreign organisations without a known seat; the map cannot draw a line to them."""
    return [
        body
        for body in lens.rows("organisations")
        if body["country"] != "VN" and body["home_place_id"] is None
    ]


@kept(8)
def hubs_of(lens: Lens) -> Mapping[str, str]:
    """The same for every place of the record; a map asks for it many times."""
    return nearest_hubs(lens.record.by_key("places"))


def nearest_hubs(places: Mapping[str, Row]) -> dict[str, str]:
    """For each place the id of the nearest city in its country within 30 km, or its own id."""
    around = _cities(places)
    found: dict[_Position, str | None] = {}  # many places may share a point
    hubs = {}
    for key, row in places.items():
        if not _located(row):
            hubs[key] = key
            continue
        point = row["country"], row["latitude"], row["longitude"]
        if point not in found:
            found[point] = _hub(row, around.get(row["country"], ()))
        hubs[key] = found[point] or key
    return hubs


_Position = tuple[str | None, float, float]


def _cities(places: Mapping[str, Row]) -> dict[str | None, list[Row]]:
    """The located cities of each country; of those that share a point the first by id."""
    first: dict[_Position, Row] = {}
    for row in places.values():
        if row["kind"] == "city" and _located(row):
            point = row["country"], row["latitude"], row["longitude"]
            if point not in first or row["place_id"] < first[point]["place_id"]:
                first[point] = row
    cities: dict[str | None, list[Row]] = {}
    for (country, _latitude, _longitude), row in first.items():
        cities.setdefault(country, []).append(row)
    return {country: _in_order(rows) for country, rows in cities.items()}


def _in_order(cities: Iterable[Row]) -> list[Row]:
    return sorted(cities, key=_latitude)


def _latitude(place: Row) -> float:
    return float(place["latitude"])


def _hub(place: Row, cities: Sequence[Row]) -> str | None:
    """The id of the nearest of some cities within 30 km, None where there is none.

    The cities stand in the order of their latitude: those too far north or south are not looked at.
    """
    reach, latitude = _HUB_KM / _KM_PER_DEGREE, _latitude(place)
    first = bisect_left(cities, latitude - reach, key=_latitude)
    last = bisect_right(cities, latitude + reach, key=_latitude)
    east = reach / max(cos(radians(abs(latitude) + reach)), 0.01)
    near = [
        (kilometres(place, city), str(city["place_id"]))
        for city in cities[first:last]
        if not east < abs(city["longitude"] - place["longitude"]) < 360 - east
    ]
    distance, hub = min(near, default=(_HUB_KM + 1, ""))
    return hub if distance <= _HUB_KM else None


def kilometres(one: Row, other: Row) -> float:
    """Great-circle distance between two located places (haversine, mean radius 6371 km)."""
    lat1, lat2 = radians(one["latitude"]), radians(other["latitude"])
    half_lat = sin((lat2 - lat1) / 2)
    half_lon = sin(radians(other["longitude"] - one["longitude"]) / 2)
    return 2 * 6371 * asin(sqrt(half_lat**2 + cos(lat1) * cos(lat2) * half_lon**2))


def _located(row: Row) -> bool:
    return row["latitude"] is not None and row["longitude"] is not None
