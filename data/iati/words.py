"""Says in the reader's words what of an IATI file no column can hold."""

import re
from collections.abc import Mapping

from data.iati.unread import ROOT
from data.language import Language

_PATH = re.compile(rf"{ROOT}/([^\[]+)(?:\[(.*)\])?")


def in_words(heading: str, language: Language) -> str:
    """A path of IATI in words; any other heading as it is."""
    match = _PATH.fullmatch(heading)
    if not match:
        return heading
    path, code = match[1], match[2] or ""
    if code and path in (by_code := _of_codes(language)):
        named = by_code[path]
        return named.get(code.lower(), named[""]).format(code=code)
    if path == "narrative":
        sentence = language.text("texts in another language ({language})")
        return sentence.format(language=language.tongue(code))
    known = _of_paths(language)
    if path in known:
        return known[path]
    return language.text("IATI element “{name}”").format(name=path)


def _of_codes(language: Language) -> Mapping[str, Mapping[str, str]]:
    """Words of what has a code: by path, then by code, "" for every other one."""
    _ = language.text
    accountable, extending = _("organisations that are accountable"), _("organisations that extend")
    commitments = _("commitments that are neither grant nor loan")
    incoming, repaid = _("funds that came in"), _("interest and repayments of loans")
    return {
        "participating-org": {
            "2": accountable,
            "accountable": accountable,
            "3": extending,
            "extending": extending,
            "": _("organisations in the role “{code}”"),
        },
        "description": {
            "2": _("objectives"),
            "3": _("target groups"),
            "": _("descriptions of type {code}"),
        },
        "transaction": {
            **dict.fromkeys(("2", "11", "c"), commitments),
            **dict.fromkeys(("1", "if"), incoming),
            **dict.fromkeys(("5", "6", "ir", "lr"), repaid),
            "": _("transactions of type {code}"),
        },
        "transaction/value": {"": _("sums below zero that nothing offsets (type {code})")},
    }


def _of_paths(language: Language) -> Mapping[str, str]:
    _ = language.text
    return {
        "activity-date/narrative": _("notes on dates"),
        "activity-scope": _("scope of the activity"),
        "activity-website": _("website of the activity"),
        "budget": _("budgets of single periods"),
        "collaboration-type": _("kind of cooperation"),
        "conditions": _("conditions"),
        "contact-info": _("contacts"),
        "country-budget-items": _("items of the country's budget"),
        "crs-add": _("additions for the OECD's CRS"),
        "capital-spend": _("share of capital spending"),
        "default-aid-type": _("aid type"),
        "default-flow-type": _("flow type"),
        "default-tied-status": _("tied status"),
        "document-link": _("links to documents without a web address"),
        "fss": _("forward spending plan"),
        "humanitarian-scope": _("humanitarian scope"),
        "legacy-data": _("legacy data"),
        "location": _("places that the record does not have"),
        "other-identifier": _("other identifiers of the activity"),
        "planned-disbursement": _("planned disbursements"),
        "policy-marker": _("policy markers"),
        "recipient-country": _("countries in which no place of the project lies"),
        "recipient-country/@percentage": _("shares of countries"),
        "recipient-region": _("regions"),
        "related-activity": _("related activities"),
        "result": _("results that are no single figure of a period"),
        "sector": _("several sectors, where a project has one"),
        "tag": _("tags"),
        "transaction/receiver-org": _("who received a payment"),
    }
