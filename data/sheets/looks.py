"""What a workbook shows beside the values of a sheet: hidden, struck through, merged, commented."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Self

MOST_PLACES = 1_000  # cells or areas of one kind; more would help nobody


class Place(NamedTuple):
    """A cell: its row as a spreadsheet numbers it, and its column (0 is the first)."""

    row: int
    column: int


class Area(NamedTuple):
    """A merged area, with its last row and column; numbered as in ``Place``."""

    row: int
    column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Look:
    """What a sheet shows beside its values; rows count from 1, columns from 0.

    ``hidden`` are rows hidden by hand, ``filtered`` those that a filter hides, ``folded`` those
    of a closed group, ``struck`` those with a line through every filled cell; ``columns`` are
    hidden columns. ``commented`` are cells with a comment, ``linked`` those whose value was
    fetched from another workbook. ``formulas``: there are some, and the file does not tell whether
    they were calculated or fetch anything.
    """

    is_hidden: bool = False
    hidden: tuple[int, ...] = ()
    filtered: tuple[int, ...] = ()
    folded: tuple[int, ...] = ()
    struck: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()
    merged: tuple[Area, ...] = ()
    commented: tuple[Place, ...] = ()
    linked: tuple[Place, ...] = ()
    formulas: bool = False

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self:
        """The look that ``dataclasses.asdict`` told, after it went through JSON."""
        return cls(
            is_hidden=told["is_hidden"],
            hidden=tuple(told["hidden"]),
            filtered=tuple(told["filtered"]),
            folded=tuple(told["folded"]),
            struck=tuple(told["struck"]),
            columns=tuple(told["columns"]),
            merged=tuple(Area(*area) for area in told["merged"]),
            commented=tuple(Place(*place) for place in told["commented"]),
            linked=tuple(Place(*place) for place in told["linked"]),
            formulas=told["formulas"],
        )

    def of_filled(self, rows: Sequence[Sequence[object]]) -> Self:
        """The same look without rows and columns that hold nothing, and cut to a few places."""
        width = max(map(len, rows), default=0)

        def filled(numbers: tuple[int, ...]) -> tuple[int, ...]:
            return tuple(number for number in numbers if number <= len(rows) and rows[number - 1])

        return replace(
            self,
            hidden=filled(self.hidden),
            filtered=filled(self.filtered),
            folded=filled(self.folded),
            struck=filled(self.struck),
            columns=tuple(column for column in self.columns if column < width),
            merged=self.merged[:MOST_PLACES],
            commented=self.commented[:MOST_PLACES],
            linked=self.linked[:MOST_PLACES],
        )


PLAIN = Look()
