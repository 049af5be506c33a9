"""What about a sheet a person may decide, and what somebody decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from data.intake.mapping import ColumnMapping

_UNCHANGED = ("as-given", "as-written")  # ways that leave a file as it is
READING = "reading"  # the kind of question on doubtful dates or numbers of a column


@dataclass(frozen=True)
class Question:
    """Something of a sheet that can be read in several ways.

    ``kind`` says what is asked, ``about`` the schema column that it is asked about ("" for the
    whole sheet). ``read_as`` is the way in which it is read now; "" where nothing is certain
    enough, so that nothing can be published before somebody answers. ``other`` are the other
    ways. ``samples`` are some of the texts of the file that it is about, ``more`` how many others
    there are.
    """

    kind: str
    about: str
    read_as: str
    other: tuple[str, ...]
    samples: tuple[str, ...] = ()
    more: int = 0

    @property
    def key(self) -> str:
        """What the answer is kept under."""
        return f"{self.kind}:{self.about}" if self.about else self.kind

    @property
    def ways(self) -> tuple[str, ...]:
        """Every way in which it can be read, in an order that the answer does not change.

        What was found to be likely comes before leaving all as it is.
        """
        return tuple(sorted({self.read_as, *self.other} - {""}, key=_first_proposed))


def _first_proposed(way: str) -> tuple[bool, str]:
    return way in _UNCHANGED, way


@dataclass(frozen=True)
class Handling:
    """How a person wants one sheet read; the sheet's own content decides all else.

    ``table`` is the table that it is read as, ``mapping`` what each of its columns means where the
    headings do not say it. ``answers`` are the ways chosen, by the key of
    their question; answers to what is not asked do nothing.
    """

    table: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    mapping: ColumnMapping | None = None

    def answer(self, kind: str, about: str = "") -> str | None:
        """The way that was chosen; None if nothing was."""
        return self.answers.get(f"{kind}:{about}" if about else kind)

    def answered(self, question: Question, way: str) -> "Handling":
        """The same with one more answer."""
        return replace(self, answers={**self.answers, question.key: way})


UNHANDLED = Handling()
# by file and sheet
Handlings = Mapping[tuple[str, str], Handling]
