"""Who may ask anything of the server, and who may edit: until there is sign-in, this machine."""

import ipaddress
import os
import re
from collections.abc import Set

import streamlit as st

_SETTING = "NHIP_CAU_HOSTS"
_NAME = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:]+\]", re.ASCII)


def named_hosts() -> Set[str]:
    """The further names that the server answers to, as its setting lists them."""
    listed = os.environ.get(_SETTING, "").lower().split(",")
    names = {name.strip() for name in listed} - {""}
    for name in sorted(names):
        if not _NAME.fullmatch(name):
            # At the start, and so that the administrator reads no traceback.
            message = (
                f"{_SETTING} cannot hold “{name}”: list the names or addresses alone, "
                "without http:// and port, separated by commas."
            )
            raise SystemExit(message)
    return names


def editing_is_open() -> bool:
    """Whether nobody but this machine can reach the server: bound to loopback, no other name."""
    return _is_bound_to_loopback() and not named_hosts()


def _is_bound_to_loopback() -> bool:
    address = st.get_option("server.address") or ""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False
