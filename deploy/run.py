"""Runs ``python -m data …`` as the service, with its settings: user list, history, audit verify."""

import os
import sys
from collections.abc import Sequence

from deploy import machine, settings
from deploy.places import places
from deploy.trouble import Trouble, ended


def main(arguments: Sequence[str]) -> None:
    """Become the service's user and the command; does not come back."""
    here = places()
    machine.need_root(here)
    values = settings.known(here)
    if not here.python.exists():
        raise Trouble("Nothing is installed yet: run deploy/install.")
    machine.become_service(here)
    os.umask(0o077)
    os.chdir(here.current)
    words = [str(here.python), "-m", "data", *arguments]
    os.execve(words[0], words, machine.environment(values, here))  # noqa: S606 - no shell wanted


if __name__ == "__main__":
    sys.exit(ended(main, sys.argv[1:]))
