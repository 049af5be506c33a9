"""The papers that are kept with rows of the record, as a reader sees them."""

import os
from urllib.parse import quote

from data.views.lens import Lens, Row, kept
from data.views.reached import public_address

FILES = "/api/v1/papers"  # below it is the file of each paper
_READING = "NHIP_CAU_READING"


def of_row(lens: Lens, table: str, key: str) -> list[Row]:
    """The papers of a row, those with a date first and by it; none where their table is broken."""
    return _by_row(lens).get((table, key), [])


@kept(4)
def _by_row(lens: Lens) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = {}
    rows = lens.record.by_key("papers").values()
    for paper in sorted(rows, key=lambda paper: (not paper["date"], paper["date"] or "")):
        for subject in paper["subject_ids"]:
            found.setdefault((paper["subject_table"], subject), []).append(paper)
    return found


def file(paper: str) -> str:
    """The address of the file of a paper, below the server."""
    return f"{FILES}/{quote(paper, safe='')}"


def public_files(lens: Lens, table: str, key: str) -> list[tuple[Row, str]]:
    """Papers of a row that everybody may read, each with its whole address.

    None where it is not set under which address everybody reaches this server, or where nobody
    reads without sign-in.
    """
    server = public_address()
    if not server or os.environ.get(_READING, "").strip().lower() == "signed-in":
        return []
    papers = (paper for paper in of_row(lens, table, key) if not paper["restricted"])
    return [(paper, server + file(paper["paper_id"])) for paper in papers]
