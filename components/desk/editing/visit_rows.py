"""The visit of a draft, and the rows of the draft that belong to it."""

from components.desk.editing.workbench import Workbench
from data.record.rows import Row


def visit_of(bench: Workbench) -> str | None:
    """The key of the visit of a draft."""
    edits = bench.sketch.rows.get("visits", {})
    return next((key for key, edit in edits.items() if edit.cells is not None), None)


def keys(bench: Workbench, table: str, visit: str) -> list[str]:
    """The rows of the draft's visit in a table, in the order in which they were begun."""
    if table == "visits":
        return [visit]
    meetings = [key for key, row in own(bench, "meetings").items() if row["visit_id"] == visit]
    if table == "meetings":
        return meetings
    return [key for key, row in own(bench, "outcomes").items() if row["meeting_id"] in meetings]


def own(bench: Workbench, table: str) -> dict[str, Row]:
    """The rows of a table that the draft changes, as they would become."""
    edits = bench.sketch.rows.get(table, {})
    return {key: bench.row(table, key) for key, one in edits.items() if one.cells is not None}
