"""The SQL tables of the store: one line of versions, and contents named by their SHA-256."""

from collections.abc import Callable, Mapping

from sqlalchemy import (
    DDL,
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    event,
)

from data.store.texts import Written

FORMAT = 5  # of these tables; raise it with any change to them, and add the step that leads there

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
    Column("author", Written, nullable=False),
    Column("note", Written, nullable=False),
    Column("created", Written, nullable=False),  # ISO 8601 in UTC: SQLite has no time zones
    Column("source", Written),
    Column("source_hash", String(64)),
    Column("account", Written),
    Column("approver", Written),
    Column("struck", Written),  # JSON: when and by whom persons were struck from it, and its file
    Column("seal", String(16)),  # its fingerprint since then; until then the id is that
    CheckConstraint("(parent IS NULL) = (number = 1)", name="one_first_version"),
)
version_tables = Table(
    "version_tables",
    METADATA,
    Column("version", ForeignKey("versions.id"), primary_key=True),
    Column("name", Written, primary_key=True),
    Column("hash", ForeignKey("blobs.hash"), nullable=False),
)

# Who may sign in. The password is a hash of argon2id; without one, another server signs them in.
accounts = Table(
    "accounts",
    METADATA,
    Column("account", Written, primary_key=True),
    Column("name", Written, nullable=False),
    Column("role", Written, nullable=False),
    Column("password", Written),
    Column("created", Written, nullable=False),
)
# One row for each browser that is signed in; the browser has the token, we its SHA-256.
sign_ins = Table(
    "sign_ins",
    METADATA,
    Column("hash", String(64), primary_key=True),
    Column("account", ForeignKey("accounts.account", ondelete="CASCADE"), nullable=False),
    Column("expires", Written, nullable=False),
)
# One row for each sign-in that another server vouched for (OpenID Connect). Its account needs no
# row above: the other server may give the role.
provided_sign_ins = Table(
    "provided_sign_ins",
    METADATA,
    Column("hash", String(64), primary_key=True),
    Column("account", Written, nullable=False),
    Column("expires", Written, nullable=False),
)
# Sign-ins that failed, by SHA-256 of the account or the address they came from.
failures = Table(
    "failures",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("hash", String(64), nullable=False, index=True),
    Column("at", Written, nullable=False),
)
# Who did what; each entry holds the hash of the one before, so a gap shows.
audit = Table(
    "audit",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Written, nullable=False),
    Column("who", Written, nullable=False),
    Column("act", Written, nullable=False),
    Column("details", Written, nullable=False),  # JSON
    Column("before", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
# One row: which entry is the last, so that a trail cut off at its end shows.
audit_head = Table(
    "audit_head",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("hash", String(64), nullable=False),
)
# Persons who were struck from everything kept here; the row says nothing about who they were.
strikes = Table(
    "strikes",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Written, nullable=False),
    Column("who", Written, nullable=False),
    Column("reason", Written, nullable=False),
    Column("wiped", Integer, nullable=False),  # 1 once the database's file has no trace left
)
# What must not come back, by a keyed hash of it; "becomes" is the id that stands there now.
struck = Table(
    "struck",
    METADATA,
    Column("hash", String(64), primary_key=True),
    Column("kind", Written, primary_key=True),
    Column("words", Integer, nullable=False),
    Column("becomes", Written),
)

_KEPT = "the audit trail is only added to"
# Statements that forbid a change of the audit trail, and those that allow it, by database.
LOCKED: Mapping[str, tuple[str, ...]] = {
    "sqlite": tuple(
        f"CREATE TRIGGER audit_kept_{act} BEFORE {act} ON audit "
        f"BEGIN SELECT RAISE(ABORT, '{_KEPT}'); END"
        for act in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        f"""CREATE OR REPLACE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{_KEPT}'; END $$""",
        """CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
        FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept()""",
    ),
}
UNLOCKED: Mapping[str, tuple[str, ...]] = {
    "sqlite": tuple(f"DROP TRIGGER IF EXISTS audit_kept_{act}" for act in ("UPDATE", "DELETE")),
    "postgresql": ("DROP TRIGGER IF EXISTS audit_kept ON audit",),
}
for _dialect, _statements in LOCKED.items():
    for _statement in _statements:
        statement = DDL(_statement)  # type: ignore[no-untyped-call]
        event.listen(audit, "after_create", statement.execute_if(dialect=_dialect))

