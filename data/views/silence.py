"""How long nothing need be heard of a project until its state is unclear."""

import os

_SETTING = "NHIP_CAU_SILENT_MONTHS"


def silent_months() -> int:
    """How many months without a word make a state unclear: 24, or what a setting says.

    Raises:
        SystemExit: the setting is no whole number of months; the sentence says so.

    """
    written = os.environ.get(_SETTING, "").strip() or "24"
    if not (written.isascii() and written.isdigit() and 0 < int(written) <= 1200):
        message = f"{_SETTING} cannot be “{written}”: give a whole number of months, such as 24."
        raise SystemExit(message)
    return int(written)
