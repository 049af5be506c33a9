"""A row of a paper is kept only with its file: a table alone cannot bring one."""

from collections.abc import Mapping, Sequence

from data.desk.checked import Checked, Finding, Tier
from data.faults import Fault
from data.intake.layout import Draft
from data.record.rows import Rows
from data.store.papers import TABLE

Facts = Mapping[str, tuple[str, str]]  # format and bytes of each file kept, by its SHA-256


def refuse_others(
    checked: Checked, drafts: Sequence[Draft], published: Mapping[str, Rows], kept: Facts
) -> None:
    """Refuse each row whose file is not kept, or is another than the row says."""
    rows, before = checked.rows.get(TABLE, {}), published.get(TABLE, {})
    own = [draft for draft in drafts if draft.table == TABLE]
    places: dict[str, tuple[Draft, int | None]] = {
        key.strip(): (draft, number)
        for draft in own
        for key, number in zip(draft.cells.get("paper_id", ()), draft.numbers, strict=False)
    }
    for key, row in list(rows.items()):
        said = row["format"], row["size"]
        if row == before.get(key) or kept.get(row["content_hash"]) == said:
            continue
        draft, number = places.get(key, (own[0], None))
        is_kept = row["content_hash"] in kept
        kind, column = ("other-paper", "format") if is_kept else ("no-paper", "content_hash")
        fault = Fault(kind, draft.file, number, column, row[column])
        checked.findings.append(Finding(Tier.REFUSED, TABLE, draft.sheet, fault))
        del rows[key]
