"""Passwords: kept as a hash of argon2id, which takes a guesser long to try."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST, MOST = 12, 256  # characters; hashing a longer one would only keep the server busy
_HASHER = PasswordHasher()  # its defaults are those of RFC 9106 for little memory
_NOBODY = _HASHER.hash("an account that does not exist")
# Without letters and digits that are taken for one another when read aloud or copied by hand.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class Unfit(ValueError):  # noqa: N818 - the name says what it is
    """Raised when a password is too short or too long."""


def hashed(password: str) -> str:
    """The hash to keep; raises Unfit."""
    if not LEAST <= len(password) <= MOST:
        raise Unfit(len(password))
    return _HASHER.hash(_bytes(password))


def fits(kept: str | None, password: str) -> bool:
    """Whether a password is the one that was hashed; takes as long where there is no hash."""
    try:
        matches = _HASHER.verify(kept or _NOBODY, _bytes(password[: MOST + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return matches and kept is not None


def generated() -> str:
    """A password for somebody else to begin with: four groups of five, about 99 bits."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))
    return "-".join(groups)


def _bytes(password: str) -> bytes:
    # What is typed may hold half a surrogate pair, which has no UTF-8.
    return password.encode("utf-8", "surrogatepass")
