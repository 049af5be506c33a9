"""One line of the table, and the table."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

BEGIN, END = "<!-- made by `make bench` -->", "<!-- until here -->"


class Measure(NamedTuple):
    """What was measured, ours, the yardstick's, and what is aimed at."""

    what: str
    ours: float
    yardstick: float | None
    unit: str
    aim: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours over the yardstick's."""
        return self.ours / self.yardstick if self.yardstick else None

    @property
    def row(self) -> str:
        """Its line of the table."""
        beside = "" if self.yardstick is None else f"{_short(self.yardstick)} {self.unit}"
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return (
            f"| {self.what} | {_short(self.ours)} {self.unit} | {beside} | {ratio} | {self.aim} |"
        )


def table(measures: Iterable[Measure]) -> str:
    """The measures as a table of Markdown."""
    lines = ["| what | ours | yardstick | ratio | aim |", "| --- | ---: | ---: | ---: | ---: |"]
    return "\n".join([*lines, *(one.row for one in measures)])


def _short(number: float) -> str:
    """Three digits that count, never as a power of ten."""
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def put_into(readme: Path, text: str) -> None:
    """Put a text between the marks of a README."""
    before = readme.read_text(encoding="utf-8")
    marked = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    after, count = marked.subn(lambda _found: f"{BEGIN}\n\n{text}\n\n{END}", before)
    if count != 1:
        raise ValueError(f"{readme} does not have the two marks once")
    readme.write_text(after, encoding="utf-8")
