"""What a stylesheet asks of a page costs the browser little, as it is asked anew at each change.

``:has()`` before any name is tried on every element of the page, and a ``*`` or a part of a class
name inside it is looked for again whenever anything is drawn.
"""

import re

import pytest

from components import assets

SHEETS = ("nhip-cau.css", "first.css")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# After the start, a space or a combinator: no name stands before it.
_OF_ANYTHING = re.compile(r"(?:^|[\s>~+,{])(:has\([^{]*)")
_WIDE = re.compile(r"""\*|\[class""")


def selectors(sheet: str) -> str:
    return _COMMENT.sub("", assets.content(sheet))


def arguments(text: str) -> list[str]:
    """What stands between the brackets of each ``:has()``."""
    found = []
    for start in re.finditer(r":has\(", text):
        depth, end = 1, start.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            end += 1
        found.append(text[start.end() : end - 1])
    return found


def of_anything(text: str) -> list[str]:
    return [one[:60] for one in _OF_ANYTHING.findall(text)]


def wide(text: str) -> list[str]:
    return [one for one in arguments(text) if _WIDE.search(one)]


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_rule_asks_every_element_what_it_holds(sheet):
    assert arguments(selectors("nhip-cau.css"))
    assert of_anything(selectors(sheet)) == []


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_rule_asks_for_what_everything_drawn_may_be(sheet):
    assert wide(selectors(sheet)) == []


def test_such_rules_would_be_found():
    assert of_anything(".a > :has(.b) { top: 0; }") == [":has(.b) "]
    assert wide('.a:has(> * > .b), .c:has([class*="d"]) {}') == ["> * > .b", '[class*="d"]']
    assert of_anything(".a > .c:has(> .b) { top: 0; }") == wide(".a:has(.b) {}") == []
