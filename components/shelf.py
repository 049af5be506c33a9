"""The store of this server, opened once, and its versions as kept in memory for all readers."""

import logging
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import streamlit as st

from components import html
from components.entrance import gate
from data.exports.edition import Edition, edition_of
from data.exports.past import Past, past_of
from data.language import Language
from data.record import loading as records
from data.record.hiding import RESTRICTED, Hidden, is_restricted, without
from data.record.rows import Rows, rows_of, tables_of
from data.roles import Caller
from data.schema import TABLES
from data.store import Store, StoreError, Unreachable, seed, store, struck, troubles
from data.values.dates import province_today
from data.views.lens import Lens, forget

_RUN = threading.local()
_ONE_AT_A_TIME = threading.RLock()
Answer = TypeVar("Answer")


@contextmanager
def asked_once() -> Iterator[None]:
    """Have a run of a page ask the store once which version is the newest, not for every part."""
    _RUN.answers, _RUN.is_in_trouble, _RUN.is_away, _RUN.known = {}, False, False, None
    try:
        yield
    finally:
        del _RUN.answers, _RUN.is_away, _RUN.known


def is_away() -> bool:
    """Whether the page that runs shows what the store said before it went away."""
    return gate.is_unknown() or getattr(_RUN, "is_away", False)


def is_there() -> bool:
    """Whether the store answers at this moment."""
    try:
        opened()
    except StoreError:
        return False
    return True


def _answer(current: Store, ask: Callable[[Store], Answer]) -> Answer:
    """What the store answers; within a run of a page, what it answered since the last change."""
    answers = getattr(_RUN, "answers", None)
    if answers is None:
        return ask(current)
    key = ask, id(current), current.writes
    if key not in answers:
        answers[key] = ask(current) if ask is _in_step else _known(current)(ask)
    return cast("Answer", answers[key])


class _Known:
    """What was asked of the store in one of its states, in whatever run."""

    def __init__(self, current: Store, state: Hashable) -> None:
        self.store, self.state = current, state
        self._answers: dict[Callable[[Store], Any], Any] = {}

    def __call__(self, ask: Callable[[Store], Answer]) -> Answer:
        """What the store answered, or does now."""
        if ask in (answers := self._answers):
            return cast("Answer", answers[ask])
        answer = ask(self.store)
        # Questions of one run alone, which nobody asks again, are not to gather.
        self._answers = {**answers, ask: answer} if len(answers) < _MOST_KNOWN else {ask: answer}
        return answer


def _known(current: Store) -> _Known:
    """What is known of the store in the state that this run found it in."""
    found: tuple[int, _Known] | None = getattr(_RUN, "known", None)
    if found and found[0] == current.writes and found[1].store is current:
        return found[1]
    writes, state = current.writes, current.state()
    known = _LAST_KNOWN[0]
    if known is None or known.store is not current or known.state != state:
        known = _LAST_KNOWN[0] = _Known(current, state)
    _RUN.known = writes, known
    return known


_MOST_KNOWN = 200
_LAST_KNOWN: list[_Known | None] = [None]


def asked(ask: Callable[[Store], Answer]) -> Answer:
    """What the store answers a part of a page."""
    return _answer(store(), ask)


Answers = tuple[tuple[Callable[[Store], Any], Any], ...]


def answered() -> Answers | None:
    """All that the store was asked in this run of a page, and what it answered; None: not all."""
    if _RUN.is_in_trouble or is_away():
        return None
    return tuple((ask, answer) for (ask, *_rest), answer in _RUN.answers.items())


def answers_alike(answers: Answers) -> bool:
    """Whether the store answers today's run as it answered an earlier one."""
    current = store()
    return all(_answer(current, ask) == answer for ask, answer in answers)


def opened() -> Store:
    """The store. While nobody has published, changed files in data/curated become its content.

    Whatever was made from versions before a person was struck from them is dropped.
    """
    current = store()
    _drop_struck(_answer(current, Store.strikes))
    _answer(current, _in_step)
    return current


def _in_step(current: Store) -> None:
    """Look at the files once a second: to ask the disk for each of them holds up every reader."""
    known, of = _SEEDED[0], (current, records.CURATED)
    if known and known.of == of and time.monotonic() - known.looked < _EVERY:
        return
    looked, files = time.monotonic(), records.fingerprint(records.CURATED)
    if known is None or (known.of, known.files) != (of, files):
        with _SEEDS:
            known = _SEEDED[0]
            if known is None or (known.of, known.files) != (of, files):
                seed(current, records.CURATED)
            _SEEDED[0] = _Seeded(of, files, looked)
    else:
        _SEEDED[0] = _Seeded(of, files, looked)


class _Seeded(NamedTuple):
    """A store and the folder beside it, with the files as they were when they were looked at."""

    of: tuple[Store, Path]
    files: str
    looked: float


_EVERY = 1.0  # seconds
_SEEDED: list[_Seeded | None] = [None]
_SEEDS = threading.Lock()


