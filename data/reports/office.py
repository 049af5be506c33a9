"""Fields and texts that all reports share: issuing body, version of the record, names, numbers."""

from collections.abc import Iterable, Mapping
from typing import Any

from data.reports.apparatus import Apparatus, clean
from data.views.lens import Lens, Row
from data.views.states import outcome_state

Context = dict[str, Any]
_STATE_BODIES = ("10", "11")  # IATI OrganisationType; only State bodies use this form
_COMMITTEE = "ppc-dien-bien"
BLANK = "…" * 12


def issuing_bodies(lens: Lens) -> dict[str, str]:
    """Names of the Vietnamese State bodies that may issue a report, by id."""
    return {
        row["org_id"]: lens.words(row, "name")
        for row in lens.rows("organisations")
        if row["country"] == "VN" and row["type_code"] in _STATE_BODIES
    }


def opening(lens: Lens, body: str | None) -> Context:
    """The fields that every template has; an unknown issuing body leaves dots to fill in."""
    is_provincial = body != _COMMITTEE and (row := lens.row("organisations", body)) is not None
    parent = lens.short("organisations", [_COMMITTEE])
    return {
        "body": clean(lens.full_name("organisations", body)) if body else BLANK,
        "parent": clean(parent) if is_provincial and row and row["type_code"] == "11" else "",
        "record": {
            "version": lens.record.version[:8],
            "date": lens.language.date(lens.record.updated.isoformat()),
            "made": lens.language.date(lens.day.isoformat()),
        },
    }


def closing(apparatus: Apparatus) -> Context:
    """The field of the annex; call it last, when every source has been cited."""
    return {"sources": apparatus.sources()}


def name(apparatus: Apparatus, table: str, key: str, *, full: bool = False) -> str:
    """Name of a row with its footnotes, and its language in brackets if it is another one."""
    lens = apparatus.lens
    label = lens.full_name(table, key) if full else lens.plain(lens.name(table, key).name)
    return clean(label) + apparatus.note(table, key)


def names(apparatus: Apparatus, table: str, keys: Iterable[str], *, full: bool = False) -> str:
    """Names of several rows in one line."""
    return "; ".join(name(apparatus, table, key, full=full) for key in keys)


def words(apparatus: Apparatus, row: Row, text: str, most: int = 6_000) -> str:
    """A text of a row in the reader's language, at most ``most`` characters; "" if missing."""
    return clean(apparatus.lens.words(row, text), most)


def state(lens: Lens, outcome: Row) -> str:
    """Name of an outcome's state on the day."""
    return lens.label("outcome_state", outcome_state(lens, outcome))


def numbered(rows: Iterable[Mapping[str, Any]]) -> list[Context]:
    """Rows with their number from 1."""
    return [{"number": str(place), **row} for place, row in enumerate(rows, start=1)]


def capitalised(text: str) -> str:
    """A text with a capital first letter and the rest unchanged."""
    return text[:1].upper() + text[1:]
