"""Fields that choose from a list in words: codes, countries, currencies, yes and no, languages."""

import streamlit as st

from components.desk.editing.cell import Cell
from components.page import parts
from data.language import Language
from data.record.choices import choices
from data.schema import LANGUAGES, TABLES, codelist
from data.values.code_names import codes_of
from data.values.folding import fold

_SEARCHED = 10  # entries of a list from which on one types to find: without accents as well
_TONGUES = (*LANGUAGES, "ja", "ko", "zh", "de", "es", "lo", "ru", "th")


def draws(cell: Cell) -> bool:
    """Whether the field of a cell is a list to choose from."""
    field = cell.field
    is_list_of_codes = field.is_list and field.codelist is not None
    return bool(
        is_list_of_codes
        or field.codelist
        or field.enum
        or field.is_currency
        or field.is_timezone
        or field.type == "boolean"
        or field.name == "language"
    )


def draw(cell: Cell) -> None:
    """A list to choose one code from, or several; what is not in it stays until it is changed."""
    options = _options(cell)
    placeholder = cell.bench.lens.language.text("Choose")
    if cell.field.is_list:
        chosen = [one for one in cell.text.split(cell.field.delimiter or ";") if one]
        cell.settle(chosen)
        st.multiselect(
            cell.label,
            list(dict.fromkeys([*options, *chosen])),
            format_func=lambda code: options.get(code, code),
            key=cell.widget,
            help=cell.help,
            placeholder=placeholder,
            accept_new_options=True,
            filter_mode="contains",
            select_all=False,
            on_change=_keep,
            args=(cell,),
        )
        return
    cell.settle(cell.text or None)
    strange = [cell.text] if cell.text and cell.text not in options else []
    st.selectbox(
        cell.label,
        [*options, *strange],
        index=None,
        format_func=lambda code: options.get(code, code),
        key=cell.widget,
        help=_help(cell),
        placeholder=placeholder,
        accept_new_options=len(options) > _SEARCHED,
        filter_mode="contains",
        on_change=_keep,
        args=(cell,),
    )
    if meaning := _meaning(cell):
        parts.note(meaning)


def _options(cell: Cell) -> dict[str, str]:
    """The codes in words, in the order in which they are offered."""
    language = cell.bench.lens.language
    if cell.field.name == "language":
        return {code: language.tongue(code) for code in _TONGUES}
    offered = choices(cell.field, language, cell.bench.published)
    return {one.code: _worded(cell, one.code, one.name) for one in offered}


def _worded(cell: Cell, code: str, name: str) -> str:
    if cell.field.is_currency:
        return f"{code} – {name}"
    return name or code


def _help(cell: Cell) -> str | None:
    """What the column means; nothing about codes, which nobody sees here."""
    text = cell.help
    return None if text and "'" in text else text


def _meaning(cell: Cell) -> str:
    """What the code that is chosen means, where its name does not say enough."""
    name = cell.field.codelist
    if not name or name == "country" or not cell.text:
        return ""
    code = codelist(name).get(cell.text)
    return Language.definition(cell.bench.lens.language, code) if code else ""


def _keep(cell: Cell) -> None:
    value = st.session_state[cell.widget]
    values = value if isinstance(value, list) else [value] if value else []
    options = _options(cell)
    codes = [one if one in options else _meant(cell, options, one) for one in values]
    cell.keep((cell.field.delimiter or ";").join(codes))
    if codes != values:
        st.session_state.pop(f"{cell.widget}-seen", None)


def _meant(cell: Cell, options: dict[str, str], text: str) -> str:
    """The code that a text means without accents or in part; the text where none or several."""
    known, wanted = codes_of(cell.field), fold(text)
    if known and (certain := known.of(text)):
        return certain
    within = [code for code, name in options.items() if wanted in fold(name)]
    begins = [code for code in within if fold(options[code]).startswith(wanted)]
    return next((one[0] for one in (within, begins) if len(one) == 1), text)


def subject(cell: Cell) -> str:
    """The table that a cell refers to where another cell of its row names it; "" where none."""
    named = cell.bench.row(cell.table.name, cell.key).get(cell.field.references_in or "", "")
    return named if named in TABLES else ""
