"""The tables of the record, read from ``datapackage.json``: the single truth about columns.

Types, checks, labels, units, templates and the data dictionary all come from here.

A published version keeps the columns that it was published with. An optional column that it does
not have yet is read as empty. A column that has been renamed, called otherwise or removed since
stands in the list ``migrations`` of ``datapackage.json``, so that older versions and older files
are still read:

    {"table": "projects", "column": "donor_ref", "renamedTo": "funder_ref", "version": "1.1.0",
     "labels": {"vi": "Mã của bên tài trợ", "en": "Donor reference", "fr": "Réf. du donateur"}}
    {"table": "projects", "column": "sector_code", "version": "1.1.0", "labels": {…}}
    {"table": "projects", "column": "colour", "removed": true, "version": "1.1.0"}

``labels`` are those that the column had until then: workbooks taken from pages know it by them
alone. A step with labels only is for a column that kept its name. The newest step stands last;
``version`` is that of the package that brought it.

Beside what Table Schema knows, a table may have these properties:

- ``nameText``: the text, or the column, that a row is called by in few words
- ``optional``: versions published before the table was thought of have none; it has no rows there
- ``computed``: columns that are worked out for the day of reading; files have them, uploads skip
  them, and the store never keeps them
- ``periods``: pairs of columns of which the second may not lie before the first
- ``position``: the columns of latitude and longitude, filled together or not at all, the column
  of their country, and a box around some countries, to point out what lies outside

and a column these:

- ``references``, ``referencesIn``: the table whose ids it holds, or the column that names the table
- ``codelist``, ``dateFormat``, ``currency``, ``timezone``, ``unit``: what its cells are
- ``textOf``, ``language``: of which three-language text it is which language
- ``languageIn``: the column that names the language of its text
- ``notInFuture``: it says what has happened; a date after today is pointed out
- ``lookalikes``: two rows with nearly the same text are pointed out
- ``acyclic``: it refers to rows of its own table, and never back to where it started
- ``merges``: its row and the row that it names are one and the same thing
- ``idsOf``: columns of the same row, of which it repeats some ids
- ``translations``: it names translations of the same row that are older than their original
- ``ofFile``: it says what file the row is of, and where that belongs; nobody types it
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path(__file__).parent
# Every language of the interface, with its own name for itself.
LANGUAGES = {"vi": "Tiếng Việt", "en": "English", "fr": "Français"}
# The language in which a text of the record is written first; the others are translations of it.
ORIGINAL = "vi"


@dataclass(frozen=True)
class Field:
    """One column: its Table Schema type and what we add to it (references, codelist, EDTF)."""

    name: str
    type: str
    labels: Mapping[str, str]
    descriptions: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    unique: bool = False
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    enum: tuple[str, ...] = ()
    delimiter: str | None = None
    references: str | None = None
    references_in: str | None = None
    codelist: str | None = None
    is_edtf: bool = False
    is_currency: bool = False
    is_uri: bool = False
    is_timezone: bool = False
    unit: str | None = None
    text_of: str | None = None
    language: str | None = None
    language_in: str | None = None
    not_in_future: bool = False
    lookalikes: bool = False
    acyclic: bool = False
    merges: bool = False
    ids_of: tuple[str, ...] = ()
    names_translations: bool = False
    of_file: bool = False

    @property
    def is_list(self) -> bool:
        """Whether a cell holds several values, split at ``delimiter``."""
        return self.type == "list"


class Box(NamedTuple):
    """Degrees between which a country lies."""

    south: float
    north: float
    west: float
    east: float


@dataclass(frozen=True)
class Position:
    """The columns that say together where a row lies, and a box around some countries."""

    latitude: str
    longitude: str
    country: str
    boxes: Mapping[str, Box]


@dataclass(frozen=True)
class Table:
    """One CSV file of the record: its columns in order and its key.

    ``former`` are columns of earlier versions: what each is called now, None for one removed.
    ``former_labels`` are labels of earlier versions, each with the column of today.
    ``computed`` are columns that only files to take away have. ``is_optional`` says that older
    versions have no such table.
    """

    name: str
    path: Path
    key: str
    labels: Mapping[str, str]
    descriptions: Mapping[str, str]
    fields: Mapping[str, Field]
    name_text: str
    former: Mapping[str, str | None] = field(default_factory=dict)
    former_labels: tuple[tuple[str, Mapping[str, str]], ...] = ()
    computed: Mapping[str, Field] = field(default_factory=dict)
    periods: tuple[tuple[str, str], ...] = ()
    position: Position | None = None
    is_optional: bool = False

    @cached_property
    def keeps_files(self) -> bool:
        """Whether each row is of a file in the store: then it is made where the file is given."""
        return any(field.of_file for field in self.fields.values())

    @cached_property
    def unique(self) -> tuple[str, ...]:
        """Names of the columns of which no two rows may hold the same."""
        return tuple(name for name, field in self.fields.items() if field.unique)

    @cached_property
    def required(self) -> tuple[str, ...]:
        """Names of the columns that must be filled."""
        return tuple(name for name, field in self.fields.items() if field.required)

    def current(self, header: Iterable[str]) -> list[str | None]:
        """The columns of a file by the names they have now, None for one that is passed over."""
        return [None if name in self.computed else self.former.get(name, name) for name in header]

    @cached_property
    def referring(self) -> tuple[Field, ...]:
        """Columns with ids of other rows."""
        return tuple(f for f in self.fields.values() if f.references or f.references_in)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Names of the texts kept in three languages, without their suffix."""
        return tuple(dict.fromkeys(f.text_of for f in self.fields.values() if f.text_of))

    @cached_property
    def translations(self) -> Mapping[str, str]:
        """Columns with a translation, each with the column of its original."""
        return {
            f.name: f"{f.text_of}_{ORIGINAL}"
            for f in self.fields.values()
            if f.text_of and f.language != ORIGINAL
        }

    @cached_property
    def older(self) -> str | None:
        """The column that names the translations older than their original."""
        return next((f.name for f in self.fields.values() if f.names_translations), None)

    @cached_property
    def together(self) -> Mapping[str, tuple[str, ...]]:
        """For each column that says something only with another one, both of them.

        Half a position is no position, and a number with the unit of another is another amount.
        """
        pairs = [(self.position.latitude, self.position.longitude)] if self.position else []
        pairs += [(name, unit) for name in self.fields if (unit := self.unit_of(name))]
        return {name: pair for pair in pairs for name in pair}

    def unit_of(self, number: str) -> str:
        """The column with the unit of a number: ``base_unit`` for ``base_value``; "" if none."""
        unit = self.fields.get(number.replace("value", "unit"))
        is_unit = unit is not None and unit.codelist == "unit" and unit.name != number
        return unit.name if unit is not None and is_unit else ""

    def text_labels(self, text: str) -> Mapping[str, str]:
        """Label of a three-language text, without the name of the language."""
        labels = self.fields[f"{text}_vi"].labels
        return {language: label.rsplit(" (", 1)[0] for language, label in labels.items()}


