"""Turns the results of an IATI activity into rows of ``project_progress``."""

import hashlib
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import product
from typing import NamedTuple

from lxml.etree import _Element as Element

from data.iati import dialects
from data.iati.cells import Lines
from data.iati.elements import attribute, line_of
from data.iati.measured import Texts, title
from data.iati.organisations import in_languages
from data.iati.terms import ANY_METRIC, PROGRESS
from data.language import Language
from data.record.rows import Row, Rows
from data.schema import LANGUAGES, codelist
from data.values.folding import fold

_PERCENT = "2"  # IndicatorMeasure
_LEFT = "iati-activity/result"


class _Measure(NamedTuple):
    """What an indicator measures: its names, our codes for it, and the element."""

    names: Texts
    metric: str
    unit: str
    element: Element


def figures(
    activity: Element, project: str, published: Rows, *, is_ours: bool
) -> tuple[Lines, set[str]]:
    """A row for each figure reported, and the path of results that hold anything else.

    The figure of a period is known on its last day. IATI's target is what the figure is a part of;
    its baseline and whatever has no column stand in the statement. Where the file came from us,
    a figure has the id that it has in the record.
    """
    lines: Lines = []
    left: set[str] = set()
    used: dict[str, int] = {}
    for result in activity.findall("result"):
        told = list(_of_result(result, project))
        if not told or any(len(period.findall("actual")) != 1 for period in result.iter("period")):
            left.add(_LEFT)
        for period, row in told:
            ours = period.get(PROGRESS, "") if is_ours else ""
            key = ours or row["progress_id"]
            used[key] = used.get(key, 0) + 1
            row["progress_id"] = key if used[key] == 1 else f"{key}-{used[key]}"
            lines.append((line_of(period), _known(row, published)))
    return lines, left


def _known(row: Row, published: Rows) -> Row:
    """A figure on record keeps its measure; a new one has all that we require."""
    if row["progress_id"] not in published:
        return {**row, "confidence": "stated"}
    return {name: text for name, text in row.items() if name not in ("metric", "unit", "base_unit")}


def _of_result(result: Element, project: str) -> Iterator[tuple[Element, Row]]:
    for indicator in result.findall("indicator"):
        measure = _measure(result, indicator)
        for period in indicator.findall("period"):
            actual = _only(period, "actual")
            if actual is not None and measure.names:
                yield period, _row(project, measure, period, actual)


def _measure(result: Element, indicator: Element) -> _Measure:
    names = dialects.texts(indicator.findall("title")) or dialects.texts(result.findall("title"))
    known = next((_ours()[fold(name)] for name in names.values() if fold(name) in _ours()), None)
    usual = "percent" if attribute(indicator, "measure") == _PERCENT else "items"
    metric, unit = known or (ANY_METRIC, "")
    return _Measure(names, metric, unit or usual, indicator)


@cache
def _ours() -> Mapping[str, tuple[str, str]]:
    """Our codes of a measure and its unit by the title under which they go out."""
    pairs = product(codelist("progress_metric"), ("", *codelist("unit")))
    return {fold(name): pair for pair in pairs for name in title(*pair).values()}


def _row(project: str, measure: _Measure, period: Element, actual: Element) -> Row:
    value, target = attribute(actual, "value"), _only(period, "target")
    whole = attribute(target, "value")
    first, end = (period.find(f"period-{which}") for which in ("start", "end"))
    digest = hashlib.sha256(
        "\0".join([*measure.names.values(), *map(dialects.iso_day, (first, end))]).encode()
    )
    row = {
        "progress_id": f"{project}-{digest.hexdigest()[:8]}",
        "project_id": project,
        "date": dialects.day_or_edtf(end),
        "metric": measure.metric,
        **_statement(measure, actual, value, whole),
    }
    if _number(value) is None:
        return row
    row |= {"value": value, "unit": measure.unit}
    if measure.unit != "percent" and (_number(whole) or 0) >= (_number(value) or 0) > 0:
        row |= {"base_value": whole, "base_unit": measure.unit}
    return row


def _statement(measure: _Measure, actual: Element, value: str, whole: str) -> Row:
    """What the file says of a figure: its comment, after a sentence where we have no measure."""
    comments = _comments(actual)
    if measure.metric != ANY_METRIC and comments:
        return in_languages("statement", comments, must=True)
    told = {}
    for code, name in measure.names.items():
        comment = comments.get(code) or next(iter(comments.values()), "")
        told[code] = " – ".join(
            filter(None, (_sentence(measure, code, name, value, whole), comment))
        )
    return in_languages("statement", told, must=True)


def _sentence(measure: _Measure, code: str, name: str, value: str, whole: str) -> str:
    language = Language(code if code in LANGUAGES else "en")
    _ = language.text
    figures = [value]
    before = _only(measure.element, "baseline")
    if start := attribute(before, "value"):
        year = attribute(before, "year") or dialects.iso_day(before)
        figures.append(_("baseline {value}").format(value=f"{start} ({year})" if year else start))
    if whole:
        figures.append(_("target {value}").format(value=whole))
    return language.pair(name, "; ".join(filter(None, figures)))


def _comments(actual: Element) -> dict[str, str]:
    """The comment by language."""
    return dialects.recorded(actual.findall("comment"))


def _only(parent: Element, tag: str) -> Element | None:
    """The one child of a name that tells of the whole, and of no group or place of its own."""
    whole = [
        one
        for one in parent.findall(tag)
        if one.find("dimension") is None and one.find("location") is None
    ]
    return whole[0] if len(whole) == 1 else None


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
