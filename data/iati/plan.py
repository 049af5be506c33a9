"""One project on its way into an IATI file: what goes in, and what stays out."""

from dataclasses import dataclass, field

from data.iati.days import Told
from data.iati.money import Money
from data.views.lens import Row

_NO_ACTIVITY = "aggregate"


@dataclass(frozen=True)
class Gap:
    """One thing about a project that is not in the file, and why.

    ``element`` is its place in IATI. ``blocks`` means that IATI requires it: without it the
    project is not a valid activity.
    """

    project: str
    element: str
    sentence: str
    blocks: bool = False


@dataclass
class Plan:
    """One project to write.

    ``dates`` are told as days, by the column whose IATI type they have. ``partial`` are all
    other dates on record, as EDTF.
    """

    row: Row
    dates: dict[str, Told] = field(default_factory=dict)
    partial: dict[str, str] = field(default_factory=dict)
    countries: tuple[str, ...] = ()
    money: list[Money] = field(default_factory=list)
    results: dict[tuple[str, str], list[Row]] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)

    @property
    def is_activity(self) -> bool:
        """Whether the row is one activity, not a sum of several."""
        return bool(self.row["record_kind"] != _NO_ACTIVITY)

    @property
    def is_complete(self) -> bool:
        """Whether everything that IATI requires is known."""
        return self.is_activity and not any(gap.blocks for gap in self.gaps)

    def lacks(self, element: str, sentence: str, *, blocks: bool = False) -> None:
        """Note that something is left out."""
        self.gaps.append(Gap(self.row["project_id"], element, sentence, blocks))
