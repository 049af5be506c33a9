"""What a copy of the program does with a store; runs in processes of its own, answers in JSON."""

import csv
import gc
import hashlib
import io
import json
import os
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import openpyxl
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components import html
from components.web import routes
from data.__main__ import main
from data.desk.checked import Tier
from data.desk.checkup import Checkup, examine
from data.desk.comparing import Mode, compare
from data.desk.publishing import publish
from data.desk.uploads import Upload
from data.exports import data_package, tables, workbooks
from data.exports.edition import edition_of, every_table, whole
from data.exports.templates import exported_csv, template
from data.iati.writing import activities
from data.language import Language
from data.record.rows import tables_of
from data.roles import ALONE
from data.schema import LANGUAGES, TABLES
from data.store import Store, Version
from data.store.shipped import opened

TODAY = date(2026, 11, 26)
ENGLISH = Language("en")


def publishes(name: str, content: str, *, taken_away: bool = True) -> dict[str, object]:
    """Publish an upload; its version, and the files that this program gives away of it, if any."""
    store = opened()
    checkup = _checked(store, name, content)
    version = publish(checkup, store, mode=Mode.UPDATE, by=ALONE.called("Lò Thị Ban"), note="n")
    record = edition_of(version, store.tables(version.id), ENGLISH).lens.record.version
    files = _files(store, version) if taken_away else {}
    return {"id": version.id, "tables": dict(version.tables), "record": record, "files": files}


def checks(name: str, content: str) -> dict[str, object]:
    """What an upload would change, and what is wrong with it."""
    return _told(_checked(opened(), name, content))


def restores(version: str) -> dict[str, object]:
    """Make an old version the newest again."""
    store = opened()
    restored = store.restore(version, parent=store.current_id(), author="a", note="back")
    return {"id": restored.id, "tables": dict(restored.tables)}


def looks(*, taken_away: bool = True) -> dict[str, object]:
    """Every version as this program reads it, oldest first, and what changed from each to the next.

    Everything that can be taken away of each is made, if not told otherwise.
    """
    store = opened()
    versions = list(reversed(store.history()))
    rows = [tables_of(store.tables(version.id)) for version in versions]
    steps = [
        {
            table: dict(changes.changed)
            for table in TABLES
            if (changes := compare(before[table], after[table], Mode.REPLACE))
        }
        for before, after in pairwise(rows)
    ]
    looked = [_looked(store, version) for version in versions]
    if taken_away:
        for version, one in zip(versions, looked, strict=True):
            one.update({} if one["faults"] else _taken_away(store, version))
    return {"versions": looked, "steps": steps}


def _looked(store: Store, version: Version) -> dict[str, object]:
    contents = store.tables(version.id)
    edition = edition_of(version, contents, ENGLISH)
    faults = [fault for of_table in edition.lens.record.faults.values() for fault in of_table]
    return {
        "id": version.id,
        "faults": [fault.sentence(ENGLISH) for fault in faults],
        "record": edition.lens.record.version,
        "hashes": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
        "tables": dict(version.tables),
        "rows": edition.rows["projects"],
    }


def _taken_away(store: Store, version: Version) -> dict[str, object]:
    files = _files(store, version)
    with ZipFile(io.BytesIO(b64decode(files["record.zip"]))) as packed:
        zipped = packed.read("projects.csv").decode("utf-8-sig")
    return {
        "csv": _csv(b64decode(files["projects.csv"]).decode("utf-8-sig")),
        "zip": _csv(zipped),
        "xlsx": _sheet(b64decode(files["projects.xlsx"])),
    }


def exports() -> object:
    """The newest version as ``python -m data export`` writes it: the rows of its projects."""
    with TemporaryDirectory() as folder:
        assert main(["export", folder]) == 0
        assert {path.stem for path in Path(folder).iterdir()} == set(TABLES)
        return _csv((Path(folder) / "projects.csv").read_text("utf-8"))


def starts() -> list[str]:
    """Start this program on a store; the ids of all versions, oldest first."""
    return [version.id for version in reversed(opened().history())]


