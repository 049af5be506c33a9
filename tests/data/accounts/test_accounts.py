"""Accounts are made, changed and removed; what each change ends and leaves in the audit trail."""

import runpy
from functools import partial

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError

from data.accounts import accounts, passwords, sign_ins
from data.accounts.accounts import BadAccount
from data.accounts.guessing import Try
from data.accounts.passwords import LEAST, MOST, Unfit, fits, generated, hashed
from data.accounts.sign_ins import WrongPassword
from data.roles import ALONE, STRANGER, Act, Caller, Forbidden, Role, permit
from data.store import Store, audit, sketches

PASSWORD = "mường thanh 1954"
SHELL = ALONE.called("shell")
AN = Caller("an", "Quàng Văn An", Role.ADMINISTRATOR)
BAN = Caller("ban", "Lò Thị Ban", Role.EDITOR)


@pytest.fixture
def office(store: Store) -> Store:
    """A store with an administrator and an editor."""
    accounts.add(store, "an", "Quàng Văn An", Role.ADMINISTRATOR, PASSWORD, by=SHELL)
    accounts.add(store, "ban", "Lò Thị Ban", Role.EDITOR, PASSWORD, by=AN)
    return store


def trail(store: Store) -> list[tuple[str, str, dict[str, str]]]:
    with store.transaction() as connection:
        assert audit.first_gap(connection) is None
        kept = reversed(list(audit.entries(connection)))
        return [(one.who, one.act, dict(one.details)) for one in kept]


@pytest.mark.parametrize(
    ("role", "acts"),
    [
        (Role.READER, [Act.READ]),
        (Role.EDITOR, [Act.READ, Act.PROPOSE]),
        (Role.APPROVER, [Act.READ, Act.PROPOSE, Act.PUBLISH, Act.RESTORE]),
        (Role.ADMINISTRATOR, list(Act)),
    ],
)
def test_each_role_may_do_what_those_before_it_may_and_no_more(role, acts):
    caller = Caller("an", "An", role)

    assert [act for act in Act if caller.may(act)] == acts


def test_what_a_role_may_not_do_is_refused():
    with pytest.raises(Forbidden) as refused:
        permit(STRANGER, Act.PUBLISH)

    assert refused.value.least is Role.APPROVER


def test_who_is_alone_at_the_machine_gives_a_name_and_an_account_keeps_its_own():
    assert ALONE.called("An").name == "An"
    assert Caller("ban", "Lò Thị Ban", Role.EDITOR).called("An").name == "Lò Thị Ban"
    assert ALONE.is_alone
    assert not STRANGER.is_alone


def test_a_password_fits_itself_alone_and_is_not_kept():
    kept = hashed(PASSWORD)

    assert PASSWORD not in kept
    assert kept.startswith("$argon2id$")
    assert (fits(kept, PASSWORD), fits(kept, PASSWORD + "x"), fits(None, PASSWORD)) == (
        True,
        False,
        False,
    )
    assert not fits("no hash", PASSWORD)


def test_a_hash_costs_what_rfc_9106_asks_of_a_small_memory():
    program = runpy.run_path(passwords.__file__)  # as it is outside the tests, which hash cheaply

    kept = program["hashed"](PASSWORD)

    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert program["_NOBODY"].startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert len(program["_NOBODY"]) == len(kept)
    assert program["fits"](kept, PASSWORD)


def test_an_account_that_does_not_exist_is_tried_with_a_whole_hash_that_nothing_fits():
    nobody = passwords._no_ones_hash(PasswordHasher())

    with pytest.raises(VerifyMismatchError):  # hashed and compared; not refused as no hash
        PasswordHasher().verify(nobody, PASSWORD)
    assert extract_parameters(nobody) == extract_parameters(PasswordHasher().hash(PASSWORD))
    assert passwords._no_ones_hash(PasswordHasher()) != nobody


def test_a_process_that_asks_nobody_for_a_password_hashes_none(monkeypatch):
    def hashes(_hasher, _password):
        pytest.fail("a password was hashed")

    monkeypatch.setattr(PasswordHasher, "hash", hashes)

    runpy.run_path(passwords.__file__)


@pytest.mark.parametrize("length", [0, LEAST - 1, MOST + 1, 1_000_000])
def test_a_password_too_short_or_too_long_is_refused(length):
    with pytest.raises(Unfit):
        hashed("x" * length)


@pytest.mark.parametrize("account", ["", " ", "a b", "-a", "ă", "a\0", "x" * 300, "../a", "<b>"])
def test_a_name_that_is_none_is_refused(store, account):
    with pytest.raises(BadAccount) as refused:
        accounts.add(store, account, "An", Role.READER, None, by=SHELL)

    assert refused.value.kind == "not-a-name"
    assert accounts.every(store, by=SHELL) == []


def test_an_account_is_taken_whatever_its_capitals(office):
    with pytest.raises(BadAccount) as refused:
        accounts.add(office, "BAN", "Ban", Role.READER, None, by=AN)

    assert refused.value.kind == "taken"


def test_whoever_signed_in_is_known_until_signing_out(office):
    token = sign_ins.begin(office, "ban")

    assert sign_ins.whose(office, token) == Caller("ban", "Lò Thị Ban", Role.EDITOR)
    sign_ins.end(office, token)
    assert sign_ins.whose(office, token) == STRANGER


@pytest.mark.parametrize("token", ["", "x", "\ud800", "x" * 1_000_000])
def test_an_unknown_token_is_a_strangers(office, token):
    assert sign_ins.whose(office, token) == STRANGER
    sign_ins.end(office, token)


