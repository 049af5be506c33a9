"""Reads IATI activities (1.01 to 2.03) as sheets of our tables, so that any upload's way is theirs.

What a file does not say stays as it is published; what our tables have no column for is named
among the columns that fit none. A row that says something new cites the file, which becomes a
source of the same upload.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from lxml.etree import _Element as Element

from data.iati import dialects, terms
from data.iati.cells import Lines, news, sheet_of
from data.iati.citing import Cited, cited
from data.iati.elements import line, said, told
from data.iati.organisations import Bodies, in_languages, notes, shortened, slug
from data.iati.parsing import Found, activities
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
    """What has been read of a file so far."""

    published: Mapping[str, Rows]
    by: Publisher
    bodies: Bodies
    projects: Lines = field(default_factory=list)
    amounts: Lines = field(default_factory=list)
    left: dict[str, None] = field(default_factory=dict)


def read_activities(
    file: str, content: bytes, limits: Limits, published: Mapping[str, Rows]
) -> list[Sheet]:
    """Sheets of projects, amounts, new organisations and the file as a source.

    The rows of a sheet stand in the lines where the file has them, so that a fault names them.

    Raises:
        NoTable: the file is not IATI activities, is not well-formed, or passes a limit.

    """
    organisations = published.get("organisations", {})
    read = _File(published, publisher(organisations), Bodies(organisations))
    source: Cited | None = None
    for found in activities(content, limits):
        source = source or cited(file, content, found)
        _activity(found, read)
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
    """The same rows; those that say something new cite the file beside their sources so far."""
    found: Lines = []
    for number, row in lines:
        before = published.get(table, {}).get(next(iter(row.values())))
        if news(table, row, before):
            so_far = before["source_ids"].split(";") if before else []
            ids = ";".join(dict.fromkeys([*so_far, source.key]))
            found.append((number, {**row, "source_ids": ids}))
        else:
            found.append((number, row))
    return found


def _activity(found: Found, read: _File) -> None:
    one = found.element
    written = said(one.find("iati-identifier"))
    ours = project_of(read.by, written)
    key = (ours or slug(written)) if written else ""
    is_new = key not in read.published.get("projects", {})
    row = {"project_id": key, **_texts(one, is_new=is_new)}
    if kind := one.get(terms.KIND, "project" if is_new else ""):
        row["record_kind"] = kind
    if is_new:
        row["confidence"] = "stated"
        row |= {} if ours else notes(partial(_identified, written))
    row |= _organisations(found, read)
    row |= {name: text for name, text in _facts(found, read).items() if text}
    read.projects.append((found.line, row))
    stated, left = payments(one, key, read.bodies, is_ours=ours is not None)
    for payment in stated:
        read.amounts.append((payment.line, _whole(payment.row, read)))
    read.left |= dict.fromkeys([*sorted(left), *_left(one, row)])


def _identified(written: str, language: Language) -> str:
    return language.text("IATI identifier: {identifier}").format(identifier=written)


def _whole(amount: Row, read: _File) -> Row:
    """A new amount with what every amount must say, and IATI takes for granted."""
    if amount["amount_id"] in read.published.get("project_amounts", {}):
        return amount
    usual = {"qualifier": "exact", "scope": "project", "charted": "true", "confidence": "stated"}
    return {"amount_id": amount["amount_id"], **usual, **amount}


def _texts(one: Element, *, is_new: bool) -> Row:
    """Title and descriptions; a new project also needs a Vietnamese and a short name."""
    row = in_languages("name", dialects.texts(one.findall("title")), must=is_new)
    if is_new:
        row |= {f"short_{column}": shortened(text) for column, text in row.items()}
    for element in one.findall("description"):
        text = element.get(terms.TEXT) or ("components" if _is_general(element) else "")
        if text in terms.DESCRIPTIONS:
            row = {**in_languages(text, dialects.texts([element])), **row}
    return row


def _is_general(description: Element) -> bool:
    return told(description, "type") in ("", "1", "general")


def _organisations(found: Found, read: _File) -> Row:
    """Funders and implementing organisations, each once, in the order of the file."""
    columns: dict[str, dict[str, None]] = {}
    for body in found.element.findall("participating-org"):
        role = dialects.ROLES.get(told(body, "role").lower())
        names = dialects.texts([body])
        if role is None:
            continue
        at = line(body) or found.line
        key = read.bodies.key(told(body, "ref"), names, told(body, "type"), at)
        if key:
            columns.setdefault(role, {})[key] = None
    return {column: ";".join(keys) for column, keys in columns.items()}


def _facts(found: Found, read: _File) -> Row:
    one = found.element
    return {
        **dict(dialects.days(one)),
        "status_code": dialects.status(one, found.version),
        "sector_code": dialects.sector(one),
        "finance": dialects.finance(told(one.find("default-finance-type"), "code")),
        "place_ids": ";".join(_places(one, read.published.get("places", {}))),
    }


def _places(one: Element, known: Rows) -> list[str]:
    """Places of the record that the locations name, by our id or by a name that only one has."""
    found: dict[str, None] = {}
    for location in one.findall("location"):
        names = {fold(text) for text in dialects.texts(location.findall("name")).values()}
        called = [
            key
            for key, row in known.items()
            if names & set(map(fold, (*_names(row), *row["aliases"].split(";"))))
        ]
        if location.get("ref") in known:
            found[location.get("ref", "")] = None
        elif len(called) == 1:
            found[called[0]] = None
    return list(found)


def _names(place: Row) -> Iterator[str]:
    return (place[f"name_{code}"] for code in LANGUAGES)


def _left(one: Element, row: Row) -> Iterator[str]:
    """Paths of what the file tells and no column takes."""
    for child in one:
        tag = str(child.tag)
        if tag not in _CARRIED:
            yield f"iati-activity/{tag}"
        elif tag == "participating-org":
            role = told(child, "role")
            if role.lower() not in dialects.ROLES:
                yield f"iati-activity/participating-org[{role}]"
        elif tag == "description" and not (child.get(terms.TEXT) or _is_general(child)):
            yield f"iati-activity/description[{child.get('type')}]"
        elif tag == "budget" and not child.get(terms.AMOUNT):
            yield "iati-activity/budget"
    for tag, column in {"sector": "sector_code", "location": "place_ids"}.items():
        if one.find(tag) is not None and len(one.findall(tag)) > len(
            [part for part in row.get(column, "").split(";") if part]
        ):
            yield f"iati-activity/{tag}"
