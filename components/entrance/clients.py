"""Where a request comes from, as far as it can be believed."""

import ipaddress

from starlette.requests import HTTPConnection

_ONE_PERSON = 64  # the first bits of an IPv6 address; all others are the person's own to change


def address(connection: HTTPConnection) -> str:
    """The address of whoever asks, for limits by address; of IPv6 its network; "" for none.

    Behind a proxy it is the one that the proxy names in ``X-Forwarded-For``: uvicorn puts it in
    the place of the socket's where the proxy is at a loopback address or one that
    ``FORWARDED_ALLOW_IPS`` lists, and reads the header from nobody else. The proxy must replace
    what the header held (``deploy/templates/nginx.conf`` does).
    """
    if connection.client is None:
        return ""
    try:
        known = ipaddress.ip_address(connection.client.host.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ipaddress.IPv6Network((known, _ONE_PERSON), strict=False))
