"""What an office's sheet lacks and each row must have: the same in all, or as another column."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager

import streamlit as st

from components import html
from components.desk import choosing
from components.page import parts
from data.desk.checkup import Checkup
from data.intake.mapping import ColumnMapping, lacking, targets
from data.language import Language
from data.schema import TABLES, Field, codelist
from data.values.code_names import codes_of
from data.views.lens import Lens

CURRENCIES = ("VND", "USD", "EUR", "JPY", "KRW", "CNY", "LAK", "GBP", "AUD", "CHF")
# What a column that the file does not have most often is; each stands on the page to be changed.
_USUAL = {
    "record_kind": "project",
    "qualifier": "exact",
    "scope": "project",
    "charted": "false",
    "mode": "in_person",
}


def filled(
    lens: Lens,
    checkup: Checkup,
    begins: str,
    mapping: ColumnMapping,
    begun: ColumnMapping | None,
) -> ColumnMapping:
    """The mapping with what must be filled and the file does not have: the same in every row."""
    _ = lens.language.text
    before = dict(begun.fixed) if begun else {}
    needed = lacking(mapping)
    if needed:
        parts.note(_("Your file does not have these; what you choose goes into every row."))
    repeated = dict(begun.same) if begun else {}
    fixed: dict[str, str] = {}
    same: dict[str, str] = {}
    asked = [name for name in needed if name != TABLES[mapping.table].key]  # no two rows share one
    for name, beside in zip(asked, _in_pairs(len(asked)), strict=True):
        field = field_of(mapping, name)
        key = f"map-{begins}-{mapping.table}-all-{name}"
        with beside:
            if field.text_of and name in TABLES[mapping.table].fields:
                same[name] = _same(lens, key, mapping, field, repeated.get(name)) or ""
            else:
                usual = before.get(name, _USUAL.get(name, ""))
                fixed[name] = _fixed(lens, checkup, key, field, usual)
    for name in _more(lens, begins, mapping, [one for one in before if one not in needed]):
        key = f"map-{begins}-{mapping.table}-all-{name}"
        fixed[name] = _fixed(lens, checkup, key, field_of(mapping, name), before.get(name, ""))
    return ColumnMapping(mapping.table, mapping.columns, _said(fixed), _said(same))


def _said(given: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, text) for name, text in given.items() if text)


def _in_pairs(count: int) -> Iterator[AbstractContextManager[object]]:
    """Places for so many fields, two in a row; on a phone each has a row."""
    for _row in range(0, count, 2):
        yield from st.columns(2)[: count - _row]


def _more(lens: Lens, begins: str, mapping: ColumnMapping, before: Sequence[str]) -> Sequence[str]:
    """Columns that need not be filled, and yet are the same in every row: such as the funder."""
    table = TABLES[mapping.table]
    given = {column for name, column, _ in targets(mapping) if name == table.name}
    free = [
        name
        for name, field in table.fields.items()
        if name not in given and not field.required and not field.text_of
        if not (field.names_translations or field.ids_of or field.acyclic)
    ]
    return choosing.some_of(
        lens.language.text("Other columns that are the same in every row"),
        free,
        [one for one in before if one in free],
        named=lambda name: table.fields[name].labels[lens.language.code],
        placeholder=lens.language.text("None"),
        key=f"map-{begins}-{mapping.table}-more",
    )


def field_of(mapping: ColumnMapping, name: str) -> Field:
    """The column of this name in the first of the tables that has it."""
    return next(TABLES[one].fields[name] for one in mapping.tables if name in TABLES[one].fields)


def _same(
    lens: Lens, key: str, mapping: ColumnMapping, field: Field, before: str | None
) -> str | None:
    """The column that a text repeats, such as the short name the name."""
    fields = TABLES[mapping.table].fields
    given = [column for table, column, _ in targets(mapping) if table == mapping.table]
    texts = [column for column in given if fields[column].text_of]
    own = [one for one in texts if fields[one].language == field.language]
    usual = before or next((one for one in own if one.startswith("name_")), None)
    label = lens.language.text("{column}: the same as")
    return choosing.one_of(
        html.literal(label.format(column=field.labels[lens.language.code])),
        texts,
        usual if usual in texts else None,
        named=lambda column: fields[column].labels[lens.language.code],
        placeholder=lens.language.text("Choose"),
        key=key,
    )


def _fixed(lens: Lens, checkup: Checkup, key: str, field: Field, before: str) -> str:
    """What stands in every row of a column; "" while nothing was chosen."""
    label = html.literal(field.labels[lens.language.code])
    if field.references:
        known = checkup.published.get(field.references, {})
        usual = [one for one in before.split(";") if one in known]
        return _rows(lens, field, list(known), usual, key=key)
    choices = _choices(field, lens.language)
    if not choices:
        return choosing.text(label, before, longest=400, key=key)
    chosen = choosing.one_of(
        label,
        list(choices),
        before if before in choices else None,
        named=choices.__getitem__,
        placeholder=lens.language.text("Choose"),
        finds=True,
        key=key,
    )
    return chosen or ""


def _rows(lens: Lens, field: Field, known: Sequence[str], usual: Sequence[str], *, key: str) -> str:
    """The ids of rows of the record that were chosen."""
    label = html.literal(field.labels[lens.language.code])

    def name(one: str) -> str:
        return lens.short(str(field.references), [one])

    if field.is_list:
        return ";".join(
            choosing.some_of(
                label,
                known,
                usual,
                named=name,
                placeholder=lens.language.text("Choose"),
                key=key,
            )
        )
    one = choosing.one_of(
        label,
        known,
        usual[0] if usual else None,
        named=name,
        placeholder=lens.language.text("Choose"),
        finds=True,
        key=key,
    )
    return one or ""


def _choices(field: Field, language: Language) -> Mapping[str, str]:
    """The codes that a column may hold, each in words."""
    _ = language.text
    if field.codelist == "country":
        codes = codes_of(field)
        names = {code: language.country(code) for code in (codes.codes if codes else ())}
        return dict(sorted(names.items(), key=lambda one: language.abc(one[1])))
    if field.codelist:
        return {one.code: one.names[language.code] for one in codelist(field.codelist).values()}
    if field.type == "boolean":
        return {"true": _("yes"), "false": _("no")}
    return {code: code for code in (CURRENCIES if field.is_currency else field.enum)}
