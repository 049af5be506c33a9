"""Rows to choose from by what people call them: in any language, by alias, without accents."""

from collections.abc import Callable, Mapping

from data.intake.known_names import KnownNames
from data.language import Language
from data.record.rows import Row, Rows
from data.record.wording import called
from data.schema import LANGUAGES, TABLES
from data.values.folding import fold

MOST_FOUND = 8
_LONGEST = 200
_SHORT = 60


def described(table: str, row: Row, language: Language) -> str:
    """A row as it stands in a list to choose from: its name, and what tells it from its like."""
    name, beside = called(table, row, language), _BESIDE.get(table)
    told = beside(row, language) if beside else ""
    parts = dict.fromkeys(filter(None, [_cut(name), _cut(told)]))
    return " · ".join(parts)


def found(table: str, rows: Rows, text: str) -> tuple[str, ...]:
    """Ids of the rows that a text may mean, at most some; one where it is certain."""
    if certain := KnownNames(table, rows).ids(text):
        return certain[:MOST_FOUND]
    words = fold(text[:_LONGEST]).split()
    if not words:
        return ()
    hits = (key for key, row in rows.items() if _has(table, row, words))
    return tuple(key for key, _ in zip(hits, range(MOST_FOUND), strict=False))


def name_cells(table: str, text: str) -> Mapping[str, str]:
    """The cells of a new row that is called so: its name, or what stands for it."""
    own, name = TABLES[table], " ".join(text.split())
    texts = [one for one in ("name", "short_name", "title", "text") if f"{one}_vi" in own.fields]
    cells = {f"{one}_vi": name for one in texts}
    plain = [one for one in ("name", "title") if one in own.fields]
    return cells | dict.fromkeys(plain, name)


def _has(table: str, row: Row, words: list[str]) -> bool:
    columns = TABLES[table].fields
    texts = (row.get(name, "") for name in columns if name.startswith(("name", "short", "title")))
    hay = fold(" ".join([*texts, row.get("aliases", ""), row.get("text_vi", "")]))
    return all(word in hay for word in words)


def _text(row: Row, name: str, language: Language) -> str:
    codes = dict.fromkeys([language.code, *LANGUAGES])
    return next(filter(None, (row.get(f"{name}_{code}", "") for code in codes)), "")


def _day(row: Row, language: Language) -> str:
    names = ("date", "start_date", "published")
    written = next(filter(None, (row.get(name, "") for name in names)), "")
    try:
        return language.date_or_blank(written)
    except ValueError:  # typed and not yet a date
        return written


def _cut(text: str) -> str:
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"


def _source(row: Row, language: Language) -> str:
    return " ".join(filter(None, [_text(row, "publisher", language), _day(row, language)]))


def _country(row: Row, language: Language) -> str:
    return language.country(row["country"]) if row.get("country") else ""


# What tells a row of a table from its like.
_BESIDE: Mapping[str, Callable[[Row, Language], str]] = {
    "organisations": lambda row, language: _text(row, "name", language),
    "people": lambda row, language: _text(row, "role", language),
    "projects": lambda row, language: _text(row, "name", language),
    "places": _country,
    "sources": _source,
    "meetings": _day,
    "visits": _day,
}
