"""The first administrator: asked for as the service's user, with the program's packages.

``python -m deploy.administrator`` ends with 0 where there is one, else with 3; with an account and
a name it makes one.
"""

import argparse
import getpass
import sys

from data.accounts import accounts
from data.accounts.passwords import LEAST, MOST, Unfit
from data.roles import ALONE, Role
from data.store import StoreError, store
from deploy.trouble import Trouble

NONE = 3
_BY = ALONE.called("deploy/install")


def main() -> int:
    """The exit status; whatever is wrong is told in a sentence."""
    parser = argparse.ArgumentParser(prog="deploy/install")
    parser.add_argument("account", nargs="?")
    parser.add_argument("name", nargs="?")
    parser.add_argument("--password-stdin", action="store_true")
    options = parser.parse_args()
    try:
        if options.account is None:
            return 0 if _has_one() else NONE
        password = sys.stdin.readline().rstrip("\n") if options.password_stdin else _asked()
        _make(options.account, options.name or options.account, password)
    except (Trouble, StoreError) as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    return 0


def _has_one() -> bool:
    roles = {account.role for account in accounts.every(store(), by=_BY)}
    return Role.ADMINISTRATOR in roles


def _make(account: str, name: str, password: str) -> None:
    try:
        accounts.add(store(), account, name, Role.ADMINISTRATOR, password, by=_BY)
    except Unfit as cause:
        raise Trouble(f"A password has {LEAST} to {MOST} characters.") from cause
    except accounts.BadAccount as cause:
        raise Trouble(
            f"“{account}” cannot be the account ({cause.kind}): small letters a to z, digits and "
            ". _ - + @, as in ban.lo, and nobody else has it."
        ) from cause


def _asked() -> str:
    password = getpass.getpass("Their password: ")
    if password != getpass.getpass("Once more: "):
        raise Trouble("The two passwords differ.")
    return password


if __name__ == "__main__":
    sys.exit(main())
