"""Reads what each version of IATI writes differently: words before 2.01, codes since."""

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml.etree import _Element as Element

from data.iati.elements import attribute, text_in
from data.iati.terms import EDTF, LANG, OF, OTHER_DATES, REMARK, STAND_INS
from data.values.dates import parse
from data.values.folding import fold

DATES = {
    "1": "planned_start",
    "2": "actual_start",
    "3": "planned_end",
    "4": "actual_end",
    "start-planned": "planned_start",
    "start-actual": "actual_start",
    "end-planned": "planned_end",
    "end-actual": "actual_end",
}
_LESS_THAN_A_DAY = re.compile(r"\d{4}(?:-\d{2})?", re.ASCII)
_QUARTER = re.compile(
    r"(?P<year>\d{4})[ -]?Q(?P<quarter>[1-4])|Q(?P<quarter2>[1-4])[ /-]?(?P<year2>\d{4})",
    re.ASCII | re.IGNORECASE,
)
_DATE_COLUMNS = frozenset([*DATES.values(), *OTHER_DATES])
ROLES = {
    "1": "funder_org_ids",
    "funding": "funder_org_ids",
    "4": "implementing_org_ids",
    "implementing": "implementing_org_ids",
}
COMMITTED, PLEDGED, PAID = "committed", "pledge", "disbursed"
TRANSACTIONS = {
    "2": COMMITTED,
    "11": COMMITTED,
    "C": COMMITTED,
    "12": PLEDGED,
    "13": PLEDGED,
    "3": PAID,
    "D": PAID,
    "4": PAID,
    "E": PAID,
}
_LOANS = frozenset(["410", "411", "412", "413", "414", "421"])
_GRANTS = frozenset(["110", "111"])
_STATUS = {
    "pipeline/identification": "1",
    "pipeline": "1",
    "implementation": "2",
    "finalisation": "3",
    "post-completion": "3",
    "completion": "4",
    "closed": "4",
    "cancelled": "5",
    "suspended": "6",
}
# Until 2.02 code 3 was Completion and 4 was Post-completion (accounts still open).
# In 2.03 the first is Closed (4) and the second Finalisation (3).
_RENUMBERED = {"3": "4", "4": "3"}
_DAC = frozenset(["", "1", "DAC"])


def texts(elements: Iterable[Element]) -> dict[str, str]:
    """Texts of elements by language code, "" for an unknown language; the first text wins.

    Since 2.01 an element has one narrative per language; before, the element was repeated.
    """
    by_language: dict[str, str] = {}
    for element in elements:
        for one in element.findall("narrative") or [element]:
            if text := text_in(one):
                by_language.setdefault(_language(one), text)
    return by_language


def recorded(elements: Sequence[Element]) -> dict[str, str]:
    """The same without what we added to a text of the record on the way out."""
    by_language = texts(elements)
    for narrative in (one for element in elements for one in element.findall("narrative")):
        code, remark = narrative.get(LANG, ""), narrative.get(REMARK)
        if remark and code in by_language:
            by_language[code] = by_language[code].removesuffix(remark).removesuffix(" – ")
    return {code: text for code, text in by_language.items() if text}


def _language(element: Element | None) -> str:
    while element is not None:
        if code := element.get(LANG):
            return code.partition("-")[0].lower()
        element = element.getparent()
    return ""


def status(activity: Element, version: str) -> str:
    """ActivityStatus as a code of IATI 2.03; "" where the file gives none."""
    element = activity.find("activity-status")
    if element is None:
        return ""
    code = attribute(element, "code")
    if code and version < "2.03":
        return _RENUMBERED.get(code, code)
    return code or _STATUS.get(fold(text_in(element)), "")


def days(activity: Element) -> Iterator[tuple[str, str]]:
    """The dates as (column, date): days, or EDTF where the file came from us."""
    for element in activity.findall("date"):
        column = DATES.get(element.get("type", "")) or element.get("of", "")
        if column in _DATE_COLUMNS and element.get("edtf"):
            yield column, element.get("edtf", "")
    for element in activity.findall("activity-date"):
        column = DATES.get(attribute(element, "type").lower())
        if column and (written := day_or_edtf(element) or narrated(element)):
            stood_in = attribute(element, OF) if is_by_convention(element) else ""
            yield stood_in if stood_in in STAND_INS else column, written


def iso_day(element: Element | None) -> str:
    """The day that an element gives, without the time zone that xsd:date allows."""
    text = attribute(element, "iso-date") or attribute(element, "value-date")
    return text[:10] if text[:4].isdigit() else text


def day_or_edtf(element: Element | None) -> str:
    """The date as we keep it where the file came from us, else the day."""
    if element is not None and (known := narrated(element)):
        return known
    return attribute(element, EDTF) if is_by_convention(element) else iso_day(element)


def narrated(element: Element) -> str:
    """What a narrative says of a date known less well than its day, as EDTF: 2010Q3, 2010-07.

    "" where it says anything else, or means another time than the day beside it. What we wrote
    has the date in an attribute.
    """
    if element.get(EDTF):
        return ""
    day = iso_day(element)
    for text in texts([element]).values():
        written = _quarter(text) or (text if _LESS_THAN_A_DAY.fullmatch(text) else "")
        try:
            span = parse(written)
        except ValueError:
            continue
        if span.first and span.last and (not day or str(span.first) <= day <= str(span.last)):
            return written
    return ""


def _quarter(text: str) -> str:
    match = _QUARTER.fullmatch(text)
    if not match:
        return ""
    year, last = match["year"] or match["year2"], 3 * int(match["quarter"] or match["quarter2"])
    return f"{year}-{last - 2:02}/{year}-{last:02}"


def is_general(description: Element) -> bool:
    """Whether a description says what the activity is."""
    return attribute(description, "type") in ("", "1", "general")


def is_by_convention(element: Element | None) -> bool:
    """Whether the day stands for the date that an attribute of ours keeps.

    Where somebody changed the day since, it is theirs.
    """
    try:
        span = parse(attribute(element, EDTF))
    except ValueError:
        return False
    days = {day.isoformat() for day in (span.first, span.last) if day}
    return iso_day(element) in days


def finance(code: str) -> str:
    """Loan or grant, by a FinanceType; "" for every other kind."""
    return "loan" if code in _LOANS else "grant" if code in _GRANTS else ""


def sector(activity: Element) -> str:
    """The DAC 5-digit sector; "" where there are several, because a project has only one here."""
    codes = {
        attribute(element, "code")
        for element in activity.findall("sector")
        if attribute(element, "vocabulary") in _DAC
    }
    return codes.pop() if len(codes) == 1 else ""
