"""What is at hand while a sheet is read by its mapping, and the drafts that its rows become."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from data.intake.handling import Handling
from data.intake.headings import Header
from data.intake.known_names import KnownNames, slug
from data.intake.layout import Draft, draft_of
from data.intake.mapping import ColumnMapping, Meaning, name_column
from data.intake.storeys import Headings
from data.record.rows import Rows
from data.schema import TABLES
from data.sheets.grid import Cell, Sheet

_DATES = ("start_date", "date")


@dataclass(frozen=True)
class Work:
    """All that is at hand while a sheet is read by its mapping."""

    sheet: Sheet
    mapping: ColumnMapping
    handling: Handling
    headings: Headings
    places: Mapping[int, Meaning]
    published: Mapping[str, Rows]
    known: Mapping[str, KnownNames]

    def cell(self, row: Sequence[Cell], place: int) -> Cell:
        """A cell of a row; None behind the end of a short one."""
        return row[place] if place < len(row) else None

    def fixed(self, table: str) -> dict[str, str]:
        """What is the same in every row, for the columns that this table has."""
        fields = TABLES[table].fields
        return {name: text for name, text in self.mapping.fixed if name in fields}


def drafted(
    work: Work, table: str, names: Sequence[str], given: Mapping[int, Sequence[Cell]]
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


def with_keys(work: Work, draft: Draft) -> Draft:
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


def filled(work: Work, draft: Draft) -> Draft:
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
