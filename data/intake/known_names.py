"""Which rows of the record a name in words means: any language, aliases, without accents."""

import re
from collections.abc import Mapping

from data.record.rows import Rows
from data.schema import TABLES
from data.values.folding import fold

_NAMES = re.compile(r"(?:short_)?(?:name|title)(?:_[a-z]{2})?")
_ACRONYM = re.compile(r"\(([^()]{2,20})\)")
_LONGEST_ID = 60


class KnownNames:
    """The names of the rows of one table."""

    def __init__(self, table: str, rows: Rows) -> None:
        columns = [name for name in TABLES[table].fields if _NAMES.fullmatch(name)]
        self._ids: dict[str, dict[str, None]] = {}
        self._parts: dict[str, dict[str, None]] = {}
        for key, row in rows.items():
            texts = [row[column] for column in columns]
            for text in (key, *texts, *row.get("aliases", "").split(";")):
                self._ids.setdefault(_folded(text), {})[key] = None
            parts = [one for text in texts for one in (*_ACRONYM.findall(text), _bare(text))]
            for part in parts:
                self._parts.setdefault(_folded(part), {})[key] = None

    def ids(self, text: str) -> tuple[str, ...]:
        """Ids of the rows that have this name; one where it is certain.

        A whole name or alias comes before a part of one, such as what stands in brackets.
        """
        folded = _folded(text)
        known = self._ids.get(folded) or self._parts.get(folded) or {}
        return tuple(known) if folded else ()


def of_tables(published: Mapping[str, Rows]) -> dict[str, KnownNames]:
    """The names of every table."""
    return {table: KnownNames(table, rows) for table, rows in published.items() if table in TABLES}


def slug(text: str) -> str:
    """A name as an id of ours: small letters and digits with "-" between."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    return words if len(words) <= _LONGEST_ID else words[: _LONGEST_ID + 1].rsplit("-", 1)[0]


def _folded(text: str) -> str:
    return " ".join(fold(text).replace("’", "'").split())


def _bare(text: str) -> str:
    return _ACRONYM.sub(" ", text)
