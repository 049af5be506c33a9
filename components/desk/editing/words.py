"""Fields to type into: short texts, dates and numbers as people say them, long texts."""

import streamlit as st

from components.desk.editing.cell import Cell, keep_typed
from components.page import parts
from data.desk.editing import typed
from data.language import Language
from data.schema import Field

_SHORT_TEXTS = ("title", "name", "short_name", "publisher", "role", "head_role", "label")


def draw(cell: Cell) -> None:
    """A field to type into; below it, how a date or an amount was understood."""
    language = cell.bench.lens.language
    cell.settle(typed.shown(cell.field, cell.text, language))
    if cell.field.text_of and cell.field.text_of not in _SHORT_TEXTS:
        st.text_area(
            cell.label,
            key=cell.widget,
            help=cell.help,
            height=96,
            on_change=keep_typed,
            args=(cell,),
        )
        return
    st.text_input(
        cell.label,
        key=cell.widget,
        help=_help(cell),
        placeholder=example(cell.field, language),
        on_change=keep_typed,
        args=(cell,),
    )
    row = cell.bench.row(cell.table.name, cell.key)
    meant = typed.understood(cell.table, cell.field.name, row, language)
    if meant and meant != st.session_state[cell.widget]:
        parts.note(f"→ {meant}")


def example(field: Field, language: Language) -> str:
    """A value of the right form, to be seen in the empty field."""
    _ = language.text
    if field.is_edtf:
        return _("for example: 22/11/2023, March 2024, about 2018")
    if field.name == "amount":
        return _("for example: 24.65 million euro")
    if field.unit == "°":
        return _("for example: 21.386 or 21°23′N")
    if field.is_uri:
        return "https://"
    if field.is_list:
        return _("several with ; between")
    return ""


def _help(cell: Cell) -> str | None:
    """What the column means; for a date also how it may be typed, and nothing about EDTF."""
    if not cell.field.is_edtf:
        return cell.help
    _ = cell.bench.lens.language.text
    how = _("Type it as people say it: 22/11/2023, March 2024, about 2018, before 2015.")
    return how if "EDTF" in (cell.help or "EDTF") else f"{cell.help} {how}"
