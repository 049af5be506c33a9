"""Ends with 0 where the store has an administrator: asked as the service, with its packages."""

import sys

from data.accounts import accounts
from data.language import Language
from data.roles import Role
from data.store import StoreError, store
from data.store.troubles import sentence

NONE = 3

if __name__ == "__main__":
    try:
        roles = {account.role for account in accounts.every(store())}
    except StoreError as trouble:
        sys.stderr.write(sentence(trouble, Language("en")) + "\n")
        sys.exit(1)
    sys.exit(0 if Role.ADMINISTRATOR in roles else NONE)
