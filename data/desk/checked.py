"""What a check of an upload finds and what it would keep."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from data.faults import Fault
from data.intake.layout import Draft
from data.record.rows import Row, Rows

STALE = "stale"  # the kind of fault of a translation older than its original


class Tier(StrEnum):
    """What becomes of what a fault is about."""

    REFUSED = "refused"  # the row is not kept
    DROPPED = "dropped"  # the row is kept, the cell as published or empty
    WARNED = "warned"  # the cell is kept as it is
    ASIDE = "aside"  # no part of the table, such as a total or a note


@dataclass(frozen=True)
class Finding:
    """A fault, the table it is in, and what becomes of it."""

    tier: Tier
    table: str
    sheet: str
    fault: Fault


@dataclass(frozen=True)
class Checked:
    """What a check found and what it would keep.

    ``rows`` are complete: columns that a file does not have are as published, or empty in a new
    row. ``read`` and ``refused`` count rows by table.
    """

    rows: dict[str, Rows] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    read: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def of(self, tier: Tier) -> list[Finding]:
        """Findings of one tier."""
        return [finding for finding in self.findings if finding.tier == tier]

    @property
    def dropped(self) -> list[Finding]:
        """Cells that would be left out."""
        return self.of(Tier.DROPPED)

    @property
    def accepted(self) -> bool:
        """Whether no row is refused and at least one was read."""
        return not self.of(Tier.REFUSED) and bool(self.read)


# Draft and number of each row that is kept, by table and id.
Places = Mapping[tuple[str, str], tuple[Draft, int]]


class RefusedRow(NamedTuple):
    """A row that is not kept, and where it stands."""

    draft: Draft
    number: int
    key: str
    row: Row
