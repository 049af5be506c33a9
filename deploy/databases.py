"""Copies of the store, taken while people publish, and put back: SQLite and PostgreSQL.

Only Python's own library and PostgreSQL's own programs are used, so that a backup can be taken and
put back also where the program's packages are broken.
"""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from deploy.trouble import Trouble

_CHUNK = 1 << 20
_OPTIONS = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}
# The tables and functions of the database's owner: a backup holds all of them.
_EMPTY = """
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT oid::regclass AS name FROM pg_class WHERE relkind = 'r'
    AND relnamespace = current_schema()::regnamespace AND relowner = current_user::regrole
  LOOP EXECUTE 'DROP TABLE ' || one.name || ' CASCADE'; END LOOP;
  FOR one IN SELECT oid::regprocedure AS name FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace AND proowner = current_user::regrole
  LOOP EXECUTE 'DROP FUNCTION ' || one.name || ' CASCADE'; END LOOP;
END $$;
"""


def is_postgresql(url: str) -> bool:
    """Whether the store is in PostgreSQL; ends the command where it is in neither."""
    kind = url.partition(":")[0]
    if kind in ("postgres", "postgresql", "postgresql+psycopg"):
        return True
    if kind == "sqlite" and url.startswith("sqlite:////"):
        return False
    raise Trouble("DATABASE_URL names neither sqlite:////… (a whole path) nor postgresql://…")


def parts(url: str) -> SplitResult:
    """The address of the store in its parts; ends the command where it is none."""
    with suppress(ValueError):
        split = urlsplit(url)
        if split.port is None or split.port > 0:
            return split
    # What is wrong may be a part of the password, so it is not shown.
    raise Trouble(
        "DATABASE_URL is no whole address. In its password, write what is neither letter nor "
        "digit as %XX, so @ as %40."
    )


def sqlite_file(url: str) -> Path:
    """The file of an SQLite store."""
    return Path(unquote(parts(url).path[1:]))


def ending(url: str) -> str:
    """How the names of this store's backups end."""
    return ".dump" if is_postgresql(url) else ".sqlite"


def copy(url: str, target: Path) -> None:
    """Write the store as it is at one moment to a new file; whoever publishes is not held up."""
    if is_postgresql(url):
        _postgresql(url, "pg_dump", "--format=custom", "--no-owner", f"--file={target}")
    else:
        copy_sqlite(sqlite_file(url), target)


def copy_sqlite(source: Path, target: Path) -> None:
    """Write an SQLite database as it is at one moment to a new file."""
    if not source.exists():
        raise Trouble(f"There is no store at {source} yet.")
    try:
        with (
            closing(sqlite3.connect(source, timeout=60)) as one,
            closing(sqlite3.connect(target)) as other,
        ):
            one.backup(other)  # in one go: a copy that sees the store at one moment
            other.execute("PRAGMA journal_mode = DELETE").close()  # one file, without a log
    except sqlite3.DatabaseError as cause:
        raise _about(cause, target, f"{source} could not be copied") from cause


def _about(cause: sqlite3.DatabaseError, target: Path, what: str) -> Exception:
    """What went wrong with a copy; a full disk is told as one."""
    if "full" in str(cause) or shutil.disk_usage(target.parent).free < _CHUNK:
        return OSError(28, "No space left on device", str(target.parent))
    return Trouble(f"{what}: {cause}")


def check(file: Path) -> int:
    """The number of versions in a backup; ends the command where it is not whole."""
    return _check_dump(file) if file.suffix == ".dump" else check_sqlite(file)


def check_sqlite(file: Path) -> int:
    """The number of versions in an SQLite store; ends the command where it is not whole."""
    address = f"{file.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as store:
            said = store.execute("PRAGMA integrity_check").fetchone()[0]
            lost = store.execute("PRAGMA foreign_key_check").fetchone()
            if said != "ok" or lost:
                raise Trouble(f"{file} is damaged: {lost or said}")
            return int(store.execute("SELECT count(*) FROM versions").fetchone()[0])
    except sqlite3.DatabaseError as cause:
        raise Trouble(f"{file} is no store of Nhịp Cầu, or is damaged: {cause}") from cause


