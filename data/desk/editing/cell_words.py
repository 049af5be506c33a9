"""Cells of many rows in a reader's words, and words read back as what our files hold.

Words come from the lists that a reader chooses from. The cells of a column are read together, as
those of an upload are; what is not read so is read as people type it into the form of a row.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from data.desk.editing import typed
from data.intake.known_names import KnownNames
from data.language import Language
from data.record.choices import choices
from data.record.rows import Rows
from data.record.wording import called
from data.schema import TABLES, Field
from data.values.code_names import codes_of
from data.values.columns import read_column, tidy
from data.values.folding import fold
from data.values.written_numbers import DECIMAL_COMMA, DECIMAL_POINT

MOST_OFFERED = 500  # names in one list; of more, one is typed
_BETWEEN = re.compile(r"\s*[;\n]\s*")


class Read(NamedTuple):
    """Cells of a column as our files hold them, or as typed where they cannot be read.

    ``way`` is how dates or numbers were read that could be read in another way as well. ``also``
    has further cells that a text says, by its place: the end of a span, the currency of an amount.
    """

    cells: list[str]
    way: str = ""
    also: Mapping[int, Mapping[str, str]] = MappingProxyType({})


class CellWords:
    """The words of one table's cells; ``rows`` gives the rows of a table that names stand for."""

    def __init__(
        self, table: str, language: Language, rows: Callable[[str], Rows], today: date
    ) -> None:
        self.table = TABLES[table]
        self.language = language
        self._today = today
        self._rows = rows
        self._labels: dict[str, dict[str, str]] = {}
        self._folded: dict[str, dict[str, str]] = {}
        self._names: dict[str, KnownNames] = {}

    @cached_property
    def _usual(self) -> str:
        return DECIMAL_POINT if self.language.code == "en" else DECIMAL_COMMA

    def labels(self, column: str) -> Mapping[str, str]:
        """The codes or ids that a column chooses from, each with its word; no two are alike."""
        if column not in self._labels:
            self._labels[column] = dict(self._named(self.table.fields[column]))
        return self._labels[column]

    def _codes(self, column: str) -> Mapping[str, str]:
        """The codes or ids of a column by their words, without case and accents."""
        if column not in self._folded:
            self._folded[column] = {fold(word): code for code, word in self.labels(column).items()}
        return self._folded[column]

    def _named(self, field: Field) -> Iterable[tuple[str, str]]:
        if field.references:
            rows = self._rows(field.references)
            names = [(key, called(field.references, rows[key], self.language)) for key in rows]
        elif field.type == "boolean" or field.is_currency or codes_of(field):
            names = [(one.code, one.name) for one in choices(field, self.language, {})]
        else:
            return
        seen: set[str] = set()
        for key, name in names:
            # A list is split at its delimiter, so no word may hold it.
            word = _one_line(name).replace(field.delimiter or ";", ",") or key
            word = f"{word} ({key})" if fold(word) in seen else word
            seen.add(fold(word))
            yield key, word

    def offered(self, column: str) -> list[str]:
        """The words of a list to choose from; none where the column is typed."""
        words = list(self.labels(column).values())
        return words if len(words) <= MOST_OFFERED else []

    def parts(self, column: str, text: str) -> list[str]:
        """The values of a cell in words; one that has no word stands as it is."""
        field = self.table.fields[column]
        labels = self.labels(column)
        values = text.split(field.delimiter or ";") if field.is_list else [text]
        return [labels.get(value, value) for value in values if value]

    def shown(self, column: str, text: str) -> str:
        """A cell in words that read back as the same cell."""
        field = self.table.fields[column]
        if self.labels(column):
            return "; ".join(self.parts(column, text))
        if not text or not (field.is_edtf or field.type == "number"):
            return text
        words = typed.shown(field, text, self.language)
        return words if self.read(column, [words]).cells == [text] else text

    def read(self, column: str, texts: Sequence[str]) -> Read:
        """Read the cells of a column together."""
        field = self.table.fields[column]
        if field.references:
            return Read([self._ids(field, text) for text in texts])
        if self.labels(column):
            texts = [self._coded(field, text) for text in texts]
        read = read_column(field, list(texts), usual=self._usual)
        also = {
            place: said
            for place, text in enumerate(texts)
            if (place in read.faults or self._may_be_span(column, read.cells[place]))
            and (said := self._typed(column, text))
        }
        cells = [also.get(place, {}).get(column, cell) for place, cell in enumerate(read.cells)]
        return Read(cells, read.read_as if read.other else "", also)

    def _may_be_span(self, column: str, cell: str) -> bool:
        return "/" in cell and any(column == start for start, _end in self.table.periods)

    def _typed(self, column: str, text: str) -> Mapping[str, str]:
        """What a text means in the form of a row; nothing where that is its text alone."""
        said = typed.cells(self.table, column, text, self.language, self._today)
        return {} if said == {column: tidy(text)} else said

    def _coded(self, field: Field, text: str) -> str:
        """A text with our own words as codes; all else as it is."""
        codes = self._codes(field.name)
        delimiter = field.delimiter or ";"
        values = _BETWEEN.split(text) if field.is_list else [text]
        return delimiter.join(codes.get(fold(value.strip()), value) for value in values)

    def _ids(self, field: Field, text: str) -> str:
        """Names as ids; a name that no row or more than one has stays as it is."""
        delimiter = field.delimiter or ";"
        if not field.is_list:
            return self._id(field, text.strip())
        whole = self._id(field, text.strip())
        if whole in self.labels(field.name):
            return whole
        ids = (self._id(field, part) for part in _BETWEEN.split(text.strip()) if part)
        return delimiter.join(dict.fromkeys(ids))

    def _id(self, field: Field, text: str) -> str:
        if not text or text in self.labels(field.name):
            return text
        if ours := self._codes(field.name).get(fold(text)):
            return ours
        target = field.references or ""
        if target not in self._names:
            self._names[target] = KnownNames(target, self._rows(target))
        ids = self._names[target].ids(text)
        return ids[0] if len(ids) == 1 else text


def _one_line(text: str) -> str:
    return " ".join(text.split())
