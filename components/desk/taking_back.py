"""One version's change taken back by itself, shown before; what was changed since stays."""

from collections.abc import Mapping, Sequence

import streamlit as st

from components import html, shelf
from components.desk import changes, reasons
from components.desk.publishing import faults
from components.entrance import gate
from components.page import parts
from data.desk import undoing
from data.desk.editing import sketching
from data.desk.publishing import Breaks
from data.desk.undoing import Later, Undoing
from data.record.rows import Rows
from data.record.wording import called, value
from data.roles import Act, Caller
from data.schema import TABLES
from data.store import Conflict, Version
from data.views.lens import Lens

TOLD = "desk-taken-back"  # key of the session: the version that was just published by it


def offered(lens: Lens, version: Version) -> None:
    """What this version changed can be taken back alone; looked at only where it is asked for."""
    _ = lens.language.text
    if version.parent is None or not gate.caller().may(Act.PROPOSE):
        return
    st.subheader(_("Take back this change alone"), anchor=False)
    parts.note(
        _(
            "What version {number} changed is undone; everything that was changed since stays."
        ).format(number=version.number)
    )
    if st.toggle(_("Show what would be taken back"), key=f"take-back-{version.id}"):
        _shown(lens, version)


def _shown(lens: Lens, version: Version) -> None:
    _ = lens.language.text
    where = shelf.opened()
    first = undoing.undoing(version, where)
    also = _ticked(lens, version, first)
    undone = undoing.undoing(version, where, also) if also else first
    if undone.gone:
        names = ", ".join(f"{key}" for _table, key in undone.gone)
        sentence = _("These rows were removed since, and stay removed: {names}.")
        parts.note(sentence.format(names=names))
    if not undone.changes:
        st.info(html.literal(_("Nothing of this change is left that could be taken back.")))
        return
    changes.shown(lens, undone.changes, undone.before, undone.after)
    if undone.faults:
        st.error(
            html.literal(
                _(
                    "It cannot be taken back at once: the record would be broken. Put it into a "
                    "draft and mend there what is named here."
                )
            )
        )
        faults(lens, undone.faults)
    elif gate.caller().may(Act.RESTORE):
        _form(lens, undone)
    if st.button(_("Put it into a draft"), key=f"take-back-draft-{version.id}"):
        _begin(lens, undone)


def _ticked(lens: Lens, version: Version, undone: Undoing) -> list[tuple[str, str, str]]:
    """What was changed again since: it stays as it is now, but for what is ticked."""
    if not undone.later:
        return []
    _ = lens.language.text
    parts.note(_("Changed again since. It stays as it is now, unless you tick it:"))
    known = shelf.rows(undone.current.id)
    return [
        one.place
        for one in undone.later
        if st.checkbox(
            html.literal(_later(lens, one, known)),
            key=f"take-back-{version.id}-{undone.current.id}-{'-'.join(one.place)}",
        )
    ]


def _later(lens: Lens, one: Later, known: Mapping[str, Rows]) -> str:
    """A cell or a row that was changed since, in the reader's words."""
    _ = lens.language.text
    described, row = TABLES[one.table], known[one.table][one.key]
    name = called(one.table, row, lens.language)
    if not one.column:
        return _("{name} ({id}): the whole row").format(name=name, id=one.key)
    field = described.fields[one.column]
    now, before = (
        value(field, row, text, lens.language, known) or "–" for text in (one.now, one.before)
    )
    label = lens.language.pair(field.labels[lens.language.code], f"{now} → {before}")
    return f"{name} ({one.key}) · {label}"


def _form(lens: Lens, undone: Undoing) -> None:
    """Who takes it back and why; each state of the record has its own form."""
    _ = lens.language.text
    at_once = reasons.at_once(lens.language)
    label = _("Take this change back") if at_once else _("Propose to take this change back")
    form = f"take-back-{undone.version.id}-{undone.current.id}"
    missing = _("Write why; nothing was taken back.")
    if (reason := reasons.given(lens.language, form, label, missing)) is None:
        return
    by, note = reason
    try:
        _done(lens, undone, by, note, at_once=at_once)
    except Conflict:
        st.warning(html.literal(_("Somebody published meanwhile. Look again, then take it back.")))
    except Breaks as broken:
        faults(lens, broken.faults)
    else:
        st.rerun()


def _done(lens: Lens, undone: Undoing, by: Caller, note: str, *, at_once: bool) -> None:
    """Publish or propose it; the page then opens what became of it."""
    where = shelf.opened()
    _leave(("version", "with"))
    if at_once:
        st.session_state[TOLD] = undoing.take_back(undone, where, by=by, note=note).number
        return
    proposal = undoing.propose(undone, where, by=by, note=note)
    done = lens.language.text("Handed in as proposal {number}; an approver will look at it.")
    st.session_state["proposal-told"] = done.format(number=proposal.number)
    st.query_params.update({"part": "proposals", "proposal": str(proposal.number)})


def _begin(lens: Lens, undone: Undoing) -> None:
    """The same as a draft, which can be changed before it is handed in."""
    title = lens.language.text("Version {number} taken back").format(number=undone.version.number)
    sketch = sketching.begin(shelf.opened(), title, undone.edits(), by=gate.caller())
    _leave(("version", "with"))
    st.query_params.update({"part": "drafts", "draft": str(sketch.number)})
    st.rerun()


def _leave(parameters: Sequence[str]) -> None:
    for name in parameters:
        st.query_params.pop(name, None)
