"""The accounts of this server: who may sign in, under which name and role."""

import re
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from data.accounts import passwords
from data.roles import Caller, Role
from data.store import Store, audit
from data.store.tables import accounts, sign_ins

_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9._+@-]{0,253}", re.ASCII)


class Account(NamedTuple):
    """Somebody who may sign in; ``account`` is what they type, an e-mail address with OpenID."""

    account: str
    name: str
    role: Role
    has_password: bool
    created: datetime

    @property
    def caller(self) -> Caller:
        """What they may do."""
        return Caller(self.account, self.name, self.role)


class BadAccount(ValueError):  # noqa: N818 - the name says what it is
    """Raised for a name that cannot be one; ``kind`` says why."""

    def __init__(self, kind: str, account: str) -> None:
        super().__init__(f"{kind}: {account[:80]}")
        self.kind = kind
        self.account = account


def every(store: Store) -> list[Account]:
    """All accounts, by name."""
    with store.transaction() as connection:
        rows = connection.execute(select(accounts).order_by(accounts.c.account))
        return [
            Account(
                row.account,
                row.name,
                Role(row.role),
                row.password is not None,
                datetime.fromisoformat(row.created),
            )
            for row in rows
        ]


def add(
    store: Store, account: str, name: str, role: Role, password: str | None, *, by: str
) -> None:
    """Make an account; raises BadAccount, and Unfit for its password."""
    account = account.strip().lower()
    if not _ACCOUNT.fullmatch(account):
        raise BadAccount("not-a-name", account)
    kept = None if password is None else passwords.hashed(password)
    now = datetime.now(UTC).isoformat()
    with store.transaction(writing=True) as connection:
        if _has(connection, account):
            raise BadAccount("taken", account)
        connection.execute(
            accounts.insert().values(
                account=account, name=name, role=role.value, password=kept, created=now
            )
        )
        audit.note(connection, by, "account-added", account=account, role=role.value)


def set_role(store: Store, account: str, role: Role, *, by: str) -> None:
    """Give another role; whoever is signed in with the account has to sign in anew."""
    with store.transaction(writing=True) as connection:
        _changed(connection, account, by, "role", role=role.value)


def set_password(store: Store, account: str, password: str, *, by: str) -> None:
    """Give another password; whoever is signed in with the account has to sign in anew."""
    kept = passwords.hashed(password)
    with store.transaction(writing=True) as connection:
        _changed(connection, account, by, "password", password=kept)


def remove(store: Store, account: str, *, by: str) -> None:
    """Remove an account, and sign it out everywhere."""
    with store.transaction(writing=True) as connection:
        _must_exist(connection, account)
        _keep_an_administrator(connection, account)
        connection.execute(accounts.delete().where(accounts.c.account == account))
        audit.note(connection, by, "account-removed", account=account)


def _changed(connection: Connection, account: str, by: str, what: str, **values: str) -> None:
    _must_exist(connection, account)
    if values.get("role", Role.ADMINISTRATOR) != Role.ADMINISTRATOR:
        _keep_an_administrator(connection, account)
    connection.execute(accounts.update().where(accounts.c.account == account).values(**values))
    connection.execute(sign_ins.delete().where(sign_ins.c.account == account))
    audit.note(connection, by, f"account-{what}", account=account, role=values.get("role"))


def _has(connection: Connection, account: str) -> bool:
    where = accounts.c.account == account
    return connection.execute(select(accounts.c.account).where(where)).first() is not None


def _must_exist(connection: Connection, account: str) -> None:
    if not _has(connection, account):
        raise BadAccount("unknown", account)


def _keep_an_administrator(connection: Connection, account: str) -> None:
    """Without one, nobody could make another."""
    others = select(accounts.c.account).where(
        accounts.c.role == Role.ADMINISTRATOR.value, accounts.c.account != account
    )
    its_role = select(accounts.c.role).where(accounts.c.account == account)
    is_one = connection.execute(its_role).scalar_one() == Role.ADMINISTRATOR
    if is_one and connection.execute(others).first() is None:
        raise BadAccount("last-administrator", account)
