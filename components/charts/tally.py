"""The bars of a chart of counts, for a page: the same that the figure of its files shows."""

from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any, NamedTuple

# A row of bars as Plotly takes it: its texts, counts and colours.
Trace = Mapping[str, Any]


class Ink(NamedTuple):
    """The colours of a piece by day and by night: within, and around it."""

    fill: tuple[str, str]
    edge: tuple[str, str]


class Piece(NamedTuple):
    """A part of a bar: how much of the longest bar it is in percent, and what it says."""

    share: float
    text: str
    says: str
    ink: Ink


class Tally(NamedTuple):
    """Bars by name, in pieces, and what colours mean; ``beside``: texts stand after the bars."""

    bars: Mapping[str, Sequence[Piece]]
    legend: Mapping[str, Ink]
    beside: bool


def tally(day: Sequence[Trace], night: Sequence[Trace]) -> Tally:
    """The bars of a chart of counts, of those of its figures by day and by night."""
    names = list(dict.fromkeys(name for trace in day for name in trace["y"]))
    longest = max(sum(_of(trace, name) for trace in day) for name in names) if names else 0
    bars: dict[str, list[Piece]] = {_words(name): [] for name in names}
    for trace, dark in zip(day, night, strict=True):
        for place, (name, count) in enumerate(zip(trace["y"], trace["x"], strict=True)):
            if count:
                told = [_words(part) for part in (name, trace.get("name", "")) if part]
                says = f"{' · '.join(told)}: {count}"
                ink = _ink(trace, dark, place)
                text = " ".join(filter(None, (_sign(trace), str(count))))
                bars[_words(name)].append(Piece(100 * count / longest, text, says, ink))
    pairs = zip(day, night, strict=True)
    legend = {_words(one["name"]): _ink(one, two, 0) for one, two in pairs if one.get("name")}
    return Tally(bars, legend, day[0].get("textposition") == "outside")


def _sign(trace: Trace) -> str:
    """The sign of a state, with which its name begins; "" where the bars themselves are named."""
    return _words(trace["name"]).split(" ")[0] if trace.get("name") else ""


def _of(trace: Trace, name: str) -> float:
    counts = [count or 0 for one, count in zip(trace["y"], trace["x"], strict=True) if one == name]
    return float(sum(counts))


def _ink(day: Trace, night: Trace, place: int) -> Ink:
    fill, edge = [], []
    for trace in (day, night):
        fill.append(_one(trace["marker"]["color"], place))
        edge.append(_one(trace["marker"]["line"]["color"], place))
    return Ink((fill[0], fill[1]), (edge[0], edge[1]))


def _one(colours: Any, place: int) -> str:
    return str(colours if isinstance(colours, str) else colours[place])


def _words(text: str) -> str:
    """A text that was made for Plotly, as it is read."""
    return unescape(text.replace("<br>", " "))
