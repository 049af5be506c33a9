"""Turns the transactions of an IATI activity into rows of ``project_amounts``."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import NamedTuple

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
    currency, with the date of the last payment: different types are never added. So do commitments
    of which one is negative, which takes some of the others back.
    """
    general = _code(activity, "default-finance-type")
    where = _Where(project, attribute(activity, "default-currency"), is_ours)
    statements: list[Payment] = []
    alike: dict[_Alike, list[Element]] = {}
    left: set[str] = set()
    for one in activity.findall("transaction"):
        code = _code(one, "transaction-type")
        kind = dialects.TRANSACTIONS.get(code, "")
        if kind == dialects.COMMITTED:
            kind = dialects.finance(_code(one, "finance-type") or general)
        if kind:
            funder = "" if kind == dialects.PAID else _funder_text(one)
            alike.setdefault(_Alike(kind, code, where.currency(one), funder), []).append(one)
        else:
            left.add(f"{_UNNAMED}[{code or '?'}]")
    for of, ones in alike.items():
        if len(ones) > 1 and (of.kind == dialects.PAID or any(map(_is_negative, ones))):
            told = [_total(of, ones, where, bodies)]
        else:
            told = [_statement(one, where, of.kind, bodies) for one in ones]
        if any(payment.row["amount"].startswith("-") for payment in told):
            left.add(f"{_UNNAMED}/value[{of.code}]")
        else:
            statements.extend(told)
    statements.sort(key=lambda payment: payment.line)
    _number(statements)
    statements.extend(_budgets(activity, where))
    return statements, left


def _number(statements: Iterable[Payment]) -> None:
    """Give the second of two equal amounts an id of its own: two equal payments are two."""
    used: dict[str, int] = {}
    for payment in statements:
        key = payment.row["amount_id"]
        used[key] = used.get(key, 0) + 1
        if used[key] > 1:
            payment.row["amount_id"] = f"{key}-{used[key]}"


class _Alike(NamedTuple):
    """What transactions have in common that may be added up."""

    kind: str
    code: str
    currency: str
    funder: str  # "" for payments


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
    day = dialects.day_or_edtf(one.find("transaction-date")) or dialects.day_or_edtf(value)
    currency, ref = where.currency(one), attribute(one, "ref")
    row = {
        "amount_id": where.key(ref, kind, day, amount, currency, _funder_text(one)),
        "project_id": where.project,
        "kind": kind,
        "amount": amount,
        "currency": currency,
        "date": day,
        **in_languages("label", _labels(one)),
    }
    if funder := _funder(one, bodies):
        row["funder_org_id"] = funder
    return Payment(line_of(one), row)


def _labels(one: Element) -> dict[str, str]:
    """The description by language."""
    return dialects.recorded(one.findall("description"))


def _total(of: _Alike, ones: Sequence[Element], where: _Where, bodies: Bodies) -> Payment:
    of_commitments = () if of.kind == dialects.PAID else (of.kind, of.funder)
    row = {
        "amount_id": where.key("", of.code, of.currency, *of_commitments),
        "project_id": where.project,
        "kind": of.kind,
        "amount": _sum(ones),
        "currency": of.currency,
        "date": max(dialects.iso_day(one.find("transaction-date")) for one in ones),
        "confidence": "inferred",
        **notes(partial(_sum_of, str(len(ones)), of.code)),
    }
    if of_commitments and (funder := _funder(ones[0], bodies)):
        row["funder_org_id"] = funder
    return Payment(line_of(ones[-1]), row)


def _is_negative(one: Element) -> bool:
    return text_in(one.find("value")).startswith("-")


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
                "date": dialects.day_or_edtf(value),
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
