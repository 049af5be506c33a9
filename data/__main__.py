"""The data desk from a shell: check, publish, history, restore, export."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence

gc.disable()  # as in app.py

from data.commands import (
    REFUSED,
    Misuse,
    accounts,
    audit,
    desk,
    misused,
    move,
    proposals,
    say,
    strike,
)
from data.language import Language
from data.schema import LANGUAGES
from data.store import Conflict, StoreError
from data.store.shipped import opened
from data.store.troubles import sentence

gc.freeze()
gc.enable()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 accepted, 1 refused, 2 misused."""
    options = _parser().parse_args(arguments)
    language = Language.of(options.lang)
    try:
        return int(options.run(options, opened(), language))
    except Misuse as wrong:
        return misused(str(wrong))
    except OSError as unreadable:
        return misused(f"{unreadable.filename}: {unreadable.strerror}")
    except Conflict as meanwhile:
        say(sentence(meanwhile, language))
        return REFUSED
    except StoreError as trouble:
        return misused(sentence(trouble, language))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data", description=__doc__)
    parser.add_argument("--lang", choices=list(LANGUAGES), default=os.environ.get("NC_LANG", "en"))
    commands = parser.add_subparsers(required=True)
    desk.add(commands)
    audit.add(commands)
    proposals.add(commands)
    accounts.add(commands)
    strike.add(commands)
    move.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
