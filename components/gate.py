"""Who may edit: until there is sign-in, only somebody at this machine."""

import ipaddress

import streamlit as st


def editing_is_open() -> bool:
    """Whether the server is bound to loopback, so that nobody else can reach it."""
    address = st.get_option("server.address") or ""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False
