"""The accounts of this server: who may sign in, under which name and role."""

import re
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, Row, Select, func, select

from data.accounts import passwords
from data.roles import Act, Caller, Role, permit
from data.store import Store, audit, sketches
from data.store.sketched import Stray
from data.store.sketches import remove_sketches
from data.store.tables import accounts, provided_sign_ins, sign_ins

LONGEST_NAME = 120  # characters of what the record calls a person
_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9._+@-]{0,253}", re.ASCII)


class Account(NamedTuple):
    """Somebody who may sign in; ``account`` is what they type, an e-mail address with OpenID.

    ``browsers`` says how many are signed in with it at this moment.
    """

    account: str
    name: str
    role: Role
    has_password: bool
    created: datetime
    browsers: int = 0

    @property
    def caller(self) -> Caller:
        """What they may do."""
        return Caller(self.account, self.name, self.role)


class BadAccount(ValueError):  # noqa: N818 - the name says what it is
    """Raised for what cannot be done with an account; ``kind`` says why.

    It is ``not-a-name``, ``no-person``, ``taken``, ``unknown`` or ``last-administrator``.
    """

    def __init__(self, kind: str, account: str) -> None:
        super().__init__(f"{kind}: {account[:80]}")
        self.kind = kind
        self.account = account


def every(store: Store, *, by: Caller) -> list[Account]:
    """All accounts, by name; raises Forbidden."""
    permit(by, Act.MANAGE)
    with store.transaction() as connection:
        rows = connection.execute(_counted().order_by(accounts.c.account))
        return [_account(row) for row in rows]


def names(store: Store) -> dict[str, str]:
    """What the person behind each account is called, for whoever may see who published."""
    with store.transaction() as connection:
        rows = connection.execute(select(accounts.c.account, accounts.c.name))
        return {row.account: row.name for row in rows}


def find(store: Store, account: str) -> Account | None:
    """The account of a name, however it is capitalised; None where there is none."""
    with store.transaction() as connection:
        wanted = _counted().where(accounts.c.account == plain(account))
        row = connection.execute(wanted).one_or_none()
    return None if row is None else _account(row)


def plain(account: str) -> str:
    """A name as it is kept: without spaces around it and without capitals."""
    return account.strip().lower()


def add(
    store: Store, account: str, name: str, role: Role, password: str | None, *, by: Caller
) -> None:
    """Make an account; raises Forbidden, BadAccount, and Unfit for its password."""
    permit(by, Act.MANAGE)
    account, name = plain(account), " ".join(name.split())
    if not _ACCOUNT.fullmatch(account):
        raise BadAccount("not-a-name", account)
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadAccount("no-person", account)
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
        audit.note(connection, by.who, "account-added", account=account, role=role.value)


def set_role(store: Store, account: str, role: Role, *, by: Caller) -> None:
    """Give another role; whoever is signed in with the account has to sign in anew."""
    permit(by, Act.MANAGE)
    account = plain(account)
    with store.transaction(writing=True) as connection:
        _must_exist(connection, account)
        if role is not Role.ADMINISTRATOR:
            _keep_an_administrator(connection, account)
        _change(connection, account, role=role.value)
        audit.note(connection, by.who, "account-role", account=account, role=role.value)


def set_password(store: Store, account: str, password: str, *, by: Caller) -> None:
    """Give another password; whoever is signed in with the account has to sign in anew.

    Everybody may change their own; whoever calls this has asked for the old one.
    """
    account = plain(account)
    if by.account != account:
        permit(by, Act.MANAGE)
    kept = passwords.hashed(password)
    with store.transaction(writing=True) as connection:
        _must_exist(connection, account)
        _change(connection, account, password=kept)
        audit.note(connection, by.who, "account-password", account=account)


def remove(store: Store, account: str, *, by: Caller) -> None:
    """Remove an account with its drafts, and sign it out everywhere."""
    permit(by, Act.MANAGE)
    account = plain(account)
    with store.transaction(writing=True) as connection:
        _must_exist(connection, account)
        _keep_an_administrator(connection, account)
        for table in (accounts, provided_sign_ins):  # a later account of that name is another one
            connection.execute(table.delete().where(table.c.account == account))
        remove_sketches(connection, account)
        audit.note(connection, by.who, "account-removed", account=account)


def strays(store: Store, *, by: Caller) -> list[Stray]:
    """Who has drafts here and no account: signed in by another server, or from before accounts."""
    permit(by, Act.MANAGE)
    return sketches.strays(store)


def remove_strays(store: Store, account: str, *, by: Caller) -> None:
    """Remove the drafts of somebody who has no account here; one with an account keeps theirs."""
    permit(by, Act.MANAGE)
    with store.transaction(writing=True) as connection:
        if not _has(connection, account):
            remove_sketches(connection, account)
            audit.note(connection, by.who, "drafts-removed", account=account)


def _counted() -> Select[tuple[str, str, str, str | None, str, int]]:
    now = datetime.now(UTC).isoformat()
    browsers = (
        select(func.count())
        .where(sign_ins.c.account == accounts.c.account, sign_ins.c.expires > now)
        .scalar_subquery()
    )
    known = accounts.c
    return select(
        known.account,
        known.name,
        known.role,
        known.password,
        known.created,
        browsers.label("browsers"),
    )


def _account(row: Row[tuple[str, str, str, str | None, str, int]]) -> Account:
    return Account(
        row.account,
        row.name,
        Role(row.role),
        row.password is not None,
        datetime.fromisoformat(row.created),
        row.browsers,
    )


def _change(connection: Connection, account: str, **values: str) -> None:
    connection.execute(accounts.update().where(accounts.c.account == account).values(**values))
    connection.execute(sign_ins.delete().where(sign_ins.c.account == account))


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
