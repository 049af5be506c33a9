"""The SQL tables of the store: one line of versions, and contents named by their SHA-256."""

from collections.abc import Callable, Mapping

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

FORMAT = 1  # of these tables; raise it with any change to them, and add the step that leads there
# What makes the next format of each earlier one, 1 first. A step runs as one transaction with
# no other writer beside it, on SQLite as on PostgreSQL, when a newer program opens the store.
STEPS: Mapping[int, Callable[[Connection], None]] = {}

METADATA = MetaData()


def _contents(name: str) -> Table:
    return Table(
        name,
        METADATA,
        Column("hash", String(64), primary_key=True),  # SHA-256 of what is packed in content
        Column("content", LargeBinary, nullable=False),
    )


formats = Table(
    "store_format", METADATA, Column("number", Integer, primary_key=True, autoincrement=False)
)
blobs = _contents("blobs")
# Not in blobs and without a foreign key, so that old uploads can be deleted.
originals = _contents("originals")

# These constraints keep the history in one line: one first version, one child per parent.
versions = Table(
    "versions",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("parent", ForeignKey("versions.id"), unique=True),
    Column("author", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("created", Text, nullable=False),  # ISO 8601 in UTC: SQLite has no time zones
    Column("source", Text),
    Column("source_hash", String(64)),
    CheckConstraint("(parent IS NULL) = (number = 1)", name="one_first_version"),
)
version_tables = Table(
    "version_tables",
    METADATA,
    Column("version", ForeignKey("versions.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("hash", ForeignKey("blobs.hash"), nullable=False),
)
