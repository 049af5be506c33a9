"""The four roles, what each may do, and the check that every action makes on the server."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self


class Role(StrEnum):
    """What an account is for; each may do what those before it may."""

    READER = "reader"
    EDITOR = "editor"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"


class Act(StrEnum):
    """Something that is checked before it is done."""

    READ = "read"
    PROPOSE = "propose"  # upload, check, edit, propose
    PUBLISH = "publish"  # a proposal of others, or files of one's own
    RESTORE = "restore"
    MANAGE = "manage"  # accounts, the audit trail, striking a person


_LEAST = {
    Act.READ: Role.READER,
    Act.PROPOSE: Role.EDITOR,
    Act.PUBLISH: Role.APPROVER,
    Act.RESTORE: Role.APPROVER,
    Act.MANAGE: Role.ADMINISTRATOR,
}
_RANKS = list(Role)


@dataclass(frozen=True)
class Caller:
    """Who asks: ``account`` is the account's name, ``name`` is what the record calls the person.

    Both are empty for a stranger, who has not signed in, and for the only user of one machine, who
    gives a name with each change.
    """

    account: str
    name: str
    role: Role

    @property
    def who(self) -> str:
        """How the audit trail names it: by the account, or by the name that was typed."""
        return self.account or self.name

    @property
    def is_signed_in(self) -> bool:
        """Whether an account stands behind it."""
        return bool(self.account)

    @property
    def is_alone(self) -> bool:
        """Whether it is the only user of one machine, where there are no accounts."""
        return not self.account and self.role is Role.ADMINISTRATOR

    def may(self, act: Act) -> bool:
        """Whether its role allows an act."""
        return _RANKS.index(self.role) >= _RANKS.index(_LEAST[act])

    def called(self, name: str) -> Self:
        """The same caller under the name that was typed, where it has none of its own."""
        return self if self.account else replace(self, name=name)


STRANGER = Caller("", "", Role.READER)
ALONE = Caller("", "", Role.ADMINISTRATOR)


class Forbidden(Exception):  # noqa: N818 - the name says what happened
    """Raised when a caller may not do something; nothing was done."""

    def __init__(self, caller: Caller, act: Act) -> None:
        super().__init__(f"{caller.role} may not {act}")
        self.caller = caller
        self.act = act
        self.least = _LEAST[act]


def permit(caller: Caller, act: Act) -> None:
    """Check before doing it; raises Forbidden."""
    if not caller.may(act):
        raise Forbidden(caller, act)
