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

FORMAT = 2  # of these tables; raise it with any change to them, and add the step that leads there

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
    Column("account", Text),
    Column("approver", Text),
    CheckConstraint("(parent IS NULL) = (number = 1)", name="one_first_version"),
)
version_tables = Table(
    "version_tables",
    METADATA,
    Column("version", ForeignKey("versions.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("hash", ForeignKey("blobs.hash"), nullable=False),
)

# Who may sign in. The password is a hash of argon2id; without one, another server signs them in.
accounts = Table(
    "accounts",
    METADATA,
    Column("account", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password", Text),
    Column("created", Text, nullable=False),
)
# One row for each browser that is signed in; the browser has the token, we its SHA-256.
sign_ins = Table(
    "sign_ins",
    METADATA,
    Column("hash", String(64), primary_key=True),
    Column("account", ForeignKey("accounts.account", ondelete="CASCADE"), nullable=False),
    Column("expires", Text, nullable=False),
)
# Sign-ins that failed, by SHA-256 of the account or the address they came from.
failures = Table(
    "failures",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("hash", String(64), nullable=False, index=True),
    Column("at", Text, nullable=False),
)
# Who did what; each entry holds the hash of the one before, so a gap shows.
audit = Table(
    "audit",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("details", Text, nullable=False),  # JSON
    Column("before", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)


def _with_accounts(connection: Connection) -> None:
    for column in (versions.c.account, versions.c.approver):
        connection.exec_driver_sql(f"ALTER TABLE versions ADD COLUMN {column.name} TEXT")
    METADATA.create_all(connection)


# What makes the next format of each earlier one, 1 first. A step runs as one transaction with
# no other writer beside it, on SQLite as on PostgreSQL, when a newer program opens the store.
STEPS: Mapping[int, Callable[[Connection], None]] = {1: _with_accounts}
