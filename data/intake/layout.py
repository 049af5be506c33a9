"""Turns a sheet into a draft of one of our tables, with our columns and our way of writing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from data.faults import Fault
from data.intake import storeys
from data.intake.asides import without_asides, without_beside
from data.intake.handling import UNHANDLED, Handling, Question
from data.intake.headings import Header, first_texts, headers, hinted
from data.intake.own_ids import in_our_form, renamed
from data.intake.reading_columns import read_columns
from data.intake.unseen import without_columns, without_rows
from data.schema import TABLES
from data.sheets.errors import is_error
from data.sheets.grid import Cell, Sheet, column_letters
from data.values.columns import Column, shown, tidy

_MOST_NAMED = 12
_LONGEST_NAMED = 60
_MOST_REMARKED = 100


@dataclass(frozen=True)
class Draft:
    """One table as a file gives it, written as in our CSVs; one entry per row that is not empty.

    ``cells`` holds one text per row for each schema column of the file: "" for an empty cell, and
    the original text where ``faults`` says that it could not be read. ``original`` holds the
    texts of the file, ``numbers`` the physical row numbers (1 is the first), ``columns`` the
    physical columns (0 is the first), ``unknown`` the headings that fit no column ("[F]" for a
    column without heading), ``questions`` what somebody may decide about the sheet. ``remarks``
    say what was read and is worth a look; what ``faults`` name was not read. ``ways`` are how
    dates and numbers were read that the file writes otherwise. ``asides`` name rows
    that are no part of the table, such as totals and notes; they are not among the others.
    ``short`` gives the number of cells of each line of a text file that ends before the last
    column.
    """

    table: str
    file: str
    sheet: str
    header_row: int
    cells: Mapping[str, list[str]]
    numbers: list[int]
    original: Mapping[str, list[str]]
    columns: Mapping[str, int]
    unknown: tuple[str, ...]
    questions: tuple[Question, ...]
    faults: tuple[Fault, ...]
    remarks: tuple[Fault, ...] = ()
    ways: tuple[str, ...] = ()
    asides: tuple[Fault, ...] = ()
    short: Mapping[int, int] = field(default_factory=dict)

    @property
    def unanswered(self) -> tuple[Question, ...]:
        """The questions that must be answered before anything can be published."""
        return tuple(question for question in self.questions if not question.read_as)


UNSEEN_FORMULAS = "unseen-formulas"  # the kind of fault of a whole file


def drafts(sheet: Sheet, handling: Handling = UNHANDLED) -> Draft | Fault:
    """Read a sheet as the table that fits its headings best; a fault where that is not certain.

    If several tables fit equally well, the names of sheet and file decide. What ``handling`` says
    is no hint: it is that table, or none.
    """
    hints = (sheet.name, PurePath(sheet.file).stem)
    fitting = headers(sheet.rows, hints, table=handling.table)
    is_certain = handling.table or any(one.is_certain or hinted(one, hints) for one in fitting)
    if len(fitting) != 1 or not is_certain:
        return _no_table(sheet, [header.table.name for header in fitting], handling.table)
    cut, beside = without_beside(sheet, fitting[0])
    if beside is None:
        return draft_of(sheet, fitting[0], handling)
    draft = draft_of(cut, headers(cut.rows, hints, table=handling.table)[0], handling)
    return replace(draft, asides=(beside, *draft.asides))


def draft_of(sheet: Sheet, header: Header, handling: Handling) -> Draft:
    """The draft of a sheet whose columns are known."""
    header, about_columns = without_columns(sheet, header, handling)
    rows, asides = without_asides(sheet, header, dict(_rows(sheet, header)))
    rows, about_rows = without_rows(sheet, rows, handling)
    read = read_columns(sheet, header, list(rows.values()), handling)
    columns, about_ids = in_our_form(header.table, read.columns, handling)
    unnamed, ragged = _unnamed(sheet, header, rows)
    numbers = list(rows)
    return Draft(
        table=header.table.name,
        file=sheet.file,
        sheet=sheet.name,
        header_row=header.row,
        cells={name: column.cells for name, column in columns.items()},
        numbers=numbers,
        original={name: column.original for name, column in columns.items()},
        columns=header.columns,
        unknown=(*header.unknown, *unnamed),
        ways=read.ways,
        questions=(
            *about_rows,
            *about_columns,
            *about_ids,
            *read.questions,
        ),
        faults=_faults(sheet.file, header, columns, numbers, ragged),
        remarks=(
            *_remarks(sheet, header, rows),
            *_rounded(sheet.file, columns, numbers),
            *(
                Fault(kind, sheet.file, numbers[place], name, columns[name].original[place], meant)
                for place, name, kind, meant in read.remarks
            ),
            *renamed(header.table, columns, handling, sheet.file, numbers),
        ),
        asides=(*asides, *_strange(sheet)),
        short=_short(sheet, header, numbers),
    )


def _remarks(sheet: Sheet, header: Header, rows: Mapping[int, Sequence[Cell]]) -> Iterator[Fault]:
    """Cells with a comment, which is not read, and those whose value came from another file.

    Of a kind of file that does not tell that of formulas, this is said.
    """
    names = {place: name for name, place in header.columns.items()}
    if sheet.look.formulas:
        yield Fault(UNSEEN_FORMULAS, sheet.file)
    for kind, places in (("has-comment", sheet.look.commented), ("linked", sheet.look.linked)):
        for number, column in places[:_MOST_REMARKED]:
            if number in rows and column in names:
                found = tidy(shown(rows[number][column])) if column < len(rows[number]) else ""
                yield Fault(kind, sheet.file, number, names[column], found or None)


def _strange(sheet: Sheet) -> Iterator[Fault]:
    for one in sheet.strange[:_MOST_REMARKED]:
        yield Fault(one.kind, sheet.file, one.row, one.place, one.found, one.expected)


def _rounded(file: str, columns: Mapping[str, Column], numbers: Sequence[int]) -> Iterator[Fault]:
    """Numbers with more decimals than the record keeps."""
    for name, column in columns.items():
        for place in column.rounded:
            texts = column.original[place], column.cells[place]
            yield Fault("rounded", file, numbers[place], name, *texts)


def _faults(
    file: str,
    header: Header,
    columns: Mapping[str, Column],
    numbers: Sequence[int],
    ragged: Sequence[Fault],
) -> tuple[Fault, ...]:
    """Faults of the header, then all others in the order of the rows."""
    repeated = (
        Fault("duplicate-column", file, header.row, name, heading)
        for name, heading in header.repeated
    )
    unread = (
        Fault(bad.kind, file, numbers[place], name, bad.text, bad.expected)
        for name, column in columns.items()
        for place, bad in column.faults.items()
    )
    return (*repeated, *sorted([*unread, *ragged], key=lambda fault: fault.row or 0))


def _no_table(sheet: Sheet, fitting: Sequence[str], wanted: str | None) -> Fault:
    likely = storeys.likely(sheet.rows)
    found = [text for text in likely.texts if text] if likely else first_texts(sheet.rows)
    texts = [text[:_LONGEST_NAMED] for text in found]
    if not texts:
        return Fault("empty-sheet", sheet.file, sheet=sheet.name)
    named = " · ".join(texts[:_MOST_NAMED]) + (" · …" if len(texts) > _MOST_NAMED else "")
    kind = {0: "no-table", 1: "which-table"}.get(len(fitting), "several-tables")
    expected = " | ".join([wanted] if wanted else fitting or TABLES)
    return Fault(kind, sheet.file, found=named, expected=expected, sheet=sheet.name)


def _rows(sheet: Sheet, header: Header) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Data rows by physical number, without empty rows and rows whose key begins with #."""
    key = header.columns.get(header.table.key)
    for number, row in enumerate(sheet.rows[header.row :], header.row + 1):
        if _is_blank(row):
            continue
        if key is not None and key < len(row) and _is_comment(row[key]):
            continue
        yield number, row


