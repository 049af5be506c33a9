"""What the store keeps, in SQL: versions in one line, and contents named by their SHA-256."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

FORMAT = 1  # of these tables; raise it with any change to them, together with a way to get there

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
# Apart from blobs and without a foreign key, so that old uploads can be thrown away.
originals = _contents("originals")

# The constraints alone make every history one line: one first version, one child for each parent.
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