@dataclass(frozen=True)
class Code:
    """One entry of a codelist, in three languages."""

    code: str
    names: Mapping[str, str]
    definitions: Mapping[str, str]


def _field(described: Mapping[str, Any]) -> Field:
    rules = described.get("constraints", {})
    return Field(
        name=described["name"],
        type=described["type"],
        labels=described["labels"],
        descriptions=described.get("descriptions", {}),
        required=rules.get("required", False),
        unique=rules.get("unique", False),
        pattern=rules.get("pattern"),
        minimum=rules.get("minimum"),
        maximum=rules.get("maximum"),
        enum=tuple(rules.get("enum", ())),
        delimiter=described.get("delimiter"),
        references=described.get("references"),
        references_in=described.get("referencesIn"),
        codelist=described.get("codelist"),
        is_edtf=described.get("dateFormat") == "edtf",
        is_currency=described.get("currency", False),
        is_uri=described.get("format") == "uri",
        is_timezone=described.get("timezone", False),
        unit=described.get("unit"),
        text_of=described.get("textOf"),
        language=described.get("language"),
        language_in=described.get("languageIn"),
        not_in_future=described.get("notInFuture", False),
        lookalikes=described.get("lookalikes", False),
        acyclic=described.get("acyclic", False),
        merges=described.get("merges", False),
        ids_of=tuple(described.get("idsOf", ())),
        names_translations=described.get("translations", False),
        of_file=described.get("ofFile", False),
    )


