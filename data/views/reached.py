"""Where everybody reaches this server."""

import os
import re
from urllib.parse import urlsplit

_ADDRESS = "NHIP_CAU_ADDRESS"
_HOST = re.compile(r"[a-z0-9.-]+(:[0-9]{1,5})?", re.ASCII)


def public_address() -> str:
    """Its address, as ``https://name``; "" if not set.

    Raises:
        SystemExit: the setting is no such address; the sentence says so.

    """
    written = os.environ.get(_ADDRESS, "").strip().lower().rstrip("/")
    parts = urlsplit(written)
    is_address = parts.scheme in ("http", "https") and _HOST.fullmatch(parts.netloc)
    if written and (not is_address or parts.path or parts.query or parts.fragment):
        raise SystemExit(f"{_ADDRESS} cannot be “{written}”: write https://name, without a path.")
    return written
