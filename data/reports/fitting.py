"""Estimates how many rows of a report fit on two pages before the annex."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import ceil
from textwrap import wrap

from data.reports.lines import NOTE

# Characters on a line of each column of the partner's template: Times New Roman 11, 16 cm wide.
MEETING = {"date": 21, "what": 44, "where": 18}
PROMISE = {"number": 4, "text": 36, "who": 19, "state": 22}
PROJECT = {"name": 40, "status": 16, "period": 16, "money": 18}
_SCALE = 0.92  # height of a line of 10 points, in lines of 11
_SMALL = 105  # characters on a line of a footnote, Times New Roman 10
# Lines of 11 points on two pages, without titles and signature; the national heading takes 8.
ROOM = {"vi": 66, "en": 68, "fr": 68}


def filled(context: Mapping[str, object]) -> float:
    """Lines that the rows and footnotes of a partner's report will fill.

    The largest row is counted twice with its notes, because it may not fit at the end of the
    first page, which then stays empty there.
    """
    notes = [_SCALE * ceil(len(str(text)) / _SMALL) for text in _texts(context["footnotes"])]
    tables = (("meetings", MEETING), ("promises", PROMISE), ("projects", PROJECT))
    rows = [(row, widths) for name, widths in tables for row in _rows(context[name])]
    lines = [_row(row, widths) for row, widths in rows]
    largest = [
        height + sum(notes[int(mark) - 1] for text in row.values() for mark in NOTE.findall(text))
        for (row, _widths), height in zip(rows, lines, strict=True)
    ]
    return sum(lines) + sum(notes) + max(largest, default=0)


def fitting(
    lengths: Sequence[int], room: float, build: Callable[[Sequence[int]], Mapping[str, object]]
) -> list[int]:
    """How many rows of each table fit in ``room`` lines; each table gets one more row in turn."""
    counts, growing = [0] * len(lengths), [bool(length) for length in lengths]
    while any(growing):
        for place, grows in enumerate(growing):
            if not grows:
                continue
            longer = [count + (other == place) for other, count in enumerate(counts)]
            if filled(build(longer)) > room:
                growing[place] = False
                continue
            counts = longer
            growing[place] = counts[place] < lengths[place]
    return counts


def _row(row: Mapping[str, str], widths: Mapping[str, int]) -> float:
    # cut at words, as Word does: a long word in a narrow column leaves half a line empty
    lines = (len(wrap(NOTE.sub("", row[name]), width)) for name, width in widths.items())
    return max(1, *lines) + 0.25  # for the margins of the cell


def _rows(value: object) -> Iterable[Mapping[str, str]]:
    return value if isinstance(value, list) else []


def _texts(value: object) -> Iterable[str]:
    return value if isinstance(value, list) else []
