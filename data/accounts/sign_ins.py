"""Browsers that are signed in: each has a token, of which the store keeps the hash."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, select

from data.accounts import guessing, passwords
from data.accounts.accounts import plain
from data.accounts.guessing import Try
from data.roles import STRANGER, Caller, Role
from data.store import Store, audit
from data.store.tables import accounts, sign_ins

LASTS = timedelta(hours=12)


class WrongPassword(Exception):  # noqa: N818 - the name says what happened
    """Raised when an account and a password do not belong together, or there is no such account."""


class _Kept(NamedTuple):
    """An account as it is while a password is tried."""

    account: str | None
    password: str | None


def enter(store: Store, tried: Try, password: str) -> str:
    """Sign in with a password; gives the token that the browser keeps.

    Raises:
        TooEarly: too many tries have failed; nothing was looked at.
        WrongPassword: account and password do not belong together.

    """
    tried = tried._replace(account=plain(tried.account))
    numbers = guessing.admit(store, tried)
    known = _proved(store, tried, password)
    with store.transaction(writing=True) as connection:
        # Between the look at the password and now, it may have been changed, or the account gone.
        wanted = select(accounts.c.password).where(accounts.c.account == tried.account)
        if connection.execute(wanted).scalar_one_or_none() != known.password:
            raise WrongPassword
        guessing.forgive(connection, tried, numbers)
        return _begin(connection, tried.account)


def confirm(store: Store, tried: Try, password: str) -> None:
    """Check the password of somebody who is signed in; raises as ``enter`` does."""
    numbers = guessing.admit(store, tried)
    _proved(store, tried, password)
    with store.transaction(writing=True) as connection:
        guessing.forgive(connection, tried, numbers)


def begin(store: Store, account: str) -> str:
    """Sign an account in; gives the token that its browser keeps."""
    with store.transaction(writing=True) as connection:
        return _begin(connection, account)


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


def _proved(store: Store, tried: Try, password: str) -> _Kept:
    """The account that the password belongs to; raises WrongPassword, which is written down."""
    known = _kept(store, tried.account)
    if not passwords.fits(known.password, password):
        _note_failure(store, known.account, tried)
        raise WrongPassword
    return known


def _kept(store: Store, account: str) -> _Kept:
    wanted = select(accounts.c.account, accounts.c.password).where(accounts.c.account == account)
    with store.transaction() as connection:
        row = connection.execute(wanted).one_or_none()
    return _Kept(None, None) if row is None else _Kept(row.account, row.password)


def _note_failure(store: Store, account: str | None, tried: Try) -> None:
    """Write a failure down; a name that is no account is not, as people type passwords there."""
    with store.transaction(writing=True) as connection:
        audit.note(
            connection,
            "",
            "sign-in-failed",
            account=account,
            address=tried.address,
        )


def _begin(connection: Connection, account: str) -> str:
    token = secrets.token_urlsafe(32)
    now = datetime.now(UTC)
    connection.execute(sign_ins.delete().where(sign_ins.c.expires < now.isoformat()))
    connection.execute(
        sign_ins.insert().values(
            hash=_hash(token), account=account, expires=(now + LASTS).isoformat()
        )
    )
    audit.note(connection, account, "sign-in")
    return token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
