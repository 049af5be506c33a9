"""Writes projects as IATI 2.03 activity XML, elements in the order of the official schema."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from mimetypes import guess_type
from urllib.parse import urlsplit

from lxml import etree
from lxml.etree import _Element as Element

from data.iati import terms
from data.iati.coverage import plans, why_none
from data.iati.days import Told, known, remarks
from data.iati.money import Money
from data.iati.plan import Plan
from data.iati.publisher import Publisher, identifier, publisher
from data.language import Language
from data.schema import LANGUAGES
from data.values.columns import shown
from data.values.dates import parse
from data.views.lens import Lens, Row
from data.views.states import UNSURE, project_state, project_words

# Not allowed in XML 1.0: control characters, lone surrogates, U+FFFE and U+FFFF.
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class NoActivity(Exception):  # noqa: N818 - what happens to a selection
    """Raised where no project of a selection is an activity; the sentence says why."""


def activities(
    lens: Lens, keys: Sequence[str] | None = None, *, today: date | None = None
) -> bytes:
    """Projects as an IATI file (UTF-8 XML); all projects where ``keys`` is None.

    A project that lacks what IATI requires follows the activities, in a namespace of ours:
    nothing is invented and nothing is lost. ``gaps`` says what is missing. Texts are in all
    three languages; the remarks are in the reader's.

    Raises:
        NoActivity: no project is one; the schema allows no file without an activity.
        DataError: the table of projects breaks its schema.

    """
    chosen = [plan for plan in plans(lens, keys, today=today) if plan.is_activity]
    root = etree.Element("iati-activities", {"version": terms.VERSION}, {"nc": terms.OURS})
    by = publisher(lens.record.by_key("organisations"))
    _ = lens.language.text
    complete = [plan for plan in chosen if plan.is_complete]
    if not complete:
        raise NoActivity(why_none(lens, keys, today=today))
    others = [plan for plan in chosen if not plan.is_complete]
    for plan in complete:
        _activity(root, "iati-activity", plan, lens, by)
    if others:
        root.append(_remark(_("These projects lack what IATI requires of an activity.")))
    for plan in others:
        _activity(root, terms.ACTIVITY, plan, lens, by)
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _activity(root: Element, tag: str, plan: Plan, lens: Lens, by: Publisher) -> None:
    one = etree.SubElement(root, tag, {terms.KIND: plan.row["record_kind"]})
    _names(one, plan.row, by)
    _today(one, plan.row, lens)
    _bodies(one, plan.row, lens)
    _add(one, "other-identifier", ref=plan.row["project_id"], type="A1")
    _state(one, plan)
    for place in _rows(lens, "places", plan.row["place_ids"]):
        _location(one, place)
    _kinds(one, plan.row)
    _money(one, [money for money in plan.money if money.is_included], lens)
    for source in _rows(lens, "sources", plan.row["source_ids"]):
        _document(one, source)
    for column, written in plan.partial.items():
        number = {"type": terms.DATES[column]} if column in terms.DATES else {"of": column}
        etree.SubElement(one, terms.DATE, {**number, "edtf": written})


def _names(activity: Element, row: Row, by: Publisher) -> None:
    _add(activity, "iati-identifier").text = identifier(by, row["project_id"])
    reporter = _add(activity, "reporting-org", ref=by.ref, type=by.type_code)
    reporter.set("secondary-reporter", "1")
    _narrate(reporter, by.names)
    _narrate(_add(activity, "title"), _texts(row, "name"))
    for text, number in terms.DESCRIPTIONS.items():
        if texts := _texts(row, text):
            described = _add(activity, "description", type=number)
            described.set(terms.TEXT, text)
            _narrate(described, texts)


def _today(activity: Element, row: Row, lens: Lens) -> None:
    """The state on the day, where the status last reported does not say it; never read back."""
    if project_state(lens, row).code not in (*UNSURE, "late"):
        return
    described = _add(activity, "description", type="4")
    described.set(terms.TEXT, terms.STATE)
    words = {}
    for code in LANGUAGES:
        read = Lens(lens.record, Language(code), lens.day)
        day = read.language.date(lens.day.isoformat())
        words[code] = read.language.pair(day, project_words(read, row))
    _narrate(described, words)


def _bodies(activity: Element, row: Row, lens: Lens) -> None:
    for column, role in terms.ROLES.items():
        for key in row[column]:
            _body(activity, "participating-org", key, lens, role=role)


def _state(activity: Element, plan: Plan) -> None:
    if plan.row["status_code"]:
        _add(activity, "activity-status", code=plan.row["status_code"])
    for column, told in plan.dates.items():
        _date(activity, terms.DATES[column], told)
    for code in plan.countries:
        _add(activity, "recipient-country", code=code)


def _date(activity: Element, number: str, told: Told) -> None:
    one = _add(activity, "activity-date", type=number, iso_date=told.day.isoformat())
    if said := remarks(told):
        one.set(terms.EDTF, told.written)
        _narrate(one, said)
    if told.stands_in:
        one.set(terms.OF, told.column)


def _kinds(activity: Element, row: Row) -> None:
    if row["sector_code"]:
        _add(activity, "sector", vocabulary=terms.DAC, code=row["sector_code"])
    if len(row["finance"]) == 1 and row["finance"][0] in terms.FINANCE:
        _add(activity, "default-finance-type", code=terms.FINANCE[row["finance"][0]])


def _location(activity: Element, place: Row) -> None:
    one = _add(activity, "location", ref=place["place_id"])
    _add(one, "location-reach", code="1")
    _narrate(_add(one, "name"), _texts(place, "name"))
    if place["latitude"] is not None:
        point = _add(one, "point", srsName=terms.WGS84)
        _add(point, "pos").text = f"{shown(place['latitude'])} {shown(place['longitude'])}"
        _add(one, "exactness", code=terms.EXACTNESS.get(place["precision"], "2"))


def _money(activity: Element, amounts: Iterable[Money], lens: Lens) -> None:
    ordered = sorted(amounts, key=lambda money: money.period is None)  # budgets come first
    for money in ordered:
        row = money.row
        if money.period:
            one = _add(activity, "budget", type="1", status="1")
            one.set(terms.AMOUNT, row["amount_id"])
            one.set(terms.KIND, row["kind"])
            _add(one, "period-start", iso_date=money.period[0])
            _add(one, "period-end", iso_date=money.period[1])
            _dated(_value(one, money), "value-date", money)
        else:
            _transaction(activity, money, lens)


def _transaction(activity: Element, money: Money, lens: Lens) -> None:
    row = money.row
    one = _add(activity, "transaction", ref=row["amount_id"])
    _add(one, "transaction-type", code=terms.TRANSACTIONS[row["kind"]])
    _dated(_add(one, "transaction-date"), "iso-date", money)
    _dated(_value(one, money), "value-date", money)
    _label(one, row)
    if row["funder_org_id"]:
        _body(one, "provider-org", row["funder_org_id"], lens)
    if row["kind"] in terms.FINANCE:
        _add(one, "finance-type", code=terms.FINANCE[row["kind"]])


def _label(transaction: Element, row: Row) -> None:
    """The label of an amount, with what is known of its date.

    IATI has no narrative for the date of a transaction. An attribute of ours holds what was
    added to the label, so that it can be taken off again.
    """
    texts = _texts(row, "label")
    said = {} if parse(row["date"]).exact else known(row["date"])
    if not (texts or said):
        return
    described = _add(transaction, "description")
    _narrate(described, {code: _joined(texts, said, code) for code in {**texts, **said}})
    for narrative in described if said else ():
        narrative.set(terms.REMARK, said[narrative.get(terms.LANG, "")])


def _joined(texts: Mapping[str, str], said: Mapping[str, str], code: str) -> str:
    return " – ".join(filter(None, (texts.get(code), said.get(code))))


def _dated(element: Element, name: str, money: Money) -> None:
    """Put the day of an amount on an element, and beside it the date where that is no full one."""
    written = money.row["date"]
    element.set(name, money.day.isoformat() if money.day else "")
    if not parse(written).exact:
        element.set(terms.EDTF, written)


def _value(parent: Element, money: Money) -> Element:
    value = _add(parent, "value", currency=money.row["currency"])
    value.text = shown(money.row["amount"])
    return value


def _body(parent: Element, tag: str, key: str, lens: Lens, **attributes: str) -> None:
    row = lens.row("organisations", key)
    known = {"ref": row["org_identifier"], "type": row["type_code"]} if row else {}
    given = {name: text for name, text in known.items() if text}
    one = _add(parent, tag, **given, **attributes)
    _narrate(one, _texts(row, "name") if row else {"vi": key})


def _document(activity: Element, source: Row) -> None:
    kind = guess_type(urlsplit(source["url"]).path)[0]
    one = _add(activity, "document-link", url=source["url"], format=kind or "text/html")
    _narrate(_add(one, "title"), {source["language"]: source["title"]})
    _add(one, "category", code=terms.WEB_PAGE)
    _add(one, "language", code=source["language"])
    if source["published"] and parse(source["published"]).exact:
        _add(one, "document-date", iso_date=source["published"])


def _rows(lens: Lens, table: str, keys: Iterable[str]) -> Iterable[Row]:
    return filter(None, (lens.row(table, key) for key in keys))


def _texts(row: Row, text: str) -> dict[str, str]:
    return {code: row[f"{text}_{code}"] for code in LANGUAGES if row[f"{text}_{code}"]}


def _narrate(parent: Element, texts: Mapping[str, str]) -> None:
    for code, text in texts.items():
        narrative = _add(parent, "narrative")
        narrative.set(terms.LANG, code)
        narrative.text = _fit(text)


def _add(parent: Element, tag: str, **attributes: str) -> Element:
    given = {name.replace("_", "-"): _fit(text) for name, text in attributes.items()}
    return etree.SubElement(parent, _beside(parent, tag), given)


def _beside(parent: Element, tag: str) -> str:
    """A tag in the namespace of its parent, so that children of our elements are ours too."""
    space = etree.QName(parent).namespace
    return f"{{{space}}}{tag}" if space else tag


def _fit(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)


def _remark(text: str) -> Element:
    return etree.Comment(f" {text} ")
