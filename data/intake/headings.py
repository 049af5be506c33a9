"""Finds the header row of a sheet, its table, and the column that each heading means."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from babel import Locale

from data.intake import storeys
from data.intake.storeys import SEARCHED_ROWS as _SEARCHED_ROWS
from data.intake.suspicions.units import announced, counts_money
from data.language import Language
from data.schema import LANGUAGES, TABLES, Field, Table
from data.sheets.grid import Cell
from data.values.columns import tidy
from data.values.folding import fold

_ENOUGH = 3
_LONGEST = 120
_UNIT_BEHIND = re.compile(r"\s*(?:[(\[][^()\[\]]*[)\]]|,? en .+)$")
# a column and the language of the words it is called by, "" for its schema name
_Meaning = tuple[str, str]
# the physical number of a row of headings, its cells, and these without case and accents
_Folded = tuple[int, Sequence[Cell], Sequence[str]]


@dataclass(frozen=True)
class Header:
    """The header row of a sheet, read for one table.

    ``row`` is its physical number (1 is the first), ``texts`` has the heading of each physical
    column. ``columns`` gives the physical column
    (0 is the first) of each schema column. ``repeated`` are schema columns that a second heading
    also means, with that heading. ``unknown`` are headings that mean no column. ``by_name`` says
    whether all known headings are schema names. ``has_own_key``: the heading of the key means the
    key of this table alone, as "Mã dự án" does and "ID" does not.
    """

    table: Table
    row: int
    columns: Mapping[str, int]
    repeated: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    by_name: bool
    texts: tuple[str, ...] = ()
    has_own_key: bool = False

    @property
    def is_certain(self) -> bool:
        """Whether the headings leave no doubt which table this is.

        One heading that many tables have ("ID", "status") says nothing, nor do three of twenty.
        """
        known = len(self.columns)
        if self.has_own_key and (self.by_name or known >= _ENOUGH):
            return True
        least = 2 if self.has_own_key else _ENOUGH
        return known >= least and known >= len(self.unknown) + len(self.repeated)

    @property
    def has_key(self) -> bool:
        """Whether the table's key is among the columns."""
        return self.table.key in self.columns


def headers(
    rows: Sequence[Sequence[Cell]], hints: Sequence[str] = (), *, table: str | None = None
) -> list[Header]:
    """The header of the table that fits best; several if they fit equally well; none if none does.

    The table with most known headings wins, then one whose key is among them, then the table
    that comes first in ``hints``. ``table``: it is that one, and any heading of it will do.
    """
    top = list(_top(rows))
    if table is not None:
        forced = _best(TABLES[table], top, least=1)
        return [forced] if forced else []
    best = [
        header
        for one in TABLES.values()
        if (header := _best(one, top)) is not None and _names_files(header)
    ]
    ranks = {
        header.table.name: (len(header.columns), header.has_key, _hinted(header.table, hints))
        for header in best
    }
    highest = max(ranks.values(), default=None)
    return [header for header in best if ranks[header.table.name] == highest]


def _names_files(header: Header) -> bool:
    """Whether a table whose rows are of files says which: no office's own sheet is one of these."""
    marks = [name for name, one in header.table.fields.items() if one.of_file and one.pattern]
    return not marks or header.has_own_key or any(name in header.columns for name in marks)


def beside(field: Field, language: Language) -> str:
    """Heading of a column that says in words what the codes in another mean; uploads skip it."""
    return _in_words(field.labels[language.code], language)


def _in_words(label: str, language: Language) -> str:
    return language.text("{column} (in words)").format(column=label)


