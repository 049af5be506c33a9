"""The data of a chart or map as CSV and XLSX, with notes on what it shows."""

import csv
import io
import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, overload

import xlsxwriter

from data.exports import tables
from data.exports.dialect import EXCEL, STANDARD, Dialect
from data.exports.edition import Extract
from data.exports.printing import lay_out
from data.schema import PACKAGE
from data.values import spreadsheets
from data.views.lens import Lens, Row

_MOST_PUBLISHERS = 6
_WIDTH = 28  # of a column, in characters


class Stated(NamedTuple):
    """A figure as it is shown, and the number and unit behind it."""

    text: str
    number: float
    unit: str


class Later(Sequence[tuple[object, ...]]):
    """Rows that are made when somebody first asks for them: most readers take no file away."""

    def __init__(self, make: Callable[[], Iterable[tuple[object, ...]]]) -> None:
        self._make = make

    @cached_property
    def _rows(self) -> tuple[tuple[object, ...], ...]:
        return tuple(self._make())

    @overload
    def __getitem__(self, place: int) -> tuple[object, ...]: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[tuple[object, ...]]: ...
    def __getitem__(self, place: int | slice) -> tuple[object, ...] | Sequence[tuple[object, ...]]:
        return self._rows[place]

    def __len__(self) -> int:
        return len(self._rows)


@dataclass(frozen=True)
class Plate:
    """A chart or map with all that goes with it: what it is of, what it says, its rows."""

    extract: Extract
    title: str
    definition: str
    made: date
    heads: tuple[str, ...] = ()
    rows: Sequence[tuple[object, ...]] = ()
    says: str = ""

    @property
    def headline(self) -> str:
        """What it shows in a sentence made of its figures; its name where it has no such sentence.

        Of no rows nothing is said.
        """
        return (self.says if self.rows else "") or self.title

    @property
    def subtitle(self) -> str:
        """Its name below a headline that is a sentence; "" where the name itself stands above."""
        return "" if self.headline == self.title else self.title

    def file_name(self, ending: str, *made_for: str) -> str:
        """A file name with the title, what the file is made for, and the filters."""
        chosen = (value for _label, value in self.extract.filters)
        return self.extract.edition.name(" – ".join((self.title, *made_for, *chosen)), ending)

    def nothing(self) -> str:
        """The sentence where there are no rows; "" where there are."""
        if self.rows:
            return ""
        return self.extract.nothing() or self.extract.lens.language.text("There are no rows.")

    def filters(self) -> str:
        """The filters in one line; "" where everything is shown."""
        language = self.extract.lens.language
        return " · ".join(language.pair(*pair) for pair in self.extract.filters)

    def origin(self) -> list[str]:
        """Lines on the publishers of the sources, and on the version of the record."""
        lens = self.extract.lens
        language = lens.language
        statements = [
            language.pair(*pair)
            for pair in (
                (language.text("Version of the record"), self.extract.edition.label()),
                (language.text("Sources up to"), language.date(lens.record.updated.isoformat())),
                (language.text("Made on"), language.date(self.made.isoformat())),
                (language.text("Language"), language.tongue(language.code)),
            )
        ]
        return [
            *self._publishers(),
            " · ".join(("Nhịp Cầu", *statements, PACKAGE["licenses"][0]["name"])),
        ]

    def _publishers(self) -> list[str]:
        language = self.extract.lens.language
        sources = self.extract.sources()
        told = (self.extract.lens.words(row, "publisher") for row in sources)
        names = list(dict.fromkeys(filter(None, told)))
        if not names:
            return []
        shown = ", ".join(names[:_MOST_PUBLISHERS])
        if (more := len(names) - _MOST_PUBLISHERS) > 0:
            shown += ", " + language.text("and {count} more").format(count=language.number(more))
        pages = language.plural("{count} page", "{count} pages", len(sources))
        return [language.pair(f"{language.text('Sources')} ({pages})", shown)]

    def notes(self) -> list[tuple[str, str]]:
        """What a reader of the data must know, as (label, value)."""
        lens = self.extract.lens
        _ = lens.language.text
        filters = [
            (_("Filter: {label}").format(label=name), value) for name, value in self.extract.filters
        ]
        return [
            (_("Title"), self.title),
            *(((_("What it shows"), self.headline),) if self.subtitle else ()),
            *(filters or [(_("Filters"), _("none: all rows"))]),
            *(((_("Note"), self.nothing()),) if self.nothing() else ()),
            (_("Definition"), self.definition),
            (_("Version of the record"), self.extract.edition.label()),
            (_("Sources up to"), lens.language.date(lens.record.updated.isoformat())),
            (_("Made on"), lens.language.date(self.made.isoformat())),
            (_("Language"), lens.language.tongue(lens.language.code)),
            (_("Licence"), PACKAGE["licenses"][0]["title"]),
            *((_("Source"), _cited(lens, row)) for row in self.extract.sources()),
        ]

    def table(self) -> list[list[str | float]]:
        """Heads and rows; a stated figure takes three columns: number, unit and as it is shown."""
        _ = self.extract.lens.language.text
        split = {
            place for row in self.rows for place, cell in enumerate(row) if isinstance(cell, Stated)
        }
        heads: list[str | float] = []
        for place, head in enumerate(self.heads):
            heads += [head, _("Unit"), _("As shown")] if place in split else [head]
        return [heads, *(_spread(row, split) for row in self.rows)]


