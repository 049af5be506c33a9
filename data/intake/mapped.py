"""Reads an office's own sheet by a mapping, as drafts of one or several of our tables."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from data.faults import Fault
from data.intake import known_names, splitting, storeys, unit_words
from data.intake.handling import UNHANDLED, Handling
from data.intake.headings import Header
from data.intake.known_names import KnownNames, slug
from data.intake.layout import Draft, draft_of, drafts
from data.intake.mapping import (
    AMOUNTS,
    ColumnMapping,
    Meaning,
    Rule,
    folded_heading,
    name_column,
    placed,
)
from data.intake.storeys import Headings
from data.intake.unit_words import Unit, scaled
from data.record.rows import Rows
from data.schema import TABLES
from data.sheets.grid import Cell, Sheet
from data.values.columns import shown
from data.values.folding import fold

_ROMAN = re.compile(r"\(?[IVXLA-H]{0,5}\)?[./)]?")
_TOTAL = re.compile(r"(?:tong(?: cong| so)?|cong|total|sum|grand total|ensemble)(?: \w+)?:?")
_DATES = ("start_date", "date")
_LONGEST = 120


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
    work = _Work(sheet, mapping, handling, headings, places, published or {}, known)
    first = _first(work, tuple(new))
    return [first, *_amounts(work, first)]


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


@dataclass(frozen=True)
class _Work:
    """All that is at hand while a sheet is read by its mapping."""

    sheet: Sheet
    mapping: ColumnMapping
    handling: Handling
    headings: Headings
    places: Mapping[int, Meaning]
    published: Mapping[str, Rows]
    known: Mapping[str, KnownNames]

    def cell(self, row: Sequence[Cell], place: int) -> Cell:
        return row[place] if place < len(row) else None

    def fixed(self, table: str) -> dict[str, str]:
        """What is the same in every row, for the columns that this table has."""
        fields = TABLES[table].fields
        return {name: text for name, text in self.mapping.fixed if name in fields}


def _first(work: _Work, new: tuple[str, ...]) -> Draft:
    """The draft of the table that each row is a row of."""
    table = TABLES[work.mapping.table]
    width = len(work.headings.texts)
    columns: dict[str, int] = {}  # our column by its place in the file
    for place, meaning in work.places.items():
        if meaning.table == table.name and meaning.rule is not Rule.AMOUNT:
            columns |= dict.fromkeys(meaning.columns, place)
    names = list(columns)
    rows, aside = _rows(work)
    given: dict[int, list[Cell]] = {}
    for number, row in rows.items():
        cells = _cells(work, row, names)
        given[number] = [*cells, *row[width:]]
    draft = _drafted(work, table.name, names, given)
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
    return _filled(work, _with_keys(work, draft))


def _rows(work: _Work) -> tuple[dict[int, Sequence[Cell]], list[Fault]]:
    """The rows of data by number; rows that only head or sum up others are left out and named."""
    rows: dict[int, Sequence[Cell]] = {}
    aside = []
    start = storeys.numbered(work.sheet.rows, work.headings.last)
    for number, row in enumerate(work.sheet.rows[start:], start + 1):
        texts = {place: storeys.plain(cell) for place, cell in enumerate(row)}
        filled = {place: text for place, text in texts.items() if text}
        if not filled:
            continue
        if _is_aside(work, filled):
            kind = "total-row" if _is_total(filled) else "group-row"
            found = " · ".join(filled.values())[:_LONGEST]
            aside.append(Fault(kind, work.sheet.file, number, None, found))
        else:
            rows[number] = row
    return rows, aside


def _is_aside(work: _Work, filled: Mapping[int, str]) -> bool:
    """Whether a row is a heading between others, their sum, or a note below them."""
    meant = [place for place in filled if work.places.get(place, Meaning()).rule is not Rule.OUT]
    if not meant or _is_total(filled):
        return True
    texts = _texts(filled)
    return len(meant) == 1 and len(texts) <= 1 and len(work.headings.filled) >= 4


def _is_total(filled: Mapping[int, str]) -> bool:
    return any(_TOTAL.fullmatch(fold(text)) for text in _texts(filled)[:1])


def _texts(filled: Mapping[int, str]) -> list[str]:
    """The texts of a row in order, without the number or letter that it begins with."""
    return [text for _, text in sorted(filled.items()) if not _ROMAN.fullmatch(text)]


def _cells(work: _Work, row: Sequence[Cell], names: Sequence[str]) -> list[Cell]:
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


def _named(work: _Work, meaning: Meaning, cell: Cell) -> Cell:
    field = TABLES[meaning.table].fields[meaning.columns[0]]
    known = work.known.get(field.references or "")
    if known is None:
        return cell
    if not field.is_list:
        (ids, text) = (known.ids(shown(cell)), shown(cell).strip())
        return ids[0] if len(ids) == 1 else text
    return splitting.names(cell, known.ids)


def _drafted(
    work: _Work, table: str, names: Sequence[str], given: Mapping[int, Sequence[Cell]]
) -> Draft:
    """The draft of rows with our columns in this order, each at its physical number."""
    last = max(given, default=work.headings.last)
    rows: list[Sequence[Cell]] = [() for _ in range(last)]
    for number, cells in given.items():
        rows[number - 1] = cells
    header = Header(
        TABLES[table],
        work.headings.last,
        {name: place for place, name in enumerate(names)},
        (),
        (),
        by_name=False,
        texts=tuple(names),
    )
    look = replace(work.sheet.look, columns=(), merged=(), commented=(), linked=())
    return draft_of(replace(work.sheet, rows=rows, look=look, widths=()), header, work.handling)


def _short(work: _Work, numbers: Sequence[int]) -> dict[int, int]:
    """How many cells a line of a text file has that ends before the last heading."""
    widths = work.sheet.widths
    most = len(work.headings.texts)
    if not widths:
        return {}
    return {number: widths[number - 1] for number in numbers if widths[number - 1] < most}


def _with_keys(work: _Work, draft: Draft) -> Draft:
    """The draft with an id for each row that has none.

    A row that the record has under this very name keeps its id; all others get one from the name.
    """
    key, name = TABLES[draft.table].key, name_column(work.mapping)
    if name is None:
        return draft
    known = work.known.get(draft.table)
    taken = set(work.published.get(draft.table, {}))
    keys = list(draft.cells.get(key, [""] * len(draft.numbers)))
    dates = next((draft.cells[one] for one in _DATES if one in draft.cells), None)
    for place, text in enumerate(draft.cells[name]):
        if keys[place] or not text.strip():
            continue
        ids = known.ids(text) if known and dates is None else ()
        keys[place] = ids[0] if len(ids) == 1 else _free(_new(text, dates, place), taken)
    return replace(draft, cells={**draft.cells, key: keys})


def _new(text: str, dates: Sequence[str] | None, place: int) -> str:
    month = re.match(r"\d{4}(?:-\d{2})?", dates[place]) if dates else None
    return f"{month[0]}-{slug(text)}" if month else slug(text)


def _free(wanted: str, taken: set[str]) -> str:
    number, key = 1, wanted
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key


def _filled(work: _Work, draft: Draft) -> Draft:
    """The draft with what repeats another column, and what is the same in every row.

    Of a row that the record has, both fill only what is empty there; sources are added to those.
    """
    fields = TABLES[draft.table].fields
    cells = {name: list(column) for name, column in draft.cells.items()}
    before = work.published.get(draft.table, {})
    keys = cells.get(TABLES[draft.table].key, [""] * len(draft.numbers))
    wanted = {name: [text] * len(keys) for name, text in work.fixed(draft.table).items()}
    if draft.table == work.mapping.table:
        wanted |= {name: cells[of] for name, of in work.mapping.same if of in cells}
    for name, texts in wanted.items():
        if name not in fields:
            continue
        own = cells.get(name, [""] * len(keys))
        cells[name] = [
            text or _beside(name, before.get(key, {}).get(name, ""), said)
            for key, text, said in zip(keys, own, texts, strict=True)
        ]
    cells = {name: cells[name] for name in fields if name in cells}
    # what is in no cell of the file is shown as it became
    return replace(draft, cells=cells, original={**cells, **draft.original})


def _beside(name: str, published: str, said: str) -> str:
    if name != "source_ids" or not published:
        return published or said
    return ";".join(dict.fromkeys((*published.split(";"), *said.split(";"))))


def _amounts(work: _Work, first: Draft) -> Iterator[Draft]:
    """A draft for each column of amounts; its rows refer to those of the first draft."""
    keys = dict(zip(first.numbers, first.cells.get("project_id", ()), strict=False))
    beside = _units_beside(work, first.numbers)
    says_powers = any(unit.power for unit in beside.values())
    for place, meaning in work.places.items():
        if meaning.rule is not Rule.AMOUNT:
            continue
        units: dict[int, Unit] = {}
        given: dict[int, list[Cell]] = {}
        heading = work.headings.lowest[place]
        for number, key in keys.items():
            cell, said = splitting.amount(work.cell(work.sheet.rows[number - 1], place))
            if not shown(cell).strip() or not key:
                continue
            own = beside.get(number, Unit(meaning.power, ""))
            power = own.power if says_powers else meaning.power
            units[number] = said or Unit(power, own.currency or meaning.currency)
            currency = units[number].currency or meaning.currency
            label = re.sub(r"\s*\([^()]*\)$", "", heading)
            given[number] = [
                f"{key}-{slug(label)}",
                key,
                meaning.kind,
                cell,
                currency,
                label,
            ]
        if given:
            yield _amount(work, place, given, units)


def unit_heading(mapping: ColumnMapping) -> str | None:
    """The heading of the column that may say the unit of each row's amounts; None without one."""
    left = (heading for heading, meaning in mapping.columns if meaning.rule is Rule.OUT)
    return next((heading for heading in left if unit_words.is_of_units(heading)), None)


