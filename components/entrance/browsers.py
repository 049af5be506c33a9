"""Browsers that have signed in before: each keeps a signed number for each of its accounts.

With it a browser's failures are counted by themselves (``data.accounts.guessing``), so that
strangers who guess do not hold up an official at their own desk. It lets nobody in.
"""

import hashlib
import secrets

from itsdangerous import BadData

from components.entrance import gate

COOKIE = "nhip-cau-browser"
LASTS = 365 * 24 * 3600
_MOST = 10  # accounts of one browser; the oldest is forgotten


def known(cookie: str, account: str) -> str | None:
    """The number by which this browser is known to an account; None for any other browser."""
    return _numbers(cookie).get(_short(account))


def remembering(cookie: str, account: str) -> str:
    """What the browser keeps after it has signed in to an account."""
    numbers = _numbers(cookie)
    number = numbers.pop(_short(account), secrets.token_urlsafe(12))
    kept = dict(list(numbers.items())[1 - _MOST :])
    return str(gate.signer(COOKIE).dumps({**kept, _short(account): number}))


def _numbers(cookie: str) -> dict[str, str]:
    try:
        kept = gate.signer(COOKIE).loads(cookie)
    except BadData:
        return {}
    return kept if isinstance(kept, dict) else {}


def _short(account: str) -> str:
    return hashlib.sha256(account.encode("utf-8", "replace")).hexdigest()[:16]
