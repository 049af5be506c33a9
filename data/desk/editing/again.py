"""What was typed before, offered again: the last sources, the post that somebody holds."""

from collections.abc import Mapping

from data.record.rows import Rows
from data.schema import LANGUAGES, TABLES
from data.store.sketched import Sketch

_AGAIN = ("source_ids", "visit_id", "place_id", "foreign_org_ids", "from_org_ids")


def before(sketch: Sketch, table: str, key: str, column: str) -> str:
    """What the row written last in this sketch has in the column; "" where there is none."""
    if column not in _AGAIN:
        return ""
    for name, edits in reversed(list(sketch.rows.items())):
        if column != "source_ids" and name != table:
            continue
        for other, edit in reversed(list(edits.items())):
            if (name, other) != (table, key) and edit.cells and edit.cells.get(column):
                return edit.cells[column]
    return ""


def post(rows: Mapping[str, Rows], row: Mapping[str, str]) -> Mapping[str, str]:
    """The post of the head of a delegation, as the record has it for that person."""
    person = rows.get("people", {}).get(row.get("head_person_id", ""), {})
    cells = {f"head_role_{code}": person.get(f"role_{code}", "") for code in LANGUAGES}
    return {column: text for column, text in cells.items() if text}


def copied(table: str, row: Mapping[str, str]) -> Mapping[str, str]:
    """The cells of a new row that is like another: all but what only that one is."""
    own = TABLES[table]
    alone = {own.key, own.older, *own.unique, "same_as", "restates_amount_id", "inferred_links"}
    alone |= {"inferred_by", "aliases", "org_identifier", "url"}
    return {name: text for name, text in row.items() if text and name not in alone}