def first_texts(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Texts of the row with most texts, which was probably meant to be the header."""
    texts = [
        [tidy(cell) for cell in row if isinstance(cell, str) and tidy(cell)]
        for row in rows[:_SEARCHED_ROWS]
    ]
    return max(texts, key=len, default=[])


def _top(rows: Sequence[Sequence[Cell]]) -> Iterator[_Folded]:
    """Each of the first rows, and each two rows that are one heading in two storeys."""
    for number, row in enumerate(rows[:_SEARCHED_ROWS], start=1):
        yield number, row, [_heading(cell) for cell in row]
        if both := storeys.doubled(rows, number):
            yield both.last, both.lowest, [_heading(text) for text in both.lowest]


def _best(table: Table, top: Sequence[_Folded], *, least: int = _ENOUGH) -> Header | None:
    known = meanings(table.name)
    read = [
        _header(table, number, row, [_meant(table, heading) for heading in folded])
        for number, row, folded in top
        if not known.keys().isdisjoint(folded)
    ]
    fitting = [one for one in read if one.has_key or len(one.columns) >= least]
    return max(fitting, key=lambda header: len(header.columns), default=None)


def _meant(table: Table, heading: str) -> frozenset[_Meaning]:
    """What a heading means; one of amounts may say their unit behind it: "Số tiền (tr.đ)"."""
    known = meanings(table.name)
    if heading in known or announced(heading) is None:
        return known.get(heading, frozenset())
    meant = known.get(_UNIT_BEHIND.sub("", heading), frozenset())
    return frozenset(one for one in meant if counts_money(table, table.fields[one[0]]))


def _header(
    table: Table, number: int, row: Sequence[Cell], meant: Sequence[frozenset[_Meaning]]
) -> Header:
    votes = Counter(next(iter(one))[1] for one in meant if len(one) == 1)
    columns: dict[str, int] = {}
    repeated, unknown = [], []
    languages = set()
    for position, (cell, meanings) in enumerate(zip(row, meant, strict=True)):
        text = storeys.plain(cell)
        one = _one(meanings, votes)
        if one is None:
            unknown += [text] if text and _heading(cell) not in _beside(table.name) else []
        elif one[0] in columns:
            repeated.append((one[0], text))
        else:
            columns[one[0]] = position
            languages.add(one[1])
    key = columns.get(table.key)
    return Header(
        table,
        number,
        columns,
        tuple(repeated),
        tuple(unknown),
        by_name=languages == {""},
        texts=tuple(map(storeys.plain, row)),
        has_own_key=key is not None and _heading(row[key]) not in _shared(),
    )


@cache
def _shared() -> frozenset[str]:
    """Headings of keys that say too little: one word, or the keys of several tables."""
    keys = Counter(
        heading
        for table in TABLES.values()
        for heading, meant in meanings(table.name).items()
        if any(column == table.key for column, _ in meant)
    )
    return frozenset(
        heading for heading, count in keys.items() if count > 1 or not re.search(r"[ _]", heading)
    )


def _one(meanings: frozenset[_Meaning], votes: Mapping[str, int]) -> _Meaning | None:
    """The one column that a heading means; the other headings decide which language "Note" is."""
    if len({column for column, _ in meanings}) == 1:
        return min(meanings)
    ranked = sorted(meanings, key=lambda meaning: votes.get(meaning[1], 0), reverse=True)
    if not ranked or votes.get(ranked[0][1], 0) == votes.get(ranked[1][1], 0):
        return None
    return ranked[0]


def hinted(header: Header, hints: Sequence[str]) -> bool:
    """Whether the names of sheet or file name the table of a header."""
    return _hinted(header.table, hints) > 0


def _hinted(table: Table, hints: Sequence[str]) -> int:
    names = {fold(name)[:31] for name in (table.name, *table.labels.values())}
    named = [fold(hint)[:31] in names for hint in hints]  # Excel cuts sheet names at 31
    return len(hints) - named.index(True) if True in named else 0


def _heading(cell: Cell) -> str:
    """A heading without case, accents, line breaks, "*" (must be filled) and "#"."""
    return _folded(cell) if isinstance(cell, str) and len(cell) <= _LONGEST else ""


@lru_cache(4096)
def _folded(text: str) -> str:
    words = " ".join(fold(text).replace("’", "'").split())
    return words.removesuffix("(*)").rstrip("* ").lstrip("# ")


@cache
def meanings(table: str) -> Mapping[str, frozenset[_Meaning]]:
    """What each folded heading means in a table.

    A label of an earlier version means its column, as our own files had it; unless another column
    has that very label now. Only then comes the short form of a text's label.
    """
    described = TABLES[table]
    fields = described.fields.values()
    named = ((field.name, (field.name, "")) for field in fields)
    former = ((old, (now, "")) for old, now in described.former.items() if now)
    labelled = (
        (label, (field.name, language))
        for field in fields
        for language, label in field.labels.items()
    )
    meanings: dict[str, set[_Meaning]] = {}
    _add(meanings, chain(named, labelled))
    of_today = frozenset(meanings)
    _add(meanings, former)
    _add(meanings, _former_labels(described), besides=of_today)
    _add(meanings, _texts(described), besides=meanings.keys() - of_today)
    _add(meanings, _former_texts(described), besides=frozenset(meanings))
    return {heading: frozenset(meant) for heading, meant in meanings.items()}


def _add(
    meanings: dict[str, set[_Meaning]],
    headings: Iterable[tuple[str, _Meaning]],
    *,
    besides: Set[str] = frozenset(),
) -> None:
    """Add what headings mean, except those that have another meaning already."""
    for heading, meaning in headings:
        if _heading(heading) not in besides:
            meanings.setdefault(_heading(heading), set()).add(meaning)


def _texts(table: Table) -> Iterator[tuple[str, _Meaning]]:
    """Headings of texts in three languages: "Tên", "Name (English)", "Tên (fr)"."""
    for text in table.texts:
        for language, label in table.text_labels(text).items():
            yield label, (f"{text}_{language}", language)
            for other in LANGUAGES:
                for name in _names(other):
                    yield f"{label} ({name})", (f"{text}_{other}", language)


def _former_labels(table: Table) -> Iterator[tuple[str, _Meaning]]:
    """Labels that columns had in earlier versions, as pages and templates wrote them."""
    for column, labels in table.former_labels:
        for language, label in labels.items():
            yield label, (column, language)


def _former_texts(table: Table) -> Iterator[tuple[str, _Meaning]]:
    """The same of texts in three languages, in short: "Tên" for what was "Tên (tiếng Việt)"."""
    for label, (column, language) in _former_labels(table):
        if table.fields[column].language == language:
            yield label.rsplit(" (", 1)[0], (column, language)


@cache
def _beside(table: str) -> frozenset[str]:
    """Headings that an upload skips: codes in words, and what is worked out for a day."""
    described = TABLES[table]
    computed = described.computed.values()
    all_labels = [field.labels for field in (*described.fields.values(), *computed)]
    all_labels += [labels for _, labels in described.former_labels]
    in_words = (
        _heading(_in_words(labels[code], Language(code)))
        for labels in all_labels
        for code in LANGUAGES
    )
    named = (_heading(name) for one in computed for name in (one.name, *one.labels.values()))
    return frozenset(chain(in_words, named))


@cache
def _names(language: str) -> tuple[str, ...]:
    """How a heading may call a language: its name in each of the three, and its code."""
    return (language, *(str(Locale(code).languages[language]) for code in LANGUAGES))
