"""Turns the document links of an activity into sources of the record."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from lxml.etree import _Element as Element

from data.iati import dialects, terms
from data.iati.cells import Lines
from data.iati.citing import reported_by, tongue
from data.iati.elements import attribute, line_of, text_in
from data.iati.organisations import notes
from data.language import Language
from data.record.cell_rules import cell_fault
from data.record.rows import Rows
from data.schema import TABLES
from data.values.dates import parse


@dataclass
class Documents:
    """The sources of the record by address, and those that a file adds."""

    known: Rows
    new: Lines = field(default_factory=list)

    def __post_init__(self) -> None:
        self._keys = {row["url"]: key for key, row in reversed(self.known.items())}

    def of(self, activity: Element, cited: Mapping[str, None]) -> dict[str, None]:
        """Ids of the sources behind its links that are not ``cited`` yet; new ones are added."""
        so_far = {self.known[key]["url"] for key in cited if key in self.known}
        keys: dict[str, None] = {}
        for link in activity.findall("document-link"):
            url = attribute(link, "url")
            if link.get(terms.PAPER):
                continue
            if is_document(url) and url not in so_far:
                keys[self._keys.get(url) or self._added(url, link, activity)] = None
        return keys

    def _added(self, url: str, link: Element, activity: Element) -> str:
        key = f"doc-{hashlib.sha256(url.encode()).hexdigest()[:12]}"
        row = {
            "source_id": key,
            "title": next(iter(dialects.texts(link.findall("title")).values()), url),
            **reported_by(activity, url),
            "published": _day(link),
            "language": _language(link) or tongue(activity),
            "url": url,
            "read_extent": "excerpt",
            **notes(partial(_remark, attribute(link.find("category"), "code"))),
        }
        self.new.append((line_of(link), {column: text for column, text in row.items() if text}))
        self._keys[url] = key
        return key


def is_document(url: str) -> bool:
    """Whether a link leads to a document that can be a source: a web address."""
    field = TABLES["sources"].fields["url"]
    return url.startswith("http") and cell_fault(field, url) is None


def _day(link: Element) -> str:
    written = dialects.iso_day(link.find("document-date"))
    try:
        return parse(written).text if written else ""
    except ValueError:
        return ""


def _language(link: Element) -> str:
    named = link.find("language")
    codes = (attribute(named, "code"), text_in(named), *dialects.texts(link.findall("title")))
    return next((code.lower() for code in codes if len(code) == len("vi")), "")


def _remark(category: str, language: Language) -> str:
    """What kind of document it is; nobody has read it yet."""
    said = language.text("A document that an IATI file names; not read.")
    kind = _kinds(language).get(category.upper())
    return (
        language.text("{sentence} Kind: {kind}.").format(sentence=said, kind=kind or category)
        if (category)
        else said
    )


def _kinds(language: Language) -> Mapping[str, str]:
    """IATI's categories of the documents of an activity."""
    _ = language.text
    return {
        "A01": _("appraisal of impact"),
        "A02": _("objectives"),
        "A03": _("intended beneficiaries"),
        "A04": _("conditions"),
        "A05": _("budget"),
        "A06": _("summary of a contract"),
        "A07": _("review and evaluation"),
        "A08": _("results"),
        "A09": _("memorandum of understanding"),
        "A10": _("tender"),
        "A11": _("contract"),
        "A12": _("web page of the activity"),
    }
