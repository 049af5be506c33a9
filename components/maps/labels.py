"""Where the names of a map go: none on another, on a place or over the edge.

The rule is data, ``RULE``: the drawing follows it here, the screen in ``assets/map.js``, as only
the browser knows the size of its window and of its letters.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

LONGEST = 40  # letters of a name on the map; its card has all of it
_DIAGONAL = 0.72
# From the place to its name: east, west, above, below, then between them; each as near as can be.
_EAST = ((1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, 0), (-1, -1), (-1, 1))
_WEST = tuple((-x, y) for x, y in _EAST)
_SOUTH = tuple(sorted(_EAST, key=lambda side: -side[1]))
_SIDES = {"east": _EAST, "west": _WEST, "south": _SOUTH}
_REACHES = (13, 24, 40, 60, 84, 112)
LED_FROM = 20  # from this reach on, a thin line leads from the place to its name
_OFF_LINES = 40  # farther off, a name would be hard to follow; then it may lie on a line
RULE = {
    "sides": _SIDES,
    "reaches": _REACHES,
    "diagonal": _DIAGONAL,
    "ledFrom": LED_FROM,
    "offLines": _OFF_LINES,
}


class Box(NamedTuple):
    """A rectangle of a drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether the two have any point in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        """Whether the other lies within."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )


class Wanted(NamedTuple):
    """A name that wants room: where its place lies, its size, and on which side it goes first."""

    x: float
    y: float
    width: float
    height: float
    first: str = "east"


def short(name: str) -> str:
    """A name as it stands on the map: a very long one is cut, with a sign that it is."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


def around(x: float, y: float, radius: float) -> Box:
    """The square around a point."""
    return Box(x - radius, y - radius, x + radius, y + radius)


def places(wanted: Wanted) -> Iterator[tuple[Box, int]]:
    """Where a name may go, the best place first, each with its reach."""
    for reach in _REACHES:
        for across, up in _SIDES[wanted.first]:
            far = reach * (_DIAGONAL if across and up else 1)
            left = wanted.x + across * far + (across - 1) / 2 * wanted.width
            top = wanted.y + up * far + (up - 1) / 2 * wanted.height
            yield Box(left, top, left + wanted.width, top + wanted.height), reach


def settled(
    wanted: Sequence[Wanted], taken: Iterable[Box], room: Box, lines: Sequence[Box] = ()
) -> list[tuple[Box, int] | None]:
    """The box of each name and its reach, the first names first; None where there is no room.

    Names lie on nothing that is ``taken``, and on ``lines`` only where no near place is left.
    """
    full = list(taken)
    found: list[tuple[Box, int] | None] = []
    for name in wanted:
        free = [
            (box, reach)
            for box, reach in places(name)
            if room.holds(box) and not any(box.meets(other) for other in full)
        ]
        near = (it for it in free if it[1] <= _OFF_LINES)
        beside = (it for it in near if not any(it[0].meets(line) for line in lines))
        chosen = next(beside, free[0] if free else None)
        if chosen:
            full.append(chosen[0])
        found.append(chosen)
    return found
