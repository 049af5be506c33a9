"""The record as one reader sees it on a day: texts in their language, names instead of ids."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, ParamSpec, TypeVar, cast
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location

from data.language import Language, is_vietnamese, unbroken
from data.record.loading import Record
from data.schema import TABLES
from data.values.dates import PROVINCE_ZONE, parse, province_today

Row = Mapping[str, Any]
Result = TypeVar("Result")
Given = ParamSpec("Given")


class Text(NamedTuple):
    """A text and its language, which may not be the reader's.

    ``stale``: it is a translation older than the Vietnamese text. ``quoted``: it belongs to its
    language and keeps words of another one, as a Vietnamese name does in each language.
    """

    value: str
    language: str
    stale: bool = False
    quoted: str = ""

    def __str__(self) -> str:
        return self.value


class Named(NamedTuple):
    """The name of a row, with its table and id, to show and to link it."""

    table: str
    id: str
    name: Text


@dataclass(frozen=True, eq=False)
class Lens:
    """A record, a language and the day of reading. It draws nothing and changes nothing.

    Lenses with the same version, language and day are equal, so results made with one can be
    cached.
    """

    record: Record
    language: Language
    day: date = field(default_factory=province_today)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lens) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def key(self) -> tuple[str, str, date]:
        """Version, language and day, on which every result depends."""
        return self.record.version, self.language.code, self.day

    def rows(self, table: str) -> list[Row]:
        """Every row of a table, in file order.

        Raises:
            DataError: the table breaks its schema.

        """
        return cast("list[Row]", self.record.rows(table))

    def naming(self, table: str, column: str, key: str) -> Sequence[Row]:
        """Rows of a table of which a column names this id, in file order."""
        return self.record.naming(table, column).get(key, ())

    def rows_at(self, table: str, keys: Iterable[str]) -> list[Row]:
        """Rows of a table by their ids, in the order of the ids."""
        known = self.record.by_key(table)
        return [known[key] for key in keys]

    def row(self, table: str, key: str | None) -> Row | None:
        """One row by its id, None where there is none."""
        return self.record.by_key(table).get(key) if key else None

    def text(self, row: Row, text: str) -> Text | None:
        """A text of a row in the reader's language, else in Vietnamese, else None."""
        for code in (self.language.code, "vi"):
            if value := row[f"{text}_{code}"]:
                stale = f"{text}_{code}" in (row.get("older_translations") or ())
                quoted = value == row[f"{text}_vi"] and is_vietnamese(value) and code != "vi"
                return Text(unbroken(value, code), code, stale, "vi" if quoted else "")
        return None

    def words(self, row: Row, text: str) -> str:
        """The same as plain text; "" for None."""
        shown = self.text(row, text)
        return self.plain(shown) if shown else ""

    def plain(self, shown: Text) -> str:
        """A text as plain text, with what to know of it in brackets.

        That is its language where it is not the reader's, or that the translation is older.
        """
        if shown.language != self.language.code:
            return f"{shown.value} [{shown.language}]"
        if shown.stale:
            return f"{shown.value} [{self.language.text('older translation')}]"
        return shown.value

    def name(self, table: str, key: str) -> Named:
        """Name of a row; its id where there is no such row."""
        row = self.record.by_key(table).get(key)
        if row is None:
            return Named(table, key, Text(key, self.language.code))
        return Named(table, key, self._called(table, row) or Text(key, self.language.code))

    def _called(self, table: str, row: Row) -> Text | None:
        called = TABLES[table].name_text
        if called in TABLES[table].texts:
            return self.text(row, called)
        written_in = TABLES[table].fields[called].language_in
        code = row[written_in] if written_in else self.language.code
        # A source that was read in translation keeps its Vietnamese title.
        code = "vi" if written_in and is_vietnamese(row[called]) else code
        return Text(unbroken(row[called], code), code)

    def full_name(self, table: str, key: str) -> str:
        """Long name of an organisation, project or place; the id where there is no such row."""
        row = self.row(table, key)
        return self.words(row, "name") if row else key

    def names(self, table: str, keys: Iterable[str]) -> list[Named]:
        """Names of several rows."""
        return [self.name(table, key) for key in keys]

    def short(self, table: str, keys: Iterable[str]) -> str:
        """Names of several rows in one line of plain text."""
        return ", ".join(self.plain(self.name(table, key).name) for key in keys)

    def label(self, codelist: str, code: str | None) -> str:
        """Name of a code in the reader's language."""
        return self.language.label(codelist, code)

    def amount(self, row: Row) -> str:
        """Amount and currency of a row of ``project_amounts``, and how exact it is."""
        return self._qualified(row, self.language.money(row["amount"], row["currency"]))

    def _qualified(self, row: Row, figure: str) -> str:
        if row["qualifier"] in (None, "exact"):
            return figure
        words = self.label("qualifier", row["qualifier"])
        if row["qualifier"] == "rounded":
            return f"{figure} ({words.lower()})"
        return f"{words} {figure}"

    def value(self, row: Row) -> str:
        """A progress figure with its unit, and the whole it is part of; "" for a milestone."""
        if row["value"] is None:
            return ""
        number = self._qualified(row, self._measured(row["value"], row["unit"]))
        if row["base_value"] is None:
            return number
        base = self._measured(row["base_value"], row["base_unit"])
        return self.language.text("{part} of {whole}").format(part=number, whole=base)

    def _measured(self, value: float, unit: str | None) -> str:
        if unit == "percent":
            return self.language.percent(value)
        return f"{self.language.number(value)}\u00a0{self.label('unit', unit)}"

    def age(self, written: str | None) -> str:
        """How long ago a date was, in days, months or years; "" if it is unknown or to come.

        An uncertain date counts from its last possible day, with "at least" before the age.
        """
        span = parse(written) if written else None
        if span is None or span.last is None or span.last > self.day:
            return ""
        days = (self.day - span.last).days
        if days < 31:
            age = self.language.plural("{count} day ago", "{count} days ago", days)
        elif days < 365:
            age = self.language.plural("{count} month ago", "{count} months ago", days // 30)
        else:
            age = self.language.plural("{count} year ago", "{count} years ago", days // 365)
        return age if span.exact else self.language.text("at least {age}").format(age=age)

    def zone(self, visit: Row, meetings: Iterable[Row], day: date) -> str:
        """Time zone on a day of a visit, as "Paris, UTC+1"; "" where the places differ.

        The places are those of the day's meetings, or else of the visit.
        """
        keys = [m["place_id"] for m in meetings if m["place_id"]] or list(visit["place_ids"])
        places = [row for row in map(self.record.by_key("places").get, keys) if row]
        zones = {row["timezone"] for row in places if row["timezone"]}
        if len(zones) != 1:
            return ""
        zone = zones.pop()
        offset = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)).utcoffset()
        hours = (offset.total_seconds() if offset else 0) / 3600
        # CLDR writes its only city in Viet Nam without accents, so we show the country's name.
        if zone == PROVINCE_ZONE:
            city = self.language.country("VN")
        else:
            city = get_timezone_location(zone, locale=self.language.locale, return_city=True)
        return f"{city}, UTC{hours:+g}"

    def marks(self, table: str, key: str) -> tuple[str, ...]:
        """Ids of the discrepancies about a row."""
        return self._marks.get((table, key), ())

    @cached_property
    def _marks(self) -> dict[tuple[str, str], tuple[str, ...]]:
        marks: dict[tuple[str, str], tuple[str, ...]] = {}
        if self.record.faults["discrepancies"]:
            return marks
        for row in self.rows("discrepancies"):
            for subject in row["subject_ids"]:
                key = (row["subject_table"], subject)
                marks[key] = (*marks.get(key, ()), row["discrepancy_id"])
        return marks


_FORGETS: list[Callable[[], None]] = []


def kept(size: int) -> Callable[[Callable[Given, Result]], Callable[Given, Result]]:
    """Keep what a function makes of the lenses, and what else, that it was last given."""

    def keeping(make: Callable[Given, Result]) -> Callable[Given, Result]:
        found = lru_cache(maxsize=size)(make)
        _FORGETS.append(found.cache_clear)
        return cast("Callable[Given, Result]", found)

    return keeping


def forget() -> None:
    """Drop what is kept of all lenses: somebody was struck from the record."""
    for one in _FORGETS:
        one()
