"""Makes a backup the store again; what the store holds now is kept aside."""

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy import backup, databases, installing, machine, program, settings
from deploy.places import SERVICE, USER, Places, places
from deploy.trouble import Trouble, ended, say

_NOTING = "deploy.noting"


def main(arguments: Sequence[str]) -> None:
    """Check the backup, stop the service, keep its store aside, put the backup in its place."""
    parser = argparse.ArgumentParser(prog="deploy/restore", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="the backup; without one, a list")
    options = parser.parse_args(arguments)
    here = places()
    machine.need_root(here)
    values = settings.known(here)
    if options.file is None:
        _list(backup.folder(values, here))
        return
    check(options.file, values, here)
    if not machine.stop(here):
        raise Trouble(f"{SERVICE} does not stop, so nothing was changed.")
    try:
        before = _last_hash(values, here)
        aside = put_back(options.file, values, here)
        _note(options.file, before, values, here)
    finally:  # whatever went wrong, the service goes on with the store that is there
        started = machine.systemctl(here, "start", SERVICE)
    if not started or (machine.program("systemctl", here) and not installing.answers(values)):
        raise Trouble(f"The service does not answer. What it said: journalctl -u {SERVICE} -n 50")
    say(f"Restored {options.file}." + (f" As it was before: {aside}" if aside else ""))
    say("Whoever was struck from the record since that backup is in it again: strike them anew.")


def _list(folder: Path) -> None:
    for moment, path in backup.taken(folder).items():
        say(f"{moment:%d/%m/%Y %H:%M} UTC  {path}")


def check(file: Path, values: Mapping[str, str], here: Places) -> None:
    """End the command where a backup is not whole, or not for this store and program."""
    if not file.is_file():
        raise Trouble(f"There is no file {file}. What there is: deploy/restore without a file.")
    if file.suffix != databases.ending(settings.database(values)):
        raise Trouble(f"{file} is no backup of this kind of database.")
    if not backup.is_as_taken(file):
        raise Trouble(f"{file} is not as it was written (its SHA-256 differs). Take another.")
    versions = databases.check(file)
    if not versions:
        raise Trouble(f"{file} holds no version of the record.")
    found, known = databases.format_of(file), _known_format(here)
    if found is None or (known is not None and found > known):
        raise Trouble(f"{file} was made by a newer release (format {found}): upgrade first.")
    say(f"{file} is whole: {versions} versions.")


def _known_format(here: Places) -> int | None:
    """The format that the program which runs knows; None where it cannot say."""
    if not here.python.exists():
        return None
    words = (str(here.python), "-c", "from data.store.tables import FORMAT; print(FORMAT)")
    said = subprocess.run(  # noqa: S603 - our own words
        words, cwd=here.current, capture_output=True, text=True, check=False
    )
    return int(said.stdout) if said.returncode == 0 else None


def _last_hash(values: Mapping[str, str], here: Places) -> str:
    """The end of the audit trail that is replaced; empty where the store cannot say."""
    url = settings.database(values)
    is_there = databases.is_postgresql(url) or databases.sqlite_file(url).exists()
    if not (is_there and here.python.exists()):
        return ""
    said = program.run(here, values, _NOTING, output=subprocess.PIPE)
    return said.stdout.strip() if said.returncode == 0 else ""


def _note(file: Path, before: str, values: Mapping[str, str], here: Places) -> None:
    """Add to the trail of the backup that it was put back, and what trail it replaced."""
    who = os.environ.get("SUDO_USER") or "root"
    words = [_NOTING, "--file", file.name, "--who", who]
    words += ["--before", before] if before else []
    if not here.python.exists() or program.run(here, values, *words).returncode:
        say("The audit trail could not be told of it (see above): note it yourself.")


def put_back(file: Path, values: Mapping[str, str], here: Places) -> Path | None:
    """Keep the present store aside and put the backup in its place; where it was kept."""
    url = settings.database(values)
    aside = None
    if databases.is_postgresql(url) or databases.sqlite_file(url).exists():
        aside = _kept_aside(values, here)
    databases.put_back(file, url)
    if not databases.is_postgresql(url):
        machine.give(databases.sqlite_file(url), 0o600, here, owner=USER)
    return aside


def _kept_aside(values: Mapping[str, str], here: Places) -> Path | None:
    """A copy of the present store, checked or, where it is damaged, its files as they are."""
    folder = backup.folder(values, here)
    try:
        kept = backup.take(values, folder, called="before-restore")
    except Trouble as damaged:
        say(f"{damaged} Its files are kept as they are.")
        return _files_aside(values)
    machine.give(kept, 0o600, here, owner=USER)
    machine.give(kept.with_name(f"{kept.name}.sha256"), 0o600, here, owner=USER)
    return kept


def _files_aside(values: Mapping[str, str]) -> Path | None:
    url = settings.database(values)
    if databases.is_postgresql(url):
        raise Trouble("PostgreSQL gives no copy of the present store, so nothing was restored.")
    file = databases.sqlite_file(url)
    target = file.with_name(f"damaged-{int(file.stat().st_mtime)}.sqlite")
    for log in ("-wal", ""):
        one = file.with_name(file.name + log)
        if one.exists():
            one.replace(target.with_name(target.name + log))
    return target


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(ended(main, sys.argv[1:]))
