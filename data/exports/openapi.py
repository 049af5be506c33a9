"""The description of the HTTP API (OpenAPI 3.1), made from the schema."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from data.exports import calendar, changed
from data.exports.data_package import CODELISTS
from data.exports.edition import COLUMNS, columns_of
from data.exports.formats import endings, media_type
from data.exports.tables import dumped
from data.schema import LANGUAGES, PACKAGE, TABLES, Field, Table, codelist
from data.views.filters import filters
from data.views.lens import Lens

ROOT = "/api/v1"

_OTHERWISE = {
    "304": "Not Modified",
    "400": "Bad Request",
    "404": "Not Found",
    "503": "Service Unavailable",
}

Also = Mapping[str, tuple[str, str, list[dict[str, Any]]]]


def described(lens: Lens, also: Also) -> bytes:
    """The description, with the words of one language and the filter values of this record.

    ``also`` are addresses that others answer: their summary, ending and parameters.
    """
    code = lens.language.code
    paths = _paths(lens) | {f"{ROOT}{path}": _get(*told) for path, told in also.items()}
    lang = _parameter("lang", lens.language.text("Language"), LANGUAGES)
    parameters = {"lang": lang, **_taken_out(paths)}
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": PACKAGE["labels"][code],
            "version": PACKAGE["version"],
            "description": lens.language.text(
                "Read-only. Each answer carries an ETag and a Last-Modified of the data version; "
                "filters are those of the pages."
            ),
            "license": {
                "name": PACKAGE["licenses"][0]["title"],
                "url": PACKAGE["licenses"][0]["path"],
            },
        },
        "paths": paths,
        "components": {
            "schemas": {
                **{f"{table.name}_row": _row(table, code) for table in TABLES.values()},
                **{f"{table.name}": _answer(table) for table in TABLES.values()},
                "error": _error(),
            },
            "responses": {status: _other(status) for status in _OTHERWISE},
            "parameters": parameters,
        },
    }
    return dumped(document)


def _taken_out(paths: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters that several addresses share, by name; the addresses then only point to them.

    One that is not the same everywhere is also called after the first address that has it.
    """
    takes = [
        (re.split(r"[./]", path.removeprefix(f"{ROOT}/"))[0], operation["get"]["parameters"])
        for path, operation in paths.items()
    ]
    uses = Counter(json.dumps(parameter) for _of, parameters in takes for parameter in parameters)
    forms = Counter(json.loads(written).get("name") for written in uses)
    names: dict[str, str] = {}
    shared: dict[str, Any] = {}
    for of, parameters in takes:
        for number, parameter in enumerate(parameters):
            written = json.dumps(parameter)
            if "$ref" in parameter or uses[written] == 1:
                continue
            name = parameter["name"]
            if forms[name] > 1:
                name = f"{name}.{of}"
            shared[names.setdefault(written, name)] = parameter
            parameters[number] = {"$ref": f"#/components/parameters/{names[written]}"}
    return shared


def _paths(lens: Lens) -> dict[str, Any]:
    _ = lens.language.text
    code = lens.language.code
    paths: dict[str, Any] = {}
    for table in TABLES.values():
        narrow = _filters(lens, table.name) + ([_day(lens)] if table.computed else [])
        for ending in endings("table"):
            summary = f"{table.labels[code]} ({ending.upper()})"
            every = [*narrow, _columns(lens, table)]
            paths[f"/{table.name}.{ending}"] = _get(summary, ending, every, table)
    visit = {
        "name": "visit_id",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "enum": list(lens.record.by_key("visits"))},
    }
    narrow = [*_filters(lens, "projects"), _day(lens)]
    paths["/projects.iati.xml"] = _get(_("Projects as IATI activities"), "iati.xml", narrow)
    reporter = _("Who reports, as IATI organisation")
    paths["/organisations.iati.xml"] = _get(reporter, "iati.xml", [])
    narrow = _filters(lens, "places")
    paths["/places.geojson"] = _get(_("Places as GeoJSON"), "geojson", narrow)
    paths["/visits/{visit_id}.ics"] = _get(_("Programme of a visit"), "ics", [visit])
    narrow = [
        _parameter(name, one.label, one.options) for name, one in calendar.options(lens).items()
    ]
    words = _("Calendar to subscribe to: visits, meetings, deadlines, ends of projects")
    paths["/calendar.ics"] = _get(words, "ics", [*narrow, _day(lens)])
    words = _("What each version changed, as a feed")
    narrow = [
        _parameter(name, one.label, one.options) for name, one in changed.options(lens).items()
    ]
    paths["/changes.atom"] = _get(words, "atom", narrow)
    partner = [one for one in _filters(lens, "organisations") if one["name"] in ("country", "org")]
    words = _("Briefing on one organisation or country")
    paths["/briefing.docx"] = _get(words, "docx", [*partner, _day(lens)])
    paths["/record.xlsx"] = _get(_("The whole record"), "xlsx", [_day(lens)])
    paths["/record.zip"] = _get(_("The whole record as a Data Package"), "zip", [_day(lens)])
    paths["/datapackage.json"] = _get(_("Description of the tables"), "json", [_day(lens)])
    paths["/openapi.json"] = _get(_("This description"), "json", [])
    for name in CODELISTS:
        summary = _("Codelist {name}").format(name=name)
        paths[f"/codelists/{name}.csv"] = _get(summary, "csv", [])
    return {f"{ROOT}{path}": described for path, described in paths.items()}


