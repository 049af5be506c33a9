"""Restarts the servers one after the other, so that readers always find one."""

import argparse
import sys
import time
from collections.abc import Sequence

from deploy import installing, machine, settings
from deploy.places import places
from deploy.trouble import Trouble, ended, say


def main(arguments: Sequence[str]) -> None:
    """Each in its turn: it ends what it publishes, starts, answers, and has its pages ready."""
    parser = argparse.ArgumentParser(prog="deploy/restart", description=__doc__)
    parser.add_argument("--patience", type=float, default=90, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    here = places()
    machine.need_root(here)
    values = settings.known(here)
    if not here.python.exists():
        raise Trouble("Nothing is installed yet: run deploy/install.")
    for unit, port in zip(settings.units(values), settings.ports(values), strict=True):
        restarted = machine.systemctl(here, "restart", unit)
        until = time.monotonic() + options.patience
        if not (restarted and installing.answers_at(port, until)):
            raise Trouble(
                f"{unit} does not answer; those after it were left as they are. What it said: "
                f"journalctl -u {unit} -n 50"
            )
        # Pages that are not ready are drawn as readers come: no reason to leave the others.
        is_warm = installing.answers_at(port, until, is_warm=True)
        say(f"{unit} runs." if is_warm else f"{unit} runs; not all of its pages are ready yet.")


if __name__ == "__main__":
    sys.exit(ended(main, sys.argv[1:]))
