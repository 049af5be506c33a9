"""What each column of an office's own sheet means to us, as somebody decided on the page.

A mapping is kept by the shape of the sheet, its headings in any order, and written as JSON.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from data.intake.storeys import plain
from data.schema import TABLES, Field, codelist
from data.values.folding import fold

AMOUNTS = "project_amounts"
_FORM = "nhip-cau-mapping-1"
# The tables beside a first one that a column may go to; their rows refer to its rows.
BESIDE: Mapping[str, tuple[str, ...]] = {"projects": (AMOUNTS,)}


class Rule(StrEnum):
    """How the cells of a column become ours."""

    OUT = "left-out"
    AS_IS = "as-is"
    NAMES = "names"  # names of rows of the record, several with / ; , or "và" between
    PERIOD = "period"  # "2018–2021": a start and an end
    AMOUNT = "amount"  # a number, "1.250 tr.đ": a row of its own in the table of amounts


@dataclass(frozen=True)
class Meaning:
    """What one column becomes: by which rule, in which columns of which table.

    Of an amount, ``kind`` is its code, ``power`` the zeros that its unit adds, ``currency`` its
    currency; both are for cells that say nothing themselves.
    """

    rule: Rule = Rule.OUT
    table: str = ""
    columns: tuple[str, ...] = ()
    kind: str = ""
    power: int = 0
    currency: str = ""


OUT = Meaning()


@dataclass(frozen=True)
class ColumnMapping:
    """The meaning of every heading of a sheet, in its order.

    ``table`` is the table that each row of the sheet is a row of. ``fixed`` are cells that are the
    same in every row, by column; they fill what the file does not have and the record neither.
    ``same`` are columns that repeat another one.
    """

    table: str
    columns: tuple[tuple[str, Meaning], ...]
    fixed: tuple[tuple[str, str], ...] = ()
    same: tuple[tuple[str, str], ...] = ()

    @property
    def shape(self) -> str:
        """The shape of the sheets that it is for."""
        return shape_of(heading for heading, _ in self.columns)

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that get rows: the first one, then those beside it."""
        named = (meaning.table for _, meaning in self.columns if meaning.table)
        return tuple(dict.fromkeys((self.table, *named)))


class BadMapping(ValueError):  # noqa: N818 -- says what the file is
    """Raised for a file that is no mapping, or names what we do not have; the text says what."""


def shape_of(headings: Iterable[str]) -> str:
    """A short name for a set of headings, whatever their order, case and accents."""
    folded = sorted(filter(None, map(folded_heading, headings)))
    return hashlib.sha256(json.dumps(folded).encode()).hexdigest()[:32]


def folded_heading(heading: str) -> str:
    """A heading without case, accents and double spaces."""
    return fold(plain(heading))


def options(table: str) -> list[Meaning]:
    """Everything that a column of a sheet of this table can mean."""
    described = TABLES[table]
    own = [_of_field(table, field) for field in described.fields.values() if _is_given(field)]
    periods = [Meaning(Rule.PERIOD, table, pair) for pair in described.periods]
    amounts = [
        Meaning(Rule.AMOUNT, AMOUNTS, ("amount",), kind)
        for beside in BESIDE.get(table, ())
        for kind in codelist("amount_kind")
        if beside == AMOUNTS
    ]
    return [OUT, *own, *periods, *amounts]


def meaning_of(table: str, column: str) -> Meaning:
    """The plain meaning of one of our columns."""
    return _of_field(table, TABLES[table].fields[column])


def _of_field(table: str, field: Field) -> Meaning:
    names = bool(field.references) and not field.acyclic
    return Meaning(Rule.NAMES if names else Rule.AS_IS, table, (field.name,))


def _is_given(field: Field) -> bool:
    return not (field.names_translations or field.ids_of)


def targets(mapping: ColumnMapping) -> list[tuple[str, str, str]]:
    """Each (table, column, kind of amount) that a column of the file fills, as often as it does."""
    return [
        (meaning.table, column, meaning.kind)
        for _, meaning in mapping.columns
        for column in meaning.columns
    ]


def lacking(mapping: ColumnMapping) -> list[str]:
    """Columns that must be filled, and that neither the file nor the mapping fills; once each."""
    given = {(table, column) for table, column, _ in targets(mapping)}
    said = dict(mapping.fixed).keys() | dict(mapping.same).keys()
    wanted: dict[str, None] = {}
    for name in mapping.tables:
        described = TABLES[name]
        made = {described.key, "project_id", "kind"} if name != mapping.table else set()
        if name_column(mapping):
            made.add(described.key)
        made |= {"currency"} if name == AMOUNTS and _has_currency(mapping) else set()
        wanted |= dict.fromkeys(
            column
            for column in described.required
            if (name, column) not in given and column not in said and column not in made
        )
    return list(wanted)


