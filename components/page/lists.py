"""Tables and long lists: the part that a reader turned to, and on paper all of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, overload

import streamlit as st

from components import html, links
from components.page import address
from components.page.parts import guard, note, show
from data.exports.charted import Stated
from data.views.completeness import Share
from data.views.lens import Lens

MOST_ON_PAPER = 300  # of a list that is printed whole, though the screen shows a part of it
MOST_ROWS = 100  # of a table at once; a page of 20,000 would take minutes and 60 MB


class Each(Sequence[Sequence[object]]):
    """Rows of a table, made one by one for what is asked for, and only when they are shown."""

    def __init__(self, of: Sequence[Any], make: Callable[[Any], Sequence[object]]) -> None:
        self._of, self._make = of, make

    @overload
    def __getitem__(self, place: int) -> Sequence[object]: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Sequence[object]]: ...
    def __getitem__(self, place: int | slice) -> Sequence[object]:
        if isinstance(place, slice):
            return [self._make(one) for one in self._of[place]]
        return self._make(self._of[place])

    def __len__(self) -> int:
        return len(self._of)


def table(
    lens: Lens,
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    numeric: Iterable[str] = (),
    dense: bool = False,
    listed: str = "",
) -> None:
    """A table for screen readers, too; it wraps on a phone and links its records.

    A long one is shown in parts; ``Each`` gives rows that are only made when they are shown.
    ``dense`` is for a list whose cells say by themselves what they are: on a phone each row is a
    few lines of text, without its headings. ``listed`` is the list's name in the address.
    """
    every = rows if isinstance(rows, Sequence) else list(rows)
    first, last = slice_of(lens, f"table-{caption}", len(every), MOST_ROWS, listed=listed)
    cells = [[_shown(cell) for cell in row] for row in every[first:last]]
    numbers = set(numeric)
    show("table.html", lens, caption=caption, heads=heads, rows=cells, numeric=numbers, dense=dense)


def _shown(cell: object) -> object:
    if isinstance(cell, (links.Cell, Share)):
        return cell._asdict()
    return cell.text if isinstance(cell, Stated) else cell


def slice_of(
    lens: Lens,
    name: str,
    count: int,
    size: int,
    *,
    in_address: bool = False,
    listed: str = "",
    is_printed: bool = False,
) -> tuple[int, int]:
    """First and last row of the part of a long list that the reader turned to.

    The address keeps it for the one list of a page (``in_address``), and for one with a name in it
    (``listed``): without scripts readers come to the other parts by links.
    ``is_printed``, for one whose other rows stand on the page for paper (``whole``, ``in_full``).
    """
    pages = max(-(-count // size), 1)
    _ = lens.language.text
    asked = address.PART if in_address else f"{address.PART}-{listed}" if listed else ""
    if asked:
        guard(asked, [str(number + 1) for number in range(pages)], _("Its beginning is shown."))
    if pages == 1:
        return 0, count
    key = f"{name}-{pages}"
    is_whole = is_printed and count <= MOST_ON_PAPER
    if asked:
        number = address.turned_to(pages, key, asked, is_whole=is_whole)
    else:
        number = st.pagination(pages, key=key)
    first = (number - 1) * size
    shown = _("{first}–{last} of {count}")
    sentence = shown.format(first=first + 1, last=min(first + size, count), count=count)
    note(sentence, on_paper=not is_whole)
    return first, first + size


def whole(keys: Sequence[str], first: int, last: int) -> tuple[Sequence[str], range]:
    """The rows of a table to draw, and the places of those that the screen shows.

    Paper shows all of them; of very many, those on the screen.
    """
    if len(keys) > MOST_ON_PAPER:
        return keys[first:last], range(last - first)
    return keys, range(first, last)


def in_full(
    lens: Lens,
    template: str,
    rows: Sequence[Any],
    part: tuple[int, int],
    told: Callable[[Sequence[Any]], Mapping[str, Any]],
) -> None:
    """Draw the part of a list for the screen, and before and after it the others for paper.

    ``told`` gives what the template needs to draw some of the rows.
    """
    first, last = part
    others = len(rows) <= MOST_ON_PAPER
    if others and rows[:first]:
        _on_paper(template, lens, **told(rows[:first]))
    show(template, lens, **told(rows[first:last]))
    if others and rows[last:]:
        _on_paper(template, lens, **told(rows[last:]))


def _on_paper(template: str, lens: Lens, **context: Any) -> None:
    st.html(f'<div class="nc-paper-part">{html.render(template, lens, **context)}</div>')
