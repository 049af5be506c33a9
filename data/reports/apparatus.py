"""What a report's text points to: footnotes on what sources tell differently, and its sources.

A footnote travels inside a text as its number between two marks of Unicode's private use, so any
field of a template, wherever an official moves it, brings its own footnotes along.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from data.views.lens import Lens, Row

_OPEN, _CLOSE = "\ue000", "\ue001"
NOTE = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
# What XML 1.0 cannot hold, and the marks above: no text of the record may forge a footnote.
_FOREIGN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\ue000\ue001]")
_BREAKS = re.compile(r"[\t\r\n\u2028\u2029]+")
_LONGEST = 6_000


def clean(text: object, most: int = _LONGEST) -> str:
    """A text of the record as one line that a document can hold, cut where it is beyond reason."""
    told = _BREAKS.sub(" ", _FOREIGN.sub("", str(text))).strip()
    return told if len(told) <= most else f"{told[: most - 1].rstrip()}…"


@dataclass
class Apparatus:
    """Gathers footnotes and sources in the order in which a report first needs them."""

    lens: Lens
    footnotes: list[str] = field(default_factory=list)
    _told: set[str] = field(default_factory=set)
    _numbers: dict[str, int] = field(default_factory=dict)

    def note(self, table: str, key: str) -> str:
        """Marks of the footnotes about a row; each disagreement is told once in a report."""
        marks = ""
        for found in self.lens.marks(table, key):
            row = self.lens.row("discrepancies", found)
            if row is None or found in self._told:
                continue
            self._told.add(found)
            self.footnotes.append(self._disagreement(row))
            marks += f"{_OPEN}{len(self.footnotes)}{_CLOSE}"
        return marks

    def cite(self, keys: Iterable[str]) -> str:
        """Numbers in the annex of some sources, " [1, 4]"; nothing where there are none."""
        numbers = sorted(self._number(key) for key in dict.fromkeys(keys))
        return f" [{', '.join(map(str, numbers))}]" if numbers else ""

    def sources(self) -> list[Mapping[str, str]]:
        """The sources cited so far, by number."""
        return [
            {"number": str(number), **self._source(key)} for key, number in self._numbers.items()
        ]

    def _number(self, key: str) -> int:
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def _source(self, key: str) -> dict[str, str]:
        row = self.lens.row("sources", key)
        if row is None:
            return {"title": clean(key), "publisher": "", "date": "", "address": ""}
        return {
            "title": clean(row["title"]),
            "publisher": clean(row["publisher"]),
            "date": self.lens.language.date(row["published"]),
            "address": clean(row["url"] or ""),
        }

    def _disagreement(self, row: Row) -> str:
        _ = self.lens.language.text
        sides = [
            self._side(row, "source_a_id", "value_a"),
            self._side(row, "source_b_id", "value_b"),
        ]
        if other := self.lens.words(row, "other"):
            sides.append(other + self.cite(row["other_source_ids"]))
        told = _("Sources disagree on “{what}”: {sides}. This report gives: {shown}.")
        return clean(
            told.format(
                what=self.lens.words(row, "what"),
                sides="; ".join(filter(None, sides)).rstrip("."),
                shown=(self.lens.words(row, "shown") or "–").rstrip("."),
            )
        )

    def _side(self, row: Row, source: str, value: str) -> str:
        told = self.lens.words(row, value).rstrip(".")
        return told + self.cite(filter(None, [row[source]])) if told else ""
