"""Turns the transactions of an IATI activity into rows of ``project_amounts``."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial

from lxml.etree import _Element as Element

from data.iati import dialects
from data.iati.elements import attribute, line_of, text_in
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
    """One row per amount, and the paths of transactions that the record has no kind for.

    With ``is_ours`` the references of transactions are ids of the record.

    Each commitment or pledge is an amount. Payments become one total per transaction type and
    currency, with the date of the last payment: different types are never added.
    """
    general = _code(activity, "default-finance-type")
    where = _Where(project, attribute(activity, "default-currency"), is_ours)
    statements: list[Payment] = []
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
            statements.append(_statement(one, where, kind, bodies))
        else:
            left.add(f"{_UNNAMED}[{code or '?'}]")
    statements.extend(_totals(paid, where, bodies))
    statements.extend(_budgets(activity, where))
    return statements, left


@dataclass(frozen=True)
class _Where:
    """The activity that transactions are in."""

    project: str
    default_currency: str
    is_ours: bool

    def currency(self, one: Element) -> str:
        return attribute(one.find("value"), "currency") or self.default_currency

    def key(self, ref: str, *parts: str) -> str:
        """Our id of an amount; a reference by others is unique only in their own file."""
        if self.is_ours and ref:
            return ref
        digest = hashlib.sha256("\0".join([ref, *parts]).encode()).hexdigest()[:8]
        return f"{self.project}-{digest}"


def _statement(one: Element, where: _Where, kind: str, bodies: Bodies) -> Payment:
    value = one.find("value")
    amount = text_in(value)
    day = dialects.iso_day(one.find("transaction-date")) or dialects.iso_day(value)
    currency, ref = where.currency(one), attribute(one, "ref")
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
    return Payment(line_of(one), row)


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
        yield Payment(line_of(ones[-1]), row)


def _sum_of(count: str, code: str, language: Language) -> str:
    sentence = language.text("Sum of {count} IATI transactions of type {code}.")
    return sentence.format(count=count, code=code)


def _budgets(activity: Element, where: _Where) -> Iterator[Payment]:
    """Budgets that this program wrote; all others cover a period and are no project total."""
    for one in activity.findall("budget"):
        value = one.find("value")
        if value is not None and one.get(AMOUNT) and where.is_ours:
            row = {
                "amount_id": one.get(AMOUNT, ""),
                "project_id": where.project,
                "kind": one.get(KIND, ""),
                "amount": text_in(value),
                "currency": where.currency(one),
                "date": dialects.iso_day(value),
            }
            yield Payment(line_of(one), row)


def _sum(ones: Iterable[Element]) -> str:
    """Sum of payments of one type and currency; a text that is no number is returned as it is."""
    total = Decimal(0)
    for one in ones:
        text = text_in(one.find("value"))
        try:
            total += Decimal(text)
        except InvalidOperation:
            return text or "?"
    return str(total)


def _code(one: Element, tag: str) -> str:
    return attribute(one.find(tag), "code")


def _funder(one: Element, bodies: Bodies) -> str:
    provider = one.find("provider-org")
    if provider is None:
        return ""
    names = dialects.texts([provider])
    return bodies.key(attribute(provider, "ref"), names, attribute(provider, "type"), line_of(one))


def _funder_text(one: Element) -> str:
    return text_in(one.find("provider-org"))
