"""The commands of ``python -m data``; each gives the status with which it ends."""

import sys
from argparse import ArgumentParser, _SubParsersAction
from typing import TypeAlias

ACCEPTED, REFUSED, MISUSED = 0, 1, 2
Commands: TypeAlias = "_SubParsersAction[ArgumentParser]"


def say(line: str) -> None:
    """Write a line for whoever asked."""
    sys.stdout.write(line + "\n")


def misused(line: str) -> int:
    """Say what was wrong with the command; the status of that."""
    sys.stderr.write(line + "\n")
    return MISUSED
