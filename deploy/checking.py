"""Looks at the server from outside and inside, and finds what is misconfigured.

Each check gives findings; ``deploy.findings`` has a sentence for each of them.
"""

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator, Mapping, Set
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from data.store.tables import FORMAT
from deploy import asking, backup, certificates, databases, machine, program, settings
from deploy.findings import Finding
from deploy.places import SERVICE, TIMER, USER, Places
from deploy.rendering import host_names
from deploy.trouble import Trouble

_LEAST_FREE = 1_000_000_000
_SHORTEST_KEY = 32
_RELEASED = datetime(2026, 11, 1, tzinfo=UTC)  # a clock before this day is wrong
_SOON = timedelta(days=21)
_LATE = timedelta(hours=50)
_SIGN_IN = ("accounts", "openid")
# The settings that a finding is about: the program speaks of them too.
_NAMED = {
    "no-sign-in": ("NHIP_CAU_SIGN_IN",),
    "no-hosts": ("NHIP_CAU_HOSTS",),
    "bad-hosts": ("NHIP_CAU_HOSTS",),
    "no-cookie-key": ("NHIP_CAU_COOKIE_KEY",),
    "short-cookie-key": ("NHIP_CAU_COOKIE_KEY",),
    "bad-store": ("DATABASE_URL",),
}


def findings(values: Mapping[str, str], here: Places) -> Iterator[Finding]:
    """All that is wrong with the server, what stops it first."""
    told = [*_settings(values, here), *_cookie_key(values), *_store(values)]
    yield from told
    yield from _program(values, here, {finding.kind for finding in told})
    yield from _rights(here)
    yield from _disk(values, here)
    yield from _clock(here)
    yield from _certificate(values, here)
    yield from _backups(values, here)
    yield from _service(values)


def _settings(values: Mapping[str, str], here: Places) -> Iterator[Finding]:
    if values.get("NHIP_CAU_SIGN_IN") not in _SIGN_IN:
        yield Finding("no-sign-in", file=here.settings)
    try:
        if not host_names(values):
            yield Finding("no-hosts", file=here.settings)
    except Trouble as cause:
        yield Finding("bad-hosts", why=cause)
    if "*" in values.get("FORWARDED_ALLOW_IPS", ""):
        yield Finding("all-proxies", file=here.settings)


def _program(values: Mapping[str, str], here: Places, told: Set[str]) -> Iterator[Finding]:
    """What the program itself says of its settings, but for what is told already."""
    if not (here.is_installed and here.python.exists()):
        yield Finding("half-installed")
        return
    said = program.asked(here, values, "--provider")
    known = {name for kind, names in _NAMED.items() if kind in told for name in names}
    for sentence in said.settings:
        if not any(name in sentence for name in known):
            yield Finding("bad-setting", why=sentence)
    for sentence in said.provider:
        yield Finding("no-provider", why=sentence)


def _names(values: Mapping[str, str]) -> list[str]:
    """The server's names; none where the setting is wrong, which ``_settings`` tells."""
    try:
        return host_names(values)
    except Trouble:
        return []


def _cookie_key(values: Mapping[str, str]) -> Iterator[Finding]:
    if values.get("NHIP_CAU_SIGN_IN") != "accounts":
        return
    file = Path(values.get("NHIP_CAU_COOKIE_KEY_FILE", ""))
    try:
        key = file.read_text("utf-8").strip() if file.name else values["NHIP_CAU_COOKIE_KEY"]
    except (OSError, UnicodeDecodeError, KeyError):
        yield Finding("no-cookie-key", file=file)
        return
    if len(key) < _SHORTEST_KEY:
        yield Finding("short-cookie-key", least=_SHORTEST_KEY)


def _rights(here: Places) -> Iterator[Finding]:
    """Files with secrets that others can read, and those that their owner cannot use."""
    secret = (here.settings, here.cookie_key, here.certificate_key, here.openid)
    for file in (*secret, here.state, here.backups):
        if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077:
            yield Finding("open-to-others", file=file)
    for file in (here.state, here.backups, here.cookie_key):
        if file.exists() and not here.is_scratch and file.owner() != USER:
            yield Finding("not-its-own", file=file, user=USER)


def _store(values: Mapping[str, str]) -> Iterator[Finding]:
    url = values.get("DATABASE_URL", "")
    try:
        if databases.is_postgresql(url):
            yield from _about(databases.asked_postgresql(url))
        else:
            yield from _sqlite(databases.sqlite_file(url))
    except Trouble as cause:
        yield Finding("bad-store", why=cause)


def _sqlite(file: Path) -> Iterator[Finding]:
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as store:
            number = store.execute("SELECT number FROM store_format").fetchone()[0]
            newest = store.execute("SELECT max(created) FROM versions").fetchone()[0]
    except (sqlite3.DatabaseError, TypeError) as cause:
        yield Finding("no-store", file=file, why=cause)
        return
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        yield Finding("open-to-others", file=file)
    yield from _about((number, newest))