def edition(code: str, caller: Caller | None = None) -> Edition:
    """The newest version in one language, as it is read today; raises StoreError.

    It holds what may be seen by ``caller``, who looks at the page that runs if not given.
    """
    current, read = _newest()
    return _found(read, code, province_today(), gate.hidden_from(caller), current)


def edition_at(version: str, code: str, day: date, hidden: Hidden) -> Edition:
    """A version by its id in one language, as it is read on a day; raises StoreError."""
    current, newest = _newest()
    read = version, newest[1]
    return _found(read, code, day, hidden, current)


def _newest() -> tuple[Store, "_Read"]:
    """The store and its newest version; while it does not answer, the newest that it told of."""
    current = store()
    try:
        opened()
        read = _answer(current, Store.current_id), _answer(current, Store.strikes)
    except Unreachable:
        if id(current) not in _LAST:
            raise
        if hasattr(_RUN, "answers"):
            _RUN.is_away = True
        return current, _LAST[id(current)]
    _LAST[id(current)] = read
    return current, read


_LAST: dict[int, "_Read"] = {}  # by store
_SEEN = {"strikes": 0}
_DROPS: list[Callable[[], None]] = [st.cache_resource.clear, forget, struck.forget]


def when_struck(drop: Callable[[], None]) -> None:
    """Have something dropped from memory as well where a person was struck."""
    _DROPS.append(drop)


def _drop_struck(strikes: int) -> None:
    """Forget what is in memory where somebody was struck since, by any server."""
    if strikes != _SEEN["strikes"]:
        _SEEN["strikes"] = strikes
        for drop in _DROPS:
            drop()


# A version as it was read: its id, and how many persons had been struck from the record by then.
_Read = tuple[str, int]


@lru_cache(maxsize=12)
def _found(version: _Read, code: str, day: date, hidden: Hidden, where: Store) -> Edition:
    """Before Streamlit's cache, which makes an edition once for all who wait, but finds it slowly.

    A page asks for its edition four times.
    """
    return _edition(version, code, day, _needed(version, hidden, where), where)


def _needed(version: _Read, hidden: Hidden, where: Store) -> Hidden:
    """What is to be hidden of a version: without a restricted row everybody reads the same one."""
    has_restricted = _has_restricted(version, where)  # known, then, when the store goes away
    if hidden.restricted and not has_restricted:
        return replace(hidden, restricted=False)
    return hidden


@st.cache_resource(max_entries=12, show_spinner=False)
def _has_restricted(version: _Read, _store: Store) -> bool:
    contents = _store.tables(version[0])
    marked = [name for name, table in TABLES.items() if RESTRICTED in table.fields]
    tables = [rows_of(name, contents[name]) for name in marked if name in contents]
    return any(is_restricted(row) for rows in tables for row in rows.values())


@st.cache_resource(max_entries=12, show_spinner=False)
def _edition(version: _Read, code: str, day: date, hidden: Hidden, _store: Store) -> Edition:
    # one record for all languages and days
    kept = _kept(version, hidden, _store)
    return replace(kept, lens=Lens(kept.lens.record, Language(code), day))


@st.cache_resource(max_entries=4, show_spinner=False)
def _kept(version: _Read, hidden: Hidden, _store: Store) -> Edition:
    shown = without(_store.tables(version[0]), hidden)
    made = edition_of(_store.version(version[0]), shown, Language("vi"))
    # read when it is first asked for, by few addresses
    return replace(made, past=cache(partial(_past, version, hidden, _store)))


_PASTS: dict[Hidden, Past] = {}


def _past(version: _Read, hidden: Hidden, store: Store) -> Past:
    """What the versions until one changed; what was read before is not read again."""
    with _ONE_AT_A_TIME:
        known = _PASTS.get(hidden)
        if known and known.version.number > store.version(version[0]).number:
            return past_of(store, version[0], hidden)
        _PASTS[hidden] = past_of(store, version[0], hidden, known)
        return _PASTS[hidden]


when_struck(_PASTS.clear)
when_struck(_found.cache_clear)


_BESIDE: list[Callable[[Language], None]] = []


def beside_trouble(draw: Callable[[Language], None]) -> None:
    """Have something drawn below the sentence that the store cannot do what it was asked."""
    _BESIDE.append(draw)


@contextmanager
def answering(language: Language) -> Iterator[None]:
    """Stop the page with one sentence if the store cannot do what it was asked."""
    try:
        yield
    except StoreError as trouble:
        _RUN.is_in_trouble = True
        logging.getLogger("nhip-cau").warning("store: %s", trouble)
        st.error(html.literal(troubles.sentence(trouble, language)))
        for draw in _BESIDE:
            draw(language)
        st.stop()


def stop_away(language: Language) -> None:
    """Stop the page with that sentence, where it needs more than what was last read."""
    if is_away():
        with answering(language):
            raise Unreachable


def rows(version: str) -> dict[str, Rows]:
    """Every table of a version, as texts, whole: for the desk, and not to be changed."""
    current = opened()
    return _rows((version, _answer(current, Store.strikes)), current)


@st.cache_resource(max_entries=4, show_spinner=False)
def _rows(version: _Read, _store: Store) -> dict[str, Rows]:
    return tables_of(_store.tables(version[0]))
