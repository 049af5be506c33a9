"""Checks an upload in a process of its own: ``python -m data.desk.check_process``.

A large upload takes a processor for half a minute and much memory. In the server itself it would
hold up everybody's pages.

Standard input is ``Asked`` as ``carried`` packs it, standard output ``Answer``. Standard error
says how far it is, each time in a line of JSON.
"""

import gc
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from data.desk import carried
from data.desk.checkup import Checkup, examine
from data.desk.comparing import Changes, Mode
from data.desk.progress import Progress, Step, heard_by, told
from data.desk.uploads import Upload
from data.intake.handling import Handlings
from data.processes import confining, running
from data.processes.ending import end_with
from data.store import Store, Version
from data.store.struck import Rules

_MEMORY = 6 << 30
_WORKING_SECONDS = 900
SECONDS = 1800  # of real time, on a busy machine


@dataclass(frozen=True)
class Held:
    """What a check needs of the store, as it was when the check was asked for."""

    version: Version
    contents: Mapping[str, bytes]
    struck: int
    kept_out: Rules
    files: Mapping[str, tuple[str, str]]

    def current(self) -> Version:
        """The newest version."""
        return self.version

    def tables(self, _version: str) -> Mapping[str, bytes]:
        """Its tables."""
        return self.contents

    def strikes(self) -> int:
        """How many persons were struck from it."""
        return self.struck

    def rules(self) -> Rules:
        """What must not come back into it."""
        return self.kept_out

    def papers(self) -> Mapping[str, tuple[str, str]]:
        """The files of papers that it keeps."""
        return self.files


@dataclass(frozen=True)
class Settings:
    """What a person decided on some files; as the arguments of ``examine`` of the same names."""

    handlings: Handlings
    encodings: Mapping[str, str]
    confirmed: bool


@dataclass(frozen=True)
class Asked:
    """The files to check, and how."""

    uploads: tuple[Upload, ...]
    held: Held
    today: date
    settings: Settings


@dataclass(frozen=True)
class Answer:
    """The checkup, without what the server has already, and what would change in each way."""

    checkup: Checkup
    changes: Mapping[Mode, dict[str, Changes]]


def held(where: Store) -> Held:
    """What a check needs of a store now."""
    struck, rules = where.strikes(), where.rules()
    version = where.current()
    return Held(version, where.tables(version.id), struck, rules, where.papers())


def answered(asked: Asked) -> Answer:
    """Check the files and compare them with the record."""
    checkup = examine(asked.uploads, asked.held, asked.today, **vars(asked.settings))
    told(Step.COMPARING)
    changes = {mode: checkup.changes(mode) for mode in Mode}
    names = tuple(replace(upload, content=b"") for upload in checkup.uploads)
    return Answer(replace(checkup, uploads=names, published={}), changes)


def main() -> None:
    """Answer one question, within fixed limits of memory and time."""
    confining.confine(memory=_MEMORY, seconds=_WORKING_SECONDS)
    confining.step_back()
    gc.disable()  # the process ends before it would pay
    asked = carried.unpacked(sys.stdin.buffer.read(), Asked)
    with heard_by(_say):
        answer = answered(asked)
    end_with(carried.packed(answer))


def _say(progress: Progress) -> None:
    sys.stderr.write(f"{running.PROGRESS}{json.dumps(progress)}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
