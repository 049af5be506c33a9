"""The file at each address of the API, and how it is made."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from data.exports import (
    atom,
    calendar,
    changed,
    data_package,
    making,
    openapi,
    places,
    programme,
    tables,
    workbooks,
)
from data.exports.edition import COLUMNS, Edition, Extract, in_order_of
from data.exports.formats import EXCEL_CSV, endings
from data.iati.organisation import organisation
from data.iati.writing import NoActivity, activities
from data.language import Language
from data.reports import briefing as briefing_document
from data.schema import TABLES
from data.views.briefing import of_partner
from data.views.filters import NAMES, select

Parameters = Mapping[str, str]
_TABLE = re.compile(r"([^/.]+)\.([^/]+)")
_VISIT = re.compile(r"visits/([^/]+)\.ics")
_CODELIST = re.compile(r"codelists/([^/.]+)\.csv")


class Made(NamedTuple):
    """A file: its content and the name under which a browser keeps it."""

    content: bytes
    name: str


@dataclass(frozen=True)
class Feed:
    """One address: its format, the filters it takes, and how it is made.

    ``by_day`` says whether what it holds depends on the day of reading; ``is_kept``, whether it
    stays in memory for the next who asks; ``names_people``, whether it says who published to those
    who may know; ``line``, where those wait who ask for it.
    """

    ending: str
    filters: Sequence[str]
    make: Callable[[Edition, Parameters], Made]
    by_day: bool = False
    is_kept: bool = True
    names_people: bool = False
    line: making.Line = making.FILES


class Refusal(Exception):  # noqa: N818 - what happens to a request
    """Raised for a request without an answer; ``known`` lists what there is instead."""

    def __init__(self, status: int, sentence: str, known: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.known = tuple(known)


def _iati(extract: Extract) -> bytes:
    try:
        return activities(extract.lens, extract.keys, changed=extract.edition.version.changed)
    except NoActivity as none:
        raise Refusal(404, str(none)) from none


_WRITERS: Mapping[str, Callable[[Extract], bytes]] = {
    "csv": tables.as_csv,
    EXCEL_CSV: tables.as_excel_csv,
    "json": tables.as_json,
    "xlsx": workbooks.as_xlsx,
    "geojson": places.as_geojson,
    "iati.xml": _iati,
}


def feed(path: str, language: Language) -> Feed:
    """The feed at an address below the API's root.

    Raises:
        Refusal: there is none.

    """
    if path in _SINGLE:
        return _SINGLE[path]
    if match := _VISIT.fullmatch(path):
        visit = match[1]
        # It tells the state of the visit on the day.
        return Feed("ics", (), lambda edition, _asked: _programme(edition, visit), by_day=True)
    _ = language.text
    if (match := _CODELIST.fullmatch(path)) and match[1] in data_package.CODELISTS:
        name = match[1]
        return Feed(
            "csv",
            (),
            lambda _edition, _asked: Made(data_package.CODELISTS[name], f"{name}.csv"),
        )
    if not (match := _TABLE.fullmatch(path)):
        known_files = sorted((*_SINGLE, "openapi.json"))  # which also names what is drawn
        raise Refusal(404, _("There is nothing at this address."), known_files)
    table, ending = match.groups()
    if table not in TABLES:
        sentence = _("There is no table “{name}”.").format(name=short(table))
        raise Refusal(404, sentence, tuple(TABLES))
    if ending not in (known := endings("table")):
        raise no_format(language, ending, known)
    return _table(table, ending)


def _table(table: str, ending: str) -> Feed:
    def make(edition: Edition, asked: Parameters) -> Made:
        extract = extracted(edition, table, asked)
        return Made(written(extract, ending), extract.file_name(ending))

    narrowed = (*NAMES[table], *((COLUMNS,) if ending in endings("table") else ()))
    return Feed(ending, narrowed, make, by_day=bool(TABLES[table].computed))


def written(extract: Extract, ending: str) -> bytes:
    """The file of some rows by its ending."""
    return _WRITERS[ending](extract)


def extracted(edition: Edition, table: str, asked: Parameters) -> Extract:
    """The rows of a table that fit the filters asked for; raises UnknownValue."""
    narrow = {name: value for name, value in asked.items() if name != COLUMNS}
    keys, words = select(edition.lens, table, narrow)
    written = asked.get(COLUMNS)
    columns = in_order_of(TABLES[table], written) if written else ()
    return Extract(edition, TABLES[table], keys, words, tuple(narrow.items()), columns)


def address(extract: Extract, ending: str = "csv") -> str:
    """The address that gives the same rows, now and after later publications."""
    has_columns = extract.chosen and ending in endings("table")
    columns = {COLUMNS: ",".join(extract.chosen)} if has_columns else {}
    asked = {**dict(extract.asked), **columns, "lang": extract.lens.language.code}
    return f"{openapi.ROOT}/{extract.table.name}.{ending}?{urlencode(asked, safe=',')}"


def calendar_address(language: Language, asked: Parameters) -> str:
    """The address at which a calendar program subscribes."""
    return f"{openapi.ROOT}/calendar.ics?{_query(language, asked)}"


def changes_address(language: Language, asked: Parameters) -> str:
    """The address at which a reader of feeds subscribes to what changed."""
    return f"{openapi.ROOT}/changes.atom?{_query(language, asked)}"


def briefing_address(language: Language, asked: Parameters) -> str:
    """The address of the briefing on the partner that is asked for, as a Word file."""
    return f"{openapi.ROOT}/briefing.docx?{_query(language, asked)}"


def _query(language: Language, asked: Parameters) -> str:
    return urlencode({**asked, "lang": language.code}, safe=",")


def _changes(edition: Edition, asked: Parameters) -> Made:
    """What each version changed, as a feed; the page of it is named by its address."""
    language = edition.lens.language
    page = f"/sources?{urlencode({'section': 'changes'})}&{_query(language, asked)}"
    itself = changes_address(language, asked)
    return Made(atom.as_atom(edition, asked, itself, page), "")


def _programme(edition: Edition, visit_id: str) -> Made:
    edition.lens.rows("visits")
    visit = edition.lens.row("visits", visit_id)
    if visit is None:
        sentence = edition.lens.language.text("There is no visit “{name}”.")
        known = tuple(edition.lens.record.by_key("visits"))
        raise Refusal(404, sentence.format(name=short(visit_id)), known)
    return Made(programme.as_ics(edition, visit), programme.file_name(edition, visit))


def _calendar(edition: Edition, asked: Parameters) -> Made:
    """All that has a day, to subscribe to."""
    return Made(calendar.as_ics(edition, asked), "nhip-cau.ics")


def _briefing(edition: Edition, asked: Parameters) -> Made:
    """The briefing on one organisation or one country, as a Word file."""
    _ = edition.lens.language.text
    partners = {name: one for name, one in asked.items() if name in ("org", "country")}
    if len(partners) != 1 or "," in next(iter(partners.values())):
        raise Refusal(400, _("Say one partner: an organisation (org=…) or a country (country=…)."))
    for table in ("organisations", "people", "meetings", "outcomes", "projects", "visits"):
        edition.lens.rows(table)
    select(edition.lens, "organisations", partners)
    return briefing_as_docx(edition, partners.get("org"), partners.get("country"))


def briefing_as_docx(
    edition: Edition, body: str | None, country: str | None, *, author: str = ""
) -> Made:
    """The same for a partner that is known; ``author`` is the body that issues it."""
    lens = edition.lens
    named = lens.short("organisations", [body]) if body else lens.language.country(country)
    issued = briefing_document.Issued(edition.version.number, author)
    content = briefing_document.document(lens, of_partner(lens, body, country), named, issued)
    return Made(content, briefing_name(edition, named))


def briefing_name(edition: Edition, partner: str) -> str:
    """The name of the file of a briefing."""
    title = edition.lens.language.text("Briefing: {name}").format(name=partner)
    return edition.name(title, "docx")


def _reporter(edition: Edition) -> Made:
    content = organisation(edition.lens, changed=edition.version.changed)
    return Made(content, edition.name("Nhịp Cầu – IATI", "iati.xml"))


def _record(ending: str, make: Callable[[Edition], bytes]) -> Feed:
    def made(edition: Edition, _asked: Parameters) -> Made:
        title = f"Nhịp Cầu – {edition.lens.language.text('The whole record')}"
        return Made(make(edition), edition.name(title, ending))

    return Feed(ending, (), made, by_day=True)


def no_format(language: Language, ending: str, known: Sequence[str]) -> Refusal:
    """What is answered where there is something, but not as such a file."""
    sentence = language.text("There is no format “{name}”.")
    return Refusal(404, sentence.format(name=short(ending)), known)


def short(text: str, most: int = 60) -> str:
    """A text that somebody asked for, as a sentence may name it."""
    return text if len(text) <= most else text[: most - 1] + "…"


_SINGLE: Mapping[str, Feed] = {
    "places.geojson": _table("places", "geojson"),
    "projects.iati.xml": _table("projects", "iati.xml"),
    "organisations.iati.xml": Feed("iati.xml", (), lambda edition, _asked: _reporter(edition)),
    "calendar.ics": Feed("ics", calendar.PARAMETERS, _calendar, by_day=True),
    "changes.atom": Feed("atom", changed.PARAMETERS, _changes, names_people=True),
    "briefing.docx": Feed("docx", ("country", "org"), _briefing, by_day=True),
    "record.xlsx": _record("xlsx", workbooks.record_as_xlsx),
    "record.zip": _record("zip", data_package.as_zip),
    "datapackage.json": Feed(
        "json", (), lambda edition, _asked: Made(data_package.descriptor(edition), ""), by_day=True
    ),
}
