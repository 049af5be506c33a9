"""The commands of ``python -m data``; each gives the status with which it ends."""

import sys
from argparse import ArgumentParser, _SubParsersAction
from typing import TypeAlias

ACCEPTED, REFUSED, MISUSED = 0, 1, 2
Commands: TypeAlias = "_SubParsersAction[ArgumentParser]"


class Misuse(Exception):  # noqa: N818 -- says what was wrong with the command
    """Raised for a command that makes no sense; its text says why."""


def say(line: str, *, lines: bool = False) -> None:
    """Write a line for whoever asked; several if it holds some and ``lines`` are meant.

    Cells and file names of strangers end in it, so what would move the cursor, colour or begin
    another line is a space.
    """
    kept = "\t\n" if lines else "\t"
    sys.stdout.write("".join(_plain(letter, kept) for letter in line) + "\n")


def _plain(letter: str, kept: str) -> str:
    return letter if letter.isprintable() or letter in kept or letter == "\u00a0" else " "


def misused(line: str) -> int:
    """Say what was wrong with the command; the status of that."""
    sys.stderr.write("".join(_plain(letter, "\n") for letter in line) + "\n")
    return MISUSED
