"""Mappings that the desk remembers: found by the shape of a sheet, changed by who may propose."""

from collections.abc import Sequence
from itertools import chain, count
from typing import NamedTuple

from data.intake.mapping import (
    BadMapping,
    ColumnMapping,
    folded_heading,
    read_mapping,
    shape_of,
    written,
)
from data.language import Language
from data.roles import Act, Caller, permit
from data.store import Store
from data.store import mappings as kept
from data.store.mappings import Kept, NoMapping

__all__ = ["BadMapping", "Kept", "NoMapping", "Remembered"]

_LONGEST_NAME = 120
_NUMBER = " ({})"
_MOST_FOREIGN = 0.5  # of the headings of a mapping that a sheet of another shape may lack


class Remembered(NamedTuple):
    """A mapping with its name."""

    name: str
    mapping: ColumnMapping


def listed(where: Store) -> list[Kept]:
    """All that is kept, by name."""
    return kept.every(where)


def fitting(where: Store, headings: Sequence[str]) -> list[Remembered]:
    """The mappings made for sheets of this very shape."""
    return _read(kept.every(where, shape=shape_of(headings)))


def near(where: Store, headings: Sequence[str]) -> list[Remembered]:
    """Mappings for a shape that this sheet has in part: at least half of their headings."""
    own, folded = shape_of(headings), set(map(folded_heading, headings))
    others = _read([one for one in kept.every(where) if one.shape != own])
    return [
        one
        for one in others
        if sum(folded_heading(heading) in folded for heading, _ in one.mapping.columns)
        >= _MOST_FOREIGN * max(1, len(one.mapping.columns))
    ]


def remember(where: Store, name: str, mapping: ColumnMapping, *, by: Caller) -> None:
    """Keep a mapping under a name; raises Forbidden."""
    permit(by, Act.PROPOSE)
    short = name.strip()[:_LONGEST_NAME]
    kept.keep(where, short, mapping.shape, written(mapping, short), who=by.who)


def is_taken(where: Store, name: str, shape: str) -> bool:
    """Whether the name is that of a mapping for other headings, which would be lost."""
    short = name.strip()[:_LONGEST_NAME]
    return any(one.name == short and one.shape != shape for one in kept.every(where))


def free_name(where: Store, wanted: str, headings: Sequence[str]) -> str:
    """A name for a mapping of these headings: the one wanted, with a number if it is taken."""
    shape = shape_of(headings)
    short = wanted.strip()[: _LONGEST_NAME - len(_NUMBER.format(1000))]
    taken = {one.name for one in kept.every(where) if one.shape != shape}
    numbered = (f"{short}{_NUMBER.format(number)}" for number in count(2))
    return next(name for name in chain([short], numbered) if name not in taken)


def read_file(content: bytes) -> Remembered:
    """The mapping in a file that was exported; raises BadMapping."""
    try:
        return Remembered(*read_mapping(content.decode("utf-8-sig")))
    except UnicodeDecodeError as cause:
        raise BadMapping("UTF-8") from cause


def refusal(file: str, wrong: BadMapping, language: Language) -> str:
    """Why a file is no mapping, as a sentence."""
    told = language.text("“{file}” is no mapping of this desk. Found: {found}.")
    return told.format(file=file, found=wrong)


def take_in(where: Store, content: bytes, *, by: Caller) -> str:
    """Keep a mapping that was exported; gives its name. Raises Forbidden and BadMapping.

    Where its name is that of a mapping for other headings, it gets a number.
    """
    permit(by, Act.PROPOSE)
    name, mapping = read_file(content)
    if not name.strip():
        raise BadMapping("name")
    free = free_name(where, name, [heading for heading, _ in mapping.columns])
    remember(where, free, mapping, by=by)
    return free


def rename(where: Store, name: str, new: str, *, by: Caller) -> None:
    """Give it another name; raises Forbidden and NoMapping."""
    permit(by, Act.PROPOSE)
    kept.rename(where, name, new.strip()[:_LONGEST_NAME], who=by.who)


def remove(where: Store, name: str, *, by: Caller) -> None:
    """Remove it; raises Forbidden and NoMapping."""
    permit(by, Act.PROPOSE)
    kept.remove(where, name, who=by.who)


def _read(rows: Sequence[Kept]) -> list[Remembered]:
    """Those that can still be read: a column may have been removed from the schema since."""
    read = []
    for row in rows:
        try:
            read.append(Remembered(row.name, read_mapping(row.content)[1]))
        except BadMapping:
            continue
    return read
