"""Writes projects as IATI 2.03 activity XML, elements in the order of the official schema."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from mimetypes import guess_type
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml import etree
from lxml.etree import _Element as Element

from data.iati import terms
from data.iati.building import add, narrate
from data.iati.coverage import plans, why_none
from data.iati.days import Told, known, remarks
from data.iati.measured import Texts, title
from data.iati.money import Money
from data.iati.plan import Plan
from data.iati.publisher import Publisher, fits, identifier, publisher
from data.iati.results import comment, period, remark
from data.language import Language
from data.schema import LANGUAGES
from data.values.columns import shown
from data.values.dates import PROVINCE_ZONE, parse
from data.views.lens import Lens, Row
from data.views.papers import public_files
from data.views.states import UNSURE, project_state, project_words


class NoActivity(Exception):  # noqa: N818 - what happens to a selection
    """Raised where no project of a selection is an activity; the sentence says why."""


@dataclass(frozen=True)
class _File:
    """What all activities of a file share."""

    lens: Lens
    by: Publisher
    changed: datetime | None
    phases: Mapping[str, Sequence[Row]]  # by project, those that it continues or that continue it


def activities(
    lens: Lens,
    keys: Sequence[str] | None = None,
    *,
    today: date | None = None,
    changed: datetime | None = None,
) -> bytes:
    """Projects as an IATI file (UTF-8 XML); all projects where ``keys`` is None.

    A project that lacks what IATI requires follows the activities, in a namespace of ours:
    nothing is invented and nothing is lost. ``gaps`` says what is missing. Texts are in all
    three languages; the remarks are in the reader's. ``changed`` is when the record last
    changed; where that is not given, the activities do not say when they were updated.

    Raises:
        NoActivity: no project is one; the schema allows no file without an activity.
        DataError: the table of projects breaks its schema.

    """
    chosen = [plan for plan in plans(lens, keys, today=today) if plan.is_activity]
    root = etree.Element("iati-activities", {"version": terms.VERSION}, {"nc": terms.OURS})
    by = publisher(lens.record.by_key("organisations"))
    file = _File(lens, by, changed, _phases(lens))
    _ = lens.language.text
    complete = [plan for plan in chosen if plan.is_complete]
    if not complete:
        raise NoActivity(why_none(lens, keys, today=today))
    others = [plan for plan in chosen if not plan.is_complete]
    for plan in complete:
        _activity(root, "iati-activity", plan, file)
    if others:
        root.append(_remark(_("These projects lack what IATI requires of an activity.")))
    for plan in others:
        _activity(root, terms.ACTIVITY, plan, file)
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _phases(lens: Lens) -> dict[str, list[Row]]:
    phases: dict[str, list[Row]] = {}
    for row in lens.rows("projects"):
        before = lens.row("projects", row["continues_project_id"])
        if before and "aggregate" not in (row["record_kind"], before["record_kind"]):
            phases.setdefault(row["project_id"], []).append(before)
            phases.setdefault(before["project_id"], []).append(row)
    return phases


def _activity(root: Element, tag: str, plan: Plan, file: _File) -> None:
    lens = file.lens
    one = etree.SubElement(root, tag, {terms.KIND: plan.row["record_kind"]})
    _names(one, plan.row, file.by)
    says_today = _today(one, plan.row, lens)
    if file.changed:
        one.set("last-updated-datetime", _updated(file.changed, lens.day, by_day=says_today))
    _bodies(one, plan.row, lens)
    _identifiers(one, plan.row, file)
    _state(one, plan)
    for place in _rows(lens, "places", plan.row["place_ids"]):
        _location(one, place)
    _kinds(one, plan.row)
    _money(one, [money for money in plan.money if money.is_included], lens)
    for source in _rows(lens, "sources", plan.row["source_ids"]):
        _document(one, source)
    for paper, url in public_files(lens, "projects", plan.row["project_id"]):
        _paper(one, paper, url)
    for other in file.phases.get(plan.row["project_id"], ()):
        related = add(one, "related-activity", type=terms.SIBLING, ref=identifier(file.by, other))
        is_before = other["project_id"] == plan.row["continues_project_id"]
        etree.SubElement(related, terms.CONTINUES if is_before else terms.CONTINUED)
    for (metric, unit), figures in plan.results.items():
        _result(one, title(metric, unit), unit, figures, plan)
    for column, written in plan.partial.items():
        number = {"type": terms.DATES[column]} if column in terms.DATES else {"of": column}
        etree.SubElement(one, terms.DATE, {**number, "edtf": written})


def _names(activity: Element, row: Row, by: Publisher) -> None:
    add(activity, "iati-identifier").text = identifier(by, row)
    reporter = add(activity, "reporting-org", ref=by.ref, type=by.type_code)
    reporter.set("secondary-reporter", "1")
    narrate(reporter, by.names)
    narrate(add(activity, "title"), _texts(row, "name"))
    for text, number in terms.DESCRIPTIONS.items():
        if texts := _texts(row, text):
            described = add(activity, "description", type=number)
            described.set(terms.TEXT, text)
            narrate(described, texts)


def _updated(changed: datetime, day: date, *, by_day: bool) -> str:
    """When an activity last changed; one that tells the state of today changes with the day."""
    zone = ZoneInfo(PROVINCE_ZONE)
    midnight = datetime.combine(day, time.min, zone)
    latest = max(changed, midnight) if by_day else changed
    return latest.astimezone(zone).isoformat(timespec="seconds")


def _identifiers(activity: Element, row: Row, file: _File) -> None:
    """Our id of the project, and that under which its funder publishes it."""
    add(activity, "other-identifier", ref=row["project_id"], type=terms.OUR_ID)
    official = row["iati_identifier"]
    if not official or official == identifier(file.by, row):
        return
    theirs = add(activity, "other-identifier", ref=official, type=terms.THEIR_ID)
    theirs.set(terms.OF, "iati_identifier")
    if len(row["funder_org_ids"]) == 1:
        _body(theirs, "owner-org", row["funder_org_ids"][0], file.lens, is_typed=False)


def _today(activity: Element, row: Row, lens: Lens) -> bool:
    """Tell the state on the day where the status last reported does not, and say whether.

    It is never read back.
    """
    if project_state(lens, row).code not in (*UNSURE, "late"):
        return False
    described = add(activity, "description", type="4")
    described.set(terms.TEXT, terms.STATE)
    words = {}
    for code in LANGUAGES:
        read = Lens(lens.record, Language(code), lens.day)
        day = read.language.date(lens.day.isoformat())
        words[code] = read.language.pair(day, project_words(read, row))
    narrate(described, words)
    return True


def _bodies(activity: Element, row: Row, lens: Lens) -> None:
    for column, role in terms.ROLES.items():
        for key in row[column]:
            _body(activity, "participating-org", key, lens, role=role)


def _state(activity: Element, plan: Plan) -> None:
    if plan.row["status_code"]:
        add(activity, "activity-status", code=plan.row["status_code"])
    for column, told in plan.dates.items():
        _date(activity, terms.DATES[column], told)
    for code in plan.countries:
        add(activity, "recipient-country", code=code, percentage="100")


def _date(activity: Element, number: str, told: Told) -> None:
    one = add(activity, "activity-date", type=number, iso_date=told.day.isoformat())
    if said := remarks(told):
        one.set(terms.EDTF, told.written)
        narrate(one, said)
    if told.stands_in:
        one.set(terms.OF, told.column)


def _kinds(activity: Element, row: Row) -> None:
    if row["sector_code"]:
        code = row["sector_code"]
        add(activity, "sector", vocabulary=terms.DAC, code=code, percentage="100")
    if len(row["finance"]) == 1 and row["finance"][0] in terms.FINANCE:
        add(activity, "default-finance-type", code=terms.FINANCE[row["finance"][0]])


def _location(activity: Element, place: Row) -> None:
    one = add(activity, "location", ref=place["place_id"])
    add(one, "location-reach", code="1")
    narrate(add(one, "name"), _texts(place, "name"))
    if place["latitude"] is not None:
        point = add(one, "point", srsName=terms.WGS84)
        add(point, "pos").text = f"{shown(place['latitude'])} {shown(place['longitude'])}"
        add(one, "exactness", code=terms.EXACTNESS.get(place["precision"], "2"))


def _money(activity: Element, amounts: Iterable[Money], lens: Lens) -> None:
    ordered = sorted(amounts, key=lambda money: money.period is None)  # budgets come first
    for money in ordered:
        row = money.row
        if money.period:
            one = add(activity, "budget", type="1", status="1")
            one.set(terms.AMOUNT, row["amount_id"])
            one.set(terms.KIND, row["kind"])
            add(one, "period-start", iso_date=money.period[0])
            add(one, "period-end", iso_date=money.period[1])
            _dated(_value(one, money), "value-date", money)
        else:
            _transaction(activity, money, lens)


def _transaction(activity: Element, money: Money, lens: Lens) -> None:
    row = money.row
    one = add(activity, "transaction", ref=row["amount_id"])
    add(one, "transaction-type", code=terms.TRANSACTIONS[row["kind"]])
    _dated(add(one, "transaction-date"), "iso-date", money)
    _dated(_value(one, money), "value-date", money)
    _label(one, row)
    if row["funder_org_id"]:
        _body(one, "provider-org", row["funder_org_id"], lens)
    if row["kind"] in terms.FINANCE:
        add(one, "finance-type", code=terms.FINANCE[row["kind"]])


def _label(transaction: Element, row: Row) -> None:
    """The label of an amount, with what is known of its date.

    IATI has no narrative for the date of a transaction. An attribute of ours holds what was
    added to the label, so that it can be taken off again.
    """
    texts = _texts(row, "label")
    said = {} if parse(row["date"]).exact else known(row["date"])
    _narrated(transaction, "description", texts, said)


def _narrated(parent: Element, tag: str, texts: Texts, remarks: Texts) -> None:
    """Tell a text of the record, then a remark of ours; an attribute says what was added."""
    if not (texts or remarks):
        return
    told = add(parent, tag)
    narrate(told, {code: _joined(texts, remarks, code) for code in {**texts, **remarks}})
    for narrative in told if remarks else ():
        narrative.set(terms.REMARK, remarks[narrative.get(terms.LANG, "")])


def _joined(texts: Mapping[str, str], said: Mapping[str, str], code: str) -> str:
    return " – ".join(filter(None, (texts.get(code), said.get(code))))


def _dated(element: Element, name: str, money: Money) -> None:
    """Put the day of an amount on an element, and beside it the date where that is no full one."""
    written = money.row["date"]
    element.set(name, money.day.isoformat() if money.day else "")
    if not parse(written).exact:
        element.set(terms.EDTF, written)


def _value(parent: Element, money: Money) -> Element:
    value = add(parent, "value", currency=money.row["currency"])
    value.text = shown(money.row["amount"])
    return value


def _result(activity: Element, named: Texts, unit: str, figures: Iterable[Row], plan: Plan) -> None:
    result = add(activity, "result", type=terms.OTHER_RESULT)
    narrate(add(result, "title"), named)
    indicator = add(result, "indicator", measure="2" if unit == "percent" else "1")
    narrate(add(indicator, "title"), named)
    for row in figures:
        first, last = period(row, plan)
        one = add(indicator, "period")
        one.set(terms.PROGRESS, row["progress_id"])
        add(one, "period-start", iso_date=first.isoformat())
        end = add(one, "period-end", iso_date=last.isoformat())
        if not parse(row["date"]).exact:
            end.set(terms.EDTF, row["date"])
        if row["base_value"] is not None and row["base_unit"] == row["unit"]:
            add(one, "target", value=shown(row["base_value"]))
        actual = add(one, "actual", value=shown(row["value"]))
        _narrated(actual, "comment", comment(row), remark(row))


def _body(
    parent: Element, tag: str, key: str, lens: Lens, *, is_typed: bool = True, **attributes: str
) -> None:
    row = lens.row("organisations", key)
    ref = row["org_identifier"] if row and fits(row["org_identifier"]) else ""
    known = {"ref": ref, "type": row["type_code"]} if row else {}
    given = {name: text for name, text in known.items() if text and (is_typed or name != "type")}
    one = add(parent, tag, **given, **attributes)
    narrate(one, _texts(row, "name") if row else {"vi": key})


def _document(activity: Element, source: Row) -> None:
    kind = guess_type(urlsplit(source["url"]).path)[0]
    one = add(activity, "document-link", url=source["url"], format=kind or "text/html")
    narrate(add(one, "title"), {source["language"]: source["title"]})
    add(one, "category", code=terms.WEB_PAGE)
    add(one, "language", code=source["language"])
    if source["published"] and parse(source["published"]).exact:
        add(one, "document-date", iso_date=source["published"])


def _paper(activity: Element, paper: Row, url: str) -> None:
    """A paper that everybody may read.

    IATI demands a category, and of which kind a paper is, is not on record: so it has that of any
    other address about the project.
    """
    one = add(activity, "document-link", url=url, format=terms.MEDIA_TYPES[paper["format"]])
    one.set(terms.PAPER, paper["paper_id"])
    narrate(add(one, "title"), {paper["language"]: paper["title"]})
    add(one, "category", code=terms.WEB_PAGE)
    add(one, "language", code=paper["language"])
    if paper["date"] and parse(paper["date"]).exact:
        add(one, "document-date", iso_date=paper["date"])


def _rows(lens: Lens, table: str, keys: Iterable[str]) -> Iterable[Row]:
    return filter(None, (lens.row(table, key) for key in keys))


def _texts(row: Row, text: str) -> dict[str, str]:
    return {code: row[f"{text}_{code}"] for code in LANGUAGES if row[f"{text}_{code}"]}


def _remark(text: str) -> Element:
    return etree.Comment(f" {text} ")
