"""Takes a backup of the store while it is used, checks it, and removes those no longer kept."""

import argparse
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from deploy import databases, machine, settings
from deploy.places import Places, places
from deploy.trouble import Trouble, ended, say

_WHEN = "%Y-%m-%dT%H%M%SZ"
_NAME = re.compile(r"nhip-cau-(\d{4}-\d\d-\d\dT\d{6}Z)\.(?:sqlite|dump)")
_FOLDER = "NHIP_CAU_BACKUPS"
_KEPT = "NHIP_CAU_BACKUPS_KEPT"
_USUAL = "14,8,12"  # days, weeks, months


def main(arguments: Sequence[str]) -> None:
    """Take one backup, in the usual folder or in another."""
    parser = argparse.ArgumentParser(prog="deploy/backup", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="another folder than the usual one")
    options = parser.parse_args(arguments)
    here = places()
    machine.need_root_or_service(here)
    values = settings.known(here)
    machine.become_service(here)
    file = take(values, options.folder or folder(values, here))
    if options.folder is None:
        removed = rotate(file.parent, spans(values))
        say(f"{len(removed)} older backups removed." if removed else "No older backup to remove.")


def folder(values: Mapping[str, str], here: Places) -> Path:
    """Where the nightly backups are; ends the command where the setting is no whole path."""
    named = Path(values.get(_FOLDER) or here.backups)
    if not named.is_absolute():
        raise Trouble(f"{_FOLDER} cannot be “{named}”: write a whole path, as {here.backups}.")
    return named


def take(values: Mapping[str, str], target: Path, *, called: str = "nhip-cau") -> Path:
    """Write and check a backup; its file, beside it one with its SHA-256."""
    url = settings.database(values)
    if not target.is_dir():
        raise Trouble(f"There is no folder {target}: make it, or correct {_FOLDER}.")
    file = target / f"{called}-{datetime.now(UTC):{_WHEN}}{databases.ending(url)}"
    beside = file.with_name(f".{file.stem}.part{file.suffix}")
    try:
        beside.touch(mode=0o600)
        databases.copy(url, beside)
        versions = databases.check(beside)
        with beside.open("rb") as written:
            os.fsync(written.fileno())
        digest = databases.digest(beside)
        settings.write_whole(_sum(file), f"{digest}  {file.name}\n", 0o600)
        beside.replace(file)
    finally:
        databases.remove(beside)
    say(f"{file}: {versions} versions, {file.stat().st_size / 1e6:.1f} MB, checked.")
    return file


def is_as_taken(file: Path) -> bool:
    """Whether a backup is what was written; true where its sum is not beside it."""
    try:
        noted = _sum(file).read_text("utf-8").split()[0]
    except (FileNotFoundError, IndexError):
        return True
    return noted == databases.digest(file)


def _sum(file: Path) -> Path:
    return file.with_name(f"{file.name}.sha256")


def taken(target: Path) -> dict[datetime, Path]:
    """The backups in a folder by the moment of each, the newest first."""
    found = {}
    for path in target.iterdir() if target.is_dir() else ():
        if match := _NAME.fullmatch(path.name):
            found[datetime.strptime(match[1], _WHEN).replace(tzinfo=UTC)] = path
    return dict(sorted(found.items(), reverse=True))


def spans(values: Mapping[str, str]) -> tuple[int, int, int]:
    """For how many days, weeks and months a backup is kept."""
    written = values.get(_KEPT, _USUAL)
    match = re.fullmatch(r"\s*(\d{1,4})\s*,\s*(\d{1,4})\s*,\s*(\d{1,4})\s*", written)
    if match is None or int(match[1]) == 0:
        raise Trouble(f"{_KEPT} cannot be “{written}”: write days,weeks,months, as {_USUAL}.")
    return int(match[1]), int(match[2]), int(match[3])


def rotate(target: Path, kept: tuple[int, int, int]) -> list[Path]:
    """Remove the backups that no span keeps, and give their files; the newest always stays."""
    backups = taken(target)
    stay = to_keep(backups, kept)
    removed = [path for moment, path in backups.items() if moment not in stay]
    for path in removed:
        path.unlink()
        databases.remove(_sum(path))
    return removed


def to_keep(moments: Iterable[datetime], kept: tuple[int, int, int]) -> set[datetime]:
    """The newest of each day, week and month, for so many of them; those with a backup count."""
    days, weeks, months = kept
    newest_first = sorted(moments, reverse=True)
    stay: set[datetime] = set(newest_first[:1])
    for period, count in ((_day, days), (_week, weeks), (_month, months)):
        firsts = {period(moment): moment for moment in reversed(newest_first)}
        stay.update(sorted(firsts.values(), reverse=True)[:count])
    return stay


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"


def _week(moment: datetime) -> str:
    return f"{moment - timedelta(days=moment.weekday()):%Y-%m-%d}"


def _month(moment: datetime) -> str:
    return f"{moment:%Y-%m}"


if __name__ == "__main__":
    sys.exit(ended(main, sys.argv[1:]))
