"""Replaces the program by the release beside this script; goes back where it does not start."""

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy import backup, databases, installing, machine, program, release, settings
from deploy.places import SERVICE, USER, Places, places
from deploy.trouble import Trouble, ended, say


def main(arguments: Sequence[str]) -> None:
    """Prepare the release beside the one that runs, back up, switch, start."""
    parser = argparse.ArgumentParser(prog="deploy/upgrade", description=__doc__)
    parser.add_argument("--packages", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--patience", type=float, default=90, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    here = places()
    machine.need_root(here)
    os.umask(0o022)
    values = settings.known(here)
    if not here.current.exists():
        raise Trouble("Nothing is installed yet: run deploy/install.")
    before = here.current.resolve()
    folder = release.prepare(here, options.packages)
    if folder.resolve() == before:
        say("This release is the one in place.")
        installing.write_units(values, here)
        installing.start(values, here)
        return
    program.check_settings(here, values, folder)
    # Stopped first, so that the backup holds everything published.
    if not machine.stop(here):
        raise Trouble(f"{SERVICE} does not stop, so nothing was changed.")
    kept = _backed_up(values, here)
    try:
        release.switch(here, folder)
        installing.write_units(values, here)
        installing.start(values, here, options.patience)
    except (Trouble, OSError) as cause:
        _go_back(before, kept, values, here)
        raise Trouble(f"{cause}\nThe release before it runs again, with its store.") from cause
    release.forget_older(here, folder, before)
    say(f"{folder.name} runs. The store as it was before: {kept}")


def _backed_up(values: Mapping[str, str], here: Places) -> Path | None:
    """The store as it is before the new release opens it; None where there is none yet."""
    url = settings.database(values)
    if not databases.is_postgresql(url) and not databases.sqlite_file(url).exists():
        return None
    try:
        kept = backup.take(values, backup.folder(values, here), called="before-upgrade")
    except (Trouble, OSError):
        machine.systemctl(here, "start", SERVICE)  # nothing was changed
        raise
    for file in (kept, kept.with_name(f"{kept.name}.sha256")):
        machine.give(file, 0o600, here, owner=USER)
    return kept


def _go_back(before: Path, kept: Path | None, values: Mapping[str, str], here: Places) -> None:
    """Let the old release run; its store too, as the new one may have changed its format."""
    machine.stop(here)
    release.switch(here, before)
    if kept is not None:
        databases.put_back(kept, settings.database(values))
        if not databases.is_postgresql(settings.database(values)):
            file = databases.sqlite_file(settings.database(values))
            machine.give(file, 0o600, here, owner=USER)
    say(f"Back to {before.name}.")
    words = [str(here.python), "-m", "deploy.installing", "--only-units"]
    words += ["--into"] if here.is_scratch else []
    if subprocess.run(words, cwd=before, check=False).returncode:  # noqa: S603 - our own words
        raise Trouble(f"{SERVICE} does not start. What it said: journalctl -u {SERVICE} -n 50")


if __name__ == "__main__":
    sys.exit(ended(main, sys.argv[1:]))
