"""Passwords: kept as a hash of argon2id, which takes a guesser long to try."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST, MOST = 12, 256  # characters; hashing a longer one would only keep the server busy
_HASHER = PasswordHasher()  # its defaults are those of RFC 9106 for little memory
_NOBODY = _HASHER.hash("an account that does not exist")


class Unfit(ValueError):  # noqa: N818 - the name says what it is
    """Raised when a password is too short or too long."""


def hashed(password: str) -> str:
    """The hash to keep; raises Unfit."""
    if not LEAST <= len(password) <= MOST:
        raise Unfit(len(password))
    return _HASHER.hash(password)


def fits(kept: str | None, password: str) -> bool:
    """Whether a password is the one that was hashed; takes as long where there is no hash."""
    try:
        return _HASHER.verify(kept or _NOBODY, password[: MOST + 1]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False
