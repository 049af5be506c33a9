"""Holds up whoever guesses passwords, without letting them lock anybody else out.

Each try is counted before the password is looked at, so that many at once are not looked at all.
A browser that has signed in to an account before has a count of its own for it ("device cookies",
as OWASP calls them). All others are counted by account and address, by address, and by account.
Nobody waits on the server: a try that comes too early is refused, and does not count.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from data.store import Store
from data.store.tables import failures

REMEMBERED = timedelta(hours=24)
_LONGEST = timedelta(minutes=15)


class TooEarly(Exception):  # noqa: N818 - the name says what happened
    """Raised for a try that comes too early; ``seconds`` are left to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"{seconds} s too early")
        self.seconds = seconds


class _Count(NamedTuple):
    """What is counted together, and how many failures cost nothing; each further doubles."""

    hash: str
    free: int


class Try(NamedTuple):
    """One try to sign in: for which account, from which address, from which known browser.

    The address is that of one person: of IPv6 its network; "" where it is not known.
    """

    account: str
    address: str
    browser: str | None = None

    @property
    def counts(self) -> Sequence[_Count]:
        """Where it counts, the narrowest first."""
        if self.browser:
            return (_Count(_hash("browser", self.account, self.browser), 5),)
        return (
            _Count(_hash("pair", self.account, self.address), 3),
            _Count(_hash("address", self.address), 20),
            _Count(_hash("account", self.account), 50),
        )


def admit(store: Store, tried: Try) -> Sequence[int]:
    """Count a try before it is made; gives its numbers for ``forgive``. Raises TooEarly."""
    with store.transaction() as connection:  # a flood is refused without writing
        _check(connection, tried)
    with store.transaction(writing=True) as connection:
        _check(connection, tried)
        now = datetime.now(UTC)
        connection.execute(failures.delete().where(failures.c.at < (now - REMEMBERED).isoformat()))
        return [_counted(connection, count, now) for count in tried.counts]


def forgive(connection: Connection, tried: Try, numbers: Sequence[int]) -> None:
    """Take back a try that succeeded, and all before it in its narrowest count.

    The wider counts keep the failures of others: somebody with an account of their own could
    otherwise guess at another's for ever.
    """
    connection.execute(failures.delete().where(failures.c.number.in_(numbers)))
    connection.execute(failures.delete().where(failures.c.hash == tried.counts[0].hash))


def _counted(connection: Connection, count: _Count, now: datetime) -> int:
    row = failures.insert().values(hash=count.hash, at=now.isoformat())
    number: int = connection.execute(row.returning(failures.c.number)).scalar_one()
    return number


def _check(connection: Connection, tried: Try) -> None:
    now = datetime.now(UTC)
    left = max(_ends(connection, count, now) - now for count in tried.counts)
    if left > timedelta():
        raise TooEarly(ceil(left.total_seconds()))


def _ends(connection: Connection, count: _Count, now: datetime) -> datetime:
    """When the next try of a count may be made."""
    since = (now - REMEMBERED).isoformat()
    counted = select(func.count(), func.max(failures.c.at)).where(
        failures.c.hash == count.hash, failures.c.at > since
    )
    failed, last = connection.execute(counted).one()
    over = failed - count.free
    if over < 0 or last is None:
        return now
    wait = min(timedelta(seconds=2 ** min(over, 20)), _LONGEST)
    return datetime.fromisoformat(last) + wait


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()
