"""Who may issue a document, and what stands at its head and beside its signature.

``letterheads.csv`` names the bodies: the body above them, their name below that one's, the symbol
of their documents, on whose behalf and in what post their head signs. A symbol or post that it
leaves empty is a blank to fill in.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from data.reports.lines import BLANK, clean
from data.values.dates import parse
from data.views.lens import Lens, Row

REPORT, PLAN = "BC", "KH"  # kinds of document by Decree 30/2020/NĐ-CP, Annex III
_FILE = Path(__file__).parent / "letterheads.csv"


class Issue(NamedTuple):
    """By whom a document is issued, None to be filled in, and the version that it rests on."""

    body: str | None = None
    version: int | None = None


def issuing_bodies(lens: Lens) -> dict[str, str]:
    """Names of the bodies that may issue a document on the lens's day, by id."""
    rows = (lens.row("organisations", key) for key in _letterheads())
    return {row["org_id"]: lens.words(row, "name") for row in rows if row and is_alive(lens, row)}


def is_alive(lens: Lens, body: Row) -> bool:
    """Whether an organisation is not known to have been dissolved or merged by the lens's day."""
    closed = parse(body["closed_date"]).last if body["closed_date"] else None
    return closed is None or closed >= lens.day


def opening(lens: Lens, issue: Issue, kind: str = REPORT) -> dict[str, Any]:
    """The fields that every template has; what nobody knows is a blank to fill in."""
    language, body = lens.language, issue.body
    letter = _letterheads().get(body or "", {})
    version = language.text("Version {number}").format(number=issue.version or BLANK)
    return {
        "body": _full(lens, body),
        "heading": letter.get(f"heading_{language.code}") or _full(lens, body),
        "parent": _parent(lens, letter),
        "symbol": f"{kind}-{letter.get('symbol') or BLANK}",
        "on_behalf": letter.get(f"on_behalf_{language.code}", ""),
        "post": letter.get(f"post_{language.code}") or BLANK,
        "record": {
            "version": version,
            "date": language.date(lens.record.updated.isoformat()),
            "made": language.date(lens.day.isoformat()),
            "day": lens.day.isoformat(),
        },
    }


def _full(lens: Lens, body: str | None) -> str:
    return clean(lens.full_name("organisations", body)) if body else BLANK


def _parent(lens: Lens, letter: Mapping[str, str]) -> str:
    """The body above the one that issues; a People's Committee has none on its documents."""
    parent = letter.get("parent_org_id")
    return clean(lens.short("organisations", [parent])) if parent else ""


@cache
def _letterheads() -> Mapping[str, Mapping[str, str]]:
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return {row["org_id"]: row for row in csv.DictReader(lines)}