def _about(found: tuple[int, str | None]) -> Iterator[Finding]:
    number, newest = found
    if number > FORMAT:
        yield Finding("too-new", found=number, known=FORMAT)
    if newest and datetime.fromisoformat(newest) > datetime.now(UTC) + timedelta(minutes=5):
        yield Finding("from-the-future", newest=newest[:16])


def _disk(values: Mapping[str, str], here: Places) -> Iterator[Finding]:
    for folder in (here.state, *_backup_folder(values, here)):
        if folder.exists() and (free := shutil.disk_usage(folder).free) < _LEAST_FREE:
            yield Finding("disk-full", folder=folder, free=f"{free / 1e9:.1f}")


def _backup_folder(values: Mapping[str, str], here: Places) -> list[Path]:
    """Where backups are; none where the setting is wrong, which ``_backups`` tells."""
    try:
        return [backup.folder(values, here)]
    except Trouble:
        return []


def _clock(here: Places) -> Iterator[Finding]:
    if datetime.now(UTC) < _RELEASED:
        yield Finding("clock-wrong", now=f"{datetime.now(UTC):%d/%m/%Y %H:%M}")
        return
    timedatectl = machine.program("timedatectl", here)
    if timedatectl:
        words = (timedatectl, "show", "--property=NTPSynchronized", "--value")
        if machine.answer(words) == (0, "no\n"):
            yield Finding("clock-alone")


def _certificate(values: Mapping[str, str], here: Places) -> Iterator[Finding]:
    file = here.certificate
    if not (file.exists() and here.certificate_key.exists()):
        yield Finding("no-certificate", file=file)
        return
    if not certificates.belong(file, here.certificate_key):
        yield Finding("not-its-key", file=here.certificate_key)
    ends = certificates.ends(file)
    if ends is None:
        yield Finding("no-certificate", file=file)
        return
    if ends < datetime.now(UTC):
        yield Finding("certificate-over", day=f"{ends:%d/%m/%Y}")
    elif ends < datetime.now(UTC) + _SOON:
        yield Finding("certificate-ends", day=f"{ends:%d/%m/%Y}")
    for name in _names(values):
        if not certificates.is_for(file, name):
            yield Finding("not-for-name", name=name)
    if certificates.is_self_signed(file):
        yield Finding("self-signed")


def _backups(values: Mapping[str, str], here: Places) -> Iterator[Finding]:
    try:
        folder = backup.folder(values, here)
        backup.spans(values)
    except Trouble as cause:
        yield Finding("bad-setting", why=cause)
        return
    taken = backup.taken(folder)
    since = here.settings.stat().st_mtime if here.settings.exists() else 0
    newest = next(iter(taken), datetime.fromtimestamp(since, UTC))
    if newest < datetime.now(UTC) - _LATE:
        yield Finding("no-backup", folder=folder, unit=TIMER)


def _service(values: Mapping[str, str]) -> Iterator[Finding]:
    """The program and what stands before it, asked as a browser would."""
    try:
        units, ports = settings.units(values), settings.ports(values)
        https = settings.port(values, settings.HTTPS_PORT)
    except Trouble as cause:
        yield Finding("bad-setting", why=cause)
        return
    away = [unit for unit, port in zip(units, ports, strict=True) if not _runs(port)]
    yield from (Finding("not-running", unit=unit) for unit in away)
    if away == units:
        return
    for port in ports:
        if asking.is_open_to_others(port):
            yield Finding("open-port", port=port)
    port = next(one for one in ports if _runs(one))
    yield from _readiness(port)
    if not _has_browser():
        yield Finding("no-browser")
    yield from _proxy(values, next(iter(_names(values)), "localhost"), port, https)


def _runs(port: int) -> bool:
    own = asking.plain(port, f"127.0.0.1:{port}", "/healthz")
    return own is not None and own.status == 200


def _readiness(port: int) -> Iterator[Finding]:
    """What the program that runs says it lacks; disk and clock are looked at here."""
    said = asking.readiness(port)
    if not said.get("store", True):
        yield Finding("store-unusable", unit=SERVICE)
    if said.get("store") and not said.get("administrator", True):
        yield Finding("no-administrator")


def _proxy(values: Mapping[str, str], name: str, port: int, https: int) -> Iterator[Finding]:
    host = name if https == 443 else f"{name}:{https}"
    answer = asking.secure(https, host, "/healthz")
    if answer is None:
        yield Finding("no-proxy", port=https)
        return
    if answer.status == 400:
        yield Finding("host-not-passed", name=name)
    elif answer.status != 200:
        yield Finding("proxy-elsewhere", status=answer.status)
        return
    if not asking.opens_socket(port, https, host):
        yield Finding("no-websocket")
    foreign = asking.secure(https, "foreign.example", "/healthz")
    if foreign is not None and foreign.status == 200:
        yield Finding("any-host")
    first = asking.plain(settings.port(values, settings.HTTP_PORT), name, "/healthz")
    if first is not None and not first.leads_to.startswith("https://"):
        yield Finding("no-redirect")


def _has_browser() -> bool:
    programs = ("chromium", "chromium-browser", "google-chrome", "msedge")
    return any(os.access(found, os.X_OK) for found in map(shutil.which, programs) if found)
