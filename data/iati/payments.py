"""Turns the transactions of an activity into statements of money, as the record keeps them."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial

from lxml.etree import _Element as Element

from data.iati import dialects
from data.iati.elements import line, said, told
from data.iati.organisations import Bodies, in_languages, notes
from data.iati.terms import AMOUNT, KIND
from data.language import Language
from data.record.rows import Row

_UNNAMED = "iati-activity/transaction"


@dataclass(frozen=True)
class Payment:
    """A row of ``project_amounts`` and the line that it comes from."""

    line: int
    row: Row


def payments(
    activity: Element, project: str, bodies: Bodies, *, is_ours: bool
) -> tuple[list[Payment], set[str]]:
    """Statements of money, and the paths of the transactions that the record has no kind for.

    With ``is_ours`` the references of transactions are the ids that we gave them.

    A commitment or pledge is a statement by itself. What was paid out is one running total for
    each transaction type and currency, dated as its last payment: types are never added.
    """
    general = _code(activity, "default-finance-type")
    where = _Where(project, told(activity, "default-currency"), is_ours)
    found: list[Payment] = []
    paid: dict[tuple[str, str], list[Element]] = {}
    left: set[str] = set()
    for one in activity.findall("transaction"):
        code = _code(one, "transaction-type")
        kind = dialects.TRANSACTIONS.get(code, "")
        if kind == dialects.COMMITTED:
            kind = dialects.finance(_code(one, "finance-type") or general)
        if kind == dialects.PAID:
            paid.setdefault((code, where.currency(one)), []).append(one)
        elif kind:
            found.append(_statement(one, where, kind, bodies))
        else:
            left.add(f"{_UNNAMED}[{code or '?'}]")
    found.extend(_totals(paid, where, bodies))
    found.extend(_budgets(activity, where))
    return found, left


@dataclass(frozen=True)
class _Where:
    """The activity that transactions are in."""

    project: str
    default_currency: str
    is_ours: bool

    def currency(self, one: Element) -> str:
        return told(one.find("value"), "currency") or self.default_currency

    def key(self, ref: str, *parts: str) -> str:
        """Our id of a statement; the references of others are unique only to themselves."""
        if self.is_ours and ref:
            return ref
        digest = hashlib.sha256("\0".join([ref, *parts]).encode()).hexdigest()[:8]
        return f"{self.project}-{digest}"


def _statement(one: Element, where: _Where, kind: str, bodies: Bodies) -> Payment:
    value = one.find("value")
    amount = said(value)
    day = dialects.iso_day(one.find("transaction-date")) or dialects.iso_day(value)
    currency, ref = where.currency(one), told(one, "ref")
    row = {
        "amount_id": where.key(ref, kind, day, amount, currency, _funder_text(one)),
        "project_id": where.project,
        "kind": kind,
        "amount": amount,
        "currency": currency,
        "date": day,
        **in_languages("label", dialects.texts(one.findall("description"))),
    }
    if funder := _funder(one, bodies):
        row["funder_org_id"] = funder
    return Payment(line(one), row)


def _totals(
    paid: dict[tuple[str, str], list[Element]], where: _Where, bodies: Bodies
) -> Iterator[Payment]:
    for (code, currency), ones in paid.items():
        if len(ones) == 1:
            yield _statement(ones[0], where, dialects.PAID, bodies)
            continue
        row = {
            "amount_id": where.key("", code, currency),
            "project_id": where.project,
            "kind": dialects.PAID,
            "amount": _sum(ones),
            "currency": currency,
            "date": max(dialects.iso_day(one.find("transaction-date")) for one in ones),
            "confidence": "inferred",
            **notes(partial(_sum_of, str(len(ones)), code)),
        }
        yield Payment(line(ones[-1]), row)


def _sum_of(count: str, code: str, language: Language) -> str:
    told = language.text("Sum of {count} IATI transactions of type {code}.")
    return told.format(count=count, code=code)


def _budgets(activity: Element, where: _Where) -> Iterator[Payment]:
    """Budgets that we wrote for a whole project; others are for a period, and no total."""
    for one in activity.findall("budget"):
        value = one.find("value")
        if value is not None and one.get(AMOUNT) and where.is_ours:
            row = {
                "amount_id": one.get(AMOUNT, ""),
                "project_id": where.project,
                "kind": one.get(KIND, ""),
                "amount": said(value),
                "currency": where.currency(one),
                "date": dialects.iso_day(value),
            }
            yield Payment(line(one), row)


def _sum(ones: Iterable[Element]) -> str:
    """Payments of one type and currency together; the text at fault where one is no number."""
    total = Decimal(0)
    for one in ones:
        text = said(one.find("value"))
        try:
            total += Decimal(text)
        except InvalidOperation:
            return text or "?"
    return str(total)


def _code(one: Element, tag: str) -> str:
    return told(one.find(tag), "code")


def _funder(one: Element, bodies: Bodies) -> str:
    provider = one.find("provider-org")
    if provider is None:
        return ""
    names = dialects.texts([provider])
    return bodies.key(told(provider, "ref"), names, told(provider, "type"), line(one))


def _funder_text(one: Element) -> str:
    return said(one.find("provider-org"))
