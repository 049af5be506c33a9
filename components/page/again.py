"""Pages shown again: what one reader was shown is shown to the next who asks for the same.

A page of the record follows from the record, its address and who asks. So what was drawn is kept by
all of that, and drawn once more without running the page, as long as the store answers all that was
asked of it as it did then.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import NamedTuple

import streamlit as st

from components import links, shelf
from components.entrance import gate
from components.entrance.alike import Alike
from components.inside.drawing import Drawing, draw_again, drawn
from components.page import address, columns, parts
from components.pictures.rendering import can_draw
from data.roles import Caller
from data.store import StoreError, store

MOST_BYTES = 64_000_000  # of all that is kept; the pages asked for longest ago go first


class _Seen(NamedTuple):
    """What was drawn, and what the store answered meanwhile."""

    drawing: Drawing
    answers: shelf.Answers


class Pages:
    """What was drawn by what it follows from, up to so many bytes."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most, self._size = most, 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, _Seen] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def of(self, key: Hashable) -> _Seen | None:
        """What was drawn last for this key."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: Hashable, seen: _Seen) -> None:
        """Keep what was drawn in place of what was before it."""
        with self._lock:
            if before := self._kept.pop(key, None):
                self._size -= before.drawing.size
            self._kept[key] = seen
            self._size += seen.drawing.size
            while self._size > self._most:
                self._size -= self._kept.popitem(last=False)[1].drawing.size

    def clear(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._kept.clear()
            self._size = 0


PAGES = Pages()
# Each server draws a page of a new version once, however many ask for it.
_ALIKE = Alike(patience=5)
shelf.when_struck(PAGES.clear)


def shown(path: str, caller: Caller, draw: Callable[[], None]) -> None:
    """Draw a page that follows from the record, its address and who asks."""
    asked = links.asked(st.query_params.to_dict())
    if sum(map(len, asked.values())) > links.LONGEST:
        draw()
        return
    try:
        key = _key(path, asked, caller)
    except StoreError:  # which the page says in its own way
        draw()
        return
    if _is_shown_again(key):
        return
    with _ALIKE.turn(key, partial(_is_shown_again, key)) as turn:
        if turn is None:
            return
        drawing = drawn(draw)
        if drawing and (answers := shelf.answered()):
            PAGES.keep(key, _Seen(drawing, answers))
        else:
            turn.is_for_all = False


def _is_shown_again(key: Hashable) -> bool:
    seen = PAGES.of(key)
    try:
        is_so = seen is not None and shelf.answers_alike(seen.answers)
    except StoreError:
        return False
    return is_so and seen is not None and draw_again(seen.drawing)


def _key(path: str, asked: Mapping[str, str], caller: Caller) -> Hashable:
    here = address.server(), parts.look().name, parts.today(), can_draw(), gate.is_without_browser()
    seen_by = caller, gate.how(), gate.hidden_from(caller)
    return path, *asked.items(), here, seen_by, columns.of_reader(), id(store())