def _check_dump(file: Path) -> int:
    listed = _program("pg_restore", ("--list", str(file)), {})
    if "TABLE DATA" not in listed or " versions " not in listed:
        raise Trouble(f"{file} is no backup of Nhịp Cầu.")
    rows = _program("pg_restore", ("--data-only", "--table=versions", "--file=-", str(file)), {})
    _start, _found, after = rows.partition("FROM stdin;\n")
    return after.partition("\n\\.\n")[0].count("\n") + 1 if after else 0


def format_of(file: Path) -> int | None:
    """The format of the tables in a backup."""
    if file.suffix == ".dump":
        words = ("--data-only", "--table=store_format", "--file=-", str(file))
        rows = _program("pg_restore", words, {}).partition("FROM stdin;\n")[2]
        first = rows.partition("\n")[0]
        return int(first) if first.isdecimal() else None
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as store:
        row = store.execute("SELECT number FROM store_format").fetchone()
        return int(row[0]) if row else None


def put_back(file: Path, url: str) -> None:
    """Make a backup the store; nothing is changed where that fails. Nobody may use the store."""
    if is_postgresql(url):
        _put_back_postgresql(file, url)
    else:
        _put_back_sqlite(file, sqlite_file(url))


def _put_back_sqlite(file: Path, target: Path) -> None:
    beside = target.with_name(f".{target.name}.restored")
    try:
        remove(beside)
        beside.touch(mode=0o600)
        copy_sqlite(file, beside)
        with beside.open("rb") as written:
            os.fsync(written.fileno())
        for log in ("-wal", "-shm"):  # they belong to the file that goes
            remove(target.with_name(target.name + log))
        beside.replace(target)
    finally:
        remove(beside)


def _put_back_postgresql(file: Path, url: str) -> None:
    """All in one transaction; what a newer release added goes as well."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "restore.sql"
        _program("pg_restore", ("--no-owner", f"--file={script}", str(file)), {})
        words = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction")
        _postgresql(url, "psql", *words, f"--command={_EMPTY}", f"--file={script}")


def asked_postgresql(url: str) -> tuple[int, str | None]:
    """Format and newest day of a store in PostgreSQL; ends the command where it gives none."""
    asked = "SELECT number, (SELECT max(created) FROM versions) FROM store_format"
    words = ("--no-psqlrc", "--no-align", "--tuples-only", f"--command={asked}")
    number, _bar, newest = _postgresql(url, "psql", *words).strip().partition("|")
    if not number.isdecimal():
        raise Trouble("The database holds no store yet: start the service once, which makes it.")
    return int(number), newest or None


def digest(file: Path) -> str:
    """The SHA-256 of a file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _postgresql(url: str, program: str, *words: str) -> str:
    """What a program of PostgreSQL says; the password is not among its words, which all can see."""
    split = parts(url)
    known = {
        "PGHOST": split.hostname,
        "PGPORT": str(split.port) if split.port else None,
        "PGUSER": split.username and unquote(split.username),
        "PGPASSWORD": split.password and unquote(split.password),
        "PGDATABASE": unquote(split.path[1:]) or None,
    }
    for name, value in parse_qsl(split.query):
        if name not in _OPTIONS:
            raise Trouble(f"DATABASE_URL has “{name}”, which only {', '.join(_OPTIONS)} may be.")
        known[_OPTIONS[name]] = value
    given = {name: value for name, value in known.items() if value}
    return _program(program, words, given)


def _program(name: str, words: Sequence[str], given: Mapping[str, str]) -> str:
    try:
        ended = subprocess.run(  # noqa: S603 - our own words
            (name, *words),
            env={**os.environ, "PGCONNECT_TIMEOUT": "10", **given},
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except FileNotFoundError as cause:
        raise Trouble(
            f"{name} is missing: install the package postgresql-client of the database's version."
        ) from cause
    if ended.returncode:
        raise Trouble(f"{name} refused: {ended.stderr.strip()[-500:]}")
    return ended.stdout


def remove(file: Path) -> None:
    """Remove a file, if it is there."""
    with suppress(FileNotFoundError):
        file.unlink()
