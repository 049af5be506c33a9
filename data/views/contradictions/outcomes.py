"""Requests and promises that do not fit their meeting, each other, or what is said of them."""

from collections.abc import Iterator
from datetime import date

from data.views.contradictions.cells import Cell, Contradiction, Tables, ids, is_before

# Columns of an outcome that cannot lie before its meeting.
_SINCE_MEETING = (
    ("due-before", "due_date"),
    ("early-report", "status_date"),
    ("early-search", "checked_date"),
)


def dates_of_outcome(tables: Tables, _day: date) -> Iterator[Contradiction]:
    """Promises due, reported on or searched for before they were made."""
    meetings = tables.get("meetings", {})
    for key, row in tables.get("outcomes", {}).items():
        meeting = meetings.get(row["meeting_id"])
        if meeting is None:
            continue
        for kind, column in _SINCE_MEETING:
            if is_before(row[column], meeting["date"]):
                yield Contradiction(
                    kind,
                    (
                        Cell("outcomes", key, column, f"≥ {meeting['date']}"),
                        Cell("meetings", row["meeting_id"], "date", f"≤ {row[column]}"),
                    ),
                )


def same_as_kind(tables: Tables, _day: date) -> Iterator[Contradiction]:
    """Outcomes told twice as one and the same, but of two kinds."""
    outcomes = tables.get("outcomes", {})
    for key, row in outcomes.items():
        for other in ids(row["same_as"]):
            if other in outcomes and outcomes[other]["kind"] != row["kind"]:
                yield Contradiction(
                    "same-as-kind",
                    (
                        Cell("outcomes", key, "kind", outcomes[other]["kind"]),
                        Cell("outcomes", other, "kind", row["kind"]),
                    ),
                )


def half_told(tables: Tables, _day: date) -> Iterator[Contradiction]:
    """Searches without their day, and inferred links without who inferred them, or the reverse."""
    for key, row in tables.get("outcomes", {}).items():
        if row["status"] == "no_report" and not row["checked_date"]:
            yield Contradiction(
                "undated-search",
                (Cell("outcomes", key, "checked_date"), Cell("outcomes", key, "status")),
            )
        if bool(row["inferred_links"]) != bool(row["inferred_by"]):
            columns = ("inferred_by", "inferred_links")
            cells = tuple(Cell("outcomes", key, column) for column in columns)
            yield Contradiction("unsigned-link", cells)
