"""How the versions of IATI say one thing: words before 2.01, codes since."""

from collections.abc import Iterable, Iterator

from lxml.etree import _Element as Element

from data.iati.elements import said, told
from data.iati.terms import LANG
from data.schema import codelist
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
# Until 2.02 code 3 was Completion, wholly done, and 4 Post-completion, with accounts still open;
# the 2.03 in force calls the first Closed (4) and the second Finalisation (3).
_RENUMBERED = {"3": "4", "4": "3"}
_DAC = frozenset(["", "1", "DAC"])


def texts(elements: Iterable[Element]) -> dict[str, str]:
    """What elements say, by language ("" where the file does not tell), each the first time.

    Since 2.01 an element has a narrative per language; before, the element itself is repeated.
    """
    found: dict[str, str] = {}
    for element in elements:
        for one in element.findall("narrative") or [element]:
            if text := said(one):
                found.setdefault(_language(one), text)
    return found


def _language(element: Element | None) -> str:
    while element is not None:
        if code := element.get(LANG):
            return code.partition("-")[0].lower()
        element = element.getparent()
    return ""


def status(activity: Element, version: str) -> str:
    """ActivityStatus in today's codes; "" where it is not told."""
    element = activity.find("activity-status")
    if element is None:
        return ""
    code = told(element, "code")
    if code and version < "2.03":
        return _RENUMBERED.get(code, code)
    return code or _STATUS.get(fold(said(element)), "")


def days(activity: Element) -> Iterator[tuple[str, str]]:
    """Columns of the four dates with what the file gives: full days, or dates of ours as EDTF."""
    for element in activity.findall("date"):
        if (column := DATES.get(element.get("type", ""))) and element.get("edtf"):
            yield column, element.get("edtf", "")
    for element in activity.findall("activity-date"):
        column = DATES.get(told(element, "type").lower())
        if column and (day := iso_day(element)):
            yield column, day


def iso_day(element: Element | None) -> str:
    """The day that an element gives, without the time zone that xsd:date allows."""
    text = told(element, "iso-date") or told(element, "value-date")
    return text[:10] if text[:4].isdigit() else text


def finance(code: str) -> str:
    """Loan or grant, by a FinanceType; "" for every other kind."""
    return "loan" if code in _LOANS else "grant" if code in _GRANTS else ""


def sector(activity: Element) -> str:
    """The one DAC 5-digit sector; "" where there are several, as a project has one here."""
    codes = {
        told(element, "code")
        for element in activity.findall("sector")
        if told(element, "vocabulary") in _DAC
    }
    return codes.pop() if len(codes) == 1 else ""


def organisation_type(code: str) -> str:
    """An OrganisationType that is on our list: the wider one where IATI has a narrower."""
    wider = {"23": "21", "71": "70", "72": "70", "73": "70"}.get(code, code)
    return wider if wider in codelist("organisation_type") else "90"
