"""Which amounts of the record are IATI transactions or budgets, and why others are not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data.iati.days import first_day, last_day
from data.iati.terms import BUDGETS, TRANSACTIONS
from data.values.dates import parse
from data.views.lens import Lens, Row

_OF_THE_PROJECT = ("project", "provincial_share")
_TELLABLE = ("exact", "rounded")
_LONGEST_BUDGET = 366


@dataclass(frozen=True)
class Money:
    """One amount: a budget if it has a ``period``, left out if it has a reason ``why``.

    ``day`` stands for its date, None where no day can.
    """

    row: Row
    why: str = ""
    period: tuple[str, str] | None = None
    day: date | None = None

    @property
    def is_included(self) -> bool:
        """Whether the amount is in the file."""
        return not self.why


def money(lens: Lens, project: Row, today: date) -> list[Money]:
    """Every amount of a project in the record's order; none where that table has faults."""
    if lens.record.faults["project_amounts"]:
        return []
    mine = [
        row for row in lens.rows("project_amounts") if row["project_id"] == project["project_id"]
    ]
    return [_money(lens, project, row, mine, today) for row in mine]


def _money(lens: Lens, project: Row, row: Row, others: Sequence[Row], today: date) -> Money:
    reasons = (*_unfit(lens, row), *_untimely(lens, row, others, today))
    if why := next(iter(reasons), ""):
        return Money(row, why)
    if row["kind"] in TRANSACTIONS:
        return Money(row, day=_day(row))
    if row["kind"] in BUDGETS and (period := budget_period(project)):
        return Money(row, period=period, day=_day(row))
    return Money(row, _no_place(lens, row))


def _unfit(lens: Lens, row: Row) -> Iterator[str]:
    """Reasons to leave out an amount that do not depend on its date."""
    _ = lens.language.text
    if not row["charted"]:
        yield _("the record marks the figure as not credible.")
    if row["restates_amount_id"]:
        yield _("it puts another statement of the same money another way.")
    if row["scope"] not in _OF_THE_PROJECT:
        scope = lens.label("amount_scope", row["scope"]).lower()
        yield _("it covers more than this project ({scope}).").format(scope=scope)
    if row["qualifier"] not in _TELLABLE:
        qualifier = lens.label("qualifier", row["qualifier"]).lower()
        sentence = _("the figure is not exact ({qualifier}), and IATI cannot say so.")
        yield sentence.format(qualifier=qualifier)
    if row["kind"] not in {*TRANSACTIONS, *BUDGETS}:
        yield _no_place(lens, row)


def _untimely(lens: Lens, row: Row, others: Iterable[Row], today: date) -> Iterator[str]:
    _ = lens.language.text
    day = _day(row)
    if not row["date"]:
        yield _("its date is not on record.")
    elif day is None:
        known = lens.language.date(row["date"])
        yield _("its date is known only as {date}.").format(date=known)
    elif day > today:
        is_sure = (parse(row["date"]).first or date.min) > today
        future, open_ = _("its date lies in the future."), _("its date may yet come.")
        yield future if is_sure else open_
    elif row["kind"] == "disbursed" and any(_supersedes(other, row) for other in others):
        yield _("a later state of the same running total is on record.")


def _day(row: Row) -> date | None:
    """The day of an amount: a running total stood by the last day, a promise from the first."""
    find = last_day if row["kind"] == "disbursed" else first_day
    return find(row["date"])


def _supersedes(other: Row, row: Row) -> bool:
    """Whether a later state of the money paid out, in the same currency, is on record."""
    if other["kind"] != row["kind"] or other["currency"] != row["currency"]:
        return False
    return bool(other["date"]) and parse(other["date"]).latest > parse(row["date"]).latest


def _no_place(lens: Lens, row: Row) -> str:
    _ = lens.language.text
    if row["kind"] in BUDGETS:
        return _("an IATI budget needs a planned start and end at most a year apart.")
    return _("IATI has no transaction of this kind.")


def budget_period(project: Mapping[str, str | None]) -> tuple[str, str] | None:
    """The days of the planned start and end of a project where they are at most a year apart."""
    first, last = first_day(project["planned_start"]), last_day(project["planned_end"])
    if first is None or last is None:
        return None
    days = (last - first).days
    return (first.isoformat(), last.isoformat()) if 0 <= days < _LONGEST_BUDGET else None
