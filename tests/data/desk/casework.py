"""Small files that a desk once got wrong, read and checked beside the shipped record."""

from datetime import date
from pathlib import Path

from data.desk.checked import Checked
from data.desk.checking import check
from data.desk.comparing import Mode, broken, compare, contents
from data.desk.door import sheets
from data.intake.handling import UNHANDLED, Handling
from data.intake.layout import Draft, drafts
from data.record.loading import CURATED
from data.record.rows import tables_of
from data.schema import TABLES

TODAY = date(2026, 11, 26)
CASES = Path(__file__).parent.parent / "cases"
PUBLISHED = {name: (CURATED / f"{name}.csv").read_bytes() for name in TABLES}
SHIPPED = tables_of(PUBLISHED)


def read(name: str, content: bytes | None = None, handling: Handling = UNHANDLED) -> list[Draft]:
    """The drafts of a file in ``tests/data/cases``, or of these bytes."""
    given = (CASES / name).read_bytes() if content is None else content
    read_sheets = sheets(name, given, published=SHIPPED)
    found = [drafts(sheet, handling) for sheet in read_sheets]
    return [one for one in found if isinstance(one, Draft)]


def checked(*names: str) -> Checked:
    """What a check of files in ``tests/data/cases`` finds."""
    return check([draft for name in names for draft in read(name)], SHIPPED, TODAY)


def checked_text(*texts: str) -> Checked:
    """The same of CSV texts, which are files 0.csv, 1.csv, …"""
    read_texts = [read(f"{place}.csv", text.encode()) for place, text in enumerate(texts)]
    return check([draft for one in read_texts for draft in one], SHIPPED, TODAY)


def told(result: Checked) -> list[tuple[str, str, int | None, str | None]]:
    """Tier, kind, row and column of each finding."""
    return [
        (str(one.tier), one.fault.kind, one.fault.row, one.fault.column) for one in result.findings
    ]


def changed(result: Checked, table: str) -> dict[str, dict[str, tuple[str, str]]]:
    """Cells of published rows that would change."""
    found = compare(SHIPPED[table], result.rows[table]).changed
    return {key: dict(cells) for key, cells in found.items()}


def publishes(result: Checked) -> bool:
    """Whether the record would have no new fault."""
    return broken(PUBLISHED, contents(SHIPPED, result.rows, Mode.UPDATE)) == ()
