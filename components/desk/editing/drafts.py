"""Drafts at the desk: the list of them, one with its rows and its comparison, the form of a row."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

import streamlit as st

from components import html, links, shelf
from components.desk import findings, publishing, questions
from components.desk.editing import row_form, workbench
from components.desk.editing.workbench import Workbench
from components.desk.upload import Batch, Typed
from components.entrance import gate
from components.page import address, parts, ways_in
from data.accounts import accounts
from data.desk.checked import Finding, Tier
from data.desk.editing import sketching
from data.language import Language
from data.record.wording import called
from data.schema import TABLES
from data.store.sketches import NoSketch, Sketch
from data.views.lens import Lens

_LONGEST_TITLE = 200
_MOST_BROKEN = 20
_EMPTY = "required"  # the kind of fault of a cell that must be filled


class Listed(NamedTuple):
    """A draft in the list; ``way`` is the address of its guided way, "" where it has no visit."""

    name: str
    href: str
    way: str
    rows: str
    changed: datetime
    begun: datetime
    age: str


class Told(NamedTuple):
    """What was found in a row, in words, and the column it is about."""

    tier: Tier
    column: str
    sentence: str


class Note(NamedTuple):
    """A further sentence about a row, and the address of what it is about."""

    text: str
    name: str = ""
    href: str = ""


class DraftRow(NamedTuple):
    """A row of a draft as it is shown: what it does, which columns it changes, what was found."""

    name: str
    href: str
    kind: str
    does: str
    columns: list[str]
    told: list[Told]
    notes: list[Note]


def shown(lens: Lens) -> None:
    """The form of the row that the address opens, else the draft, else all drafts."""
    _ = lens.language.text
    where, by = shelf.opened(), gate.caller()
    own = {str(one.number): one for one in sketching.listed(where, by=by)}
    parts.guard("draft", own, _("All drafts are listed."))
    parts.guard("table", TABLES, _("The draft is shown."))
    table = address.value("table", TABLES)
    if table:
        _row(workbench.current(lens), table)
    elif address.value("draft", own):
        _one(workbench.current(lens))
    else:
        _list(lens, list(own.values()))


def told_lost(lens: Lens) -> None:
    """Say what was typed and could not be kept, so that it can be copied."""
    lost = workbench.lost()
    if not lost:
        return
    _ = lens.language.text
    if any(one.is_gone for one in lost):
        text = _(
            "The draft is not there any more: it was published or thrown away in another window. "
            "What was typed since then is not kept:"
        )
    else:
        text = _(
            "You are no longer signed in, or your account has another role. All that was typed "
            "before is kept in the draft; only this is not:"
        )
    typed = [
        f"{TABLES[one.table].fields[one.column].labels[lens.language.code]}: “{one.text}”"
        for one in lost
    ]
    st.error(html.literal(text))
    st.code("\n".join(typed), language=None, wrap_lines=True)
    if st.button(_("I have copied it"), key="lost-copied"):
        workbench.forget_lost()
        st.rerun()


def told_elsewhere(lens: Lens) -> None:
    """Say which cells another window of the same editor has written."""
    _ = lens.language.text
    for one in dict.fromkeys(workbench.elsewhere()):
        label = TABLES[one.table].fields[one.column].labels[lens.language.code]
        text = _(
            "“{column}” was also written in another window: “{there}” there, “{here}” here. "
            "Now it is “{stands}”."
        )
        st.warning(
            html.literal(
                text.format(column=label, there=one.there, here=one.here, stands=one.stands)
            )
        )


def _list(lens: Lens, own: list[Sketch]) -> None:
    """What was published last; every draft of the reader's, and ways to begin one."""
    _ = lens.language.text
    done = st.session_state.pop("desk-done", None)
    if done is not None:
        parts.show("desk_done.html", lens, done=done)
    parts.note(
        _(
            "A draft keeps what is typed, field by field, until it is published, handed in or "
            "thrown away. Only its writer sees it."
        )
    )
    with st.container(key="nc-begin", horizontal=True):
        if st.button(_("New visit, step by step"), type="primary", key="begin-visit"):
            _go(part="visit")
        if st.button(_("New draft"), key="begin-draft"):
            sketch = sketching.begin(shelf.opened(), by=gate.caller())
            _go(part="drafts", draft=str(sketch.number))
    ways_in.new(lens)
    if own:
        parts.show("draft_list.html", lens, drafts=[_listed(lens, one) for one in own])
    else:
        parts.note(_("There is no draft."))


def visits_under_way(lens: Lens) -> None:
    """The reader's drafts of visits, to be taken up again."""
    own = [_listed(lens, one) for one in sketching.listed(shelf.opened(), by=gate.caller())]
    under_way = [one._replace(href=one.way, way="") for one in own if one.way]
    if under_way:
        st.subheader(lens.language.text("Visits under way"), anchor=False)
        parts.show("draft_list.html", lens, drafts=under_way)


def _listed(lens: Lens, sketch: Sketch) -> Listed:
    published = shelf.rows(shelf.opened().current_id())
    code, number = lens.language.code, str(sketch.number)
    visits = [key for key, edit in sketch.rows.get("visits", {}).items() if edit.cells is not None]
    return Listed(
        workbench.name_of(sketch, lens, published),
        links.href("data", code, part="drafts", draft=number),
        links.href("data", code, part="visit", draft=number) if visits else "",
        lens.language.number(sketch.count),
        sketch.changed,
        sketch.begun,
        _age(sketch.begun, lens.language),
    )


