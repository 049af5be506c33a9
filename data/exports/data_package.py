"""The record as a Data Package: descriptor, CSVs and codelists, alone and as one zip."""

import codecs
import hashlib
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from data.bundles import bundle
from data.exports import tables
from data.exports.edition import Edition, every_table
from data.schema import DATA, PACKAGE, TABLES, Field

DESCRIPTOR = "datapackage.json"
CODELISTS: Mapping[str, bytes] = {
    # with the mark by which Excel knows UTF-8, as every CSV that leaves
    path.stem: codecs.BOM_UTF8 + path.read_bytes()
    for path in sorted((DATA / "codelists").glob("*.csv"))
}


def descriptor(edition: Edition) -> bytes:
    """The package's descriptor; its paths are relative, to the zip as to the API."""
    return _descriptor(edition, _files(edition))


def as_zip(edition: Edition) -> bytes:
    """Descriptor, a CSV per table, and the codelists, in one file."""
    files = _files(edition)
    return bundle({DESCRIPTOR: _descriptor(edition, files), **files})


def _files(edition: Edition) -> dict[str, bytes]:
    files = {f"{one.table.name}.csv": tables.as_csv(one) for one in every_table(edition)}
    return files | {f"codelists/{name}.csv": written for name, written in CODELISTS.items()}


def _descriptor(edition: Edition, files: Mapping[str, bytes]) -> bytes:
    code = edition.lens.language.code
    package: dict[str, Any] = deepcopy(dict(PACKAGE))
    package["title"] = PACKAGE["labels"][code]
    package["id"] = edition.version.id
    package["version"] = f"{PACKAGE['version']}+{edition.version.number}"
    package["sources_up_to"] = edition.lens.record.updated.isoformat()
    package["created"] = edition.version.created.isoformat(timespec="seconds")
    held = [one for one in package["resources"] if f"{one['name']}.csv" in files]
    resources = [_table(resource, code) for resource in held]
    package["resources"] = [*resources, *map(_codelist, CODELISTS)]
    for resource in package["resources"]:
        written = files[resource["path"]]
        resource["format"], resource["mediatype"] = "csv", "text/csv"
        resource["bytes"] = len(written)
        resource["hash"] = f"sha256:{hashlib.sha256(written).hexdigest()}"
    return tables.dumped(package)


def _table(resource: dict[str, Any], code: str) -> dict[str, Any]:
    name = resource["name"]
    schema = resource["schema"]
    schema["fields"] += resource.pop("computed", [])
    for described in schema["fields"]:
        described["title"] = described["labels"][code]
        if code in described.get("descriptions", {}):
            described["description"] = described["descriptions"][code]
    keys = [_foreign_key(name, field) for field in TABLES[name].fields.values()]
    schema["foreignKeys"] = [key for key in keys if key]
    words = {"title": resource["labels"][code], "description": resource["descriptions"][code]}
    return resource | words | {"path": f"{name}.csv"}


def _foreign_key(table: str, field: Field) -> dict[str, Any] | None:
    """What a column with one id or code refers to; Table Schema has no such key for lists."""
    if field.is_list:
        return None
    if field.references:
        target = "" if field.references == table else field.references
        key = TABLES[field.references].key
    elif field.codelist in CODELISTS:
        target, key = f"codelist-{field.codelist}".replace("_", "-"), "code"
    else:
        return None
    return {"fields": field.name, "reference": {"resource": target, "fields": key}}


def _codelist(name: str) -> dict[str, Any]:
    header = CODELISTS[name].decode("utf-8-sig").partition("\n")[0].strip().split(",")
    fields = [{"name": column, "type": "string"} for column in header]
    fields[0]["constraints"] = {"required": True, "unique": True}  # type: ignore[assignment]
    return {
        "name": f"codelist-{name}".replace("_", "-"),
        "path": f"codelists/{name}.csv",
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {"fields": fields, "primaryKey": "code", "missingValues": [""]},
    }