def _get(
    summary: str, ending: str, parameters: list[dict[str, Any]], table: Table | None = None
) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{table.name}"} if table and ending == "json" else {}
    return {
        "get": {
            "summary": summary,
            "parameters": [{"$ref": "#/components/parameters/lang"}, *parameters],
            "responses": {
                "200": {
                    "description": summary,
                    "content": {media_type(ending): {"schema": schema}},
                },
                **{status: {"$ref": f"#/components/responses/{status}"} for status in _OTHERWISE},
            },
        }
    }


def _other(status: str) -> dict[str, Any]:
    """An answer of any address that is no file."""
    said = {"description": _OTHERWISE[status]}
    refused = {"application/json": {"schema": {"$ref": "#/components/schemas/error"}}}
    return said if status == "304" else {**said, "content": refused}


def _filters(lens: Lens, table: str) -> list[dict[str, Any]]:
    """The filters of a table: one value or several, and what its page shows without any."""
    _ = lens.language.text
    parameters = []
    for name, one in filters(lens, table).items():
        parameter = _parameter(name, one.label, one.options)
        parameter["schema"] = {"type": "array", "items": parameter["schema"]}
        parameter |= {"style": "form", "explode": False}
        rule = _("Several values with commas between: rows with any of them. Without it: all rows.")
        parameter["description"] += f". {rule}"
        if one.usual:
            usual = _("The page asks for {values} where its reader chose none.")
            parameter["description"] += " " + usual.format(values=f"{name}={','.join(one.usual)}")
        parameters.append(parameter)
    return parameters


def _day(lens: Lens) -> dict[str, Any]:
    """The day for which states are worked out."""
    described = lens.language.text("The day for which states are worked out; today where not given")
    schema = {"type": "string", "format": "date"}
    return {"name": "day", "in": "query", "description": described, "schema": schema}


def _columns(lens: Lens, table: Table) -> dict[str, Any]:
    """The columns of a file and their order."""
    words = {name: one.labels[lens.language.code] for name, one in columns_of(table).items()}
    parameter = _parameter(COLUMNS, lens.language.text("Columns"), words)
    parameter["schema"] = {"type": "array", "items": parameter["schema"]}
    rule = lens.language.text(
        "Several with commas between, in the order wanted; the id is always among them. "
        "Without it: all columns."
    )
    parameter["description"] += f". {rule}"
    return parameter | {"style": "form", "explode": False}


def _parameter(name: str, label: str, options: Mapping[str, str]) -> dict[str, Any]:
    words = "; ".join(f"{code} = {text}" for code, text in options.items())
    schema = {"type": "string", "enum": list(options)}
    return {"name": name, "in": "query", "description": f"{label}: {words}", "schema": schema}


def _answer(table: Table) -> dict[str, Any]:
    """The JSON of a table: its rows, with their version, filters and sources."""
    texts = {"type": "object", "additionalProperties": {"type": "string"}}
    rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{table.name}_row"}}
    return {
        "type": "object",
        "required": ["table", "version", "language", "filters", "count", "rows"],
        "properties": {
            "table": {"const": table.name},
            "title": {"type": "string"},
            "description": {"type": "string"},
            "language": {"enum": list(LANGUAGES)},
            "version": {"type": "string"},
            "version_number": {"type": "integer"},
            "published": {"type": "string", "format": "date-time"},
            "sources_up_to": {"type": "string", "format": "date"},
            "licence": {"type": "object"},
            "filters": texts,
            "count": {"type": "integer", "minimum": 0},
            "note": {"type": ["string", "null"]},
            "columns": {"type": "array", "items": {"type": "object"}},
            "labels": {"type": "object", "additionalProperties": texts},
            "sources": {"type": "array", "items": {"type": "object"}},
            "rows": rows,
        },
    }


def _row(table: Table, code: str) -> dict[str, Any]:
    fields = [*table.fields.values(), *table.computed.values()]
    return {
        "type": "object",
        "title": table.labels[code],
        "description": table.descriptions[code],
        "required": [table.key],  # others are there unless columns were chosen
        "additionalProperties": False,
        "properties": {field.name: _property(field, code) for field in fields},
    }


def _property(field: Field, code: str) -> dict[str, Any]:
    """A column: its type, and null where it may be unknown."""
    schema: dict[str, Any] = {"title": field.labels[code]}
    if described_as := field.descriptions.get(code):
        schema["description"] = described_as
    if field.is_list:
        return schema | {"type": "array", "items": {"type": "string"}}
    kinds = {"number": ["number", "string"], "boolean": ["boolean"]}.get(field.type, ["string"])
    schema["type"] = kinds if field.required else [*kinds, "null"]
    if field.codelist and field.codelist in CODELISTS:
        schema["enum"] = [*codelist(field.codelist), *([] if field.required else [None])]
    if field.is_edtf:
        schema["format"] = "edtf"
    return schema


def _error() -> dict[str, Any]:
    known = {"type": "array", "items": {"type": "string"}}
    return {
        "type": "object",
        "required": ["error", "status"],
        "properties": {
            "error": {"type": "string"},
            "status": {"type": "integer"},
            "known": known,
        },
    }
