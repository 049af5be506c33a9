"""The backups that still hold a struck person, as they are older than that."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

SETTING, USUAL = "NHIP_CAU_BACKUPS", "/var/backups/nhip-cau"
# As deploy/backup names them.
_NAME = re.compile(r"(?:.*-)?(\d{4}-\d\d-\d\dT\d{6}Z)\.(?:sqlite|dump)")
_WHEN = "%Y-%m-%dT%H%M%SZ"


class Backup(NamedTuple):
    """A backup and when it was taken."""

    file: Path
    taken: datetime


def folder() -> Path:
    """Where deploy/backup keeps them."""
    return Path(os.environ.get(SETTING) or USUAL)


def older_than(moment: datetime) -> list[Backup] | None:
    """Backups taken before a moment, oldest first; None where nobody may look into the folder."""
    try:
        names = sorted(folder().iterdir())
    except FileNotFoundError:
        return []
    except OSError:
        return None
    found = [
        Backup(path, datetime.strptime(match[1], _WHEN).replace(tzinfo=UTC))
        for path in names
        if (match := _NAME.fullmatch(path.name))
    ]
    return sorted((one for one in found if one.taken < moment), key=lambda one: one.taken)
