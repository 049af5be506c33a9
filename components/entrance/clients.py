"""Where a request comes from, as far as it can be believed, and whom an address stands for."""

import ipaddress
import os
from collections.abc import Iterable, Set
from functools import cache

from starlette.requests import HTTPConnection

PROXIES = "FORWARDED_ALLOW_IPS"
_THIS_MACHINE = "127.0.0.0/8,::1"
# The first bits of an IPv6 address: all others are for a household, or whoever attacks, to choose.
_ONE_HOUSEHOLD = 64

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def address(connection: HTTPConnection) -> str:
    """The address of whoever asks, for limits by address; of IPv6 its network; "" for none.

    Behind a proxy it is the one that the proxy names in ``X-Forwarded-For``: uvicorn puts it in
    the place of the socket's where the proxy is at 127.0.0.1, or at an address that
    ``FORWARDED_ALLOW_IPS`` lists in its place, and reads the header from nobody else. The proxy
    must replace what the header held (``deploy/templates/nginx.conf`` does).
    """
    return stands_for(connection.client.host) if connection.client else ""


def stands_for(host: str) -> str:
    """Whom the address of a socket stands for: every limit by address counts by this.

    Of IPv6 it is the network of a household; "" for what is no address.
    """
    known = _read(host)
    if isinstance(known, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((known, _ONE_HOUSEHOLD), strict=False))
    return str(known or "")


def are_many(connection: HTTPConnection) -> bool:
    """Whether many may stand behind the address of whoever asks, and none can be told apart.

    So it is with this machine's own programs, and with a proxy that does not say for whom it asks.
    """
    host = connection.client.host if connection.client else ""
    listed = os.environ.get(PROXIES, "")
    return is_among(host, networks(_THIS_MACHINE) | networks(listed))


@cache
def networks(listed: str) -> Set[Network]:
    """The networks of a list with commas between; an address alone is a network of one."""
    known = set()
    for one in filter(None, map(str.strip, listed.split(","))):
        try:
            known.add(ipaddress.ip_network(one))
        except ValueError:  # “*”; the start has refused every other word
            continue
    return frozenset(known)


def is_among(host: str, known: Iterable[Network]) -> bool:
    """Whether the address of a socket lies in one of some networks."""
    address = _read(host)
    return address is not None and any(address in one for one in known)


def _read(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address as a socket has it; what IPv6 writes of an IPv4 address is that address."""
    try:
        known = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped:
        return known.ipv4_mapped
    return known
