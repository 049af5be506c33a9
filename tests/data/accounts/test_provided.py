"""Sign-ins that another server vouches for, on each database."""

from datetime import UTC, datetime, timedelta

import pytest

from data.accounts import accounts, provided
from data.accounts.provided import SignIn
from data.roles import STRANGER, Caller, Role
from data.store import Store, audit

AN = Caller("an", "Quàng Văn An", Role.ADMINISTRATOR)
LAN = SignIn("the key", "lan@office.example", "Lan", None)
CLAIMING = LAN._replace(claimed=Role.APPROVER)


@pytest.fixture
def office(store: Store) -> Store:
    """A store in which Lan is an editor."""
    accounts.add(store, LAN.account, "Lò Thị Lan", Role.EDITOR, None, by=AN)
    return store


def now() -> datetime:
    return datetime.now(UTC)


def test_a_sign_in_counts_from_its_begin_to_its_end(office):
    assert provided.whose(office, LAN) == STRANGER

    provided.begin(office, LAN, now())
    assert provided.whose(office, LAN) == Caller(LAN.account, "Lò Thị Lan", Role.EDITOR)

    provided.end(office, LAN)
    provided.end(office, LAN)
    assert provided.whose(office, LAN) == STRANGER
    with office.transaction() as connection:
        acts = [one.act for one in audit.entries(connection)]
        assert audit.first_gap(connection) is None
    assert acts == ["sign-out", "sign-in", "account-added"]


@pytest.mark.parametrize(
    "other", [LAN._replace(key="another"), LAN._replace(account="minh@office.example")]
)
def test_a_sign_in_is_that_of_its_key_and_its_account(office, other):
    provided.begin(office, LAN, now())

    assert provided.whose(office, other) == STRANGER


def test_a_sign_in_lasts_twelve_hours_from_its_token(office):
    provided.begin(office, LAN, now() - timedelta(hours=11, minutes=59))
    assert provided.whose(office, LAN).role is Role.EDITOR

    provided.begin(office, LAN, now() - timedelta(hours=12, minutes=1))
    assert provided.whose(office, LAN) == STRANGER


def test_an_account_made_again_does_not_bring_back_its_former_sign_ins(office):
    provided.begin(office, LAN, now())

    accounts.remove(office, LAN.account, by=AN)
    accounts.add(office, LAN.account, "Lò Thị Lan", Role.APPROVER, None, by=AN)

    assert provided.whose(office, LAN) == STRANGER


def test_of_account_and_claim_the_higher_role_counts_as_it_is_now(office):
    provided.begin(office, CLAIMING, now())
    assert provided.whose(office, CLAIMING).role is Role.APPROVER

    accounts.set_role(office, LAN.account, Role.ADMINISTRATOR, by=AN)
    assert provided.whose(office, CLAIMING).role is Role.ADMINISTRATOR


def test_without_account_and_claim_nobody_is_let_in(office):
    nobody = SignIn("key", "khach@office.example", "Khách", None)

    assert provided.rights(office, nobody) is None
    provided.begin(office, nobody, now())
    assert provided.whose(office, nobody) == STRANGER


def test_a_refusal_stands_in_the_audit_trail(office):
    provided.refuse(office, "khach@office.example", "no-role")

    with office.transaction() as connection:
        newest = next(audit.entries(connection))
    assert (newest.who, newest.act) == ("khach@office.example", "sign-in-refused")
    assert newest.details == {"reason": "no-role"}
