"""Passwords: kept as a hash of argon2id, which takes a guesser long to try."""

import base64
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST, MOST = 12, 256  # characters; hashing a longer one would only keep the server busy
_HASHER = PasswordHasher()  # its defaults are those of RFC 9106 for little memory
# Without letters and digits that are taken for one another when read aloud or copied by hand.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def _no_ones_hash(hasher: PasswordHasher) -> str:
    """A hash that no password fits and that takes as long to try as any other.

    Its bytes are drawn, not made from a password: that would cost every process a third of a
    second at its start, those that ask nobody for a password too.
    """
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    drawn = (secrets.token_bytes(length) for length in (hasher.salt_len, hasher.hash_len))
    salt, digest = (base64.b64encode(one).decode().rstrip("=") for one in drawn)
    return f"$argon2id$v=19${costs}${salt}${digest}"


_NOBODY = _no_ones_hash(_HASHER)


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