@pytest.mark.parametrize("account", ["an\0", "\0", "an\ud800", "\u202ean", "x" * 300])
def test_a_name_that_no_account_can_have_is_one_that_is_not_known(office, account):
    with pytest.raises(WrongPassword):
        sign_ins.enter(office, Try(account, "192.0.2.1"), PASSWORD)

    assert accounts.find(office, account) is None
    with pytest.raises(BadAccount, match="unknown"):
        accounts.remove(office, account, by=AN)


def test_a_sign_in_expires(office, monkeypatch):
    monkeypatch.setattr(sign_ins, "LASTS", -sign_ins.LASTS)

    assert sign_ins.whose(office, sign_ins.begin(office, "ban")) == STRANGER


@pytest.mark.parametrize("name", ["", "  ", "x" * 121, "An\0", "An\u202e"])
def test_a_person_has_a_name_that_can_be_read(store, name):
    with pytest.raises(BadAccount) as refused:
        accounts.add(store, "an", name, Role.READER, None, by=SHELL)

    assert refused.value.kind == "no-person"


EVERY_ACT = {
    "add": lambda store, by: accounts.add(store, "new", "New", Role.READER, None, by=by),
    "role": lambda store, by: accounts.set_role(store, "ban", Role.ADMINISTRATOR, by=by),
    "password": lambda store, by: accounts.set_password(store, "an", PASSWORD + "!", by=by),
    "remove": lambda store, by: accounts.remove(store, "an", by=by),
    "list": lambda store, by: accounts.every(store, by=by),
}


@pytest.mark.parametrize("act", EVERY_ACT.values(), ids=EVERY_ACT)
@pytest.mark.parametrize(
    "by",
    [STRANGER, *(Caller("ban", "Ban", role) for role in Role if role != Role.ADMINISTRATOR)],
    ids=["stranger", "reader", "editor", "approver"],
)
def test_nobody_but_an_administrator_manages_accounts(office, act, by):
    before = accounts.every(office, by=AN)

    with pytest.raises(Forbidden):
        act(office, by)

    assert accounts.every(office, by=AN) == before


def test_everybody_may_change_their_own_password(office):
    accounts.set_password(office, "ban", PASSWORD + "!", by=BAN)

    assert sign_ins.enter(office, Try("ban", "192.0.2.1"), PASSWORD + "!")


def test_the_list_says_how_many_browsers_are_signed_in(office, monkeypatch):
    sign_ins.begin(office, "ban")
    sign_ins.begin(office, "ban")
    assert [one.browsers for one in accounts.every(office, by=AN)] == [0, 2]

    monkeypatch.setattr(sign_ins, "LASTS", -sign_ins.LASTS)
    sign_ins.begin(office, "an")
    assert [one.browsers for one in accounts.every(office, by=AN)] == [0, 2]


def test_a_password_made_for_somebody_is_fit_and_never_the_same():
    made = {generated() for _ in range(20)}

    assert len(made) == 20
    assert all(LEAST <= len(one) <= MOST for one in made)


@pytest.mark.parametrize(
    "change",
    [
        lambda store: accounts.set_role(store, "ban", Role.READER, by=AN),
        lambda store: accounts.set_password(store, "ban", PASSWORD + "!", by=AN),
        lambda store: accounts.remove(store, "ban", by=AN),
    ],
    ids=["role", "password", "removed"],
)
def test_a_change_signs_the_account_out_everywhere(office, change):
    tokens = [sign_ins.begin(office, "ban") for _ in range(2)]
    others = sign_ins.begin(office, "an")

    change(office)

    assert [sign_ins.whose(office, token) for token in tokens] == [STRANGER, STRANGER]
    assert sign_ins.whose(office, others).account == "an"


@pytest.mark.parametrize(
    "change",
    [
        lambda store: accounts.set_role(store, "an", Role.APPROVER, by=AN),
        lambda store: accounts.remove(store, "an", by=AN),
    ],
)
def test_the_last_administrator_stays(office, change):
    with pytest.raises(BadAccount) as refused:
        change(office)

    assert refused.value.kind == "last-administrator"
    assert [one.role for one in accounts.every(office, by=AN)] == [Role.ADMINISTRATOR, Role.EDITOR]


def test_every_change_is_in_the_audit_trail_without_the_password(office):
    accounts.set_password(office, "ban", PASSWORD + "!", by=BAN)
    accounts.remove(office, "ban", by=AN)

    assert trail(office) == [
        ("shell", "account-added", {"account": "an", "role": "administrator"}),
        ("an", "account-added", {"account": "ban", "role": "editor"}),
        ("ban", "account-password", {"account": "ban"}),
        ("an", "account-removed", {"account": "ban"}),
    ]


def test_drafts_of_people_without_an_account_are_counted_and_removed_by_an_administrator(office):
    base = office.publish({"a": b"a"}, parent=None, author="An", note="Đầu").id
    for account in ("ban", "le@office.example", "le@office.example", ""):
        sketches.begin(office, account, "Lyon", base, {"visits": {"new.1": {"title_vi": "Lyon"}}})

    found = [(one.account, one.drafts) for one in accounts.strays(office, by=AN)]
    accounts.remove_strays(office, "le@office.example", by=AN)
    accounts.remove_strays(office, "ban", by=AN)

    assert found == [("", 1), ("le@office.example", 2)]
    assert [one.account for one in accounts.strays(office, by=AN)] == [""]
    assert len(sketches.every(office, "ban")) == 1
    assert trail(office)[-1] == ("an", "drafts-removed", {"account": "le@office.example"})
    for act in (accounts.strays, partial(accounts.remove_strays, account="")):
        with pytest.raises(Forbidden):
            act(office, by=BAN)
