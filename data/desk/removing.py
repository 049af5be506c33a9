"""What replacing whole tables would do to the record: rows that go leave something behind."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from data.desk.checked import Finding, Places, Tier
from data.desk.checkup import Checkup
from data.desk.comparing import Mode, places_of
from data.desk.contradicting import by_removal
from data.desk.publishing import Breaks, becoming
from data.faults import Fault
from data.record.wording import in_each_language
from data.store import Store
from data.views.contradictions.cells import Contradiction


class Removal(NamedTuple):
    """What is found only because rows go, and how many contradictions of the check go with them."""

    findings: tuple[Finding, ...] = ()
    settled: int = 0


def removal(checkup: Checkup, where: Store, today: date) -> Removal:
    """What else is to be known where the rows that the files do not have are removed.

    Nothing where a question is open: it may be answered in a way that removes other rows.
    """
    if checkup.is_asking:
        return Removal()
    found = by_removal(checkup.published, checkup.checked.rows, today)
    places = places_of(checkup.drafts)
    contradictions = [_contradiction(checkup, one, places) for one in found.brought]
    return Removal((*_refusals(checkup, where), *contradictions), len(found.settled))


def _contradiction(checkup: Checkup, one: Contradiction, places: Places) -> Finding:
    """A contradiction at its first row: where it stands in a file, or what it is called."""
    cell = one.cells[0]
    uploaded, published = checkup.checked.rows, checkup.published
    row = {**published.get(cell.table, {}), **uploaded.get(cell.table, {})}[cell.key]
    fault = Fault(one.kind, _file(checkup), None, cell.column, row[cell.column] or None, cell.bound)
    if place := places.get((cell.table, cell.key)):
        draft, number = place
        fault = replace(fault, file=draft.file, row=number)
        return Finding(Tier.WARNED, cell.table, draft.sheet, fault)
    names = in_each_language(cell.table, cell.key, row)
    return Finding(Tier.WARNED, cell.table, "", replace(fault, names=names))


def _refusals(checkup: Checkup, where: Store) -> Sequence[Finding]:
    """What publishing would break, so that nothing can be published."""
    try:
        becoming(checkup, where, Mode.REPLACE)
    except Breaks as broken:
        files = {upload.name for upload in checkup.uploads}
        return [
            Finding(
                Tier.REFUSED,
                fault.file.removesuffix(".csv"),
                fault.sheet,
                fault if fault.file in files else replace(fault, file=_file(checkup)),
            )
            for fault in broken.faults
        ]
    return []


def _file(checkup: Checkup) -> str:
    """The file that is named for rows that stand in none."""
    return next((draft.file for draft in checkup.drafts), "")
