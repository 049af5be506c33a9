"""One draft: its rows, what was found in them, what would change, and the form that hands it in."""

from contextlib import suppress
from functools import partial
from typing import NamedTuple

import streamlit as st

from components import html, links
from components.desk import findings, publishing, questions
from components.desk.batch import Batch, Typed
from components.desk.editing import draft_list, other_windows, told, writing
from components.desk.editing.told import Note, Told
from components.desk.editing.workbench import Workbench
from components.page import parts
from data.desk.editing import sketching
from data.record.wording import called
from data.schema import TABLES
from data.store.sketched import NoSketch

_LONGEST_TITLE = 200
_MOST_BROKEN = 20


class DraftRow(NamedTuple):
    """A row of a draft as it is shown: what it does, which columns it changes, what was found."""

    name: str
    href: str
    kind: str
    does: str
    columns: list[str]
    told: list[Told]
    notes: list[Note]


def shown(bench: Workbench) -> None:
    """A draft: its rows, what was found, what would change, and the form that hands it in."""
    _ = bench.lens.language.text
    other_windows.told_elsewhere(bench.lens)
    st.subheader(html.literal(bench.name), anchor=False)
    _about(bench)
    _told_broken(bench)
    with st.container(key="nc-form"):
        rows(bench)
        _further(bench)
        handing_in(bench)
        _settings(bench)


def _told_broken(bench: Workbench) -> None:
    """Name the rows that the store no longer holds whole."""
    if broken := bench.sketch.broken:
        text = bench.lens.language.plural(
            "{count} row of this draft cannot be read any more, and changes nothing:",
            "{count} rows of this draft cannot be read any more, and change nothing:",
            len(broken),
        )
        ids = ", ".join(key for _table, key in broken[:_MOST_BROKEN])
        st.error(html.literal(f"{text} {ids}"))


def _about(bench: Workbench) -> None:
    language, sketch = bench.lens.language, bench.sketch
    text = language.text("{rows}; begun {begun}, changed last {changed}").format(
        rows=language.plural("{count} row", "{count} rows", sketch.count),
        begun=language.moment(sketch.begun),
        changed=language.moment(sketch.changed),
    )
    parts.note(text)


def rows(bench: Workbench) -> None:
    """Every row of a draft by table, with what it changes, what was found, and a way out of it."""
    _ = bench.lens.language.text
    for table, edits in bench.sketch.rows.items():
        st.markdown(f"**{html.literal(TABLES[table].labels[bench.lens.language.code])}**")
        for key in edits:
            with st.container(border=True):
                parts.show("draft_row.html", bench.lens, row=_described(bench, table, key))
                if st.button(_("Take out of the draft"), key=f"out-{table}-{key}"):
                    writing.take_out(bench, table, key)
                    st.rerun()


def _described(bench: Workbench, table: str, key: str) -> DraftRow:
    language, edit = bench.lens.language, bench.edit(table, key)
    _, fields = language.text, TABLES[table].fields
    kinds = {"added": _("new"), "changed": _("changed"), "removed": _("is removed")}
    kind = "added" if sketching.is_new(key) else "changed"
    kind = "removed" if edit.cells is None else kind
    columns = (
        [] if kind != "changed" else [fields[one].labels[language.code] for one in edit.cells or {}]
    )
    return DraftRow(
        called(table, bench.row(table, key), language) or _("without a name yet"),
        _address(bench, table, key),
        kind,
        kinds[kind],
        columns,
        told.of_row(bench, table, key),
        list(told.notes(bench, table, key)),
    )


def _address(bench: Workbench, table: str, key: str) -> str:
    """Where the form of a row is."""
    code, number = bench.lens.language.code, str(bench.sketch.number)
    return links.href("data", code, part="drafts", draft=number, table=table, row=key)


def _further(bench: Workbench) -> None:
    """Links to begin one more row of any table, and to the guided way."""
    _, code = bench.lens.language.text, bench.lens.language.code
    if bench.sketch.rows.get("visits"):
        href = links.href("data", code, part="visit", draft=str(bench.sketch.number))
        text = html.escape(_("Go on with the visit, step by step"))
        st.html(f'<p class="nc-walk"><a href="{html.escape(href)}" target="_self">{text}</a></p>')
    with st.expander(_("Add a row"), expanded=not bench.sketch.rows):
        lines = []
        for name, table in TABLES.items():
            if table.keeps_files:
                continue
            at = {"part": "drafts", "draft": str(bench.sketch.number), "table": name}
            href = html.escape(links.href("data", code, **at, row=sketching.new_key()))
            lines.append(f'<a href="{href}" target="_self">{html.escape(table.labels[code])}</a>')
        st.html(f'<p class="nc-add-row nc-walk">{" · ".join(lines)}</p>')


def handing_in(bench: Workbench) -> None:
    """What was found beside the rows, what would change, and the form to publish or propose."""
    if not bench.sketch.rows:
        return
    check = bench.check
    for fault in check.checkup.refused:
        st.error(html.literal(fault.sentence(bench.lens.language)))
    questions.asked(bench.lens, check.checkup.drafts, bench.asking)
    base = check.checkup.base.id
    settle = partial(sketching.settle, bench.where, bench.sketch, base, by=bench.by)
    batch = Batch(
        f"sketch-{bench.sketch.number}",
        bench.where.version(bench.sketch.base),
        f"{bench.sketch.number}-{bench.sketch.changed:%H%M%S%f}-{base}",
        check.checkup,
        bench.confirming,
        bool(st.session_state.get(bench.confirming)),
        typed=Typed(_left(bench), len(check.gone), partial(_done, bench), settle),
    )
    findings.confirmation(bench.lens, batch)
    if not any(check.checkup.checked.rows.values()) and not check.checkup.removed:
        text = bench.lens.language.text(
            "Nothing can be handed in yet: each row still misses something that is said above."
        )
        st.warning(html.literal(text))
    publishing.offered(bench.lens, batch)


def _left(bench: Workbench) -> tuple[tuple[str, str], ...]:
    """The rows that the draft leaves in the record, by table and id."""
    kept = bench.check.checkup.checked.rows
    return tuple(
        place
        for (table, _key), own in bench.check.ids.items()
        if (place := (table, own)) and own in kept.get(table, {})
    )


def _done(bench: Workbench) -> None:
    """Remove the draft once it is published or handed in, and go to the list."""
    with suppress(NoSketch):  # thrown away in another window at the same moment
        sketching.throw_away(bench.where, bench.sketch, by=bench.by)
    for name in ("draft", "table", "row", "step"):
        st.query_params.pop(name, None)
    st.query_params["part"] = "drafts"


def _settings(bench: Workbench) -> None:
    """Another name for the draft, and a tick and a button that throw it away."""
    _, number = bench.lens.language.text, bench.sketch.number
    with st.expander(_("Rename or throw away")):
        with st.form(f"rename-{number}", border=False):
            title = st.text_input(
                _("Name of the draft"), bench.sketch.title, max_chars=_LONGEST_TITLE
            )
            if st.form_submit_button(_("Rename")):
                sketching.rename(bench.where, bench.sketch, title, by=bench.by)
                st.rerun()
        with st.form(f"throw-{number}", border=False):
            sure = st.checkbox(_("Throw away all that was typed in this draft"))
            if st.form_submit_button(_("Throw away")):
                if not sure:
                    st.warning(html.literal(_("Tick that it may go; nothing was thrown away.")))
                else:
                    sketching.throw_away(bench.where, bench.sketch, by=bench.by)
                    draft_list.go(part="drafts")
