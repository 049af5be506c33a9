"""Visits and meetings of which the dates and the status do not fit together."""

from collections.abc import Iterator
from datetime import date

from data.views.contradictions.cells import (
    Cell,
    Contradiction,
    Tables,
    is_after,
    is_before,
    is_broken,
)
from data.views.states import visit_state_on


def held_ahead(tables: Tables, day: date) -> Iterator[Contradiction]:
    """Visits, and meetings with an outcome or of a held visit, dated after the day."""
    visits = tables.get("visits", {})
    for key, row in visits.items():
        if row["status"] == "held" and is_after(row["start_date"], day):
            yield Contradiction(
                "held-ahead",
                (Cell("visits", key, "start_date", f"≤ {day}"), Cell("visits", key, "status")),
            )
    told = {row["meeting_id"] for row in tables.get("outcomes", {}).values()}
    for key, row in tables.get("meetings", {}).items():
        if is_after(row["date"], day):
            visit = visits.get(row["visit_id"] or "")
            if key in told or (visit and visit["status"] == "held"):
                yield Contradiction("held-ahead", (Cell("meetings", key, "date", f"≤ {day}"),))


def cancelled_held(tables: Tables, _day: date) -> Iterator[Contradiction]:
    """Meetings with an outcome, of a visit recorded as cancelled."""
    visits, meetings = tables.get("visits", {}), tables.get("meetings", {})
    told = dict.fromkeys(row["meeting_id"] for row in tables.get("outcomes", {}).values())
    for key in told:
        visit = (meetings[key]["visit_id"] or "") if key in meetings else ""
        if visit in visits and visits[visit]["status"] == "cancelled":
            cells = (Cell("visits", visit, "status"), Cell("meetings", key, "visit_id"))
            yield Contradiction("cancelled-held", cells)


def outside_visit(tables: Tables, _day: date) -> Iterator[Contradiction]:
    """Meetings before their visit began or after it ended; an end not on record is no end."""
    visits = tables.get("visits", {})
    for key, row in tables.get("meetings", {}).items():
        visit = visits.get(row["visit_id"] or "")
        if visit is None:
            continue
        start, end = visit["start_date"], visit["end_date"]
        if is_before(row["date"], start):
            column, bound, other = "start_date", f"≥ {start}", f"≤ {row['date']}"
        elif is_before(end, row["date"]):
            column, bound, other = "end_date", f"≤ {end}", f"≥ {row['date']}"
        else:
            continue
        yield Contradiction(
            "outside-visit",
            (Cell("meetings", key, "date", bound), Cell("visits", row["visit_id"], column, other)),
        )


def unconfirmed(tables: Tables, day: date) -> Iterator[Contradiction]:
    """Visits announced for a day that has passed, and never confirmed."""
    for key, row in tables.get("visits", {}).items():
        if row["status"] != "planned" or is_broken(row["start_date"], row["end_date"]):
            continue
        if visit_state_on(row, day) == "unconfirmed":
            yield Contradiction(
                "unconfirmed", (Cell("visits", key, "status"), Cell("visits", key, "start_date"))
            )
