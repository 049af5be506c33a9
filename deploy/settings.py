"""The settings: ``NAME=value``, a line each, as systemd reads them."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from deploy.places import SERVER, SERVICE, Places
from deploy.trouble import Trouble

_LINE = re.compile(r"(?P<name>[A-Z][A-Z0-9_]*)=(?P<value>.*)")
_QUOTED = re.compile(r"(['\"])(.*)\1")
_SAFE = re.compile(r"[\w./:@,+%=-]*")
PORT, HTTP_PORT, HTTPS_PORT = "STREAMLIT_SERVER_PORT", "HTTP_PORT", "HTTPS_PORT"
_USUAL = {PORT: "8501", HTTP_PORT: "80", HTTPS_PORT: "443"}
MOST_SERVERS = 16
_HEAD = """# The settings of Nhịp Cầu; docs/running.md has all of them. After a change:
#   sudo /opt/nhip-cau/current/deploy/install    (makes the service and nginx fit)
#   sudo systemctl restart nhip-cau
"""


def read(path: Path) -> dict[str, str]:
    """The settings in a file; none where there is no file yet."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as cause:
        raise Trouble(f"{path} is no text in UTF-8.") from cause
    found: dict[str, str] = {}
    for number, line in enumerate(map(str.strip, text.splitlines()), start=1):
        if not line or line[0] in "#;":
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise Trouble(f"{path}, line {number}: write NAME=value, without spaces before the =.")
        quoted = _QUOTED.fullmatch(match["value"].strip())
        found[match["name"]] = quoted[2] if quoted else match["value"].strip()
    return found


def known(places: Places) -> dict[str, str]:
    """The settings of this machine; ends the command where there are none.

    The service may not read the file: systemd hands it the settings as its environment.
    """
    if "DATABASE_URL" in os.environ and not os.access(places.settings, os.R_OK):
        return dict(os.environ)
    found = read(places.settings)
    if not found:
        raise Trouble(f"There are no settings in {places.settings}: run deploy/install first.")
    return found


def database(settings: Mapping[str, str]) -> str:
    """The address of the store."""
    url = settings.get("DATABASE_URL", "")
    if not url:
        raise Trouble("The settings do not say where the store is: DATABASE_URL is missing.")
    return url


def port(settings: Mapping[str, str], name: str) -> int:
    """A port from the settings, or the usual one."""
    written = settings.get(name, _USUAL[name])
    if not written.isdecimal() or not 0 < int(written) < 65536:
        raise Trouble(f"{name} cannot be “{written}”: write a port, such as {_USUAL[name]}.")
    return int(written)


def ports(settings: Mapping[str, str]) -> list[int]:
    """The ports of the servers, as many as SERVERS says, one after the other."""
    written = settings.get("SERVERS", "1")
    if not written.isdecimal() or not 0 < int(written) <= MOST_SERVERS:
        raise Trouble(f"SERVERS cannot be “{written}”: write a number from 1 to {MOST_SERVERS}.")
    first = port(settings, PORT)
    found = [*range(first, first + int(written))]
    taken = {port(settings, HTTP_PORT), port(settings, HTTPS_PORT)}
    if found[-1] > 65535 or taken & {*found}:
        raise Trouble(f"There is no room for {written} servers at port {first}: change {PORT}.")
    return found


def units(settings: Mapping[str, str]) -> list[str]:
    """The services, in the order of their ports."""
    found = ports(settings)
    if len(found) == 1:
        return [SERVICE]
    return [SERVER.replace("@", f"@{one}") for one in found]


def complete(places: Places, wanted: Mapping[str, str]) -> dict[str, str]:
    """Write the wanted settings that are not there yet; all of them then. None is changed."""
    there = read(places.settings)
    missing = {name: value for name, value in wanted.items() if name not in there}
    if missing:
        for name, value in missing.items():
            if not _SAFE.fullmatch(value):
                raise Trouble(f"{name} cannot be “{value}”: it may hold no spaces or quotes.")
        text = places.settings.read_text("utf-8") if there or places.settings.exists() else _HEAD
        lines = "".join(f"{name}={value}\n" for name, value in missing.items())
        write_whole(places.settings, text + lines, 0o600)
    return there | missing


def write_whole(path: Path, text: str, mode: int) -> None:
    """Put a file in place whole, so that no reader and no power cut finds half of it."""
    beside = path.with_name(f"{path.name}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.chmod(mode)
    beside.replace(path)