def adds(table: str, upload: str, wrong: str) -> dict[str, object]:
    """Where a reader meets a column: templates, check, API, dictionary."""
    store = opened()
    rows = tables_of(store.tables(store.current_id()))
    with TestClient(Starlette(routes=routes.routes())) as client:
        api = {end: client.get(f"/api/v1/{table}.{end}").text for end in ("csv", "json")}
        described = client.get("/api/v1/openapi.json").json()
        descriptor = client.get("/api/v1/datapackage.json").json()
    lens = edition_of(store.current(), store.tables(store.current_id()), ENGLISH).lens
    (columns,) = (
        one["schema"]["fields"] for one in descriptor["resources"] if one["name"] == table
    )
    return {
        "version": looks()["versions"],
        "template.csv": _csv(exported_csv(table, {}).decode("utf-8-sig"), header=True),
        "template.xlsx": _sheet(template(ENGLISH, None, [table], known=rows), header=True),
        "check": checks(f"{table}.csv", upload),
        "wrong": checks(f"{table}.csv", wrong),
        "api.csv": _csv(api["csv"].removeprefix("\ufeff"), header=True),
        "api.json": next(iter(json.loads(api["json"])["rows"])),
        "openapi": list(described["components"]["schemas"][f"{table}_row"]["properties"]),
        "descriptor": [described["name"] for described in columns],
        "dictionary": html.render("dictionary.html", lens, schema=TABLES.values()),
    }


def _checked(store: Store, name: str, content: str) -> Checkup:
    data = b64decode(content) if not name.endswith(".csv") else content.encode()
    return examine([Upload(name, data)], store, TODAY)


def _told(checkup: Checkup) -> dict[str, object]:
    return {
        "accepted": checkup.accepted,
        "refused": [fault.kind for fault in checkup.refused],
        "faults": [
            (str(one.tier), one.fault.kind, one.fault.column)
            for one in checkup.checked.findings
            if one.tier != Tier.WARNED
        ],
        "read": sorted({name for draft in checkup.drafts for name in draft.cells}),
        "unknown": [name for draft in checkup.drafts for name in draft.unknown],
        "changed": {
            table: dict(changes.changed)
            for table, changes in checkup.changes(Mode.UPDATE).items()
            if changes
        },
    }


def _files(store: Store, version: Version) -> dict[str, str]:
    edition = edition_of(version, store.tables(version.id), ENGLISH)
    projects = whole(edition, "projects")
    made = {
        "projects.csv": tables.as_csv(projects),
        "projects.json": tables.as_json(projects),
        "projects.xlsx": template(ENGLISH, edition.rows, ["projects"]),
        "record.zip": data_package.as_zip(edition),
        "iati.xml": activities(edition.lens, today=TODAY),
    }
    for code in LANGUAGES:  # what a reader takes from a page: its headings are labels
        shown = edition_of(version, store.tables(version.id), Language(code))
        made[f"shown.{code}.xlsx"] = workbooks.as_xlsx(whole(shown, "projects"))
    held = [name for name, one in TABLES.items() if edition.rows[name] or not one.is_optional]
    assert [one.table.name for one in every_table(edition)] == held
    return {name: b64encode(content).decode() for name, content in made.items()}


def _csv(text: str, *, header: bool = False) -> object:
    lines = csv.DictReader(io.StringIO(text, newline=""))
    return list(lines.fieldnames or ()) if header else _by_key(lines)


def _sheet(content: bytes, *, header: bool = False) -> object:
    """A table of a workbook, whose second row has the names of the columns."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    lines = list(book[book.sheetnames[1]].iter_rows(min_row=2, values_only=True))
    names = [str(name).removeprefix("# ") for name in lines[0]]
    if header:
        return names
    cells = ([str(cell or "") for cell in line] for line in lines[1:])
    return _by_key(dict(zip(names, line, strict=True)) for line in cells)


def _by_key(rows: Iterable[Mapping[str, str]]) -> dict[str, Mapping[str, str]]:
    return {row["project_id"]: row for row in rows}


_WORK = (publishes, checks, restores, looks, exports, starts, adds)
KNOWN = {work.__name__: work for work in _WORK}


def serve() -> None:
    """Answer each line of work by one of JSON, from a process that is split off for it."""
    gc.freeze()  # or each process would copy what was imported, to look through it
    while line := sys.stdin.readline():
        if child := os.fork():
            if os.waitpid(child, 0)[1]:
                sys.exit("A piece of work failed.")
            continue
        url, work = json.loads(line)
        os.environ["DATABASE_URL"] = url
        answers = [KNOWN[name](**arguments) for name, arguments in work]
        print(json.dumps(answers), flush=True)  # noqa: T201 - the answer
        return


if __name__ == "__main__":
    serve()
