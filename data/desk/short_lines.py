"""Lines of a text file that end before the last column: which of them to point out, and how."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from data.faults import Fault
from data.intake.layout import Draft
from data.values.written_numbers import spans

_FEW = 5  # more lines that end at one place were probably written so by a program


def short_lines(draft: Draft, kept: Mapping[int, Sequence[str]]) -> Iterator[Fault]:
    """A fault for each line that ends early; one for all where a program left out empty cells.

    ``kept`` gives by row the columns of which a published value stays for that. Spreadsheets leave
    out the empty cells at the end of many lines; where nothing is published there, nothing is said.
    """
    lines = Counter(draft.short.values())
    whole = len(draft.numbers)
    usual = {width for width, count in lines.items() if count > _FEW or 1 < count == whole}
    for number, width in draft.short.items():
        if width not in usual:
            lacking = (name for name, place in draft.columns.items() if place >= width)
            yield Fault(
                "short-line", draft.file, number, min(lacking, key=draft.columns.__getitem__)
            )
    if staying := [
        number for number, width in draft.short.items() if width in usual and kept.get(number)
    ]:
        yield Fault("short-lines", draft.file, found=spans(staying))
