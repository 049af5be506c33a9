"""Footnotes of a report (on what its sources disagree about), and the list of its sources.

Inside a text a footnote is its number between two private Unicode characters. So a field keeps
its footnotes wherever an official moves it in the template.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from data.reports.lines import CLOSE, OPEN, clean
from data.views.lens import Lens, Row


@dataclass
class Apparatus:
    """Collects footnotes and sources in the order in which a report first uses them."""

    lens: Lens
    footnotes: list[str] = field(default_factory=list)
    _noted: set[str] = field(default_factory=set)
    _numbers: dict[str, int] = field(default_factory=dict)

    def note(self, table: str, key: str) -> str:
        """Marks of the footnotes about a row; a disagreement gets one footnote per report."""
        marks = ""
        for discrepancy in self.lens.marks(table, key):
            row = self.lens.row("discrepancies", discrepancy)
            if row is None or discrepancy in self._noted:
                continue
            self._noted.add(discrepancy)
            self.footnotes.append(self._disagreement(row))
            marks += f"{OPEN}{len(self.footnotes)}{CLOSE}"
        return marks

    def cite(self, keys: Iterable[str]) -> str:
        """Numbers of sources in the annex, like " [1, 4]"; "" where there are no sources."""
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
            "publisher": clean(self.lens.words(row, "publisher")),
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
        sentence = _("Sources disagree on “{what}”: {sides}. This report gives: {shown}.")
        return clean(
            sentence.format(
                what=self.lens.words(row, "what"),
                sides="; ".join(filter(None, sides)).rstrip("."),
                shown=(self.lens.words(row, "shown") or "–").rstrip("."),
            )
        )

    def _side(self, row: Row, source: str, value: str) -> str:
        words = self.lens.words(row, value).rstrip(".")
        return words + self.cite(filter(None, [row[source]])) if words else ""
