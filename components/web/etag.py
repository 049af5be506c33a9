"""By what a browser knows that it has an answer already (RFC 9110)."""

import hashlib

from starlette.requests import Request


def etag_of(content: bytes) -> str:
    """The mark of an answer; weak, as compressed or not it is the same answer."""
    return f'W/"{hashlib.sha256(content).hexdigest()[:24]}"'


def has(request: Request, etag: str) -> bool:
    """Whether who asks names an answer that they have already."""
    given = request.headers.get("if-none-match", "")
    etags = {one.strip().removeprefix("W/") for one in given.split(",")}
    return "*" in etags or etag.removeprefix("W/") in etags
