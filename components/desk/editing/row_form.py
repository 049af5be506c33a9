"""The form of one row, made from the schema: the source first, then what the row needs, then more.

Each cell is kept as soon as it is typed; what is wrong with it stands below its field.
"""

from collections.abc import Iterable, Iterator

import streamlit as st

from components import html, links
from components.desk.editing import (
    beginning,
    codes,
    papers,
    position,
    preview,
    references,
    removing,
    words,
)
from components.desk.editing.cell import Cell, found, keep
from components.desk.editing.workbench import Workbench
from components.page import parts
from data.desk.checked import STALE
from data.desk.editing import again, choosing, layout, likely
from data.desk.editing.sketching import is_new
from data.record.wording import called
from data.schema import LANGUAGES, TABLES, Table


def shown(bench: Workbench, table: str, key: str) -> None:
    """Every field of a row, under headings; all but what it needs is folded."""
    beginning.like_another(bench, table, key)
    st.subheader(html.literal(_heading(bench, table, key)), anchor=False)
    if removing.is_removed(bench, table, key):
        return
    if wants_removal := st.query_params.get("go") == "remove" and not is_new(key):
        removing.shown(bench, table, key, expanded=True)
    _ = bench.lens.language.text
    if st.toggle(_("As readers will see it"), key="sketch-preview"):
        form, seen = st.columns([3, 2], gap="large")
        with form:
            _sections(bench, table, key)
        with seen, st.container(key="nc-form-seen"):
            preview.shown(bench, table, key)
    else:
        parts.note(_("What is typed is kept at once; readers see it when the draft is published."))
        _sections(bench, table, key)
    if not is_new(key) and not wants_removal:
        removing.shown(bench, table, key)


def _sections(bench: Workbench, table: str, key: str) -> None:
    own, language = TABLES[table], bench.lens.language
    with st.container(key="nc-form"):
        for number, (heading, columns) in enumerate(layout.sections(own, language).items()):
            if number < _open(own):
                st.markdown(f"**{html.literal(heading)}**")
                fields(bench, table, key, columns)
                continue
            filled = sum(bool(bench.row(table, key)[one]) for one in columns)
            label = f"{heading} ({language.number(filled)})" if filled else heading
            with st.expander(html.literal(label), expanded=_has_faults(bench, table, key, columns)):
                fields(bench, table, key, columns)
        _same_still(bench, table, key)
        _doubles(bench, table, key)
        papers.shown(bench, table, key)


def fields(bench: Workbench, table: str, key: str, columns: Iterable[str]) -> None:
    """Some fields of a row, each with what is wrong with it."""
    for group in _grouped(TABLES[table], columns):
        if len(group) == 1:
            field(bench, table, key, group[0])
        else:
            for column, name in zip(st.columns(len(group)), group, strict=True):
                with column:
                    field(bench, table, key, name)
        if position.draws(TABLES[table], group):
            position.draw(bench, TABLES[table], key)


def field(bench: Workbench, table: str, key: str, name: str, *, inner: bool = False) -> None:
    """One field: a list for codes, a search for other rows, else a text; its faults below it.

    ``inner``: the row is itself made within the form of another, so no further one is begun.
    """
    cell = Cell(bench, TABLES[table], key, TABLES[table].fields[name])
    if references.draws(cell):
        new = references.draw(cell, can_make=not inner)
        found(cell)
        for other in () if inner else new:
            _made_on_the_way(cell, other)
        if name == "head_person_id":
            _offer_post(cell)
        return
    if codes.draws(cell):
        codes.draw(cell)
    else:
        words.draw(cell)
    found(cell)


def _open(table: Table) -> int:
    """How many headings stand open: the source, and what the row needs."""
    return 1 if table.name == "sources" else 2


def _heading(bench: Workbench, table: str, key: str) -> str:
    language = bench.lens.language
    label = TABLES[table].labels[language.code]
    name = called(table, bench.row(table, key), language)
    if is_new(key):
        label = language.text("New entry in “{table}”").format(table=label.lower())
    return language.pair(label, name) if name else label


def _grouped(table: Table, columns: Iterable[str]) -> Iterator[list[str]]:
    """Columns that stand side by side: a text in its languages, a pair of dates or numbers."""
    wanted = [name for name in columns if layout.is_asked(table, name)]
    pairs = [*table.periods, *table.together.values(), ("amount", "currency")]
    done: set[str] = set()
    for name in wanted:
        if name in done:
            continue
        text = table.fields[name].text_of
        together = [f"{text}_{code}" for code in LANGUAGES] if text else [name]
        together = list(next((pair for pair in pairs if name == pair[0]), together))
        group = [one for one in together if one in wanted]
        done.update(group)
        yield group


def _has_faults(bench: Workbench, table: str, key: str, columns: Iterable[str]) -> bool:
    """Whether something is wrong below a folded heading, so that it must not be overlooked."""
    own = set(columns)
    edit = bench.edit(table, key)
    return any(
        one.fault.column in own and one.fault.column in (edit.cells or {})
        for one in bench.check.findings(table, key)
    )


def _made_on_the_way(cell: Cell, key: str) -> None:
    """The few fields that a new row needs, below the field that names it."""
    target = cell.field.references or codes.subject(cell)
    with st.container(border=True, key=f"nc-inner-{cell.widget}-{key}"):
        st.markdown(f"**{html.literal(_heading(cell.bench, target, key))}**")
        for name in layout.few(target):
            if name != "source_ids" or target != "sources":
                field(cell.bench, target, key, name, inner=True)
        _doubles(cell.bench, target, key)


def _offer_post(cell: Cell) -> None:
    """The post of a person, as the record has it, for the row that names the person."""
    row = cell.bench.row(cell.table.name, cell.key)
    post = again.post({"people": cell.bench.rows("people")}, row)
    missing = {column: text for column, text in post.items() if not row.get(column)}
    if missing:
        words_ = next(iter(missing.values()))
        label = cell.bench.lens.language.text("Take the post as well: {post}").format(post=words_)
        st.button(
            html.literal(label),
            key=f"{cell.widget}-post",
            on_click=keep,
            args=(cell.bench, cell.table.name, cell.key, missing),
        )


def _same_still(bench: Workbench, table: str, key: str) -> None:
    """The box that says that translations left behind still say the same."""
    stale = any(one.fault.kind == STALE for one in bench.check.findings(table, key))
    box = f"{bench.confirming}-here"
    if stale or st.session_state.get(box):
        st.checkbox(
            bench.lens.language.text("These translations still say the same: do not mark them"),
            key=box,
            on_change=_confirm,
            args=(bench.confirming, box),
        )


def _confirm(confirming: str, box: str) -> None:
    st.session_state[confirming] = st.session_state[box]


def _doubles(bench: Workbench, table: str, key: str) -> None:
    """Rows that a new one may be the double of."""
    if not is_new(key):
        return
    language, rows = bench.lens.language, bench.rows(table)
    for other in likely.doubles(table, key, rows):
        name = choosing.described(table, rows[other], language)
        said = language.text("Is this the same as “{name}”? It is on record already.")
        st.warning(html.literal(said.format(name=name)))
        if not is_new(other) and table in links.OPENED_AT:
            href = links.to_row(table, other, language.code)
            st.html(
                f'<p><a href="{html.escape(href)}" target="_blank">'
                f"{html.escape(language.text('Look at it'))}</a></p>"
            )
