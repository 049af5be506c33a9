"""The words of the first answers: each in its language, or marked; in French with its spaces."""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from html.parser import HTMLParser

import pytest

from data.language import is_vietnamese
from data.record.loading import CURATED, load
from data.schema import LANGUAGES, TABLES
from tests.browser.plain_answers import OPEN, got, with_language
from tests.browser.reader import DETAILS

pytestmark = pytest.mark.browser
RECORDS = [
    *DETAILS,
    "/partners?country=FR",
    "/sources?section=discrepancies",
    "/visits?visit=2025-03-brochet",
    "/projects?country=FR",
]


class _Shown(HTMLParser):
    """Texts of a page in its own language: those within elements of another are left out."""

    _VOID = frozenset(("br", "hr", "img", "input", "meta", "link", "wbr"))
    _TOLD = ("title", "aria-label", "alt", "placeholder")

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        hidden = "lang" in given or tag in {"script", "style", "code"}
        hidden = hidden or bool(self._open and self._open[-1][1])
        if not hidden:
            self.texts.extend(value for name in self._TOLD if (value := given.get(name)))
        if tag not in self._VOID:
            self._open.append((tag, hidden))

    def handle_endtag(self, tag: str) -> None:
        if any(tag == name for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1][1]):
            self.texts.append(data)


def said(page: str) -> str:
    reader = _Shown()
    reader.feed(page.partition('<div id="nc-first">')[2].partition('<div id="root">')[0])
    return plain_spaces(" | ".join(reader.texts))


def plain_spaces(text: str) -> str:
    return " ".join(text.split())


@cache
def texts_of(code: str) -> frozenset[str]:
    """Every text of the record in a language, and the titles of its sources."""
    record = load(CURATED)
    own = {
        plain_spaces(str(value))
        for name, table in TABLES.items()
        for text in table.texts
        for value in record.table(name)[f"{text}_{code}"]
        if value
    }
    titles = {
        plain_spaces(row["title"])
        for row in record.rows("sources")
        if code == ("vi" if is_vietnamese(row["title"]) else row["language"])
    }
    return frozenset(own | titles)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("path", [*OPEN, *RECORDS])
def test_no_text_of_the_record_is_shown_in_another_language_without_its_mark(server, path, code):
    own = " | ".join(texts_of(code))
    foreign = set().union(*(texts_of(other) for other in LANGUAGES if other != code))
    page = said(got(server, with_language(path.split("&lang=")[0], code)))

    assert len(page) > 300
    for told in sorted(foreign, key=len, reverse=True):
        for other in LANGUAGES:  # plain text names the language behind it
            page = page.replace(f"{told} [{other}]", "")
    assert [one for one in foreign if len(one) > 5 and one in page and one not in own] == []


def quoted() -> Iterator[tuple[str, str]]:
    """Vietnamese words that the record keeps in its other languages, each with a language."""
    for row in load(CURATED).rows("discrepancies"):
        for text in ("value_a", "value_b"):
            for code in ("en", "fr"):
                value = row[f"{text}_{code}"]
                if value and value == row[f"{text}_vi"] and is_vietnamese(value):
                    yield code, value


@pytest.mark.parametrize("code", ["en", "fr"])
def test_vietnamese_words_that_a_source_is_quoted_with_are_marked_as_such(server, code):
    words = {value for language, value in quoted() if language == code}
    page = unescape(got(server, f"/sources?section=discrepancies&lang={code}"))

    assert len(words) > 2
    assert [value for value in words if f'<span lang="vi">{value}</span>' not in page] == []


@pytest.mark.parametrize("path", [*OPEN, *RECORDS])
def test_in_french_no_line_breaks_before_a_sign(server, path):
    page = unescape(got(server, with_language(path.split("&lang=")[0], "fr")))
    reader = _Shown()
    reader.feed(page.partition('<div id="nc-first">')[2].partition('<div id="root">')[0])

    assert [one for one in reader.texts if re.search(r"[^\W_] [%:;?!»]|« ", one)] == []
