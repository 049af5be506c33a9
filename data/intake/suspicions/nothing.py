"""Words that say that there is nothing: "nan" of a program, "không có" of a person."""

from collections.abc import Iterable

from data.schema import Field
from data.sheets.grid import Cell
from data.values.columns import tidy
from data.values.folding import fold

# What programs write, in exactly these letters: "Nan" and "NA" may be names.
_PROGRAMS = frozenset((
    "nan", "NaN", "NULL", "null", "(null)", r"\N", "undefined", "None", "NaT", "<NA>",
    "N/A", "n/a", "(blank)", "[object Object]", "-", "–", "—", "--", "---", "…", "...", ".", "_",
))  # fmt: skip
# What people write, without case and accents; none of them is a name.
_PEOPLE = frozenset((
    "khong co", "chua co", "khong ro", "chua ro", "chua xac dinh", "khong xac dinh",
    "chua cap nhat", "dang cap nhat", "khong co thong tin", "chua co thong tin", "chua co so lieu",
    "khong co so lieu", "none", "nil", "unknown", "not available", "tbd", "to be confirmed",
    "to be determined", "neant", "inconnu", "non renseigne", "a definir",
))  # fmt: skip


def is_nothing(text: str) -> bool:
    """Whether a text only says that nothing is known."""
    text = tidy(text)
    return text in _PROGRAMS or (len(text) < 30 and fold(text) in _PEOPLE)


def nothing(cells: Iterable[Cell]) -> set[Cell]:
    """Cells that only say that nothing is known."""
    return {cell for cell in cells if isinstance(cell, str) and cell and is_nothing(cell)}


def may_say_nothing(field: Field) -> bool:
    """Whether such words are no value of a column: an id or a required text is one always."""
    return not field.required and not field.unique
