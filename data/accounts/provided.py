"""People whom another server has signed in: each sign-in is kept here until it ends.

The browser has what the other server said of its user, signed by us; without the row here it is
worth nothing.
"""

import hashlib
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from data.accounts.sign_ins import LASTS
from data.roles import STRANGER, Caller, Role
from data.store import Store, audit
from data.store.tables import accounts, provided_sign_ins


class SignIn(NamedTuple):
    """One sign-in: ``key`` is known to the browser and to us alone.

    ``account`` is an e-mail address in small letters. ``claimed`` is the role that the other
    server gives; None where it gives none.
    """

    key: str
    account: str
    name: str
    claimed: Role | None


def rights(store: Store, sign_in: SignIn) -> Caller | None:
    """Who it is, as their account is now; None for somebody to whom nobody gave a role."""
    with store.transaction() as connection:
        return _rights(connection, sign_in)


def begin(store: Store, sign_in: SignIn, issued: datetime) -> None:
    """Keep a sign-in that the other server made at ``issued``."""
    now = datetime.now(UTC).isoformat()
    table = provided_sign_ins
    with store.transaction(writing=True) as connection:
        connection.execute(table.delete().where(table.c.expires < now))
        connection.execute(table.delete().where(table.c.hash == _hash(sign_in)))
        connection.execute(
            table.insert().values(
                hash=_hash(sign_in),
                account=sign_in.account,
                expires=(issued + LASTS).astimezone(UTC).isoformat(),
            )
        )
        audit.note(connection, sign_in.account, "sign-in")


def refuse(store: Store, account: str, why: str) -> None:
    """Write down that somebody came whom the other server knows, and was not let in."""
    with store.transaction(writing=True) as connection:
        audit.note(connection, account, "sign-in-refused", reason=why)


def end(store: Store, sign_in: SignIn) -> None:
    """End a sign-in; of one that has ended already nothing is said."""
    table = provided_sign_ins
    with store.transaction(writing=True) as connection:
        ended = connection.execute(table.delete().where(table.c.hash == _hash(sign_in)))
        if ended.rowcount:
            audit.note(connection, sign_in.account, "sign-out")


def whose(store: Store, sign_in: SignIn) -> Caller:
    """Who it is, as their account is now; a stranger where it has ended."""
    table, now = provided_sign_ins, datetime.now(UTC).isoformat()
    kept = select(table.c.account).where(table.c.hash == _hash(sign_in), table.c.expires > now)
    with store.transaction() as connection:
        if connection.execute(kept).scalar_one_or_none() != sign_in.account:
            return STRANGER
        return _rights(connection, sign_in) or STRANGER


def _rights(connection: Connection, sign_in: SignIn) -> Caller | None:
    wanted = select(accounts.c.name, accounts.c.role).where(accounts.c.account == sign_in.account)
    row = connection.execute(wanted).one_or_none()
    roles = {sign_in.claimed, Role(row.role) if row else None} - {None}
    if not roles:
        return None
    name = row.name if row else sign_in.name
    return Caller(sign_in.account, name, max(filter(None, roles), key=list(Role).index))


def _hash(sign_in: SignIn) -> str:
    return hashlib.sha256(sign_in.key.encode("utf-8", "replace")).hexdigest()