# An editor's work that waits for an approver: the tables as they would become, held beside the
# version that they were made from. ``round`` counts how often it was handed in.
proposals = Table(
    "proposals",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", Written, nullable=False),
    Column("round", Integer, nullable=False),
    Column("account", Written, nullable=False),
    Column("author", Written, nullable=False),
    Column("note", Written, nullable=False),
    Column("mode", Written, nullable=False),
    Column("base", ForeignKey("versions.id"), nullable=False),
    Column("source", Written, nullable=False),
    Column("source_hash", String(64), nullable=False),
    Column("created", Written, nullable=False),
    Column("version", ForeignKey("versions.id")),
)
proposal_tables = Table(
    "proposal_tables",
    METADATA,
    Column("proposal", ForeignKey("proposals.number"), primary_key=True),
    Column("name", Written, primary_key=True),
    Column("hash", ForeignKey("blobs.hash"), nullable=False),
)
# All that was done and said about a proposal, in order.
proposal_steps = Table(
    "proposal_steps",
    METADATA,
    Column("proposal", ForeignKey("proposals.number"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Written, nullable=False),
    Column("account", Written, nullable=False),
    Column("name", Written, nullable=False),
    Column("act", Written, nullable=False),
    Column("text", Written, nullable=False),
)

# What the columns of offices' own sheets mean: by a name, and by the shape of the sheets.
mappings = Table(
    "mappings",
    METADATA,
    Column("name", Written, primary_key=True),
    Column("shape", String(32), nullable=False),
    Column("content", Written, nullable=False),  # JSON
    Column("who", Written, nullable=False),
    Column("at", Written, nullable=False),
)

# What somebody changes row by row before handing it in; on screen it is a draft. It belongs to an
# account, "" where there are none, and was begun beside the version ``base``.
sketches = Table(
    "sketches",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("account", Written, nullable=False),
    Column("title", Written, nullable=False),
    Column("base", ForeignKey("versions.id"), nullable=False),
    Column("begun", Written, nullable=False),
    Column("changed", Written, nullable=False),
)
# A row of a sketch: its cells by column as JSON, those that it changes; "null" for a row that
# goes. ``key`` is an id of the record, or "new." and more for a new row.
sketch_rows = Table(
    "sketch_rows",
    METADATA,
    Column("sketch", ForeignKey("sketches.number", ondelete="CASCADE"), primary_key=True),
    Column("record_table", Written, primary_key=True),
    Column("key", Written, primary_key=True),
    Column("place", Integer, nullable=False),  # rows stand in the order in which they were begun
    Column("cells", Written, nullable=False),
    Column("revision", Integer, nullable=False),  # counts how often the row was written
)

# The files of papers, by the SHA-256 that their rows in the record name. Of a picture there is a
# small one, made anew by us.
paper_files = Table(
    "paper_files",
    METADATA,
    Column("hash", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),  # packed
    Column("format", String(8), nullable=False),
    Column("size", Integer, nullable=False),
    Column("preview", LargeBinary),  # JPEG
    Column("account", Written, nullable=False),  # who brought it
    Column("added", Written, nullable=False),
)


def _with_accounts(connection: Connection) -> None:
    for column in (versions.c.account, versions.c.approver, versions.c.struck, versions.c.seal):
        kind = column.type.compile(connection.dialect)
        connection.exec_driver_sql(f"ALTER TABLE versions ADD COLUMN {column.name} {kind}")
    METADATA.create_all(connection)


def _with_new_tables(connection: Connection) -> None:
    METADATA.create_all(connection)


# What makes the next format of each earlier one, 1 first. A step runs as one transaction with
# no other writer beside it, on SQLite as on PostgreSQL, when a newer program opens the store.
STEPS: Mapping[int, Callable[[Connection], None]] = {
    1: _with_accounts,
    2: _with_new_tables,
    3: _with_new_tables,
    4: _with_new_tables,
}
