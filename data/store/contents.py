"""Contents by their hash: packed, written once however often they are published, and proved."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import zstandard
from sqlalchemy import Connection, Table, select


@dataclass(frozen=True)
class Packed:
    """Bytes as the store keeps them; ``hash`` is the SHA-256 of what they were."""

    hash: str
    content: bytes

    @classmethod
    def of(cls, content: bytes) -> Self:
        """Pack bytes, as Zstandard."""
        return cls(digest(content), zstandard.compress(content))

    def unpacked(self) -> bytes | None:
        """The bytes as they were, None if they no longer are what was packed."""
        try:
            content = zstandard.decompress(self.content)
        except (zstandard.ZstdError, MemoryError):  # memory: the length itself is damaged
            return None
        return content if digest(content) == self.hash else None


def digest(content: bytes) -> str:
    """SHA-256 in hex, the name of a content."""
    return hashlib.sha256(content).hexdigest()


def keep(connection: Connection, table: Table, contents: Iterable[Packed]) -> None:
    """Write what ``table`` does not have yet; the transaction must be a writing one."""
    wanted = {packed.hash: packed.content for packed in contents}
    there = set(connection.scalars(select(table.c.hash).where(table.c.hash.in_(wanted))))
    for hash_, content in wanted.items():
        if hash_ not in there:
            connection.execute(table.insert().values(hash=hash_, content=content))
