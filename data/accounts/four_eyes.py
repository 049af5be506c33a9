"""Four eyes, where ``NHIP_CAU_FOUR_EYES=on``: nobody publishes what nobody else has approved."""

import os

from data.roles import Act, Caller, Forbidden

SETTING = "NHIP_CAU_FOUR_EYES"


class OwnWork(Forbidden):
    """Raised when somebody would publish their own work where another has to approve it."""


def are_needed() -> bool:
    """Whether the setting asks for them; ends the program where it says neither yes nor no."""
    written = os.environ.get(SETTING, "").strip().lower()
    if written not in ("", "off", "on"):
        raise SystemExit(f"{SETTING} cannot be “{written}”: write on or off.")
    return written == "on"


def permit_alone(by: Caller) -> None:
    """Check before somebody publishes without anybody else; raises OwnWork."""
    if are_needed() and not by.is_alone:
        raise OwnWork(by, Act.PUBLISH)
