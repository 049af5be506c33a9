"""Checks drafts under the schema and beside the published record, and sorts what is wrong.

Three tiers: a row that cannot be kept, a cell that is left out so that its row can be kept, and
what is kept but worth a look.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from data.desk.checked import STALE, Checked, Finding, Places, Tier
from data.desk.contradicting import brought_in
from data.desk.doubts import doubts
from data.desk.referring import circles, references, references_of_refused
from data.desk.row_checks import RowChecks
from data.desk.translations import doubtful, older
from data.faults import Fault
from data.intake.layout import UNSEEN_FORMULAS, Draft
from data.record.rows import Rows
from data.schema import TABLES


def check(
    drafts: Sequence[Draft],
    published: Mapping[str, Rows],
    today: date,
    *,
    confirmed: bool = False,
) -> Checked:
    """Check every draft at once: rows of one may refer to rows of another.

    ``confirmed``: translations that may be older than their original still say the same.
    """
    checked = Checked()
    places: dict[tuple[str, str], tuple[Draft, int]] = {}
    checks = {
        name: RowChecks(TABLES[name], published.get(name, {}), checked, places)
        for name in dict.fromkeys(draft.table for draft in drafts)
    }
    refused = [row for draft in drafts for row in checks[draft.table].refused(draft)]
    for draft in drafts:
        for tier, faults in ((Tier.WARNED, draft.remarks), (Tier.ASIDE, draft.asides)):
            checked.findings.extend(
                Finding(tier, draft.table, draft.sheet, fault)
                for fault in faults
                if fault.kind != UNSEEN_FORMULAS
            )
    checked.findings.extend(_unseen_formulas(drafts))
    references(checked, published, places, refused)
    circles(checked, published, places)
    references_of_refused(refused, checked, published)
    _translations(checked, published, places, confirmed=confirmed)
    for table, rows in checked.rows.items():
        for doubt in doubts(TABLES[table], rows, published.get(table, {}), today):
            draft, number = places[table, doubt.key]
            fault = Fault(doubt.kind, draft.file, number, doubt.column, doubt.found, doubt.expected)
            checked.findings.append(Finding(Tier.WARNED, table, draft.sheet, fault))
    _contradictions(checked, published, places, today)
    return checked


def _unseen_formulas(drafts: Sequence[Draft]) -> Iterator[Finding]:
    """The files that do not tell of their formulas, once each however many sheets they have."""
    known: set[str] = set()
    for draft in drafts:
        for fault in draft.remarks:
            if fault.kind == UNSEEN_FORMULAS and fault.file not in known:
                known.add(fault.file)
                yield Finding(Tier.WARNED, draft.table, "", fault)


def _contradictions(
    checked: Checked,
    published: Mapping[str, Rows],
    places: Places,
    today: date,
) -> None:
    """Point out what would not fit together, at its first cell that stands in a file."""
    known = {finding.fault for finding in checked.findings}
    for one in brought_in(published, checked.rows, today):
        cell = next((cell for cell in one.cells if (cell.table, cell.key) in places), None)
        if cell is None:
            continue
        draft, number = places[cell.table, cell.key]
        found = checked.rows[cell.table][cell.key][cell.column]
        fault = Fault(one.kind, draft.file, number, cell.column, found or None, cell.bound)
        if fault not in known:  # a date in the future is a doubt already
            checked.findings.append(Finding(Tier.WARNED, cell.table, draft.sheet, fault))


def _translations(
    checked: Checked,
    published: Mapping[str, Rows],
    places: Places,
    *,
    confirmed: bool,
) -> None:
    """Mark translations that an upload leaves behind and point them out; unmark those done anew.

    This comes last, when it is known which cells are kept.
    """
    for name, rows in checked.rows.items():
        table = TABLES[name]
        if table.older is None:
            continue
        for key, row in rows.items():
            before = published.get(name, {}).get(key)
            if before is None or before == row:
                continue
            draft, number = places[name, key]
            in_doubt = doubtful(table, row, before, draft.cells)
            row[table.older] = older(table, row, before, in_doubt, confirmed=confirmed)
            for column in () if confirmed else in_doubt:
                fault = Fault(STALE, draft.file, number, column, row[column])
                checked.findings.append(Finding(Tier.WARNED, name, draft.sheet, fault))
