"""Judges a file by a ruleset in IATI's form (IATI-Rulesets, SPEC.rst), apart from our writer."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from data.values.dates import province_today

STANDARD = Path(__file__).parent / "standard"
SCHEMA = etree.XMLSchema(etree.parse(STANDARD / "iati-activities-schema.xsd"))
Case = dict[str, Any]


def broken(content: bytes, *rulesets: str) -> list[str]:
    """What a file breaks: context, rule and case, a line for each; all rulesets by default."""
    tree = parsed(content).getroottree()
    return [
        f"line {element.sourceline}: {context} {rule} {case}"
        for name in rulesets or ("standard", "stricter")
        for context, rules in json.loads((STANDARD / f"{name}.json").read_text()).items()
        for element in tree.xpath(context)
        for rule, cases in rules.items()
        for case in cases["cases"]
        if not RULES[rule](element, case)
    ]


def invalid(content: bytes) -> list[str]:
    """What the official schema finds wrong with a file."""
    SCHEMA.validate(parsed(content))
    log: Any = SCHEMA.error_log
    return [f"line {error.line}: {error.message}" for error in log]


def parsed(content: bytes) -> Any:
    """The root element of a file, as lxml reads it."""
    return etree.fromstring(content)


def _found(element: Any, case: Case) -> list[str]:
    return [text for path in case["paths"] for text in _texts(element, path)]


def _texts(element: Any, path: str) -> list[str]:
    nodes = element.xpath(path)
    return [str(one) if isinstance(one, str) else "".join(one.itertext()) for one in nodes]


def _dates(element: Any, path: str) -> Iterator[date]:
    if path == "NOW":
        yield province_today()
    else:
        yield from (date.fromisoformat(text[:10]) for text in _texts(element, path))


def _ordered(element: Any, case: Case) -> bool:
    later = list(_dates(element, case["more"]))
    return all(one <= other for one in _dates(element, case["less"]) for other in later)


def _dependent(element: Any, case: Case) -> bool:
    there = [bool(element.xpath(path)) for path in case["paths"]]
    return all(there) or not any(there)


def _sums(element: Any, case: Case) -> bool:
    numbers = [float(text) for text in _found(element, case)]
    return not numbers or sum(numbers) == case["sum"]


def _short(element: Any, case: Case) -> bool:
    ends = list(_dates(element, case["end"]))
    starts = list(_dates(element, case["start"]))
    return all((end - start).days <= 366 for start in starts for end in ends)


RULES: dict[str, Callable[[Any, Case], bool]] = {
    "atleast_one": lambda element, case: bool(_found(element, case)),
    "no_more_than_one": lambda element, case: len(_found(element, case)) <= 1,
    "dependent": _dependent,
    "sum": _sums,
    "date_order": _ordered,
    "time_limit": _short,
    "unique": lambda element, case: len(set(f := _found(element, case))) == len(f),
    "regex_matches": lambda element, case: all(
        re.fullmatch(case["regex"], text) for text in _found(element, case)
    ),
    "startswith": lambda element, case: all(
        text.startswith(tuple(_texts(element, case["start"]))) for text in _found(element, case)
    ),
}