def _has_currency(mapping: ColumnMapping) -> bool:
    return all(one.currency for _, one in mapping.columns if one.rule is Rule.AMOUNT)


def name_column(mapping: ColumnMapping) -> str | None:
    """The column of the first table that an id can be made from: its name, in one language."""
    given = [column for table, column, _ in targets(mapping) if table == mapping.table]
    called = (TABLES[mapping.table].name_text, "name", "title")
    wanted = [f"{text}_{language}" for text in called for language in ("vi", "en", "fr")]
    return next((one for one in (*wanted, "name", "title") if one in given), None)


def placed(
    mapping: ColumnMapping, headings: Sequence[str]
) -> tuple[dict[int, Meaning], list[str], list[str]]:
    """The meaning of each place, the headings that the sheet lacks, and those that are new to it.

    A heading that is left out anyway is not missed.
    """
    free: dict[str, list[int]] = {}
    for place, heading in enumerate(headings):
        if heading:
            free.setdefault(folded_heading(heading), []).append(place)
    places: dict[int, Meaning] = {}
    absent = []
    for heading, meaning in mapping.columns:
        if at := free.get(folded_heading(heading)):
            places[at.pop(0)] = meaning
        elif meaning.rule is not Rule.OUT:
            absent.append(heading)
    new = [headings[place] for left in free.values() for place in left]
    return places, absent, new


def written(mapping: ColumnMapping, name: str = "") -> str:
    """A mapping as JSON, to keep and to take away."""
    columns = [
        {
            "heading": heading,
            "rule": str(one.rule),
            **({"table": one.table, "columns": list(one.columns)} if one.table else {}),
            **({"kind": one.kind} if one.kind else {}),
            **({"power": one.power} if one.power else {}),
            **({"currency": one.currency} if one.currency else {}),
        }
        for heading, one in mapping.columns
    ]
    package = {
        "form": _FORM,
        "name": name,
        "table": mapping.table,
        "columns": columns,
        "fixed": dict(mapping.fixed),
        "same": dict(mapping.same),
    }
    return json.dumps(package, ensure_ascii=False, indent=1)


def read_mapping(text: str) -> tuple[str, ColumnMapping]:
    """The name and the mapping that a JSON text holds; raises BadMapping."""
    try:
        package = json.loads(text)
    except (ValueError, RecursionError) as cause:
        raise BadMapping("JSON") from cause
    if not isinstance(package, dict) or package.get("form") != _FORM:
        raise BadMapping(_FORM)
    try:
        mapping = ColumnMapping(
            _known(package["table"], TABLES),
            tuple((_text(column["heading"]), _meaning(column)) for column in package["columns"]),
            _pairs(package.get("fixed", {})),
            _pairs(package.get("same", {})),
        )
        name = _text(package.get("name", ""))
    except (KeyError, TypeError, AttributeError) as cause:
        raise BadMapping(str(cause)) from cause
    _refuse_strange(mapping)
    return name, mapping


def _meaning(written: Mapping[str, Any]) -> Meaning:
    try:
        rule = Rule(written["rule"])
    except ValueError as cause:
        raise BadMapping(_short(written["rule"])) from cause
    if rule is Rule.OUT:
        return OUT
    power = written.get("power", 0)
    if not isinstance(power, int) or isinstance(power, bool) or not 0 <= power <= 12:
        raise BadMapping(_short(power))
    return Meaning(
        rule,
        _known(written["table"], TABLES),
        tuple(map(_text, written["columns"])),
        _text(written.get("kind", "")),
        power,
        _text(written.get("currency", "")),
    )


def _refuse_strange(mapping: ColumnMapping) -> None:
    """Refuse a mapping to what no column of this table can mean."""
    known = {(one.rule, one.table, one.columns, one.kind) for one in options(mapping.table)}
    for _, one in mapping.columns:
        if (one.rule, one.table, one.columns, one.kind) not in known:
            raise BadMapping(_short(" ".join((one.rule, one.table, *one.columns, one.kind))))
    fields = {name for table in mapping.tables for name in TABLES[table].fields}
    for name in (*dict(mapping.fixed), *dict(mapping.same), *dict(mapping.same).values()):
        _known(name, fields)


def _pairs(body: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((_text(name), _text(value)) for name, value in body.items())


def _known(name: object, names: Iterable[str]) -> str:
    text = _text(name)
    if text not in names:
        raise BadMapping(_short(text))
    return text


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 2_000:
        raise BadMapping(_short(value))
    return value


def _short(value: object) -> str:
    return str(value)[:80]
