"""A store with an account of each role, and whoever of them looks at the pages."""

import pytest

from data.accounts import accounts
from data.roles import Caller, Role
from data.store import Store
from tests.pages.proposals.proposing import BOSS, PEOPLE


@pytest.fixture(autouse=True)
def kept(kept: Store, monkeypatch) -> Store:
    """A store of the test's own with the shipped record and an account of each role."""
    monkeypatch.setenv("NHIP_CAU_SIGN_IN", "accounts")
    monkeypatch.setenv("NHIP_CAU_COOKIE_KEY", "k" * 32)
    for one in PEOPLE.values():
        accounts.add(kept, one.account, one.name, one.role, None, by=BOSS)
    return kept


@pytest.fixture
def sign_in(monkeypatch):
    """Lets somebody else look at the pages from now on."""

    def one(who: Role | Caller) -> None:
        caller = who if isinstance(who, Caller) else PEOPLE[who]
        monkeypatch.setattr("components.entrance.gate.caller", lambda: caller)

    return one
