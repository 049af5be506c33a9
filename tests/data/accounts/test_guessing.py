"""Passwords are guessed: what holds a guesser up, and what never holds up anybody else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from data.accounts import accounts, guessing, passwords, sign_ins
from data.accounts.guessing import TooEarly, Try
from data.accounts.sign_ins import WrongPassword
from data.roles import ALONE, Role
from data.store import Store, audit

PASSWORD = "mường thanh 1954"
STRANGER = Try("ban", "192.0.2.1")
OFFICIAL = Try("ban", "198.51.100.7")


@pytest.fixture
def office(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store with an account, and passwords that take no time to look at."""
    monkeypatch.setattr(passwords, "hashed", lambda password: f"hash of {password}")
    monkeypatch.setattr(passwords, "fits", lambda kept, password: kept == f"hash of {password}")
    accounts.add(store, "ban", "Lò Thị Ban", Role.EDITOR, PASSWORD, by=ALONE.called("shell"))
    return store


@pytest.fixture
def clock(monkeypatch):
    """The time, which stands still until a test moves it."""

    class Clock(datetime):
        moment = datetime.fromisoformat("2026-11-26T08:00:00+00:00")

        @classmethod
        def now(cls, _zone=None):
            return cls.moment

        @classmethod
        def on(cls, **span):
            cls.moment += timedelta(**span)

    monkeypatch.setattr(guessing, "datetime", Clock)
    monkeypatch.setattr(sign_ins, "datetime", Clock)
    return Clock


def fail(office: Store, tried: Try, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(WrongPassword):
            sign_ins.enter(office, tried, "something else")


def seconds_left(office: Store, tried: Try) -> int:
    with pytest.raises(TooEarly) as refused:
        sign_ins.enter(office, tried, PASSWORD)
    return refused.value.seconds


def from_everywhere(number: int) -> Try:
    return Try("ban", f"10.{number // 250}.{number % 250}.1")


def test_delays_grow_with_each_failure_and_end_at_a_quarter_of_an_hour(office, clock):
    fail(office, STRANGER, 3)
    waits = []
    for _ in range(12):
        waits.append(seconds_left(office, STRANGER))
        clock.on(seconds=waits[-1])
        fail(office, STRANGER)

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_a_try_that_came_too_early_does_not_count(office, clock):
    fail(office, STRANGER, 3)
    for _ in range(10):
        assert seconds_left(office, STRANGER) == 1

    clock.on(seconds=1)
    assert sign_ins.enter(office, STRANGER, PASSWORD)


def test_the_right_password_is_not_looked_at_before_its_time(office, clock, monkeypatch):
    fail(office, STRANGER, 3)
    monkeypatch.setattr(passwords, "fits", lambda *_: pytest.fail("it was looked at"))

    assert seconds_left(office, STRANGER) == 1


def test_failures_are_forgotten_after_a_day(office, clock):
    fail(office, STRANGER, 3)
    clock.on(hours=24, seconds=1)

    fail(office, STRANGER, 3)
    assert seconds_left(office, STRANGER) == 1


def test_whoever_signs_in_begins_afresh(office, clock):
    fail(office, STRANGER, 2)
    sign_ins.enter(office, STRANGER, PASSWORD)

    fail(office, STRANGER, 3)


def test_a_stranger_does_not_hold_up_the_official_at_another_address(office, clock):
    fail(office, STRANGER, 3)
    seconds_left(office, STRANGER)

    assert sign_ins.enter(office, OFFICIAL, PASSWORD)


def test_a_crowd_of_strangers_does_not_hold_up_a_browser_that_signed_in_before(office, clock):
    for number in range(50):
        fail(office, from_everywhere(number))
    seconds_left(office, OFFICIAL)  # a browser nobody knows waits with the others

    assert sign_ins.enter(office, OFFICIAL._replace(browser="known"), PASSWORD)


def test_a_stranger_behind_the_officials_own_address_does_not_hold_up_a_known_browser(
    office, clock
):
    for number in range(20):
        fail(office, Try(f"nobody-{number}", OFFICIAL.address))
    seconds_left(office, OFFICIAL)

    assert sign_ins.enter(office, OFFICIAL._replace(browser="known"), PASSWORD)


def test_a_known_browser_is_held_up_too(office, clock):
    known = OFFICIAL._replace(browser="known")
    fail(office, known, 5)

    assert seconds_left(office, known) == 1
    assert sign_ins.enter(office, OFFICIAL, PASSWORD)


def test_an_account_of_ones_own_does_not_pay_for_guesses_at_others(office, clock):
    accounts.add(office, "own", "Own", Role.READER, PASSWORD, by=ALONE.called("shell"))
    for number in range(19):
        fail(office, Try(f"nobody-{number}", STRANGER.address))
    sign_ins.enter(office, Try("own", STRANGER.address), PASSWORD)
    fail(office, Try("nobody-19", STRANGER.address))

    assert seconds_left(office, STRANGER) == 1


def test_many_tries_at_once_are_not_all_looked_at(office, clock):
    def enter(_number):
        try:
            sign_ins.enter(office, STRANGER, "something else")
        except WrongPassword:
            return "looked at"
        except TooEarly:
            return "refused"

    with ThreadPoolExecutor(8) as several:
        results = list(several.map(enter, range(24)))

    assert results.count("looked at") == 3
    assert results.count("refused") == 21


def test_an_unknown_account_fails_as_a_wrong_password_does(office, clock):
    nobody = STRANGER._replace(account="nobody")
    fail(office, nobody, 3)

    assert seconds_left(office, nobody) == 1


def test_an_account_without_password_is_entered_with_none(office, clock):
    accounts.add(office, "openid", "Open", Role.READER, None, by=ALONE.called("shell"))

    for password in ("", "None", "hash of None"):
        with pytest.raises(WrongPassword):
            sign_ins.enter(office, Try("openid", "192.0.2.1"), password)


def test_an_account_is_entered_whatever_its_capitals(office, clock):
    assert sign_ins.enter(office, STRANGER._replace(account=" Ban "), PASSWORD)


def test_failures_are_in_the_audit_trail_without_what_was_typed(office, clock):
    secret = "my-password-typed-as-name"
    fail(office, STRANGER)
    fail(office, STRANGER._replace(account=secret, address="2001:db8::/64"))

    with office.transaction() as connection:
        trail = list(audit.entries(connection, newest=2))
    assert [dict(one.details) for one in trail] == [
        {"address": "2001:db8::/64"},
        {"account": "ban", "address": "192.0.2.1"},
    ]
    assert {one.act for one in trail} == {"sign-in-failed"}
    assert secret not in repr(trail)


def test_a_password_changed_while_the_old_one_was_looked_at_lets_nobody_in(office, monkeypatch):
    def changed_meanwhile(_kept, _password):
        accounts.set_password(office, "ban", "a new password", by=ALONE.called("shell"))
        return True

    monkeypatch.setattr(passwords, "fits", changed_meanwhile)

    with pytest.raises(WrongPassword):
        sign_ins.enter(office, STRANGER, PASSWORD)
    assert [one.browsers for one in accounts.every(office, by=ALONE)] == [0]
