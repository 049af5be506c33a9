"""What every exported file is made from: one version in one language, or some rows of it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from data.exports.past import Past
from data.language import Language
from data.record import loading as records
from data.record import rows
from data.record.rows import Row as Written
from data.record.rows import Rows
from data.schema import TABLES, Field, Table
from data.store import Version
from data.views import states
from data.views.filtering import UnknownValue, values
from data.views.lens import Lens, Row

COLUMNS = "columns"  # the parameter that names them
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_LONGEST_NAME = 80  # letters in all: folders have names as well, and some programs stop at 255
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Edition:
    """A published version in one language.

    ``rows`` holds the texts of the store, so that a file can come back unchanged. ``lens`` holds
    the same rows with their types and names. ``past`` gives what the versions until this one
    changed, None where only this one is known. ``names_people`` says whether files may name who
    published.
    """

    version: Version
    lens: Lens
    rows: Mapping[str, Rows]
    past: Callable[[], Past | None] = field(default=lambda: None, compare=False)
    names_people: bool = False

    def __hash__(self) -> int:
        return hash((self.version.id, self.lens))

    def last(self, table: str, key: str) -> Version:
        """The version that last changed the entry of a row; this one where no other is known."""
        past = self.past()
        return past.last(table, key) if past else self.version

    def name(self, what: str, ending: str) -> str:
        """A file name that every system accepts: what it is, the version, the ending."""
        return plain_name(what, f" – v{self.version.number}.{ending}")

    def label(self, version: Version | None = None) -> str:
        """This version, or another, as a reader sees it: number, time and permanent id."""
        return version_label(self.lens.language, version or self.version)


def version_label(language: Language, version: Version) -> str:
    """A version as a reader sees it: number, time and permanent id."""
    return f"{version.number} · {language.moment(version.created)} · {version.id}"


def plain_name(what: str, closing: str) -> str:
    """A file name of what it is and how it ends, which every system accepts."""
    plain = _UNFIT.sub(" ", what).strip(" .")
    return _shortened(plain, _LONGEST_NAME - len(closing)) + closing


def _shortened(text: str, most: int) -> str:
    """A text of at most some letters, cut between two words where it can be, and marked so."""
    if len(text) <= most:
        return text
    kept, space, _rest = text[:most].rpartition(" ")
    return (kept if space and len(kept) > most // 2 else text[: most - 1]).rstrip(" –,.") + "…"


@dataclass(frozen=True)
class Extract:
    """Rows of one table, all or those that fit the filters, in the order shown.

    ``filters`` are what the reader chose, as a label and a value in the reader's words; ``asked``
    are the same as parameters of an address that gives these rows. ``chosen`` are the columns that
    the reader wants, in this order; none for all of them.
    """

    edition: Edition
    table: Table
    keys: tuple[str, ...]
    filters: tuple[tuple[str, str], ...] = ()
    asked: tuple[tuple[str, str], ...] = ()
    chosen: tuple[str, ...] = ()

    @property
    def lens(self) -> Lens:
        """The record behind it."""
        return self.edition.lens

    @property
    def title(self) -> str:
        """Name of the table in the language."""
        return self.table.labels[self.lens.language.code]

    @property
    def columns(self) -> list[Field]:
        """The chosen columns; else those of the table, then those worked out for the day."""
        every = columns_of(self.table)
        return [every[name] for name in self.chosen or every]

    @property
    def rows(self) -> list[Written]:
        """Its rows as they are written in the store, with the columns worked out for the day."""
        rows, table = self.edition.rows[self.table.name], self.table.name
        if not self.table.computed:
            return [rows[key] for key in self.keys]
        return [{**rows[key], **states.computed(self.lens, table, key)} for key in self.keys]

    def file_name(self, ending: str) -> str:
        """A name that says what was chosen."""
        chosen = (value for _label, value in self.filters)
        return self.edition.name(" – ".join((self.title, *chosen)), ending)

    def nothing(self) -> str:
        """The sentence in a file without rows; "" where there are rows."""
        if self.keys:
            return ""
        _ = self.lens.language.text
        if not self.filters:
            return _("This table has no rows.")
        chosen = "; ".join(self.lens.language.pair(*pair) for pair in self.filters)
        return _("No row fits these filters: {filters}.").format(filters=chosen)

    def sources(self) -> list[Row]:
        """Sources that its rows cite, in the order of the record."""
        cited = {
            key
            for row in self.rows
            for field in self.table.fields.values()
            if field.references == "sources"
            for key in parts(field, row.get(field.name, ""))
        }
        known = self.lens.record.by_key("sources")
        return [row for key, row in known.items() if key in cited]


def columns_of(table: Table) -> Mapping[str, Field]:
    """Every column that a file of a table may have, by its name."""
    return {**table.fields, **table.computed}


def in_order_of(table: Table, written: str) -> tuple[str, ...]:
    """The columns that a reader names, in this order; the id stands first where it is not named.

    Without its id a row could not be told from others, nor come back to the data desk.

    Raises:
        UnknownValue: the table has no such column.

    """
    known, chosen = columns_of(table), values(written)
    for name in chosen or (written,):
        if name not in known:
            raise UnknownValue(COLUMNS, name, tuple(known))
    return chosen if table.key in chosen else (table.key, *chosen)


def parts(field: Field, text: str) -> list[str]:
    """The values of a cell: several for a list, none for an empty cell."""
    if not text:
        return []
    return text.split(field.delimiter or ";") if field.is_list else [text]


def has_words(field: Field) -> bool:
    """Whether a column holds codes, ids or names of columns, which stand for words."""
    return bool(
        field.codelist or field.references or field.references_in or field.names_translations
    )


def in_words(extract: Extract, field: Field, row: Written) -> list[str]:
    """Names of the codes, ids or columns in a cell, in the reader's language."""
    lens, codes = extract.lens, parts(field, row.get(field.name, ""))
    if field.names_translations:
        known, language = extract.table.fields, lens.language.code
        return [known[code].labels[language] if code in known else code for code in codes]
    if field.codelist:
        return [lens.label(field.codelist, code) for code in codes]
    target = field.references or row.get(field.references_in or "", "")
    return [_named(lens, target, code) for code in codes]


def _named(lens: Lens, table: str, key: str) -> str:
    if table not in TABLES:
        return key
    name = lens.name(table, key).name
    return name.value if table == "sources" else lens.plain(name)


def exact_day(text: str) -> date | None:
    """The day of a date that is one certain day; None for any other."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:  # 31 April
        return None


def edition_of(version: Version, contents: Mapping[str, bytes], language: Language) -> Edition:
    """The edition of a version by the CSV of each of its tables; broken ones have no rows."""
    record = replace(records.record_of(contents), number=version.number)
    sound = {name: written for name, written in contents.items() if not record.faults.get(name)}
    none: Mapping[str, Rows] = {name: {} for name, table in TABLES.items() if table.is_optional}
    return Edition(version, Lens(record, language), {**none, **rows.tables_of(sound)})


def whole(edition: Edition, table: str) -> Extract:
    """All rows of a table.

    Raises:
        DataError: the table breaks its schema.

    """
    edition.lens.record.table(table)
    return Extract(edition, TABLES[table], tuple(edition.rows[table]))


def every_table(edition: Edition) -> Iterator[Extract]:
    """All rows of each table; an optional one is left out where it has none."""
    every = (whole(edition, table) for table in TABLES)
    return (extract for extract in every if extract.keys or not extract.table.is_optional)
