"""What the tests of the chain share."""

from collections.abc import Iterable

from data.views.chains import TRIP
from data.views.lens import Row

FRANCE = TRIP


def keys(rows: Iterable[Row], name: str = "meeting_id") -> list[str]:
    return [row[name] for row in rows]
