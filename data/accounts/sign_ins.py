"""Browsers that are signed in: each has a token, of which the store keeps the hash."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from data.roles import STRANGER, Caller, Role
from data.store import Store, audit
from data.store.tables import accounts, sign_ins

LASTS = timedelta(hours=12)


def begin(store: Store, account: str) -> str:
    """Sign an account in; gives the token that its browser keeps."""
    token = secrets.token_urlsafe(32)
    now = datetime.now(UTC)
    with store.transaction(writing=True) as connection:
        connection.execute(sign_ins.delete().where(sign_ins.c.expires < now.isoformat()))
        connection.execute(
            sign_ins.insert().values(
                hash=_hash(token), account=account, expires=(now + LASTS).isoformat()
            )
        )
        audit.note(connection, account, "sign-in")
    return token


def end(store: Store, token: str) -> None:
    """Sign a browser out; of an unknown token nothing is said."""
    with store.transaction(writing=True) as connection:
        known = sign_ins.c.hash == _hash(token)
        account = connection.execute(select(sign_ins.c.account).where(known)).scalar_one_or_none()
        if account is not None:
            connection.execute(sign_ins.delete().where(known))
            audit.note(connection, account, "sign-out")


def whose(store: Store, token: str) -> Caller:
    """Who has this token, as their account is now; a stranger where it has ended."""
    if not token:
        return STRANGER
    wanted = (
        select(accounts.c.account, accounts.c.name, accounts.c.role)
        .join(sign_ins)
        .where(sign_ins.c.hash == _hash(token), sign_ins.c.expires > datetime.now(UTC).isoformat())
    )
    with store.transaction() as connection:
        row = connection.execute(wanted).one_or_none()
    return STRANGER if row is None else Caller(row.account, row.name, Role(row.role))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
