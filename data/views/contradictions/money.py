"""Sums paid that exceed what was committed."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from data.views.contradictions.cells import Cell, Contradiction, Row, Tables, number

# Kinds of amounts that were paid, and the kinds that none of them may exceed. Money of a funder
# is only compared with what that funder committed; the total covers all of them.
_CEILINGS = (
    ("disbursed", ("total",), False),
    ("disbursed", ("loan", "grant"), True),
    ("compensation_paid", ("compensation_approved",), False),
)
_EXACT = (None, "", "exact")


class _Ceiling(NamedTuple):
    """The largest of the statements of one committed sum, and its row."""

    most: float
    key: str


def overspent(tables: Tables, _day: date) -> Iterator[Contradiction]:
    """Sums paid that exceed every sum committed for the same project, currency and scope.

    Amounts of a loan and a grant are never added: where a funder has given both, or two grants
    that do not restate each other, there is no single ceiling and nothing is compared.
    """
    rows = tables.get("project_amounts", {})
    grouped: dict[tuple[str, str, str], dict[str, Row]] = {}
    for key, row in rows.items():
        alike = (row["project_id"], row["currency"], row["scope"] or "")
        grouped.setdefault(alike, {})[key] = row
    for group in grouped.values():
        yield from _overspent_of(group)


def _overspent_of(group: dict[str, Row]) -> Iterator[Contradiction]:
    """The same among the amounts that can be compared."""

    @cache  # thousands of payments may have one ceiling
    def ceiling(kinds: tuple[str, ...], funder: str | None) -> _Ceiling | None:
        return _ceiling(_committed(group, kinds, funder))

    for key, row in group.items():
        for paid, kinds, is_own in _CEILINGS:
            if row["kind"] == paid and row["qualifier"] in (*_EXACT, "more_than"):
                top = ceiling(kinds, row["funder_org_id"] or "" if is_own else None)
                amount = number(row["amount"])
                if top and amount is not None and amount > top.most:
                    yield _above(group, key, top.key)


def _committed(group: dict[str, Row], kinds: tuple[str, ...], funder: str | None) -> dict[str, Row]:
    """The statements of the one sum that an amount paid may not exceed; none where there is none.

    Totals and approvals are different statements of one sum; ``funder`` is None for them.
    """
    found = {key: row for key, row in group.items() if row["kind"] in kinds}
    if funder is None:
        return found
    found = {key: row for key, row in found.items() if funder and row["funder_org_id"] == funder}
    first = {row["restates_amount_id"] or key for key, row in found.items()}
    return found if len(first) == 1 else {}


def _ceiling(committed: dict[str, Row]) -> _Ceiling | None:
    """The largest of some statements; None where one of them is not certain."""
    sums = {key: number(row["amount"]) for key, row in committed.items()}
    if any(row["qualifier"] not in _EXACT for row in committed.values()):
        return None
    return max(
        (_Ceiling(amount, key) for key, amount in sums.items() if amount),
        key=lambda one: one.most,
        default=None,
    )


def _above(group: dict[str, Row], key: str, top: str) -> Contradiction:
    """An amount paid beside the largest one committed."""
    return Contradiction(
        "overspent",
        (
            Cell("project_amounts", key, "amount", f"≤ {group[top]['amount']}"),
            Cell("project_amounts", top, "amount", f"≥ {group[key]['amount']}"),
        ),
    )
