"""The files of an upload, and what they are called where they are kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from data.store import Version

_BETWEEN_NAMES = " / "  # no file name can hold a slash


@dataclass(frozen=True)
class Upload:
    """One uploaded file."""

    name: str
    content: bytes


def with_own_names(uploads: Sequence[Upload]) -> list[Upload]:
    """The same files under names that differ, because two folders may both have a visits.csv.

    The names have no folder and no letters that cannot be printed; those that are so, stay.
    """
    by_name: dict[str, Upload] = {}
    for upload in uploads:
        path = PurePath(_plain_name(upload.name))
        name, number = path.name, 1
        while name in by_name:
            number += 1
            name = f"{path.stem} ({number}){path.suffix}"
        by_name[name] = replace(upload, name=name)
    return list(by_name.values())


def _plain_name(name: str) -> str:
    """The name without its folder and without characters that cannot be printed."""
    last = PurePath(name.replace("\\", "/")).name
    printable = "".join(letter if letter.isprintable() else " " for letter in last).strip()
    return printable if printable.strip(". ") else "-"


def named(uploads: Sequence[Upload]) -> str:
    """The names of uploaded files in one text, as a version keeps them."""
    return _BETWEEN_NAMES.join(upload.name for upload in uploads)


def original_name(version: Version) -> str | None:
    """File name of a version's upload; None if it had none. Several files are one zip."""
    if not version.source or not version.source_hash:
        return None
    return file_name(version.source, f"v{version.number}")


def file_name(source: str, of: str) -> str:
    """The name of what is kept of an upload; ``of`` says whose several files are in the zip."""
    names = source.split(_BETWEEN_NAMES)
    return names[0] if len(names) == 1 else f"nhip-cau-{of}-files.zip"
