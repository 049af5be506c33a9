"""The parts of the earth that a map shows: the frame chosen, and the small maps in its corners."""

from collections.abc import Mapping

from components.maps.lines import Point
from data.views.lens import Lens

Corners = tuple[Point, Point]  # south-west and north-east

FRAMES: Mapping[str, Corners] = {
    "world": ((5.0, -18.0), (61.5, 149.0)),
    "france": ((42.0, -4.5), (50.8, 8.0)),
    "link": ((5.0, -18.0), (61.5, 149.0)),
    "vietnam": ((6.0, 99.0), (23.9, 120.0)),
    "province": ((20.8, 102.05), (22.65, 103.75)),
    "city": ((21.362, 102.985), (21.412, 103.045)),
}
NEIGHBOURS: Corners = ((18.6, 99.6), (25.9, 107.4))
EAST_SEA: Corners = ((7.2, 101.6), (23.9, 119.4))
_MARGIN = 4.0  # degrees around the farthest partner


def frame_names(lens: Lens) -> Mapping[str, str]:
    """What readers call each frame, in the order in which a page offers them."""
    _ = lens.language.text
    return {
        "link": _("Điện Biên – France"),
        "province": _("The province"),
        "city": _("Điện Biên Phủ"),
        "france": _("France"),
        "vietnam": _("Viet Nam"),
        "world": _("All partners"),
    }


def bounds(lens: Lens, frame: str, place: str | None, ends: list[Point]) -> Corners:
    """South-west and north-east corner: around the chosen place, else of the frame.

    The frame of all partners reaches as far as the lines do; ``ends`` are their far ends.
    """
    row = lens.row("places", place)
    if row and row["latitude"] is not None:
        reach = max((row["radius_km"] or 1) / 111 * 2, 0.05)
        return (
            (row["latitude"] - reach, row["longitude"] - reach),
            (row["latitude"] + reach, row["longitude"] + reach),
        )
    (south, west), (north, east) = FRAMES[frame]
    if frame != "world":
        return (south, west), (north, east)
    return (
        (
            min([south, *(latitude - _MARGIN for latitude, _ in ends)]),
            min([west, *(longitude - _MARGIN for _, longitude in ends)]),
        ),
        (
            max([north, *(latitude + _MARGIN for latitude, _ in ends)]),
            max([east, *(longitude + _MARGIN for _, longitude in ends)]),
        ),
    )


def holds(corners: Corners, latitude: float, longitude: float) -> bool:
    """Whether a point lies between the corners."""
    (south, west), (north, east) = corners
    return south <= latitude <= north and west <= longitude <= east