def _age(begun: datetime, language: Language) -> str:
    """How long ago it was begun."""
    days = (datetime.now(UTC) - begun).days
    if days < 1:
        return language.text("less than a day ago")
    return language.plural("{count} day ago", "{count} days ago", days)


def _go(**parameters: str) -> None:
    """Open another part of the desk."""
    for name in ("part", "draft", "table", "row", "step", "again"):
        st.query_params.pop(name, None)
    st.query_params.update(parameters)
    st.rerun()


def _one(bench: Workbench) -> None:
    """A draft: its rows, what was found, what would change, and the form that hands it in."""
    _ = bench.lens.language.text
    told_elsewhere(bench.lens)
    st.subheader(html.literal(bench.name), anchor=False)
    _about(bench)
    told_broken(bench)
    rows(bench)
    _further(bench)
    handing_in(bench)
    _settings(bench)


def told_broken(bench: Workbench) -> None:
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
                    workbench.take_out(bench, table, key)
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
        row_address(bench, table, key),
        kind,
        kinds[kind],
        columns,
        told(bench, table, key),
        list(_notes(bench, table, key)),
    )


def row_address(bench: Workbench, table: str, key: str) -> str:
    """Where the form of a row of a draft is."""
    code, number = bench.lens.language.code, str(bench.sketch.number)
    return links.href("data", code, part="drafts", draft=number, table=table, row=key)


def told(bench: Workbench, table: str, key: str) -> list[Told]:
    """What was found in a row, the most serious first; what is still empty is said in one."""
    tiers = list(Tier)
    found = sorted(bench.check.findings(table, key), key=lambda one: tiers.index(one.tier))
    empty = [one for one in found if one.fault.kind == _EMPTY]
    rest = [_told(bench.lens.language, table, one) for one in found if one not in empty]
    language = bench.lens.language
    if not empty:
        return rest
    columns = ", ".join(_told(language, table, one).column for one in empty)
    return [Told(empty[0].tier, language.text("still missing"), columns), *rest]


def missing(bench: Workbench, table: str, key: str, columns: Collection[str]) -> int:
    """How many of some cells of a row must be filled or mended before it can be kept."""
    return sum(
        one.tier in (Tier.REFUSED, Tier.DROPPED) and one.fault.column in columns
        for one in bench.check.findings(table, key)
    )


def _told(language: Language, table: str, finding: Finding) -> Told:
    field = TABLES[table].fields.get(finding.fault.column or "")
    column = field.labels[language.code] if field else language.text("Row")
    sentence = finding.fault.problem(language)
    if finding.fault.found:
        sentence += " " + language.text("Found: “{value}”.").format(value=finding.fault.found[:200])
    return Told(finding.tier, column, sentence)


def _notes(bench: Workbench, table: str, key: str) -> Iterator[Note]:
    """That others removed the row meanwhile; the other drafts that change it."""
    language = bench.lens.language
    _ = language.text
    if (table, key) in bench.check.gone:
        yield Note(_("Others removed this row meanwhile; this draft would bring it back."))
    names = accounts.names(bench.where)
    for other in bench.beside.get((table, key), []):
        if other.account == bench.by.account:
            href = links.href("data", language.code, part="drafts", draft=str(other.number))
            name = _("Draft {number}").format(number=other.number)
            yield Note(_("Another draft changes this row, too:"), name, href)
        else:
            name = names.get(other.account, other.account)
            yield Note(_("A draft of {name} changes this row, too.").format(name=name))


def _further(bench: Workbench) -> None:
    """Links to begin one more row of any table, and to the guided way."""
    _, code = bench.lens.language.text, bench.lens.language.code
    if bench.sketch.rows.get("visits"):
        href = links.href("data", code, part="visit", draft=str(bench.sketch.number))
        text = html.escape(_("Go on with the visit, step by step"))
        st.html(f'<p><a href="{html.escape(href)}" target="_self">{text}</a></p>')
    with st.expander(_("Add a row"), expanded=not bench.sketch.rows):
        lines = []
        for name, table in TABLES.items():
            at = {"part": "drafts", "draft": str(bench.sketch.number), "table": name}
            href = html.escape(links.href("data", code, **at, row=sketching.new_key()))
            lines.append(f'<a href="{href}" target="_self">{html.escape(table.labels[code])}</a>')
        st.html(f'<p class="nc-add-row">{" · ".join(lines)}</p>')


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
                    _go(part="drafts")


def _row(bench: Workbench, table: str) -> None:
    """The form of one row, of the record or new, with the way back to its draft."""
    _ = bench.lens.language.text
    key = st.query_params.get("row") or sketching.new_key()
    known = key in bench.published.get(table, {}) or key in bench.sketch.rows.get(table, {})
    if not known and not sketching.is_new(key):
        text = _("“{value}” in the link is not known here ({name}). {nearest}")
        nearest = _("The form of a new row is shown.")
        st.warning(html.literal(text.format(value=key[:60], name="row", nearest=nearest)))
        key = sketching.new_key()
    st.query_params["row"] = key
    code, number = bench.lens.language.code, str(bench.sketch.number)
    href = html.escape(links.href("data", code, part="drafts", draft=number))
    text = html.escape(_("All of the draft “{name}”").format(name=bench.name))
    st.html(f'<p><a href="{href}" target="_self">‹ {text}</a></p>')
    told_elsewhere(bench.lens)
    for one in _notes(bench, table, key):
        parts.note(f"{one.text} {one.name}")
    row_form.shown(bench, table, key)
