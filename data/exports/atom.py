"""The feed of what changed (Atom, RFC 4287): one entry for each version, newest first."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import cast
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from data.exports import changed
from data.exports.changed import Published, Told
from data.exports.edition import Edition
from data.iati.building import fit
from data.language import Language
from data.record.wording import Pieces
from data.schema import PACKAGE, TABLES

ATOM, XHTML = "http://www.w3.org/2005/Atom", "http://www.w3.org/1999/xhtml"
MOST = 50  # versions
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def as_atom(edition: Edition, asked: Mapping[str, str], itself: str, page: str) -> bytes:
    """The newest versions that changed what fits; equal versions give equal bytes.

    ``itself`` is the feed's own address, ``page`` the one where people read the same.

    Raises:
        UnknownValue: a filter does not have that value.

    """
    lens = edition.lens
    language = lens.language
    told = list(islice(changed.changes(edition, asked), MOST))
    when = max((one.version.changed for one in told), default=edition.version.changed)
    feed = _atom(
        "feed",
        _atom("id", _id(language, asked)),
        _atom("title", fit(_title(edition, asked))),
        _atom("subtitle", language.text("Each version of the record, and what it changed.")),
        _atom("updated", _moment(when)),
        _atom("author", _atom("name", "Nhịp Cầu")),
        _atom("rights", PACKAGE["licenses"][0]["title"]),
        _atom("link", rel="self", type="application/atom+xml", href=itself, hreflang=language.code),
        _atom("link", rel="alternate", type="text/html", href=page, hreflang=language.code),
        *(_entry(edition, one, asked, page) for one in told),
    )
    feed.set(_LANG, language.code)
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8")


def _atom(tag: str, *inside: str | etree._Element, **attributes: str) -> etree._Element:
    return _element(ATOM, tag, inside, attributes)


def _html(tag: str, *inside: str | etree._Element) -> etree._Element:
    return _element(XHTML, tag, inside, {})


def _element(
    space: str, tag: str, inside: Iterable[str | etree._Element], attributes: Mapping[str, str]
) -> etree._Element:
    """An element with a text or with other elements in it."""
    whole = cast("dict[str, str]", {None: space})  # without a prefix, which the stubs do not know
    made = etree.Element(f"{{{space}}}{tag}", dict(attributes), nsmap=whole)
    for one in inside:
        if isinstance(one, str):
            made.text = one
        else:
            made.append(one)
    return made


def _title(edition: Edition, asked: Mapping[str, str]) -> str:
    known = changed.options(edition.lens)
    chosen = (known[name].words(written) for name, written in asked.items())
    return " – ".join(("Nhịp Cầu", edition.lens.language.text("What changed"), *chosen))


def _id(language: Language, asked: Mapping[str, str], version: str = "") -> str:
    """An id that stays: of the feed with these filters, or of a version in it."""
    parts = urlencode([("version", version), ("lang", language.code), *sorted(asked.items())])
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'nhip-cau/changes?{parts}')}"


def _moment(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _entry(
    edition: Edition, told: Published, asked: Mapping[str, str], page: str
) -> etree._Element:
    language, version = edition.lens.language, told.version
    entry = _atom(
        "entry",
        _atom("id", _id(language, asked, version.id)),
        _atom("title", title(language, told)),
        _atom("published", _moment(version.created)),
        _atom("updated", _moment(version.changed)),
        _atom("link", rel="alternate", type="text/html", href=f"{page}#v{version.number}"),
    )
    if edition.names_people:
        author = "Nhịp Cầu" if told.is_seed else version.author
        entry.append(_atom("author", _atom("name", fit(author))))
    entry.append(_atom("content", _html("div", *_content(edition, told)), type="xhtml"))
    return entry


def title(language: Language, told: Published) -> str:
    """A version in one line: its number, and how many rows it added, changed and removed."""
    _ = language.text
    number = _("Version {number}").format(number=told.version.number)
    if told.is_first:
        return language.pair(number, _("the first version of the record"))
    acts = [one.act for one in told.rows]
    counts = {
        "added": language.plural("{count} added", "{count} added", acts.count("added")),
        "changed": language.plural("{count} changed", "{count} changed", acts.count("changed")),
        "removed": language.plural("{count} removed", "{count} removed", acts.count("removed")),
    }
    said = [words for act, words in counts.items() if act in acts]
    return language.pair(number, " · ".join(said) or more_rows(language, told))


def more_rows(language: Language, told: Published) -> str:
    """How many rows a version changed that are not told one by one."""
    return language.plural(
        "{count} more row is not listed.", "{count} more rows are not listed.", told.more
    )


def _content(edition: Edition, told: Published) -> Iterator[etree._Element]:
    language = edition.lens.language
    if edition.names_people and told.version.note and not told.is_seed:
        yield _html("p", fit(told.version.note))
    for table in TABLES:
        rows = [one for one in told.rows if one.table == table]
        if rows:
            yield _html("h4", TABLES[table].labels[language.code])
            yield _html("ul", *(_html("li", *_row(language, one)) for one in rows))
    if told.more:
        yield _html("p", more_rows(language, told))


def _row(language: Language, row: Told) -> Iterator[etree._Element]:
    _ = language.text
    acts = {"added": _("added"), "changed": _("changed"), "removed": _("removed")}
    yield _html("b", fit(row.name))
    yield _html("span", f" ({acts[row.act]})")
    if row.cells:
        yield _html("ul", *(_html("li", _cell(language, *one)) for one in row.cells))


def _cell(language: Language, column: str, before: Pieces, after: Pieces) -> str:
    empty = language.text("empty")
    sides = (_joined(before) or empty, _joined(after) or empty)
    return fit(language.pair(column, " → ".join(sides)))


def _joined(pieces: Pieces) -> str:
    return "".join(text for text, _differs in pieces)
