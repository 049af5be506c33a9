"""The sites that may show our pages in a frame."""

import os
import re

_SETTING = "NHIP_CAU_EMBED"


def sites() -> tuple[str, ...]:
    """Those of the setting; ends the start where one is no site."""
    written = (one.strip() for one in os.environ.get(_SETTING, "").lower().split(","))
    return tuple(_checked(one) for one in written if one)


def _checked(site: str) -> str:
    if re.fullmatch(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?", site, re.ASCII):
        return site
    raise SystemExit(
        f"{_SETTING} cannot hold “{site}”: write each site as https://name, without a path; "
        "several stand with commas between."
    )
