"""A kind of cell that was probably meant otherwise, and what it was probably meant to be."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from data.intake.handling import Handling, Question
from data.schema import Field
from data.sheets.grid import Cell
from data.values.columns import shown

CONVERTED, AS_WRITTEN = "converted", "as-written"
_MOST_SAMPLES = 5
_LONGEST = 80


class Where(NamedTuple):
    """Where cells stand: in which column, and whether days were exchanged elsewhere in the file."""

    field: Field
    days_exchanged: bool = False


Meant = Callable[[Iterable[Cell], Where], Mapping[Cell, Cell]]


@dataclass(frozen=True)
class Rewriting:
    """One kind of doubtful cells.

    ``fits`` says in which columns they are looked for. ``meant`` gives what each doubtful one of
    a column's different cells probably means. ``by_sheet``: it is asked once for a whole sheet.
    ``usual`` is what happens unless somebody decides: "" where that must be asked before anything
    can be published.
    """

    kind: str
    fits: Callable[[Field], bool]
    meant: Meant
    by_sheet: bool = False
    usual: str = ""

    def about(self, column: str) -> str:
        """What its question is about, where it is found in a column."""
        return "" if self.by_sheet else column

    def way(self, column: str, handling: Handling) -> str:
        """What happens to such cells of a column; "" where nobody has decided."""
        return decided(handling, self.kind, self.about(column), self.usual)


def decided(handling: Handling, kind: str, about: str, usual: str = "") -> str:
    """Whether cells are converted or stay as written; ``usual`` where nobody has decided."""
    answer = handling.answer(kind, about)
    return answer if answer in (CONVERTED, AS_WRITTEN) else usual


def question(kind: str, about: str, way: str, meant: Iterable[tuple[Cell, Cell]]) -> Question:
    """The question what becomes of such cells, with examples of them."""
    other = tuple(one for one in (CONVERTED, AS_WRITTEN) if one != way)
    pairs = list(dict.fromkeys(meant))
    shorter = pairs[:_MOST_SAMPLES]
    samples = tuple(f"{_short(cell)} → {_short(better)}" for cell, better in shorter)
    return Question(kind, about, way, other, samples, len(pairs) - len(samples))


def by_cells(rewrite: Callable[[Iterable[Cell]], Mapping[Cell, Cell]]) -> Meant:
    """What cells mean wherever they stand."""
    return lambda cells, _where: rewrite(cells)


def by_text(rewrite: Callable[[str], str | None]) -> Meant:
    """What texts mean, where each can be told by itself; None or the same text: no doubt."""

    def meant(cells: Iterable[Cell], _where: Where) -> dict[Cell, Cell]:
        better = {cell: rewrite(cell) for cell in cells if isinstance(cell, str) and cell}
        return {cell: new for cell, new in better.items() if new is not None and new != cell}

    return meant


def is_prose(field: Field) -> bool:
    """Whether a column holds words: no id, code, number, date or address."""
    return (
        field.type == "string"
        and not (field.is_uri or field.is_edtf or field.is_currency or field.is_timezone)
        and not (field.references or field.references_in or field.codelist or field.enum)
        and field.pattern is None
    )


def _short(cell: Cell) -> str:
    text = shown(cell)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
