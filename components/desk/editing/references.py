"""Fields that name other rows: found by any of their names, or made on the way.

What is typed and in no list comes here to be looked up without accents, in every language and among
the aliases. One row found is chosen; several are offered; none can be made, or becomes another name
of one that is there.
"""

from collections.abc import Sequence

import streamlit as st

from components import html
from components.desk.editing import codes
from components.desk.editing.cell import Cell, keep
from data.desk.editing import again, choosing
from data.desk.editing.presets import of_origin
from data.desk.editing.sketching import is_new, new_key
from data.record.rows import Rows
from data.schema import TABLES

_MOST_LISTED = 1_000  # rows in the list; more are found by typing
_LONGEST = 40  # letters of a name on a button


def draws(cell: Cell) -> bool:
    """Whether a cell names other rows."""
    return bool(cell.field.references or codes.subject(cell))


def draw(cell: Cell, *, can_make: bool = True) -> list[str]:
    """The field; gives the keys of new rows that it names, whose own fields belong below it."""
    target = cell.field.references or codes.subject(cell)
    rows = cell.bench.rows(target)
    chosen = [one for one in cell.text.split(cell.field.delimiter or ";") if one]
    options = list(dict.fromkeys([*chosen, *list(rows)[-_MOST_LISTED:]]))
    if target == cell.table.name:
        options = [one for one in options if one != cell.key]
    names = {key: _named(cell, target, rows, key) for key in options}
    if cell.field.is_list:
        cell.settle(chosen)
        st.multiselect(
            cell.label,
            options,
            format_func=lambda key: names.get(key, key),
            key=cell.widget,
            help=_help(cell),
            placeholder=cell.bench.lens.language.text("Type a name to search"),
            accept_new_options=True,
            filter_mode="contains",  # else Enter takes a name that has only some of the letters
            select_all=False,
            on_change=_keep,
            args=(cell, target),
        )
    else:
        cell.settle(chosen[0] if chosen else None)
        st.selectbox(
            cell.label,
            options,
            index=None,
            format_func=lambda key: names.get(key, key),
            key=cell.widget,
            help=_help(cell),
            placeholder=cell.bench.lens.language.text("Type a name to search"),
            accept_new_options=True,
            filter_mode="contains",  # else Enter takes a name that has only some of the letters
            on_change=_keep,
            args=(cell, target),
        )
    _told_gone(cell, target, chosen)
    _offer_again(cell, rows, chosen)
    _ask(cell, target, rows, can_make=can_make)
    return [key for key in chosen if is_new(key) and key in rows]


def _named(cell: Cell, target: str, rows: Rows, key: str) -> str:
    _ = cell.bench.lens.language.text
    if key not in rows:
        row = cell.bench.gone(target, key)
        return choosing.described(target, row, cell.bench.lens.language) if row else key
    name = choosing.described(target, rows[key], cell.bench.lens.language)
    return name or _("without a name yet")


def _help(cell: Cell) -> str | None:
    """What the column means; nothing about how several ids are written, which nobody does here."""
    return None if cell.field.references == "sources" else cell.help


def _asked(cell: Cell) -> str:
    """Key of the session with the text that was typed and means no single row."""
    return f"{cell.widget}-asked"


def _keep(cell: Cell, target: str) -> None:
    """Keep the rows that were chosen; a text that is none of them is looked up."""
    value = st.session_state[cell.widget]
    values: Sequence[str] = value if isinstance(value, list) else [value] if value else []
    rows = cell.bench.rows(target)
    st.session_state.pop(_asked(cell), None)
    kept = []
    for one in values:
        meant = (one,) if one in rows else choosing.found(target, rows, one)
        if len(meant) == 1 and meant[0] != cell.key:
            kept.append(meant[0])
        else:
            st.session_state[_asked(cell)] = one
    _write(cell, kept)


def _write(cell: Cell, keys: Sequence[str]) -> None:
    """Keep these rows, and have the widget show them."""
    kept = list(dict.fromkeys(keys))
    cell.keep((cell.field.delimiter or ";").join(kept if cell.field.is_list else kept[-1:]))
    st.session_state.pop(f"{cell.widget}-seen", None)


def _chosen(cell: Cell) -> list[str]:
    return [one for one in cell.text.split(cell.field.delimiter or ";") if one]


def _add(cell: Cell, key: str) -> None:
    """Choose one more row."""
    st.session_state.pop(_asked(cell), None)
    _write(cell, [*_chosen(cell), key])