def _units_beside(work: _Work, numbers: Sequence[int]) -> dict[int, Unit]:
    """The unit that a column of units says, by row; nothing where no text of it is a unit.

    A text that is none stands as the currency: so its row is refused with this text.
    """
    left = (place for place, one in work.places.items() if one.rule is Rule.OUT)
    texts_of = (one for one in left if unit_words.is_of_units(work.headings.texts[one]))
    place = next(texts_of, None)
    if place is None:
        return {}
    rows = work.sheet.rows
    texts = {number: shown(work.cell(rows[number - 1], place)).strip() for number in numbers}
    read = {number: unit_words.read(text) for number, text in texts.items() if text}
    if not any(read.values()):
        return {}
    return {number: unit or Unit(0, texts[number]) for number, unit in read.items()}


_OWN = ("amount_id", "project_id", "kind", "amount", "currency", "label_vi")


def _amount(
    work: _Work, place: int, given: Mapping[int, Sequence[Cell]], units: Mapping[int, Unit]
) -> Draft:
    draft = _drafted(work, AMOUNTS, _OWN, given)
    bad = {fault.row for fault in draft.faults if fault.column == "amount"}
    amounts = [
        text if number in bad or not text else scaled(text, units[number].power)
        for number, text in zip(draft.numbers, draft.cells["amount"], strict=True)
    ]
    rows = work.sheet.rows
    written = [shown(work.cell(rows[number - 1], place)) for number in draft.numbers]
    return _filled(
        work,
        replace(
            draft,
            cells={**draft.cells, "amount": amounts},
            original={"amount": written},
            columns={"amount": place},
            short={},
        ),
    )
