"""Lets references follow the ids that a sheet of the same upload keeps in our form."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from data.intake.layout import Draft
from data.record.rows import Rows
from data.schema import TABLES, Field
from data.values.ids import proposed

_Renamed = Mapping[str, Mapping[str, str]]  # by table: the id in the file and the one kept


def following(drafts: Sequence[Draft], published: Mapping[str, Rows]) -> list[Draft]:
    """The drafts, with references to rows that are kept under another id than the files give."""
    renamed: dict[str, dict[str, str]] = {}
    for draft in drafts:
        key = TABLES[draft.table].key
        given = zip(draft.original.get(key, ()), draft.cells.get(key, ()), strict=False)
        known = published.get(draft.table, {})
        renamed.setdefault(draft.table, {}).update(
            (was.strip(), now)
            for was, now in given
            if was.strip() != now and now == proposed(was) and was.strip() not in known
        )
    if not any(renamed.values()):
        return list(drafts)
    return [_followed(draft, renamed) for draft in drafts]


def _followed(draft: Draft, renamed: _Renamed) -> Draft:
    cells = dict(draft.cells)
    for field in TABLES[draft.table].fields.values():
        if field.name not in cells or not (field.references or field.references_in):
            continue
        count = len(draft.numbers)
        subjects = draft.cells.get(field.references_in or "", [field.references or ""] * count)
        cells[field.name] = [
            _kept(field, text, renamed.get(subject, {}))
            for text, subject in zip(cells[field.name], subjects, strict=True)
        ]
    return replace(draft, cells=cells)


def _kept(field: Field, text: str, renamed: Mapping[str, str]) -> str:
    """The same cell with the ids under which the rows are kept."""
    if not field.is_list:
        return renamed.get(text, text)
    delimiter = field.delimiter or ";"
    return delimiter.join(renamed.get(one, one) for one in text.split(delimiter))