def as_csv(plate: Plate, dialect: Dialect = STANDARD) -> bytes:
    """The rows, then the notes as comments; UTF-8 with a byte order mark.

    Every line has as many cells as the headings, as strict readers want it.
    """
    content = io.StringIO()
    lines = csv.writer(content, delimiter=dialect.delimiter, lineterminator="\r\n")
    table = plate.table()
    width = max(len(table[0]), 2)
    notes = ([f"# {label}", spreadsheets.neutralised(value)] for label, value in plate.notes())
    rows = ([_safe(cell, dialect) for cell in row] for row in table)
    for cells in itertools.chain(rows, notes):
        lines.writerow([*cells, *[""] * (width - len(cells))])
    return content.getvalue().encode("utf-8-sig")


def as_excel_csv(plate: Plate) -> bytes:
    """The same with semicolons and decimal commas, as French and Vietnamese Excel opens it."""
    return as_csv(plate, EXCEL)


def as_json(plate: Plate) -> bytes:
    """The rows as lists of texts and numbers, with their headings and what they are of."""
    heads, *rows = plate.table()
    lens = plate.extract.lens
    document = {
        "title": plate.title,
        "says": plate.headline if plate.subtitle else None,
        "definition": plate.definition,
        **tables.stated(plate.extract.edition),
        "day": plate.made.isoformat(),
        "filters": dict(plate.extract.filters),
        "note": plate.nothing() or None,
        "columns": heads,
        "rows": rows,
        "sources": [tables.source(lens, row) for row in plate.extract.sources()],
    }
    return tables.dumped(document)


def as_xlsx(plate: Plate) -> bytes:
    """The rows with true numbers and a frozen header, and a sheet of notes."""
    _ = plate.extract.lens.language.text
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": plate.title, "author": "Nhịp Cầu"})
        names = spreadsheets.titles([plate.title, _("Notes")])
        head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        text = workbook.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        sheet = workbook.add_worksheet(names[0])
        sheet.freeze_panes(1, 0)
        rows = plate.table()
        sheet.set_column(0, max(len(rows[0]) - 1, 0), _WIDTH)
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    style = text if line else head
                    sheet.write_string(line, place, cell[: spreadsheets.MOST_CHARACTERS], style)
                else:
                    sheet.write_number(line, place, cell)
        lay_out(sheet, [_WIDTH] * len(rows[0]), len(rows) - 1)
        _write_notes(workbook.add_worksheet(names[1]), plate, head=head, text=text)
    return content.getvalue()


def _write_notes(sheet: Any, plate: Plate, *, head: Any, text: Any) -> None:
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, spreadsheets.OURS)
    for line, (label, value) in enumerate(plate.notes(), 2):
        sheet.write_string(line, 0, label, head)
        sheet.write_string(line, 1, value[: spreadsheets.MOST_CHARACTERS], text)


def _cited(lens: Lens, row: Row) -> str:
    parts = (row["title"], lens.words(row, "publisher"), row["published"], row["url"])
    return " · ".join(str(part) for part in parts if part)


def _spread(row: Sequence[object], split: set[int]) -> list[str | float]:
    cells: list[str | float] = []
    for place, cell in enumerate(row):
        if isinstance(cell, Stated):
            cells += [cell.number, cell.unit, cell.text]
        elif isinstance(cell, (int, float)):
            cells += [cell, "", ""] if place in split else [cell]
        else:
            cells += ["", "", str(cell)] if place in split else [str(cell)]
    return cells


def _safe(cell: str | float, dialect: Dialect) -> str:
    return spreadsheets.neutralised(cell) if isinstance(cell, str) else dialect.number(str(cell))
