"""Reads the known columns of a sheet: what was probably meant, the values, the unit of amounts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from data.intake.handling import READING, Handling, Question
from data.intake.headings import Header
from data.intake.suspicions.rewriting import AS_WRITTEN, CONVERTED, decided, question
from data.intake.suspicions.settling import remarked, settle
from data.intake.suspicions.units import announced, counts_money
from data.intake.unit_words import Unit, scaled
from data.record.cell_rules import cell_fault
from data.record.choices import list_name
from data.schema import Field, Table
from data.sheets.grid import Cell, Sheet
from data.values.columns import Column, Unread, read_column, shown, tidy
from data.values.ids import proposed
from data.values.offered import code_of
from data.values.spreadsheets import restored
from data.values.written_numbers import DECIMAL_COMMA, DECIMAL_POINT

UNIT = "unit"  # the kind of question on the unit of a column of amounts
FRACTIONS = "fractions"  # the kind of question on 0.455 where percents belong
_HUNDRED = 2  # zeros
_AT_ONCE = 500  # rows
_MOST_SAMPLES = 5


@dataclass(frozen=True)
class ColumnsRead:
    """The columns of a sheet in the order of the schema, and what is to be said of them.

    A remark is a row (0 is the first), a column, its kind, and what was probably meant. ``ways``
    are how dates and numbers were read that are written otherwise in the file.
    """

    columns: Mapping[str, Column]
    questions: tuple[Question, ...]
    remarks: tuple[tuple[int, str, str, str], ...]
    ways: tuple[str, ...]


def read_columns(
    sheet: Sheet, header: Header, rows: list[Sequence[Cell]], handling: Handling
) -> ColumnsRead:
    """Every known column of a sheet."""
    turned = _turned(rows, max(header.columns.values()) + 1)
    written = {
        name: _codes(field, turned[header.columns[name]])
        for name, field in header.table.fields.items()
        if name in header.columns
    }
    settled = settle(header.table, written, handling, days_exchanged=sheet.days_exchanged)
    read = {
        name: settled.read(
            name,
            _column(sheet, header, name, settled.columns[name], handling.answer(READING, name)),
            cells,
        )
        for name, cells in written.items()
    }
    columns = _without_strange_percents(header.table, read)
    columns = _agreeing(sheet, header, rows, columns, handling)
    doubts = tuple(_two_readings(name, column) for name, column in columns.items() if column.other)
    columns, units = _in_units(sheet, header, columns, handling)
    columns, fractions = _in_percent(header.table, columns, handling)
    questions = (*settled.questions, *doubts, *units, *fractions)
    ways = tuple(sorted({column.way for column in columns.values()} - {""}))
    return ColumnsRead(columns, questions, tuple(remarked(settled)), ways)


def _column(
    sheet: Sheet, header: Header, name: str, cells: list[Cell], choice: str | None
) -> Column:
    # A text file with our own headings probably has numbers written as we write them.
    is_text = sheet.delimiter is not None
    ours = header.by_name and is_text
    return read_column(
        header.table.fields[name],
        cells,
        choice=choice,
        usual=DECIMAL_POINT if ours else DECIMAL_COMMA,
        restore=restored if is_text else str,
        has_only_texts=is_text,
    )


def _agreeing(
    sheet: Sheet,
    header: Header,
    rows: list[Sequence[Cell]],
    columns: Mapping[str, Column],
    handling: Handling,
) -> dict[str, Column]:
    """The columns; a cell that a second column of the same name says otherwise is a fault."""
    checked = dict(columns)
    for name, place in _repeated(header):
        cells = _codes(header.table.fields[name], _turned(rows, place + 1)[place])
        again = settle(header.table, {name: cells}, handling).columns[name]
        other = _column(sheet, header, name, again, columns[name].read_as or None)
        first = checked[name]
        differing = {
            row: Unread(f"{one} | {two}", "given-twice", "")
            for row, (one, two) in enumerate(zip(first.cells, other.cells, strict=True))
            if two not in ("", one) and row not in first.faults
        }
        agreed = [
            differing[i].text if i in differing else cell for i, cell in enumerate(first.cells)
        ]
        checked[name] = replace(first, cells=agreed, faults=first.faults | differing)
    return checked


def _repeated(header: Header) -> Iterator[tuple[str, int]]:
    """Columns that are there again, each with the physical column (0 is the first)."""
    known = set(header.columns.values())
    for name, heading in header.repeated:
        for place, text in enumerate(header.texts):
            if place not in known and text == heading:
                known.add(place)
                yield name, place
                break


def _two_readings(name: str, column: Column) -> Question:
    """The question which of two readings is meant, with cells that they read differently."""
    samples = column.doubtful[:_MOST_SAMPLES]
    more = len(column.doubtful) - len(samples)
    return Question(READING, name, column.read_as, column.other, samples, more)


def _in_units(
    sheet: Sheet, header: Header, columns: dict[str, Column], handling: Handling
) -> tuple[dict[str, Column], list[Question]]:
    """The columns with amounts in their unit where that is decided, and the questions on units."""
    above = [shown(cell) for row in sheet.rows[: header.row - 1] for cell in row]
    questions = []
    for name, column in list(columns.items()):
        if not counts_money(header.table, header.table.fields[name]):
            continue
        own = header.texts[header.columns[name]]
        found = next(filter(None, map(announced, [own, *above])), None)
        if found is None:
            continue
        unit = found.unit
        counted = _times(column, unit)
        pairs = zip(column.original, counted.cells, strict=True)
        answer = decided(handling, UNIT, name)
        asked = question(UNIT, name, answer, ((a, b) for a, b in pairs if a))
        questions.append(replace(asked, samples=(found.words, *asked.samples)))
        if answer == CONVERTED:
            columns |= {name: counted, **dict(_with_currency(header.table, columns, counted, unit))}
    return columns, questions


def _in_percent(
    table: Table, columns: dict[str, Column], handling: Handling
) -> tuple[dict[str, Column], list[Question]]:
    """The columns with percents where fractions of one stand, and the questions about it.

    A spreadsheet keeps 45.5 % as 0.455; whoever copies the values loses the sign.
    """
    questions = []
    for name, column in list(columns.items()):
        units = columns.get(table.unit_of(name))
        fractions = _fractions(column, units) if units else {}
        if not fractions:
            continue
        answer = decided(handling, FRACTIONS, name)
        pairs = ((column.original[place], better) for place, better in fractions.items())
        questions.append(question(FRACTIONS, name, answer, pairs))
        if answer != AS_WRITTEN:  # as with dates: while nobody has answered, as proposed
            cells = [fractions.get(place, cell) for place, cell in enumerate(column.cells)]
            columns[name] = replace(column, cells=cells)
    return columns, questions


def _fractions(column: Column, units: Column) -> dict[int, str]:
    """The numbers in percent, as percents, where all are fractions of one; {} where one is not."""
    plain = {
        place: cell
        for place, cell in enumerate(column.cells)
        if cell and units.cells[place] == "percent" and place not in column.faults
        if "%" not in column.original[place]
    }
    numbers = [float(cell) for cell in plain.values()]
    if not all(0 <= number <= 1 for number in numbers) or not any(0 < one < 1 for one in numbers):
        return {}
    return {place: scaled(cell, _HUNDRED) for place, cell in plain.items() if float(cell)}


def _times(column: Column, unit: Unit) -> Column:
    cells = [
        scaled(cell, unit.power) if cell and place not in column.faults else cell
        for place, cell in enumerate(column.cells)
    ]
    return replace(column, cells=cells)


def _with_currency(
    table: Table, columns: Mapping[str, Column], amounts: Column, unit: Unit
) -> Iterable[tuple[str, Column]]:
    """The column of currencies, filled where an amount has none and the unit names one."""
    name = next(field.name for field in table.fields.values() if field.is_currency)
    column = columns.get(name)
    if column is None or not unit.currency:
        return ()
    pairs = zip(column.cells, amounts.cells, strict=True)
    cells = [unit.currency if amount and not cell else cell for cell, amount in pairs]
    return ((name, replace(column, cells=cells)),)


def _turned(rows: list[Sequence[Cell]], width: int) -> list[list[Cell]]:
    """The first ``width`` columns of rows, taken in parts that fit in the processor's cache."""
    columns: list[list[Cell]] = [[] for _ in range(width)]
    for first in range(0, len(rows), _AT_ONCE):
        part = rows[first : first + _AT_ONCE]
        even = [row if len(row) >= width else [*row, *[None] * (width - len(row))] for row in part]
        for column, cells in zip(columns, zip(*even, strict=False), strict=False):
            column.extend(cells)
    return columns


def _codes(field: Field, cells: list[Cell]) -> list[Cell]:
    """The cells of a column with a drop-down list: of each entry of the list its code."""
    if list_name(field) is None:
        return cells
    return [_code(field, cell) if isinstance(cell, str) and "]" in cell else cell for cell in cells]


def _code(field: Field, text: str) -> str:
    code = code_of(text)
    is_ours = proposed(code) == code if field.references else not cell_fault(field, code)
    return code if is_ours else text  # an office's own brackets, as in "… [AFD]", stay


def _without_strange_percents(table: Table, columns: Mapping[str, Column]) -> dict[str, Column]:
    """The columns; "35,1%" becomes a fault, with its text kept, where the unit is not percent."""
    checked = dict(columns)
    for name, column in columns.items():
        field = table.fields[name]
        if field.type != "number":
            continue
        units = columns.get(table.unit_of(name))
        strange = {
            place: Unread(tidy(text), "percent", "")
            for place, text in enumerate(column.original)
            if text and "%" in text and place not in column.faults
            if units is None or units.cells[place] != "percent"
        }
        cells = [strange[i].text if i in strange else cell for i, cell in enumerate(column.cells)]
        checked[name] = replace(column, cells=cells, faults=column.faults | strange)
    return checked
