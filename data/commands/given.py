"""The files given to a command, and how they are to be read."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from data.commands import Misuse
from data.desk import mappings
from data.desk.checkup import Checkup, examine
from data.desk.door import ENCODINGS
from data.desk.mappings import BadMapping
from data.desk.uploads import Upload, with_own_names
from data.intake.handling import Handling
from data.intake.mapping import ColumnMapping
from data.language import Language
from data.schema import TABLES
from data.sheets.limits import LIMITS
from data.store import Store
from data.values.dates import province_today


def add(command: argparse.ArgumentParser) -> None:
    """Add the files and the ways to read them to a command."""
    command.add_argument("files", nargs="+", type=Path)
    command.add_argument("--table", choices=list(TABLES), help="read every sheet as this table")
    command.add_argument(
        "--mapping",
        type=Path,
        metavar="FILE",
        help="what the columns mean, as the data desk gives it (JSON)",
    )
    command.add_argument(
        "--encoding",
        action="append",
        default=[],
        metavar="[FILE=]NAME",
        help=f"the encoding of one file or of all: {', '.join(ENCODINGS)}",
    )
    command.add_argument(
        "--answer",
        action="append",
        default=[],
        metavar="[FILE:]QUESTION=WAY",
        help="answer a question that the check asks, for one file or for all",
    )
    command.add_argument(
        "--confirm-translations",
        action="store_true",
        help="translations that the check points out still say the same: do not mark them",
    )


def examined(options: argparse.Namespace, store: Store, language: Language) -> Checkup:
    """The files as they were checked; raises Misuse for an answer to what is not asked."""
    mapping = _mapping(options.mapping, language) if options.mapping else None
    uploads = with_own_names([Upload(path.name, _read(path)) for path in options.files])
    names = [upload.name for upload in uploads]
    answers = {name: dict(_answers(options.answer, name, names)) for name in names}
    checkup = examine(
        uploads,
        store,
        province_today(),
        handlings={(name, ""): Handling(options.table, answers[name], mapping) for name in names},
        encodings=_encodings(options.encoding, names, language),
        confirmed=options.confirm_translations,
    )
    _refuse_stray(options.answer, checkup, language)
    return checkup


def _read(path: Path) -> bytes:
    """A file's bytes; of a file that is too large only the beginning."""
    with path.open("rb") as file:
        return file.read(LIMITS.bytes + 1)


def _mapping(path: Path, language: Language) -> ColumnMapping:
    """The mapping in a file; raises Misuse with what is wrong with it."""
    try:
        return mappings.read_file(_read(path))[1]
    except BadMapping as wrong:
        raise Misuse(mappings.refusal(path.name, wrong, language)) from wrong


def _answers(given: Sequence[str], file: str, files: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Question and way of each answer that is for a file: for it alone, or for every file."""
    for one in given:
        asked, _equals, way = one.rpartition("=")
        named = next((name for name in files if asked.startswith(f"{name}:")), None)
        if named in (None, file):
            yield asked.removeprefix(f"{file}:"), way


def _refuse_stray(given: Sequence[str], checkup: Checkup, language: Language) -> None:
    """Raise Misuse for an answer that no question has, so that no slip passes for a decision."""
    files = [upload.name for upload in checkup.uploads]
    asked = {(draft.file, one.key): one.ways for draft in checkup.drafts for one in draft.questions}
    for answer in given:
        meant = {(file, key): way for file in files for key, way in _answers([answer], file, files)}
        ways = [asked[place] for place in meant if place in asked]
        if not ways:
            told = language.text("“{answer}” answers no question about these files.")
            raise Misuse(told.format(answer=answer))
        if not any(set(meant.values()) <= set(known) for known in ways):
            told = language.text("“{answer}” is not one of the ways to choose from: {ways}.")
            raise Misuse(told.format(answer=answer, ways=" | ".join(ways[0])))


def _encodings(given: Sequence[str], files: Sequence[str], language: Language) -> dict[str, str]:
    """The encoding of each file that was given one; raises Misuse for one that is not known."""
    chosen: dict[str, str] = {}
    for one in given:
        file, _equals, name = one.rpartition("=")
        if name not in ENCODINGS or file not in ("", *files):
            told = language.text("“{encoding}” names no encoding for these files: {known}.")
            raise Misuse(told.format(encoding=one, known=" | ".join(ENCODINGS)))
        chosen |= dict.fromkeys([file] if file else files, name)
    return chosen
