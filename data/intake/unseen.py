"""What a reader of the workbook does not see: it is read, and may be left out on request."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from data.intake.handling import Handling, Question
from data.intake.headings import Header
from data.sheets.grid import Cell, Sheet
from data.values.columns import shown, tidy

HIDDEN_SHEET, HIDDEN_COLUMNS = "hidden-sheet", "hidden-columns"
HIDDEN_ROWS, FILTERED_ROWS, FOLDED_ROWS, STRUCK_ROWS = (
    "hidden-rows",
    "filtered-rows",
    "folded-rows",
    "struck-rows",
)
KINDS = (HIDDEN_SHEET, HIDDEN_COLUMNS, HIDDEN_ROWS, FILTERED_ROWS, FOLDED_ROWS, STRUCK_ROWS)
KEEP, LEAVE_OUT = "keep", "leave-out"
_MOST_SAMPLES = 5
_LONGEST = 60

Rows = Mapping[int, Sequence[Cell]]


def without_columns(
    sheet: Sheet, header: Header, handling: Handling
) -> tuple[Header, tuple[Question, ...]]:
    """The header without hidden columns that are to be left out, and the question about them."""
    hidden = set(sheet.look.columns)
    names = {name: place for name, place in header.columns.items() if place in hidden}
    if not names or len(names) == len(header.columns):
        return header, ()
    headings = header.texts or sheet.rows[header.row - 1]
    samples = [_short(shown(headings[place])) for place in sorted(names.values())]
    question = _question(HIDDEN_COLUMNS, samples, handling)
    if question.read_as == LEAVE_OUT:
        columns = {name: at for name, at in header.columns.items() if name not in names}
        header = replace(header, columns=columns)
    return header, (question,)


def without_rows(
    sheet: Sheet, rows: Rows, handling: Handling
) -> tuple[dict[int, Sequence[Cell]], tuple[Question, ...]]:
    """The rows without those that are to be left out, and the questions about them."""
    kept, questions = dict(rows), []
    for kind, numbers in _unseen(sheet, rows):
        samples = [f"{number}: {_first(rows[number])}" for number in numbers[:_MOST_SAMPLES]]
        question = _question(kind, samples, handling, len(numbers) - len(samples))
        questions.append(question)
        if question.read_as == LEAVE_OUT:
            for number in numbers:
                kept.pop(number, None)
    return kept, tuple(questions)


def _unseen(sheet: Sheet, rows: Rows) -> Iterator[tuple[str, list[int]]]:
    look = sheet.look
    if look.is_hidden:
        yield HIDDEN_SHEET, list(rows)
    for kind, numbers in (
        (HIDDEN_ROWS, look.hidden),
        (FILTERED_ROWS, look.filtered),
        (FOLDED_ROWS, look.folded),
        (STRUCK_ROWS, look.struck),
    ):
        if known := [number for number in numbers if number in rows]:
            yield kind, known


def _question(kind: str, samples: Sequence[str], handling: Handling, more: int = 0) -> Question:
    """Kept as it is read, unless somebody said otherwise."""
    read_as = LEAVE_OUT if handling.answer(kind) == LEAVE_OUT else KEEP
    other = KEEP if read_as == LEAVE_OUT else LEAVE_OUT
    return Question(kind, "", read_as, (other,), tuple(samples), more)


def _first(row: Sequence[Cell]) -> str:
    texts = (tidy(shown(cell)) for cell in row)
    return _short(next(filter(None, texts), ""))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
