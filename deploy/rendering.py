"""The files for systemd and nginx, from the templates beside this and the settings."""

import ipaddress
import re
from collections.abc import Mapping
from pathlib import Path

from deploy import databases
from deploy import settings as reading
from deploy.places import SERVICE, Places
from deploy.trouble import Trouble

_TEMPLATES = Path(__file__).parent / "templates"
_PLACE = re.compile(r"@([a-z_0-9]+)@")
_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.ASCII)
_HAS_IPV6 = Path("/proc/net/if_inet6")
_MEMORY = 80  # of a hundred, for all servers together
_OWN_MACHINE_ONLY = """
# It speaks with this machine alone, as no page needs more.
IPAddressDeny=any
IPAddressAllow=localhost
"""


def rendered(template: str, settings: Mapping[str, str], places: Places) -> str:
    """A template with the places and settings of this machine."""
    values = _values(settings, places)
    return _PLACE.sub(lambda match: values[match[1]], _text(template))


def _text(template: str) -> str:
    return (_TEMPLATES / template).read_text("utf-8")


def server(settings: Mapping[str, str], places: Places) -> str:
    """The service of a server: of the only one, or of each of several, at the port in its name."""
    text = rendered(SERVICE, settings, places)
    number = len(reading.ports(settings))
    if number == 1:
        return text
    # After: that one has stopped only when all of these have
    together = f"[Unit]\nPartOf={SERVICE}\nAfter={SERVICE}\n"
    memory = f"MemoryMax={_MEMORY // number}%"
    alone = (
        ("[Unit]\n", together),
        (f"MemoryMax={_MEMORY}%", memory),
        (f"--server.port {reading.port(settings, reading.PORT)}", "--server.port %i"),
        ("\n[Install]\nWantedBy=multi-user.target\n", ""),
    )
    for one, several in alone:
        if one not in text:
            raise Trouble(f"The template of {SERVICE} lacks “{one.strip()}”.")
        text = text.replace(one, several)
    return text.replace("systemctl edit nhip-cau\n", "systemctl edit nhip-cau@\n")


def together(settings: Mapping[str, str]) -> str:
    """The service that stands for several servers: started, stopped and restarted with it."""
    return (
        "# Written by deploy/install. Your own changes: systemctl edit nhip-cau@\n"
        f"[Unit]\nDescription=Nhịp Cầu, all servers\nWants={' '.join(reading.units(settings))}\n\n"
        "[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n\n"
        "[Install]\nWantedBy=multi-user.target\n"
    )


def _upstreams(ports: list[int]) -> str:
    """For nginx: each server with the others behind it, and all of them for who is new."""
    if len(ports) == 1:
        return ""
    lines = [
        "# Who has a session with one server stays there: socket, uploads and files. Where it is",
        "# gone another takes over, and the cookie, set with the socket, names that one. None",
        "# counts as gone for longer than it is, so two may restart one after the other.",
        "map $cookie_nhip_cau_server $nhip_cau_server {",
        *(f"    {one} nhip_cau_{one};" for one in ports),
        "    default nhip_cau_any;",
        "}",
        "map $upstream_addr $nhip_cau_answered {",
        '    "~:(?<nhip_cau_port>[0-9]+)$" $nhip_cau_port;',
        "    default '';",
        "}",
        "upstream nhip_cau_any {",
        "    least_conn;",
        *(f"    server 127.0.0.1:{one} max_fails=0;" for one in ports),
        "}",
    ]
    for one in ports:
        others = [
            f"    server 127.0.0.1:{other} max_fails=0 backup;" for other in ports if other != one
        ]
        lines += [
            f"upstream nhip_cau_{one} {{",
            f"    server 127.0.0.1:{one} max_fails=0;",
            *others,
            "}",
        ]
    return "\n".join(lines) + "\n"


def host_names(settings: Mapping[str, str]) -> list[str]:
    """The names under which people reach the server, as browsers write them; the first leads."""
    names = [name.strip().lower() for name in settings.get("NHIP_CAU_HOSTS", "").split(",")]
    return [as_browsers_write(name) for name in names if name]


def as_browsers_write(name: str) -> str:
    """A host name in ASCII; ends the command where it is none."""
    try:
        written = name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        written = ""
    if not _NAME.fullmatch(written):
        raise Trouble(
            f"“{name}” is no host name: write it without https:// and port, as in "
            "nhipcau.dienbien.gov.vn"
        )
    return written


def _values(settings: Mapping[str, str], places: Places) -> dict[str, str]:
    names = host_names(settings)
    https = reading.port(settings, reading.HTTPS_PORT)
    ports = reading.ports(settings)
    is_one = len(ports) == 1
    return {
        "current": str(places.current),
        "settings": str(places.settings),
        "state": str(places.state),
        "backups": str(places.backups),
        "tls_key": str(places.certificate_key),
        "access_log": str(places.access_log),
        "certificate": str(places.certificate),
        "certificate_key": str(places.certificate_key),
        "port": str(reading.port(settings, reading.PORT)),
        "upstreams": _upstreams(ports),
        "upstream": f"127.0.0.1:{ports[0]}" if is_one else "$nhip_cau_server",
        "sticky": "" if is_one else f"{_text('sticky.conf')}\n",
        "http_port": str(reading.port(settings, reading.HTTP_PORT)),
        "https_port": str(https),
        "https_suffix": "" if https == 443 else f":{https}",
        "listen_6_http": _listen_6(f"{reading.port(settings, reading.HTTP_PORT)}"),
        "listen_6_https": _listen_6(f"{https} ssl http2"),
        "name": names[0] if names else "localhost",
        "names": " ".join(names) or "localhost",
        "network": "" if asks_others(settings) else _OWN_MACHINE_ONLY,
    }


def _listen_6(what: str) -> str:
    """The line for IPv6; nginx does not start with it where the machine has none."""
    return f"listen [::]:{what};" if _HAS_IPV6.exists() else ""


def asks_others(settings: Mapping[str, str]) -> bool:
    """Whether the server needs another machine: to sign people in, or for its database."""
    if settings.get("NHIP_CAU_SIGN_IN") == "openid":
        return True
    host = databases.parts(settings.get("DATABASE_URL", "")).hostname
    if host in (None, "", "localhost"):
        return False
    try:
        return not ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return True
