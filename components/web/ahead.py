"""Whether a new server draws its pages before readers come: ``NHIP_CAU_DRAWN_AHEAD=off``, no."""

import os

SETTING = "NHIP_CAU_DRAWN_AHEAD"


def is_wanted() -> bool:
    """Whether the setting leaves it so; ends the program where it says neither yes nor no."""
    written = os.environ.get(SETTING, "").strip().lower()
    if written not in ("", "off", "on"):
        raise SystemExit(f"{SETTING} cannot be “{written}”: write on or off.")
    return written != "off"
