"""Projects that ended before they began, or whose status, dates and progress disagree."""

from collections.abc import Iterator, Mapping
from datetime import date

from data.views.contradictions.cells import (
    Cell,
    Contradiction,
    Row,
    Tables,
    certain,
    days_of,
    has_passed,
    is_after,
    is_before,
    number,
)

# Columns of a project of which the second may not lie before the first, beside the periods of the
# schema: those are refused wherever a row comes in.
_PROJECT_PERIODS = (
    ("proposal_date", "actual_end"),
    ("approval_date", "actual_end"),
    ("signing_date", "actual_end"),
    ("planned_start", "requested_end"),
    ("actual_start", "requested_end"),
)


def reversed_dates(tables: Tables, _day: date) -> Iterator[Contradiction]:
    """Projects that ended, or are to end, before they began."""
    for key, row in tables.get("projects", {}).items():
        for start, end in _PROJECT_PERIODS:
            if is_before(row[end], row[start]):
                yield Contradiction(
                    "reversed",
                    (
                        Cell("projects", key, end, f"≥ {row[start]}"),
                        Cell("projects", key, start, f"≤ {row[end]}"),
                    ),
                )


# Status codes of a project and the columns that speak against each, once their day has passed.
_AGAINST = (
    ("running-ended", "2", ("actual_end",)),
    ("unstarted-started", "1", ("actual_start", "actual_end")),
)


def status_of_project(tables: Tables, day: date) -> Iterator[Contradiction]:
    """Projects closed before their end, under way after their end, begun in preparation."""
    for key, row in tables.get("projects", {}).items():
        status = Cell("projects", key, "status_code")
        is_closed = row["status_code"] in ("3", "4") and not row["actual_end"]
        if is_closed and is_after(row["planned_end"], day):
            planned = Cell("projects", key, "planned_end", f"≤ {day}")
            yield Contradiction("closed-ahead", (status, planned))
        if row["status_code"] == "4" and is_before(row["status_date"], row["actual_end"]):
            reported = Cell("projects", key, "status_date", f"≥ {row['actual_end']}")
            ended = Cell("projects", key, "actual_end", f"≤ {row['status_date']}")
            yield Contradiction("closed-early", (reported, ended))
        for kind, code, columns in _AGAINST:
            past = [column for column in columns if has_passed(row[column], day)]
            if row["status_code"] == code and past:
                yield Contradiction(kind, (status, Cell("projects", key, past[0])))


_WORK_DONE = ("completed_value", "completed_volume")


def open_progress(tables: Tables, day: date) -> Iterator[Contradiction]:
    """Projects that have ended, of which the last word on progress is a share of the work.

    A milestone or any other figure after it, or one without a date, may tell of the rest.
    """
    figures: dict[str, dict[str, Row]] = {}
    for key, row in tables.get("project_progress", {}).items():
        figures.setdefault(row["project_id"], {})[key] = row
    for key, project in tables.get("projects", {}).items():
        ended = next(
            (
                column
                for column, is_so in (
                    ("actual_end", has_passed(project["actual_end"], day)),
                    ("status_code", project["status_code"] == "4"),
                )
                if is_so
            ),
            None,
        )
        last = _last_figure(figures.get(key, {})) if ended else None
        if ended and last:
            yield Contradiction(
                "open-progress",
                (Cell("project_progress", last, "value", "100"), Cell("projects", key, ended)),
            )


def _last_figure(figures: Mapping[str, Row]) -> str | None:
    """The figure of work done that is the last word, if it is certainly below the whole."""
    for key, row in figures.items():
        value, written = number(row["value"]), certain(row["date"])
        if row["metric"] not in _WORK_DONE or row["unit"] != "percent" or written is None:
            continue
        if value is None or value >= 100 or row["qualifier"] in ("more_than", "forecast"):
            continue
        others = (days_of(other["date"]) for one, other in figures.items() if one != key)
        first = written.first
        if first and all(days and days.last and days.last <= first for days in others):
            return key
    return None
