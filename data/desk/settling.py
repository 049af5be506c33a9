"""Leaves cells at fault out of a row until it keeps every rule, or says that it cannot be kept."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from data.desk.checked import Tier
from data.faults import Fault
from data.record.rows import Row
from data.schema import Table

_FATAL = ("required", "duplicate", "order")
_OF_SOME_IDS = ("no-link", "no-translation")  # the other ids of the cell are right
Told = tuple[Tier, Fault]


def settled(
    table: Table,
    row: Row,
    before: Row,
    faults: Sequence[Fault],
    broken_by: Callable[[Row], Iterable[Fault]],
) -> Iterator[Told]:
    """What becomes of each fault of a row, and of those that come up when its cells are left out.

    The cells of ``row`` that are left out become as published (``before``): a slip empties
    nothing. As the other cells are then beside older ones, ``broken_by`` is asked again which
    rules the row breaks, until it breaks none. A row with a refused fault is not to be kept.
    """
    left_out: set[str] = set()
    while faults:
        fatal = [one for one in faults if _is_fatal(table, one, left_out)]
        yield from ((Tier.REFUSED if one in fatal else Tier.DROPPED, one) for one in faults)
        if fatal:
            return
        for fault in faults:
            left_out.update(leave_out(table, row, before, fault))
        faults = list(broken_by(row))


def leave_out(table: Table, row: Row, before: Row, fault: Fault) -> tuple[str, ...]:
    """Leave out the cell that a fault is about and what says something only with it.

    The columns that are as published then come back; none where only some ids are left out.
    """
    column = str(fault.column)
    if fault.kind in _OF_SOME_IDS:
        wrong = (fault.found or "").split(";")
        row[column] = ";".join(one for one in row[column].split(";") if one.strip() not in wrong)
        return ()
    columns = table.together.get(column, (column,))
    for name in columns:
        row[name] = before.get(name, "")
    return columns


def _is_fatal(table: Table, fault: Fault, left_out: set[str]) -> bool:
    described = table.fields.get(str(fault.column))
    is_needed = described is None or described.required
    return fault.kind in _FATAL or is_needed or fault.column in left_out
