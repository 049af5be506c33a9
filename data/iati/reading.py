"""Reads IATI activities (1.01 to 2.03) as sheets of our tables, like any other upload.

A value that the file does not give stays as it is published. What no column can hold is listed
with the unknown columns. A row with something new cites the file, which becomes a source in
the same upload.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from lxml.etree import _Element as Element

from data.iati import dialects, terms
from data.iati.cells import Lines, has_news, sheet_of
from data.iati.citing import Cited, cited
from data.iati.elements import attribute, line_of, text_in
from data.iati.organisations import Bodies, in_languages, notes, shortened, slug
from data.iati.parsing import Activity, activities
from data.iati.payments import payments
from data.iati.publisher import Publisher, project_of, publisher
from data.language import Language
from data.record.rows import Row, Rows
from data.schema import LANGUAGES
from data.sheets.grid import Sheet
from data.sheets.limits import Limits, NoTable
from data.values.folding import fold

_CARRIED = frozenset(
    [
        "iati-identifier",
        "reporting-org",
        "title",
        "description",
        "participating-org",
        "other-identifier",
        "activity-status",
        "activity-date",
        "recipient-country",
        "location",
        "sector",
        "default-finance-type",
        "budget",
        "transaction",
        "document-link",
        "date",
    ]
)


@dataclass
class _File:
    """What has been read from a file so far."""

    published: Mapping[str, Rows]
    by: Publisher
    bodies: Bodies
    projects: Lines = field(default_factory=list)
    amounts: Lines = field(default_factory=list)
    left: dict[str, None] = field(default_factory=dict)


def read_activities(
    file: str, content: bytes, limits: Limits, published: Mapping[str, Rows]
) -> list[Sheet]:
    """Sheets of the source, projects, amounts and new organisations, those that have rows.

    Rows keep the line numbers of the file, so that a fault can name the line.

    Raises:
        NoTable: the file holds no IATI activity, is not well-formed, or passes a limit.

    """
    organisations = published.get("organisations", {})
    read = _File(published, publisher(organisations), Bodies(organisations))
    source: Cited | None = None
    for activity in activities(content, limits):
        source = source or cited(file, content, activity)
        _activity(activity, read)
    if source is None:
        raise NoTable("no-activity")
    rows = {
        "projects": read.projects,
        "project_amounts": read.amounts,
        "organisations": list(read.bodies.new.values()),
    }
    sourced = {table: _sourced(table, lines, source, published) for table, lines in rows.items()}
    if any(source.key in row.get("source_ids", "") for row in _all(sourced)):
        sourced = {"sources": [(1, source.row)], **sourced}
    return [
        sheet_of(
            file,
            table,
            lines,
            published=published.get(table, {}),
            left=read.left if table == "projects" else (),
            limits=limits,
        )
        for table, lines in sourced.items()
        if lines
    ]


def _all(tables: Mapping[str, Lines]) -> Iterator[Row]:
    return (row for lines in tables.values() for _line, row in lines)


def _sourced(table: str, lines: Lines, source: Cited, published: Mapping[str, Rows]) -> Lines:
    """The same rows; a row with something new also cites the file."""
    sourced: Lines = []
    for number, row in lines:
        before = published.get(table, {}).get(next(iter(row.values())))
        if has_news(table, row, before):
            so_far = before["source_ids"].split(";") if before else []
            ids = ";".join(dict.fromkeys([*so_far, source.key]))
            sourced.append((number, {**row, "source_ids": ids}))
        else:
            sourced.append((number, row))
    return sourced


def _activity(activity: Activity, read: _File) -> None:
    element = activity.element
    written = text_in(element.find("iati-identifier"))
    ours = project_of(read.by, written)
    key = (ours or slug(written)) if written else ""
    is_new = key not in read.published.get("projects", {})
    row = {"project_id": key, **_texts(element, is_new=is_new)}
    if kind := element.get(terms.KIND, "project" if is_new else ""):
        row["record_kind"] = kind
    if is_new:
        row["confidence"] = "stated"
        row |= {} if ours else notes(partial(_identified, written))
    row |= _organisations(activity, read)
    row |= {name: text for name, text in _facts(activity, read).items() if text}
    read.projects.append((activity.line, row))
    stated, left = payments(element, key, read.bodies, is_ours=ours is not None)
    for payment in stated:
        read.amounts.append((payment.line, _whole(payment.row, read)))
    read.left |= dict.fromkeys([*sorted(left), *_left(element, row)])


def _identified(written: str, language: Language) -> str:
    return language.text("IATI identifier: {identifier}").format(identifier=written)


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
        text = element.get(terms.TEXT) or ("components" if _is_general(element) else "")
        if text in terms.DESCRIPTIONS:
            row = {**in_languages(text, dialects.texts([element])), **row}
    return row


def _is_general(description: Element) -> bool:
    return attribute(description, "type") in ("", "1", "general")


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
        "place_ids": ";".join(_places(element, read.published.get("places", {}))),
    }


def _places(activity: Element, known: Rows) -> list[str]:
    """Ids of the places that the locations name: by our id, or by a name that only one has."""
    keys: dict[str, None] = {}
    for location in activity.findall("location"):
        names = {fold(text) for text in dialects.texts(location.findall("name")).values()}
        called = [
            key
            for key, row in known.items()
            if names & set(map(fold, (*_names(row), *row["aliases"].split(";"))))
        ]
        if location.get("ref") in known:
            keys[location.get("ref", "")] = None
        elif len(called) == 1:
            keys[called[0]] = None
    return list(keys)


def _names(place: Row) -> Iterator[str]:
    return (place[f"name_{code}"] for code in LANGUAGES)


def _left(activity: Element, row: Row) -> Iterator[str]:
    """Paths of the elements that no column can hold."""
    for child in activity:
        tag = str(child.tag)
        if tag not in _CARRIED:
            yield f"iati-activity/{tag}"
        elif tag == "participating-org":
            role = attribute(child, "role")
            if role.lower() not in dialects.ROLES:
                yield f"iati-activity/participating-org[{role}]"
        elif tag == "description" and not (child.get(terms.TEXT) or _is_general(child)):
            yield f"iati-activity/description[{child.get('type')}]"
        elif tag == "budget" and not child.get(terms.AMOUNT):
            yield "iati-activity/budget"
    for tag, column in {"sector": "sector_code", "location": "place_ids"}.items():
        if activity.find(tag) is not None and len(activity.findall(tag)) > len(
            [part for part in row.get(column, "").split(";") if part]
        ):
            yield f"iati-activity/{tag}"
