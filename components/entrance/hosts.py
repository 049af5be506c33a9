"""Which host names the server answers to, and whether other machines can reach it."""

import ipaddress
import os
import re
import unicodedata
from collections.abc import Set

import streamlit as st

_SETTING = "NHIP_CAU_HOSTS"
_NAME = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?", re.ASCII)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)


def named_hosts() -> Set[str]:
    """Further host names that the server answers to, from its setting, as browsers write them."""
    listed = os.environ.get(_SETTING, "").lower().split(",")
    names = {name.strip() for name in listed} - {""}
    return {_as_browsers_write(name) for name in sorted(names)}


def _as_browsers_write(name: str) -> str:
    """A host as it stands in the requests of a browser; ends the start where it is none."""
    if ":" in name:
        return _bracketed(name)
    written = name if name.isascii() else _encoded(name)
    if not _NAME.fullmatch(written):
        raise _refusal(name, "list the names or addresses alone, without http:// and port")
    if _NUMBER.fullmatch(written.rpartition(".")[2]):  # a browser takes this for an IPv4 address
        try:
            return str(ipaddress.IPv4Address(written))
        except ValueError:
            raise _refusal(name, "an IPv4 address is four numbers, as in 192.168.1.20") from None
    return written


def _bracketed(name: str) -> str:
    try:
        address = ipaddress.IPv6Address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        advice = "list the names or addresses alone, without http:// and port"
        raise _refusal(name, advice) from None
    if not re.fullmatch(r"\[[0-9a-f:]+\]", name):  # bare, its end could be taken for a port
        raise _refusal(name, f"write an IPv6 address in brackets, [{address}]")
    return f"[{address}]"


def _encoded(name: str) -> str:
    """A name with other letters than ASCII as browsers send it: ``cầu.vn`` as ``xn--cu-x5s.vn``."""
    try:
        written = name.encode("idna").decode("ascii")
        if written.encode("ascii").decode("idna") == unicodedata.normalize("NFKC", name):
            return written
    except UnicodeError:
        pass
    # Of a few letters, as ß, this codec and browsers make different names.
    raise _refusal(name, "write it as browsers send it, the labels with such letters as xn--…")


def _refusal(name: str, advice: str) -> SystemExit:
    """At the start, and so that the administrator reads no traceback."""
    return SystemExit(
        f"{_SETTING} cannot hold “{name}”: {advice}; several stand with commas between."
    )


def is_for_this_machine() -> bool:
    """Whether only this machine can reach the server: bound to loopback, no further name."""
    return _is_bound_to_loopback() and not named_hosts()


def is_loopback(name: str) -> bool:
    """Whether a host name or address is this machine's own, which no other machine can use."""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False


def _is_bound_to_loopback() -> bool:
    return is_loopback(st.get_option("server.address") or "")