def _is_blank(row: Sequence[Cell]) -> bool:
    # A row has no empty cells at its end, so its last cell is nearly always filled.
    return not (row and _is_filled(row[-1])) and not any(map(_is_filled, row))


def _is_filled(cell: Cell) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def _is_comment(key: Cell) -> bool:
    if not isinstance(key, str) or "#" not in key:
        return False
    text = tidy(key)
    return text.startswith("#") and (set(text) == {"#"} or not is_error(text))


def _short(sheet: Sheet, header: Header, numbers: Sequence[int]) -> dict[int, int]:
    """The number of cells of each line of a text file that ends before the last known column."""
    if not sheet.widths:
        return {}
    most = max(header.columns.values()) + 1
    widths = sheet.widths
    return {number: widths[number - 1] for number in numbers if widths[number - 1] < most}


def _unnamed(
    sheet: Sheet, header: Header, rows: Mapping[int, Sequence[Cell]]
) -> tuple[list[str], list[Fault]]:
    """Columns with cells but no heading, and lines of a text file that are longer than its header.

    In such a line a delimiter probably stood inside a cell, so the cells are in wrong columns.
    """
    named = [bool(text) for text in header.texts]
    if sheet.widths:  # a heading may be empty at the end, too
        named += [False] * (sheet.widths[header.row - 1] - len(named))
    width = len(named)
    bare = [place for place, is_named in enumerate(named) if not is_named]
    columns: set[int] = set()
    faults = []
    for number, row in rows.items():
        if not bare and len(row) <= width:
            continue
        places = (*bare, *range(width, len(row)))
        filled = [place for place in places if place < len(row) and tidy(shown(row[place]))]
        if filled and filled[-1] >= width and sheet.delimiter is not None:
            stray = tidy(shown(row[max(filled[0], width)]))
            faults.append(Fault("ragged", sheet.file, number, None, stray))
        else:
            columns.update(filled)
    return [f"[{column_letters(place)}]" for place in sorted(columns)], faults
