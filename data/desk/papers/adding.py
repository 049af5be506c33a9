"""Adds a paper to a row, takes one from it, and gives it out: to those who may, and nobody else."""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import PureWindowsPath

from data.desk.forgetting.files import texts
from data.desk.papers import bounds
from data.desk.papers.judging import RefusedPaper, judged
from data.record.rows import Row, Rows
from data.roles import Act, Caller, permit
from data.store import Store, papers
from data.store.papers import TABLE, Kept

LONGEST_TITLE = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")


def add(where: Store, content: bytes, called: str, *, by: Caller) -> Mapping[str, str]:
    """Keep a file that somebody gives; gives the cells of a paper's row that say what file it is.

    ``called`` is its name. A file that is kept already is kept once.

    Raises:
        Forbidden: the caller may not propose.
        RefusedPaper: it is no PDF, DOCX, JPEG or PNG, is cut off or too large, or names somebody
            who was struck from the record.
        NoRoom: all papers together would be too large.
        Full: the database has no room.

    """
    permit(by, Act.PROPOSE)
    kind, preview = judged(content, bounds.largest())
    hash_ = papers.hash_of(content)
    _refuse_struck(where, content, called, hash_)
    papers.keep(
        where,
        content,
        kind,
        preview,
        who=by.who,
        account=by.account,
        most=bounds.all_together(),
    )
    return {"format": kind, "size": str(len(content)), "content_hash": hash_}


def _refuse_struck(where: Store, content: bytes, called: str, hash_: str) -> None:
    rules = where.rules()
    if not rules and not rules.cells:
        return
    if (
        rules.is_cell(papers.mark(hash_))
        or rules.hits(called)
        or any(rules.hits(text) for text in texts(content))
    ):
        raise RefusedPaper("struck")


def title_of(file_name: str) -> str:
    """What a paper is called by the name of its file: without folders, ending and odd letters."""
    bare = PureWindowsPath(file_name.replace("/", "\\")).name  # knows both kinds of slash
    stem = bare.rpartition(".")[0] or bare
    clean = " ".join(_CONTROL.sub(" ", unicodedata.normalize("NFC", stem)).split())
    clean = clean.encode("utf-8", "ignore").decode()
    return clean if len(clean) <= LONGEST_TITLE else clean[: LONGEST_TITLE - 1].rstrip() + "…"


def of_row(rows: Rows, table: str, key: str) -> dict[str, Row]:
    """The papers of a row of the record, by their ids."""
    return {
        paper: row
        for paper, row in rows.items()
        if row["subject_table"] == table and key in row["subject_ids"].split(";")
    }


def without_row(row: Row, key: str) -> str:
    """The rows that a paper belongs to once it is taken from one; "" where none is left."""
    return ";".join(one for one in row["subject_ids"].split(";") if one != key)


def given_out(where: Store, hash_: str, *, by: Caller) -> tuple[Kept, bytes] | None:
    """A file by its SHA-256, for those who edit: also of drafts, proposals and older versions.

    None where there is none; raises Forbidden.
    """
    permit(by, Act.PROPOSE)
    kept = papers.known(where).get(hash_)
    content = papers.content(where, hash_) if kept else None
    return None if kept is None or content is None else (kept, content)


__all__ = ["LONGEST_TITLE", "TABLE", "add", "given_out", "of_row", "title_of", "without_row"]
