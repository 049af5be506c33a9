"""Who asks: the only user of one machine, somebody who has signed in, or a stranger.

How people sign in is one setting, ``NHIP_CAU_SIGN_IN``; what each may do is checked where it is
done (``data.roles``).
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeVar

import streamlit as st
from itsdangerous import BadData, URLSafeSerializer
from starlette.requests import HTTPConnection

from components.entrance import hosts, openid, secrets_file
from data.accounts import four_eyes, sign_ins
from data.record import hiding
from data.record.hiding import CannotHide, Hidden
from data.roles import ALONE, STRANGER, Act, Caller, Forbidden
from data.store import Unreachable, store

COOKIE = "nhip-cau"
_SETTING, _KEY, _KEY_FILE = "NHIP_CAU_SIGN_IN", "NHIP_CAU_COOKIE_KEY", "NHIP_CAU_COOKIE_KEY_FILE"
_READING, _ONLY = "NHIP_CAU_READING", "NHIP_CAU_SIGNED_IN_ONLY"
_SHORTEST_KEY = 32

Made = TypeVar("Made")
_here = threading.local()  # who was last asked for in this run of a page


class SignIn(StrEnum):
    """How people sign in."""

    NOBODY = ""  # one user at the machine itself
    ACCOUNTS = "accounts"
    OPENID = "openid"


def check_start() -> None:
    """End the start with a sentence where the settings would open the record to anybody."""
    try:
        hidden()
    except CannotHide as wrong:
        raise SystemExit(f"{_ONLY}: {wrong}") from None
    four_eyes.are_needed()
    if how() is SignIn.NOBODY:
        if not hosts.is_for_this_machine():
            raise SystemExit(
                "Other machines could reach this server, and without sign-in anybody could change "
                f"the record. Set {_SETTING}=accounts or {_SETTING}=openid (docs/running.md), or "
                "start it with --server.address 127.0.0.1 and without NHIP_CAU_HOSTS."
            )
        if reading_needs_sign_in():
            raise SystemExit(f"{_READING}=signed-in needs {_SETTING}=accounts or openid.")
        if hidden():
            raise SystemExit(f"{_ONLY} needs {_SETTING}=accounts or openid.")
    elif how() is SignIn.ACCOUNTS:
        signer(COOKIE)
    else:
        secrets_file.check()
        openid.check_start()


def how() -> SignIn:
    """How people sign in on this server."""
    written = os.environ.get(_SETTING, "").strip().lower()
    try:
        return SignIn(written)
    except ValueError:
        raise SystemExit(
            f"{_SETTING} cannot be “{written}”: write accounts or openid, or leave it out."
        ) from None


def reading_needs_sign_in() -> bool:
    """Whether strangers may not even read."""
    written = os.environ.get(_READING, "").strip().lower()
    if written not in ("", "anybody", "signed-in"):
        raise SystemExit(f"{_READING} cannot be “{written}”: write anybody or signed-in.")
    return written == "signed-in"


def hidden() -> Hidden:
    """The tables and columns that only people who have signed in see; raises CannotHide."""
    return hiding.hidden(os.environ.get(_ONLY, ""))


def hidden_from(who: Caller | None = None) -> Hidden:
    """What somebody may not see; by default who looks at the page that runs.

    What the setting lists is for people who have signed in, restricted rows for those who edit.
    """
    who = who or caller()
    listed = Hidden() if who.is_signed_in or who.is_alone else hidden()
    return listed if who.may(Act.PROPOSE) else replace(listed, restricted=True)


def sees_all_listed() -> bool:
    """Whether the setting hides nothing from who looks at the page that runs.

    Of restricted rows nothing is said: whoever may not see them does not learn of them.
    """
    if not hidden():
        return True
    who = caller()
    return who.is_signed_in or who.is_alone


def sees_editors(who: Caller | None = None) -> bool:
    """Whether somebody may know who published: strangers see versions without names."""
    who = who or caller()
    return who.is_signed_in or who.is_alone


def caller() -> Caller:
    """Who looks at the page that runs, as their account is at this moment."""
    _here.caller = asked = STRANGER if is_unknown() else _caller_later()()
    return asked


def on_behalf_of(who: Caller) -> None:
    """Have the page that runs in this thread without a browser be looked at by somebody."""
    _here.given = who


def is_without_browser() -> bool:
    """Whether the page that runs in this thread is read as plain HTML, without any script."""
    return hasattr(_here, "given")


@contextmanager
def asked_first() -> Iterator[Callable[[], Caller]]:
    """Gives what asks who looks at a page, before anything of it is drawn.

    While the store does not say so, whoever it is reads as a stranger until the page is drawn.
    """

    def first() -> Caller:
        try:
            return caller()
        except Unreachable:
            _here.is_unknown = True
            return caller()

    try:
        yield first
    finally:
        _here.is_unknown = False


def is_unknown() -> bool:
    """Whether who looks at the page that runs could not be asked for."""
    return bool(getattr(_here, "is_unknown", False))


def only_for_caller(make: Callable[[], Made]) -> Callable[[], Made]:
    """What makes the same for who looks at the page that runs, however much later.

    It raises Forbidden once they have signed out, were removed, or have another role.
    """
    # Each run of a page begins with that question; a page has many files to offer.
    shown_to: Caller = getattr(_here, "caller", None) or caller()
    now = _caller_later()

    def making() -> Made:
        if now() != shown_to:
            raise Forbidden(now(), Act.READ)
        return make()

    return making


def _caller_later() -> Callable[[], Caller]:
    """Says who has the sign-in of the page that runs, also when no page runs any more."""
    if given := getattr(_here, "given", None):
        return lambda: given
    match how():
        case SignIn.NOBODY:
            return lambda: ALONE
        case SignIn.ACCOUNTS:
            kept = token(st.context.cookies.get(COOKIE, ""))
            return lambda: sign_ins.whose(store(), kept)
        case SignIn.OPENID:
            return openid.caller_later()


def caller_of(connection: HTTPConnection) -> Caller:
    """Who sent a request or opens a socket."""
    match how():
        case SignIn.NOBODY:
            return ALONE
        case SignIn.ACCOUNTS:
            return sign_ins.whose(store(), token(connection.cookies.get(COOKIE, "")))
        case SignIn.OPENID:
            return openid.caller_of(connection)


def cookie_of(kept: str) -> str:
    """What a browser keeps: the token, signed."""
    return str(signer(COOKIE).dumps(kept))


def token(cookie: str) -> str:
    """The token in a browser's cookie; empty where it was not signed by us."""
    try:
        return str(signer(COOKIE).loads(cookie))
    except BadData:
        return ""


def signer(cookie: str) -> URLSafeSerializer:
    """Signs what a cookie of this name holds; what was signed for one is not valid in another."""
    return URLSafeSerializer(_key(os.environ.get(_KEY_FILE), os.environ.get(_KEY, "")), salt=cookie)


@cache  # the file is read at the start, and not missed while the server runs
def _key(file: str | None, written: str) -> str:
    try:
        key = Path(file).read_text("utf-8").strip() if file else written
    except (OSError, UnicodeDecodeError) as cause:
        raise SystemExit(f"{_KEY_FILE} cannot be read: {cause}") from None
    if len(key) < _SHORTEST_KEY:
        raise SystemExit(
            f"Signing in needs a secret of at least {_SHORTEST_KEY} characters in {_KEY}, or in a "
            f"file that {_KEY_FILE} names. To make one: "
            'python -c "import secrets; print(secrets.token_urlsafe(32))"'
        )
    return key
