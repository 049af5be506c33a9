"""Writes the progress reported of a project as IATI results: one for each measure and unit.

What a figure is a part of ("5 of 7 packages") is the target of its period. IATI's baseline is the
value before the start, which the record does not know.
"""

from datetime import date

from data.iati.days import first_day, known, last_day
from data.iati.measured import Texts
from data.iati.plan import Plan
from data.language import Language
from data.schema import LANGUAGES
from data.values.dates import parse
from data.views.lens import Lens, Row


def of_project(lens: Lens, project: str) -> list[Row]:
    """The progress reported of a project; none where that table has faults."""
    if lens.record.faults["project_progress"]:
        return []
    return [row for row in lens.rows("project_progress") if row["project_id"] == project]


def tellable(rows: list[Row], today: date) -> dict[tuple[str, str], list[Row]]:
    """The figures of which a day is known and past, by measure and unit."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        day = last_day(row["date"])
        if row["value"] is not None and day and day <= today and first_day(row["date"]):
            groups.setdefault((row["metric"], row["unit"] or ""), []).append(row)
    return groups


def period(row: Row, plan: Plan) -> tuple[date, date]:
    """From the start of the project, or else the first day of the figure, to its last day."""
    first = first_day(row["date"]) or date.min
    last = last_day(row["date"]) or date.max
    starts = [told.day for column, told in plan.dates.items() if column.endswith("_start")]
    return min([first, *starts]), last


def comment(row: Row) -> Texts:
    """What the source says of a figure, in each language."""
    return {code: row[f"statement_{code}"] for code in LANGUAGES if row[f"statement_{code}"]}


def remark(row: Row) -> Texts:
    """How exact a figure is, and how well its day is known."""
    said = {}
    dated = {} if parse(row["date"]).exact else known(row["date"])
    for code in LANGUAGES:
        exact = row["qualifier"] in (None, "exact")
        qualifier = "" if exact else Language(code).label("qualifier", row["qualifier"])
        if text := " – ".join(filter(None, (qualifier, dated.get(code)))):
            said[code] = text
    return said
