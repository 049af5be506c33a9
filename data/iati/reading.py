"""Reads IATI activities (1.01 to 2.03) as sheets of our tables, like any other upload.

A value that the file does not give stays as it is published. What no column can hold is listed
with the unknown columns. A row with something new cites the file, which becomes a source in
the same upload.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lxml.etree import _Element as Element

from data.iati import dialects, terms
from data.iati.cells import Lines, has_news, sheet_of
from data.iati.citing import Cited, cited
from data.iati.documents import Documents
from data.iati.elements import attribute, line_of, text_in
from data.iati.figures import figures
from data.iati.organisations import Bodies, in_languages, shortened, slug
from data.iati.parsing import Activity, activities
from data.iati.payments import payments
from data.iati.publisher import Publisher, project_of, publisher
from data.iati.strange import strange
from data.iati.unread import Known, unread
from data.record.rows import Row, Rows
from data.schema import LANGUAGES
from data.sheets.grid import Sheet, Strange
from data.sheets.limits import Limits, NoTable
from data.values.folding import fold


@dataclass
class _File:
    """What has been read from a file so far."""

    published: Mapping[str, Rows]
    by: Publisher
    bodies: Bodies
    known: Known
    official: Mapping[str, str]  # ids of projects by the identifier that their funder gave
    called: Mapping[str, Sequence[str]]  # ids of places by name
    documents: Documents
    projects: Lines = field(default_factory=list)
    amounts: Lines = field(default_factory=list)
    figures: Lines = field(default_factory=list)
    left: dict[str, None] = field(default_factory=dict)
    strange: list[Strange] = field(default_factory=list)

    def key(self, written: str) -> str:
        """Id of the project with an IATI identifier: a known one, ours, or a new one."""
        ours = project_of(self.by, written)
        return self.official.get(written) or ours or (slug(written) if written else "")


def read_activities(
    file: str, content: bytes, limits: Limits, published: Mapping[str, Rows]
) -> list[Sheet]:
    """Sheets of sources, projects, amounts, figures and new organisations, those that have rows.

    Rows keep the line numbers of the file, so that a fault can name the line.

    Raises:
        NoTable: the file holds no IATI activity, is not well-formed, or passes a limit.

    """
    organisations = published.get("organisations", {})
    official = {
        row["iati_identifier"]: key
        for key, row in published.get("projects", {}).items()
        if row["iati_identifier"]
    }
    called = _called(published.get("places", {}))
    by, bodies = publisher(organisations), Bodies(organisations)
    documents = Documents(published.get("sources", {}))
    read = _File(published, by, bodies, Known.of(published), official, called, documents)
    source: Cited | None = None
    for activity in activities(content, limits):
        source = source or cited(file, content, activity)
        _activity(activity, read)
    if source is None:
        raise NoTable("no-activity")
    rows = {
        "projects": read.projects,
        "project_amounts": read.amounts,
        "project_progress": read.figures,
        "organisations": list(read.bodies.new.values()),
    }
    sourced = {table: _sourced(table, lines, source, published) for table, lines in rows.items()}
    is_cited = any(source.key in row.get("source_ids", "") for row in _all(sourced))
    sources = [*([(1, source.row)] if is_cited else []), *read.documents.new]
    sourced = {"sources": sources, **sourced}
    read_sheets = {
        table: sheet_of(
            file,
            table,
            lines,
            published=published.get(table, {}),
            left=read.left if table == "projects" else (),
            limits=limits,
        )
        for table, lines in sourced.items()
        if lines
    }
    read_sheets["projects"] = replace(read_sheets["projects"], strange=tuple(read.strange))
    return list(read_sheets.values())


def _all(tables: Mapping[str, Lines]) -> Iterator[Row]:
    return (row for lines in tables.values() for _line, row in lines)


def _sourced(table: str, lines: Lines, source: Cited, published: Mapping[str, Rows]) -> Lines:
    """The same rows; a row with something new also cites the file."""
    sourced: Lines = []
    for number, row in lines:
        before = published.get(table, {}).get(next(iter(row.values())))
        if has_news(table, row, before):
            named = row.get("source_ids") or (before["source_ids"] if before else "")
            so_far = named.split(";") if named else []
            ids = ";".join(dict.fromkeys([*so_far, source.key]))
            sourced.append((number, {**row, "source_ids": ids}))
        else:
            sourced.append((number, row))
    return sourced


def _activity(activity: Activity, read: _File) -> None:
    element = activity.element
    written = text_in(element.find("iati-identifier"))
    ours = project_of(read.by, written)
    key = read.key(written)
    is_new = key not in read.published.get("projects", {})
    row = {"project_id": key, **_texts(element, is_new=is_new)}
    if kind := element.get(terms.KIND, "project" if is_new else ""):
        row["record_kind"] = kind
    if is_new:
        row["confidence"] = "stated"
    row |= _organisations(activity, read)
    facts = {**_facts(activity, read), "iati_identifier": _official(element) if ours else written}
    row |= {name: text for name, text in facts.items() if text}
    if cited_ids := _cited(element, key, read):
        row["source_ids"] = cited_ids
    read.projects.append((activity.line, row))
    stated, left = payments(element, key, read.bodies, is_ours=ours is not None)
    for payment in stated:
        read.amounts.append((payment.line, _whole(payment.row, read)))
    known = read.published.get("project_progress", {})
    reported, unfit = figures(element, key, known, is_ours=ours is not None)
    read.figures.extend(reported)
    read.strange.extend(strange(element))
    read.left |= dict.fromkeys([*sorted(left | unfit), *unread(element, row, read.known)])


def _cited(activity: Element, project: str, read: _File) -> str:
    """The sources of a project with the documents that its activity links to; "" without any."""
    before = read.published.get("projects", {}).get(project)
    cited = dict.fromkeys(before["source_ids"].split(";")) if before else {}
    new = read.documents.of(activity, cited)
    return ";".join({**cited, **new}) if new else ""


def _whole(amount: Row, read: _File) -> Row:
    """A new amount with the columns that we require and IATI does not have."""
    if amount["amount_id"] in read.published.get("project_amounts", {}):
        return amount
    usual = {"qualifier": "exact", "scope": "project", "charted": "true", "confidence": "stated"}
    return {"amount_id": amount["amount_id"], **usual, **amount}


def _texts(activity: Element, *, is_new: bool) -> Row:
    """Title and descriptions; a new project also needs a Vietnamese and a short name."""
    row = in_languages("name", dialects.texts(activity.findall("title")), must=is_new)
    if is_new:
        row |= {f"short_{column}": shortened(text) for column, text in row.items()}
    for element in activity.findall("description"):
        text = element.get(terms.TEXT) or ("components" if dialects.is_general(element) else "")
        if text in terms.DESCRIPTIONS:
            row = {**in_languages(text, dialects.texts([element])), **row}
    return row


def _organisations(activity: Activity, read: _File) -> Row:
    """Funders and implementing organisations, each once, in the order of the file."""
    columns: dict[str, dict[str, None]] = {}
    for body in activity.element.findall("participating-org"):
        role = dialects.ROLES.get(attribute(body, "role").lower())
        names = dialects.texts([body])
        if role is None:
            continue
        at = line_of(body) or activity.line
        key = read.bodies.key(attribute(body, "ref"), names, attribute(body, "type"), at)
        if key:
            columns.setdefault(role, {})[key] = None
    return {column: ";".join(keys) for column, keys in columns.items()}


def _facts(activity: Activity, read: _File) -> Row:
    element = activity.element
    return {
        **dict(dialects.days(element)),
        "status_code": dialects.status(element, activity.version),
        "sector_code": dialects.sector(element),
        "finance": dialects.finance(attribute(element.find("default-finance-type"), "code")),
        "place_ids": ";".join(_places(element, read.published.get("places", {}), read.called)),
        "continues_project_id": _continues(element, read),
    }


def _places(activity: Element, known: Rows, called: Mapping[str, Sequence[str]]) -> list[str]:
    """Ids of the places that the locations name: by our id, or by a name that only one has."""
    keys: dict[str, None] = {}
    for location in activity.findall("location"):
        names = map(fold, dialects.texts(location.findall("name")).values())
        found = dict.fromkeys(key for name in names for key in called.get(name, ()))
        if location.get("ref") in known:
            keys[location.get("ref", "")] = None
        elif len(found) == 1:
            keys |= found
    return list(keys)


def _called(places: Rows) -> dict[str, list[str]]:
    """Ids of the places by each of their names, folded."""
    called: dict[str, list[str]] = {}
    for key, row in places.items():
        names = (*(row[f"name_{code}"] for code in LANGUAGES), *row["aliases"].split(";"))
        for name in dict.fromkeys(map(fold, names)):
            called.setdefault(name, []).append(key)
    return called


def _continues(activity: Element, read: _File) -> str:
    """The project of which this one is a later phase, where the file came from us."""
    for one in activity.findall("related-activity"):
        if one.find("continues") is not None:
            return read.key(attribute(one, "ref"))
    return ""


def _official(activity: Element) -> str:
    """The identifier under which the funder publishes the project, where we wrote the file."""
    for one in activity.findall("other-identifier"):
        if one.get(terms.OF) == "iati_identifier":
            return attribute(one, "ref")
    return ""
