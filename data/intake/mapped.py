"""Reads an office's own sheet by a mapping, as drafts of one or several of our tables."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from data.faults import Fault
from data.intake import known_names, splitting, storeys
from data.intake.handling import UNHANDLED, Handling
from data.intake.layout import Draft, drafts
from data.intake.mapped_amounts import amounts_of
from data.intake.mapped_drafts import Work, drafted, filled, with_keys
from data.intake.mapped_rows import rows_of_data
from data.intake.mapping import ColumnMapping, Meaning, Rule, folded_heading, placed
from data.intake.storeys import Headings
from data.record.rows import Rows
from data.schema import TABLES
from data.sheets.grid import Cell, Sheet
from data.values.columns import shown


def read_sheet(
    sheet: Sheet, handling: Handling, published: Mapping[str, Rows]
) -> list[Draft | Fault]:
    """The drafts of a sheet, by its mapping where somebody gave one; a fault where none fits."""
    if handling.mapping is None:
        return [drafts(sheet, handling)]
    return mapped(sheet, handling.mapping, handling, published)


def mapped(
    sheet: Sheet,
    mapping: ColumnMapping,
    handling: Handling = UNHANDLED,
    published: Mapping[str, Rows] | None = None,
) -> list[Draft | Fault]:
    """The drafts that a mapping makes of a sheet; one fault where it does not fit the sheet."""
    headings = located(sheet, mapping)
    if headings is None:
        found = " · ".join(heading for heading, _ in mapping.columns[:12])
        return [Fault("mapping-strange", sheet.file, found=found, sheet=sheet.name)]
    places, absent, new = placed(mapping, headings.texts)
    if absent:
        found = " · ".join(absent[:12])
        return [Fault("mapping-lacks", sheet.file, headings.last, found=found, sheet=sheet.name)]
    known = known_names.of_tables(published or {})
    work = Work(sheet, mapping, handling, headings, places, published or {}, known)
    first = _first(work, tuple(new))
    return [first, *amounts_of(work, first)]


def located(sheet: Sheet, mapping: ColumnMapping) -> Headings | None:
    """The headings of a sheet that a mapping names most of; None where there are none of them."""
    wanted = {folded_heading(heading) for heading, _ in mapping.columns}
    best: tuple[int, Headings] | None = None
    for number, row in enumerate(sheet.rows[: storeys.SEARCHED_ROWS], start=1):
        for read in (storeys.doubled(sheet.rows, number), storeys.single(row, number)):
            if read is None:
                continue
            count = len(wanted & set(map(folded_heading, read.texts)))
            if count and (best is None or count > best[0]):
                best = count, read
    return best[1] if best else None


def _first(work: Work, new: tuple[str, ...]) -> Draft:
    """The draft of the table that each row is a row of."""
    table = TABLES[work.mapping.table]
    width = len(work.headings.texts)
    columns: dict[str, int] = {}  # our column by its place in the file
    for place, meaning in work.places.items():
        if meaning.table == table.name and meaning.rule is not Rule.AMOUNT:
            columns |= dict.fromkeys(meaning.columns, place)
    names = list(columns)
    rows, aside = rows_of_data(work)
    given: dict[int, list[Cell]] = {}
    for number, row in rows.items():
        cells = _cells(work, row, names)
        given[number] = [*cells, *row[width:]]
    draft = drafted(work, table.name, names, given)
    written = {
        name: [shown(work.cell(rows[number], columns[name])) for number in draft.numbers]
        for name in draft.cells
        if name in columns
    }
    left = [
        work.headings.texts[place]
        for place, meaning in work.places.items()
        if meaning.rule is Rule.OUT
    ]
    draft = replace(
        draft,
        columns=columns,
        original=written,
        unknown=(*left, *new, *draft.unknown),
        asides=(*aside, *draft.asides),
        short=_short(work, draft.numbers),
    )
    return filled(work, with_keys(work, draft))


def _cells(work: Work, row: Sequence[Cell], names: Sequence[str]) -> list[Cell]:
    made: dict[str, Cell] = {}
    for place, meaning in work.places.items():
        if meaning.table != work.mapping.table or meaning.rule is Rule.AMOUNT:
            continue
        cell = work.cell(row, place)
        if meaning.rule is Rule.PERIOD:
            made |= dict(zip(meaning.columns, splitting.period(cell), strict=True))
        elif meaning.rule is Rule.NAMES:
            made[meaning.columns[0]] = _named(work, meaning, cell)
        else:
            made[meaning.columns[0]] = cell
    return [made[name] for name in names]


def _named(work: Work, meaning: Meaning, cell: Cell) -> Cell:
    field = TABLES[meaning.table].fields[meaning.columns[0]]
    known = work.known.get(field.references or "")
    if known is None:
        return cell
    if not field.is_list:
        (ids, text) = (known.ids(shown(cell)), shown(cell).strip())
        return ids[0] if len(ids) == 1 else text
    return splitting.names(cell, known.ids)


def _short(work: Work, numbers: Sequence[int]) -> dict[int, int]:
    """How many cells a line of a text file has that ends before the last heading."""
    widths = work.sheet.widths
    most = len(work.headings.texts)
    if not widths:
        return {}
    return {number: widths[number - 1] for number in numbers if widths[number - 1] < most}
