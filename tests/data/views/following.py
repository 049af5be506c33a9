"""What the tests of the chain share."""

from collections.abc import Iterable

from data.views.lens import Row

FRANCE = "2023-11-dien-bien-to-france"


def keys(rows: Iterable[Row], name: str = "meeting_id") -> list[str]:
    return [row[name] for row in rows]
