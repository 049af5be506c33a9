"""What every chart is made of: a figure, what it says, and the table behind it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, NamedTuple, TypeVar, overload

import plotly.graph_objects as go

from components.look import Look
from data.exports.charted import Stated
from data.views.lens import Lens, Row

Made = TypeVar("Made")

# Words that begin at the left edge of a chart and stand on a height of it, as wide as they are.
BESIDE: Mapping[str, Any] = {
    "x": 0,
    "xref": "paper",
    "xanchor": "left",
    "yanchor": "bottom",
    "align": "left",
    "showarrow": False,
    "borderpad": 0,
}


class Span(NamedTuple):
    """A row of a chart over time in words, for a screen too narrow to draw it."""

    name: str
    address: str
    state: str
    days: Sequence[str]


class Screen(NamedTuple):
    """A chart as a page draws it: a template, and what that draws."""

    template: str
    drawn: Any


@dataclass(frozen=True)
class Chart:
    """A figure that can be drawn in any palette, with its words and the rows it shows.

    ``build(lens, look, *parameters)`` draws it. The parameters can be compared, so that a figure
    may be kept and shown to the next reader who asks for the same.
    """

    lens: Lens
    build: Callable[..., go.Figure]
    parameters: tuple[Any, ...]
    name: str
    says: str  # what it shows, made of its figures; "" without any
    definition: str
    heads: Sequence[str]
    rows: Sequence[Sequence[object]]
    screen: Callable[[], Screen]  # how a page draws it
    numeric: Sequence[str] = ()
    spans: Sequence[Span] = ()  # shown on a phone instead of the figure

    @property
    def alt(self) -> str:
        """What a reader hears who cannot see it: what it shows, and its name."""
        return f"{self.says}. {self.name}" if self.says else self.name

    def on_screen(self) -> Screen:
        """What a page draws of it by itself."""
        return self.screen()

    def figure(self, look: Look) -> go.Figure:
        """The figure in the colours of a palette."""
        return self.build(self.lens, look, *self.parameters)


class Each(Sequence[Made]):
    """What is made of each of many things, when it is asked for."""

    def __init__(self, make: Callable[[Any], Made], things: Sequence[Any]) -> None:
        self._make = make
        self._things = things

    def __len__(self) -> int:
        return len(self._things)

    @overload
    def __getitem__(self, place: int) -> Made: ...
    @overload
    def __getitem__(self, place: slice) -> list[Made]: ...
    def __getitem__(self, place: int | slice) -> Made | list[Made]:
        """What is made of one thing, or of those of a slice."""
        if isinstance(place, slice):
            return [self._make(thing) for thing in self._things[place]]
        return self._make(self._things[place])


def plain(text: str) -> str:
    """A text that Plotly draws as it is: it would read tags and links in it as HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def wrapped(text: str, width: int = 60) -> str:
    """Text broken into lines, its own markup made plain: Plotly reads hover texts as HTML."""
    return "<br>".join(plain(line) for line in wrap(text, width))


def rows_of(lens: Lens, table: str, keys: Iterable[str]) -> list[Row]:
    """The rows with these ids, in the order of the ids; unknown ids are left out."""
    return [row for row in map(lens.record.by_key(table).get, keys) if row]


def stated(lens: Lens, amount: Row) -> Stated:
    """An amount as it is shown, with the number and the currency behind it."""
    return Stated(lens.amount(amount), amount["amount"], amount["currency"])
