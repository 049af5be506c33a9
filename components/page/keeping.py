"""The files that a person is at: they stay while another part of the desk is looked at.

The server keeps them for a while, too: a page that is loaded anew offers them again, with all that
was decided about them, and with the check that is on its way.
"""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from data.desk.uploads import Upload

LONGEST = 1_800  # seconds after which files that nobody asks for are forgotten
MOST_BYTES = 200_000_000  # of all persons
_FILES, _EARLIER = "desk-uploads", "desk-earlier"
# what goes with the files: answers, encodings, choices, mappings, the check on its way
_WITH_THEM = (
    "desk-handlings",
    "desk-encodings",
    "desk-chosen",
    "desk-map-begun",
    "desk-map-rounds",
    "desk-job",
)


@dataclass
class Kept:
    """The files of one person, and what was decided about them."""

    uploads: tuple[Upload, ...]
    told: dict[str, Any]
    seen: float = field(default_factory=time.monotonic)

    @property
    def names(self) -> str:
        """What the files are called."""
        return ", ".join(upload.name for upload in self.uploads)

    @property
    def weight(self) -> int:
        """How many bytes they have."""
        return sum(len(upload.content) for upload in self.uploads)


class Shelf:
    """What is kept of each person: the last files, not too long and not too many."""

    def __init__(self, longest: float = LONGEST, most: int = MOST_BYTES) -> None:
        self._longest, self._most = longest, most
        self._lock = threading.Lock()
        self._kept: dict[str, Kept] = {}

    def put(self, who: str, kept: Kept) -> None:
        """Keep somebody's files in place of those before; the oldest of all make room."""
        with self._lock:
            self._kept.pop(who, None)
            self._kept[who] = kept
            self._drop_old()
            while sum(one.weight for one in self._kept.values()) > self._most:
                del self._kept[next(iter(self._kept))]

    def of(self, who: str) -> Kept | None:
        """What is kept of somebody; None for nothing."""
        with self._lock:
            self._drop_old()
            return self._kept.get(who)

    def drop(self, who: str) -> Kept | None:
        """Forget somebody's files; they come back once more."""
        with self._lock:
            return self._kept.pop(who, None)

    def clear(self) -> None:
        """Forget the files of all."""
        with self._lock:
            self._kept.clear()

    def _drop_old(self) -> None:
        first = time.monotonic() - self._longest
        for who in [who for who, one in self._kept.items() if one.seen < first]:
            del self._kept[who]


SHELF = Shelf()


def earlier(uploader: str) -> list[Upload]:
    """The files of before the field with this key was drawn anew, as after another part."""
    if uploader not in st.session_state:
        st.session_state[_EARLIER] = st.session_state.get(_FILES, [])
    return list(st.session_state.get(_EARLIER, []))


def take_away_earlier() -> None:
    """Forget the files of before the field was drawn anew."""
    st.session_state[_EARLIER] = []


def keep(who: str, uploads: Sequence[Upload]) -> None:
    """Keep files with what was decided about them, here and for a page that is loaded anew."""
    st.session_state[_FILES] = list(uploads)
    told = {name: st.session_state[name] for name in _WITH_THEM if name in st.session_state}
    SHELF.put(who, Kept(tuple(uploads), told))


def go_on(kept: Kept) -> None:
    """Take up files where they were left."""
    st.session_state.update(kept.told)
    st.session_state[_FILES] = st.session_state[_EARLIER] = list(kept.uploads)


def forget(who: str) -> None:
    """Keep nothing of this session's files; others of the same person stay."""
    if st.session_state.pop(_FILES, None):
        SHELF.drop(who)
    st.session_state.pop(_EARLIER, None)
