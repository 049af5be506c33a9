"""What is known of a new row from the rows it belongs to: a meeting's visit, an outcome's meeting.

Everything can be changed; nothing is filled in that the other row does not say.
"""

from data.record.rows import Row
from data.schema import TABLES

_HELD = "held"


def of_visit(direction: str) -> Row:
    """A new visit: held, as a source says, one way or the other."""
    return {"direction": direction, "status": _HELD, "confidence": "stated"}


def of_origin(table: str, row: Row) -> Row:
    """A new row made while another one is filled in: it is named in that row's sources."""
    known = TABLES[table].fields
    cells = {"source_ids": row.get("source_ids", ""), "confidence": row.get("confidence", "")}
    return {name: text for name, text in cells.items() if text and name in known}


def of_meeting(visit: str, row: Row, last: Row | None) -> Row:
    """A new meeting of a visit: its sources, and the day of the last meeting, else the first day.

    The body that sent the delegation took part, on the side it belongs to.
    """
    side = "vietnamese_org_ids" if row.get("direction") == "outgoing" else "foreign_org_ids"
    cells = {
        "visit_id": visit,
        "date": (last or {}).get("date") or row.get("start_date", ""),
        "mode": "in_person",
        "source_ids": row.get("source_ids", ""),
        "confidence": row.get("confidence") or "stated",
        side: row.get("delegation_org_id", ""),
    }
    return {name: text for name, text in cells.items() if text}


def of_outcome(meeting: str, row: Row, kind: str) -> Row:
    """What came of a meeting: asked by our side, promised by the other, agreed by both."""
    ours, theirs = row.get("vietnamese_org_ids", ""), row.get("foreign_org_ids", "")
    both = ";".join(filter(None, (ours, theirs)))
    sides = {"request": (ours, theirs), "commitment": (theirs, ours), "agreement": (both, "")}
    by, to = sides.get(kind, ("", ""))
    cells = {
        "meeting_id": meeting,
        "kind": kind,
        "from_org_ids": by,
        "to_org_ids": to,
        "source_ids": row.get("source_ids", ""),
        "confidence": row.get("confidence") or "stated",
    }
    return {name: text for name, text in cells.items() if text}
