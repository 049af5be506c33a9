"""Gives up on a PostgreSQL that takes questions and says nothing, and remembers it for a while.

The first who gets no answer waits some seconds. After that nobody waits: whoever asks is told at
once, until one of them, after a rest, finds that it answers again.
"""

import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, NoReturn, TypeVar

import psycopg
from psycopg.abc import PQGen
from sqlalchemy import URL, Connection

SILENCE = 5  # seconds without a byte of an answer; a question of ours takes some milliseconds
REST = 3  # seconds in which nobody asks
_NOTHING = 0  # what psycopg tells a question that it looks after for which nothing came

Result = TypeVar("Result")


class NoAnswerError(psycopg.OperationalError):
    """Raised where the database takes a question and says nothing, or did so just now."""


class Memory:
    """Whether a database hung when it was last asked."""

    def __init__(self, rest: float = REST) -> None:
        self._rest = rest
        self._is_hanging, self._until = False, 0.0
        self._one_at_a_time = threading.Lock()

    def hangs(self) -> None:
        """Note that it has just said nothing."""
        self._is_hanging, self._until = True, time.monotonic() + self._rest

    def check(self) -> None:
        """Raise NoAnswerError while it is to be left in peace."""
        if self._is_hanging and time.monotonic() < self._until:
            raise NoAnswerError("it did not answer a moment ago")

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Ask it within; where it hung, only one does. Raises NoAnswerError."""
        self.check()
        if not self._is_hanging:
            yield
            return
        if not self._one_at_a_time.acquire(blocking=False):
            raise NoAnswerError("somebody else is finding out whether it answers again")
        try:
            yield
        finally:
            self._one_at_a_time.release()

    def answers(self) -> None:
        """Note that it has answered."""
        self._is_hanging = False


@cache
def memory_of(_address: URL) -> Memory:
    """What is remembered of a database, however often it is opened."""
    return Memory()


class Impatient(psycopg.Connection[Any]):
    """A connection that is closed where the database says nothing for too long."""

    memory: Memory
    silence: float = SILENCE

    def wait(self, gen: PQGen[Result], *args: Any, **kwargs: Any) -> Result:
        """Wait for the answer to a question; raises NoAnswerError."""
        return super().wait(self._heard(gen), *args, **kwargs)

    def _heard(self, question: PQGen[Result]) -> Generator[Any, Any, Result]:
        heard = time.monotonic()
        try:
            wanted = next(question)
            while True:
                ready = yield wanted
                if ready != _NOTHING:
                    heard = time.monotonic()
                elif time.monotonic() - heard > self.silence:
                    self._give_up()
                wanted = question.send(ready)
        except StopIteration as over:
            result: Result = over.value
            return result

    def _give_up(self) -> NoReturn:
        self.memory.hangs()
        self.close()
        raise NoAnswerError("it says nothing")


def connected(memory: Memory, *given: Any, **parts: Any) -> Impatient:
    """A connection of the database that is remembered here; raises NoAnswerError."""
    memory.check()
    try:
        connection = Impatient.connect(*given, **parts)
    except psycopg.errors.ConnectionTimeout:
        memory.hangs()
        raise
    connection.memory = memory
    return connection


def own(connection: Connection) -> Impatient:
    """The driver's connection below one of ours."""
    below = connection.connection.driver_connection
    if not isinstance(below, Impatient):
        raise TypeError(type(below).__name__)
    return below
