"""What is asked of the program itself, as the service's user and with the service's settings."""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from deploy import machine
from deploy.places import USER, Places
from deploy.trouble import Trouble

_SETTINGS = "components.web.settings"
_PROVIDER = 2  # as it ends


def run(
    here: Places,
    values: Mapping[str, str],
    *words: str,
    folder: Path | None = None,
    output: int | None = None,
) -> subprocess.CompletedProcess[str]:
    """A module of the release in a folder; of the one that runs, where none is given."""
    release = folder or here.current
    return subprocess.run(  # noqa: S603 - our own words
        (str(release / ".venv" / "bin" / "python"), "-m", *words),
        cwd=release,
        env=machine.environment(values, here),
        user=None if here.is_scratch else USER,
        group=None if here.is_scratch else USER,
        extra_groups=None if here.is_scratch else [],
        stdout=output,
        stderr=output,
        text=True,
        check=False,
    )


class Said(NamedTuple):
    """What the program says is wrong: with settings, or with the server where people sign in."""

    settings: list[str]
    provider: list[str]


def asked(here: Places, values: Mapping[str, str], *words: str, folder: Path | None = None) -> Said:
    """What is wrong with the settings; with ``--provider``, else with the server for signing in."""
    ended = run(here, values, _SETTINGS, *words, folder=folder, output=subprocess.PIPE)
    if ended.returncode and not ended.stdout:
        last = (ended.stderr.strip().splitlines() or ["it said nothing"])[-1]
        return Said([f"The program cannot be asked for its settings: {last}"], [])
    lines = ended.stdout.splitlines()
    return Said([], lines) if ended.returncode == _PROVIDER else Said(lines, [])


def check_settings(here: Places, values: Mapping[str, str], folder: Path | None = None) -> None:
    """End the command where the program would not start with its settings."""
    if wrong := asked(here, values, folder=folder).settings:
        told = "\n".join(wrong)
        raise Trouble(f"{told}\nCorrect {here.settings} and give the same command again.")