def _make(cell: Cell, target: str, text: str) -> None:
    """Make a new row that is called so, and choose it."""
    key = new_key()
    row = cell.bench.row(cell.table.name, cell.key)
    cells = {**choosing.name_cells(target, text), **of_origin(target, row)}
    keep(cell.bench, target, key, cells or {"note_vi": ""})
    _add(cell, key)


def _alias(cell: Cell, target: str, text: str, key: str) -> None:
    """Keep a text as another name of a row, and choose that."""
    before = cell.bench.row(target, key)["aliases"]
    names = dict.fromkeys([*filter(None, before.split(";")), text.replace(";", ",").strip()])
    keep(cell.bench, target, key, {"aliases": ";".join(names)})
    _add(cell, key)


def _alias_chosen(cell: Cell, target: str, text: str, widget: str) -> None:
    if key := st.session_state[widget]:
        _alias(cell, target, text, key)


def _told_gone(cell: Cell, target: str, chosen: Sequence[str]) -> None:
    """Say which of the chosen rows others removed meanwhile, and offer what stands in its place."""
    language = cell.bench.lens.language
    _, rows = language.text, cell.bench.published.get(target, {})
    for key in chosen:
        row = cell.bench.gone(target, key)
        if row is None:
            continue
        name = choosing.described(target, row, language)
        text = _("Others removed “{name}” from the record meanwhile. Choose another here.")
        st.warning(html.literal(text.format(name=name)))
        if instead := cell.bench.successor(target, key):
            name = choosing.described(target, rows[instead], language)
            label = _("Take “{name}”, which stands in its place").format(name=name)
            kept = [instead if one == key else one for one in chosen]
            st.button(
                html.literal(label),
                key=f"{cell.widget}-instead-{key}",
                on_click=_write,
                args=(cell, kept),
            )


def _offer_again(cell: Cell, rows: Rows, chosen: Sequence[str]) -> None:
    """What the row before this one names, while this one names nothing."""
    text = again.before(cell.bench.sketch, cell.table.name, cell.key, cell.field.name)
    keys = [key for key in text.split(";") if key in rows]
    if chosen or not keys:
        return
    target = cell.field.references or ""
    name, language = _cut(_named(cell, target, rows, keys[0])), cell.bench.lens.language
    label = language.text("As before: {name}").format(name=name)
    if len(keys) > 1:
        label += " " + language.plural("(and {count} more)", "(and {count} more)", len(keys) - 1)
    st.button(html.literal(label), key=f"{cell.widget}-again", on_click=_write, args=(cell, keys))


def _cut(name: str) -> str:
    """A name short enough for a button."""
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


def _ask(cell: Cell, target: str, rows: Rows, *, can_make: bool) -> None:
    """What to do with a text that means no single row."""
    _ = cell.bench.lens.language.text
    text = st.session_state.get(_asked(cell))
    if text is None:
        if can_make:
            label = _("New entry in “{table}”").format(table=_table(cell, target).lower())
            st.button(
                html.literal(f"+ {label}"),
                key=f"{cell.widget}-new",
                type="tertiary",
                on_click=_make,
                args=(cell, target, ""),
            )
        return
    meant = [key for key in choosing.found(target, rows, text) if key != cell.key]
    with st.container(border=True, key=f"nc-asked-{cell.widget}"):
        if meant:
            st.write(html.literal(_("Several rows may be meant by “{text}”:").format(text=text)))
        else:
            st.write(html.literal(_("“{text}” is not known here.").format(text=text)))
        for key in meant:
            st.button(
                html.literal(_named(cell, target, rows, key)),
                key=f"{cell.widget}-is-{key}",
                on_click=_add,
                args=(cell, key),
            )
        if can_make:
            label = _("New: “{text}”").format(text=text)
            st.button(
                html.literal(f"+ {label}"),
                key=f"{cell.widget}-make",
                on_click=_make,
                args=(cell, target, text),
            )
        if "aliases" in TABLES[target].fields:
            widget = f"{cell.widget}-alias"
            st.selectbox(
                html.literal(_("“{text}” is another name of").format(text=text)),
                [key for key in rows if key != cell.key][-_MOST_LISTED:],
                index=None,
                format_func=lambda key: _named(cell, target, rows, key),
                key=widget,
                placeholder=_("Choose"),
                on_change=_alias_chosen,
                args=(cell, target, text, widget),
            )


def _table(cell: Cell, target: str) -> str:
    return TABLES[target].labels[cell.bench.lens.language.code]
