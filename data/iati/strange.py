"""Finds what an activity writes in a way that no IATI file may: links, percentages, figures."""

from collections.abc import Iterator
from itertools import takewhile

from lxml.etree import _Element as Element

from data.iati import terms
from data.iati.cells import number_in
from data.iati.documents import is_document
from data.iati.elements import attribute, line_of
from data.sheets.grid import Strange

_WITH_NUMBERS = ("1", "2")  # IndicatorMeasure: a count, a percentage


def strange(activity: Element) -> Iterator[Strange]:
    """Each such place of an activity: its line, its path, what was found, what was expected."""
    yield from _links(activity)
    yield from _percentages(activity)
    yield from _figures(activity)


def _links(activity: Element) -> Iterator[Strange]:
    """Links to documents that are no web address: relative ones, and those that would run code."""
    for link in activity.findall("document-link"):
        url = attribute(link, "url")
        if url and not link.get(terms.PAPER) and not is_document(url):
            yield Strange(line_of(link), "document-link/@url", "url", url, "https://…")


def _percentages(activity: Element) -> Iterator[Strange]:
    for one in activity.iter("*"):
        share = attribute(one, "percentage")
        if share and number_in(share) is None:
            path = f"{_path(one, activity)}/@percentage"
            yield Strange(line_of(one), path, "number-in-xml", share, "0 … 100")


def _figures(activity: Element) -> Iterator[Strange]:
    """Words where a count or a percentage of an indicator belongs."""
    for indicator in activity.iterfind("result/indicator"):
        if attribute(indicator, "measure") not in _WITH_NUMBERS:
            continue
        for actual in indicator.iterfind("period/actual"):
            value = attribute(actual, "value")
            if value and number_in(value) is None:
                path = f"{_path(actual, activity)}/@value"
                yield Strange(line_of(actual), path, "number-in-xml", value, "1234.5")


def _path(one: Element, activity: Element) -> str:
    above = takewhile(lambda up: up is not activity, one.iterancestors())
    return "/".join(reversed([str(each.tag) for each in (one, *above)]))
