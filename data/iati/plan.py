"""One project on its way into an IATI file: what is told of it, and what is not."""

from dataclasses import dataclass, field

from data.iati.money import Money
from data.views.lens import Row

_NO_ACTIVITY = "aggregate"


@dataclass(frozen=True)
class Gap:
    """One thing about a project that a file does not tell, and why.

    ``element`` is its place in IATI. With ``blocks`` IATI requires it, so that the project is
    no valid activity without it.
    """

    project: str
    element: str
    sentence: str
    blocks: bool = False


@dataclass
class Plan:
    """One project on its way out. ``dates`` are full days, ``partial`` the others, as EDTF."""

    row: Row
    dates: dict[str, str] = field(default_factory=dict)
    partial: dict[str, str] = field(default_factory=dict)
    countries: tuple[str, ...] = ()
    money: list[Money] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    @property
    def is_activity(self) -> bool:
        """Whether the row is about one activity, and not a sum over several."""
        return bool(self.row["record_kind"] != _NO_ACTIVITY)

    @property
    def is_complete(self) -> bool:
        """Whether all is known that IATI requires."""
        return self.is_activity and not any(gap.blocks for gap in self.gaps)

    def lacks(self, element: str, sentence: str, *, blocks: bool = False) -> None:
        """Note that something is left out."""
        self.gaps.append(Gap(self.row["project_id"], element, sentence, blocks))
