"""Keeps contents by their hash: compressed, written only once, and checked when they are read."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import zstandard
from sqlalchemy import Connection, Table, select


@dataclass(frozen=True)
class Packed:
    """Compressed bytes; ``hash`` is the SHA-256 of the bytes before."""

    hash: str
    content: bytes

    @classmethod
    def of(cls, content: bytes) -> Self:
        """Compress bytes with Zstandard."""
        return cls(digest(content), zstandard.compress(content))

    def unpacked(self) -> bytes | None:
        """The bytes as they were; None if they are damaged."""
        try:
            content = zstandard.decompress(self.content)
        except (zstandard.ZstdError, MemoryError):  # memory: the length itself is damaged
            return None
        return content if digest(content) == self.hash else None


def digest(content: bytes) -> str:
    """SHA-256 in hex, under which a content is kept."""
    return hashlib.sha256(content).hexdigest()


def keep(connection: Connection, table: Table, contents: Iterable[Packed]) -> None:
    """Write contents that ``table`` does not have yet; needs a writing transaction."""
    wanted = {packed.hash: packed.content for packed in contents}
    there = set(connection.scalars(select(table.c.hash).where(table.c.hash.in_(wanted))))
    for hash_, content in wanted.items():
        if hash_ not in there:
            connection.execute(table.insert().values(hash=hash_, content=content))