def _table(resource: Mapping[str, Any], migrations: Sequence[Mapping[str, Any]]) -> Table:
    former, former_labels = _former(resource, migrations)
    return Table(
        name=resource["name"],
        path=DATA / resource["path"],
        key=resource["schema"]["primaryKey"],
        labels=resource["labels"],
        descriptions=resource["descriptions"],
        fields={f["name"]: _field(f) for f in resource["schema"]["fields"]},
        name_text=resource["nameText"],
        former=former,
        former_labels=former_labels,
        computed={f["name"]: _field(f) for f in resource.get("computed", ())},
        periods=tuple((start, end) for start, end in resource.get("periods", ())),
        position=_position(resource["position"]) if "position" in resource else None,
        is_optional=resource.get("optional", False),
    )


def _position(described: Mapping[str, Any]) -> Position:
    boxes = {country: Box(**box) for country, box in described["boxes"].items()}
    return Position(**{**described, "boxes": boxes})


def _former(
    resource: Mapping[str, Any], migrations: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, str | None], tuple[tuple[str, Mapping[str, str]], ...]]:
    """What each earlier column of a table is called now, and which column had which labels.

    Raises:
        ValueError: a step leads to no column of today, or its old name is in use again.

    """
    columns = [described["name"] for described in resource["schema"]["fields"]]
    former: dict[str, str | None] = {}
    labels: list[tuple[str, Mapping[str, str]]] = []
    for step in reversed(migrations):  # the newest first, so that a name given twice leads to now
        if step["table"] != resource["name"]:
            continue
        old = step["column"]
        new = None if step.get("removed") else step.get("renamedTo", old)
        now = former.get(new, new) if new else None
        if new != old and (old in columns or old in former):
            raise ValueError(f"migrations: {old!r} had another meaning; take another name")
        if now is not None and now not in columns:
            raise ValueError(f"migrations: {old!r} became {now!r}, which is no column")
        if new != old:
            former[old] = now
        if now is not None:
            labels.append((now, step["labels"]))
    return former, tuple(labels)


_STEP = ("table", "column", "version")
_CHANGE = ("renamedTo", "removed", "labels")


def _migrations(package: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The steps of a descriptor; a ValueError says in a sentence what is wrong with one."""
    steps = package.get("migrations")
    if not isinstance(steps, list):
        raise ValueError("migrations: datapackage.json must have this list, [] where it is empty")
    for number, step in enumerate(steps, start=1):
        faults = _faults_of(step) if isinstance(step, dict) else ["must be an object in braces"]
        for wrong in faults:
            written = json.dumps(step, ensure_ascii=False)
            raise ValueError(f"migrations: step {number} {wrong}: {written}")
    return steps


def _faults_of(step: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the form of a step."""
    known = (*_STEP, *_CHANGE)
    for name in step.keys() - set(known):
        yield f"has {name!r}, which is none of {', '.join(known)}"
    for name in (*_STEP, *({"renamedTo"} & step.keys())):
        if not (isinstance(step.get(name), str) and step[name]):
            yield f"must have a text for {name!r}"
    if "removed" in step:
        for name in ("renamedTo", "labels"):
            if name in step:
                yield f"may not have {name!r} beside 'removed'"
        if step["removed"] is not True:
            yield "may say of 'removed' only true"
        return
    labels = step.get("labels")
    if not (isinstance(labels, dict) and labels.keys() >= LANGUAGES.keys()):
        yield f"must have the former 'labels' in {', '.join(LANGUAGES)}"
    if step.get("renamedTo") == step["column"]:
        yield "must have another name for 'renamedTo'"


# The descriptor as it is written; whoever changes a part of it works on a copy.
PACKAGE: Mapping[str, Any] = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))


def tables(package: Mapping[str, Any]) -> dict[str, Table]:
    """The tables that a descriptor describes, by name.

    Raises:
        ValueError: a migration is badly formed, names no table, or does not fit the columns.

    """
    migrations = _migrations(package)
    by_name = {one["name"]: _table(one, migrations) for one in package["resources"]}
    if strange := {step["table"] for step in migrations} - by_name.keys():
        raise ValueError(f"migrations: no table is called {', '.join(sorted(strange))}")
    return by_name


TABLES: Mapping[str, Table] = tables(PACKAGE)


@cache
def codelist(name: str) -> Mapping[str, Code]:
    """Codes of ``data/codelists/<name>.csv`` in their published order.

    ``country`` has no file: any ISO 3166-1 code that CLDR names is one (see ``language``).
    """
    with (DATA / "codelists" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return {
            row["code"]: Code(
                row["code"],
                {language: row[f"name_{language}"] for language in LANGUAGES},
                {language: row[f"definition_{language}"] for language in LANGUAGES},
            )
            for row in csv.DictReader(lines)
        }
