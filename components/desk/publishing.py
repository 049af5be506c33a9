"""The second part of the data desk: what would change, who publishes it and why."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from components import html, shelf
from components.desk import changes, unfitting
from components.desk.batch import Batch, Done
from components.entrance import gate
from components.page import address, keeping, parts
from components.page.permission import closed
from data.desk import proposing
from data.desk.comparing import Changes, Mode, compare, undone
from data.desk.publishing import Breaks, publish
from data.faults import Fault
from data.language import Language
from data.record.rows import Rows
from data.roles import Caller, Forbidden
from data.store import Conflict, proposals
from data.store.proposals import Proposal, State
from data.store.troubles import sentence
from data.views.lens import Lens

_MOST_TOLD = 20


def offered(lens: Lens, batch: Batch) -> None:
    """What would change, cell by cell; then the form that publishes it.

    What was typed on the page changes what it changes: it has no second way, as files have.
    """
    _ = lens.language.text
    rows = batch.checkup.checked.rows
    if not any(rows.values()) and not batch.checkup.removed:
        return
    if batch.checkup.is_asking:
        waits = _("Answer the questions above first; nothing can be published before that.")
        st.warning(html.literal(waits))
        return
    theirs = _meanwhile(lens, batch)
    st.subheader(_("What would change"), anchor=False)
    mode = Mode.UPDATE if batch.typed else _mode(lens)
    ours = _changes(batch, mode)
    lost = undone(theirs, ours)
    changed = {table: change for table, change in ours.items() if change} if batch.typed else ours
    changes.shown(lens, changed, batch.checkup.published, rows, lost)
    if mode is Mode.REPLACE:
        unfitting.by_removal(lens, batch.checkup.published, rows)
    if not any(ours.values()):
        st.info(html.literal(_("Nothing would change: the record holds all of this already.")))
        return
    if batch.typed and batch.checkup.removed:
        unfitting.by_draft(lens, batch.checkup)
    is_final = proposing.publishes(gate.caller())
    st.subheader(_("Publish") if is_final else _("Propose"), anchor=False)
    if theirs:
        message = sentence(Conflict(batch.checkup.base), lens.language)
        st.warning(html.literal(message))
    _form(lens, batch, mode, len(lost))


def _mode(lens: Lens) -> Mode:
    """Which of the two ways the reader chose for files."""
    _ = lens.language.text
    modes = {
        Mode.UPDATE.value: _("Update: rows that the file does not have stay"),
        Mode.REPLACE.value: _("Replace: rows that the file does not have go"),
    }
    parts.guard("mode", modes, _("The files update the record."))
    return Mode(address.switch("mode", _("Way"), modes, default=Mode.UPDATE.value))


def _changes(batch: Batch, mode: Mode) -> dict[str, Changes]:
    if mode not in batch.changes:
        batch.changes[mode] = batch.checkup.changes(mode)
    return batch.changes[mode]


def _meanwhile(lens: Lens, batch: Batch) -> dict[str, Changes]:
    """Show what others published since the first check; gives these changes."""
    current = batch.checkup.base
    if batch.first.id == current.id:
        return {}
    _ = lens.language.text
    message = _(
        "{author} published version {number} meanwhile ({note}). Nothing of your files is lost: "
        "they have been checked again against that version. Look at what it changed, then decide "
        "again."
    )
    if batch.typed:
        message = _(
            "{author} published version {number} meanwhile ({note}). Nothing of this draft is "
            "lost: of that version only what the draft itself changes becomes another."
        )
    st.warning(
        html.literal(
            message.format(author=current.author, number=current.number, note=current.note)
        )
    )
    before = shelf.rows(batch.first.id)
    theirs = _between(before, batch.checkup.published)
    with st.expander(_("What was changed meanwhile"), expanded=True):
        changed = {table: change for table, change in theirs.items() if change}
        changes.shown(lens, changed, before, batch.checkup.published, is_past=True)
        if batch.typed and st.button(_("I have seen this"), key=f"seen-{batch.mark}"):
            batch.typed.settle()
            st.rerun()
    return theirs


def _between(before: Mapping[str, Rows], after: Mapping[str, Rows]) -> dict[str, Changes]:
    return {
        table: compare(before.get(table, {}), rows, Mode.REPLACE) for table, rows in after.items()
    }


def _form(lens: Lens, batch: Batch, mode: Mode, undone: int) -> None:
    """The form to publish: a tick for each kind of loss, a name, a note.

    Each state of the record has a form of its own, so a click on an older form publishes nothing.
    Who may not publish alone proposes instead.
    """
    _ = lens.language.text
    needed = _losses(lens, batch, mode, undone)
    by = gate.caller()
    name = f"publish-{batch.mark}-{mode}"
    with st.form(name, border=True):
        ticks = [st.checkbox(html.literal(text), key=f"{name}-{text}") for text in needed]
        # their keys stay the same, so what was typed is kept in the form for a newer version
        by = by.called(_author(lens)) if by.is_alone else by
        note = st.text_input(_("What changed and why"), max_chars=400, key="desk-note").strip()
        again = None if proposing.publishes(by) else _again(lens, by)
        label = _("Publish") if proposing.publishes(by) else _("Propose")
        sent = st.form_submit_button(label, type="primary")
    if not sent:
        return
    if by.is_alone:
        st.session_state["desk-signed"]["author"] = by.name
    if not all(ticks) or not by.name or not note:
        st.warning(html.literal(_missing(lens.language, by, has_ticks=all(ticks))))
    elif proposing.publishes(by):
        _telling_breaks(lens, lambda: _publish(lens, batch, mode, by, note))
    else:
        _telling_breaks(lens, lambda: _propose(lens, batch, mode, by, note, again=again))


def _missing(language: Language, by: Caller, *, has_ticks: bool) -> str:
    """What the form still needs: it asks nobody for a name whose account has one."""
    _ = language.text
    if proposing.publishes(by):
        ticks = _("Tick what you agree to above; nothing was published.")
        note = _("Write what changed and why; nothing was published.")
    else:
        ticks = _("Tick what you agree to above; nothing was handed in.")
        note = _("Write what changed and why; nothing was handed in.")
    if by.is_alone:
        note = _("Give your name and a note; nothing was published.")
    return note if has_ticks else ticks


def _author(lens: Lens) -> str:
    """The name that is typed where there are no accounts."""
    kept: dict[str, str] = st.session_state.setdefault("desk-signed", {"author": ""})
    label = lens.language.text("Your name")
    return st.text_input(label, kept["author"], max_chars=120, key="desk-author").strip()


def _again(lens: Lens, by: Caller) -> Proposal | None:
    """Which of one's proposals that were sent back this one replaces; None for a new one."""
    _ = lens.language.text
    own = sent_back(by)
    if not own:
        return None
    names = {"": _("A new proposal")} | {
        number: _("Proposal {number}: {note}").format(number=number, note=one.note[:60])
        for number, one in own.items()
    }
    asked = address.value("again", own) or ""
    chosen = st.selectbox(
        _("Hand in as"),
        list(names),
        list(names).index(asked),
        format_func=names.__getitem__,
        filter_mode=None,
        key="desk-again",
    )
    return own.get(chosen)


def sent_back(by: Caller) -> dict[str, Proposal]:
    """Somebody's own proposals that were sent back, by number."""
    if not by.is_signed_in:
        return {}
    back = proposals.every(shelf.opened(), state=State.SENT_BACK)
    return {str(one.number): one for one in back if one.account == by.account}


def _losses(lens: Lens, batch: Batch, mode: Mode, undone: int) -> list[str]:
    """What the reader must agree to: one sentence each."""
    plural = lens.language.plural
    checked = batch.checkup.checked
    refused = sum(checked.refused.values())
    dropped = len(checked.dropped)
    back = batch.typed.back if batch.typed else 0
    losses = {
        plural(
            "Publish without {count} refused row", "Publish without {count} refused rows", refused
        ): refused,
        plural("Leave {count} faulty cell out", "Leave {count} faulty cells out", dropped): dropped,
        **changes.losses(lens.language, _changes(batch, mode).values(), undone),
        plural(
            "Bring {count} row back that was removed meanwhile",
            "Bring {count} rows back that were removed meanwhile",
            back,
        ): back,
    }
    return [text for text, count in losses.items() if count]


def _telling_breaks(lens: Lens, act: Callable[[], None]) -> None:
    """Do it; say what of the record would break where nothing was done for that."""
    _ = lens.language.text
    try:
        act()
    except Breaks as broken:
        st.error(html.literal(_("Nothing was published: the record would be broken.")))
        faults(lens, broken.faults)
    except Forbidden:  # the account has another role since the page was drawn
        st.error(html.literal(closed(lens.language)))
    except Conflict:
        st.rerun()  # checks the files against the newer version, and the page says so
    else:
        st.rerun()


def faults(lens: Lens, broken: Sequence[Fault]) -> None:
    """The first faults of the record, a sentence each."""
    for fault in broken[:_MOST_TOLD]:
        st.error(html.literal(fault.sentence(lens.language)))
    if (more := len(broken) - _MOST_TOLD) > 0:
        parts.note(
            lens.language.plural(
                "{count} more is not listed.", "{count} more are not listed.", more
            )
        )


def _publish(lens: Lens, batch: Batch, mode: Mode, by: Caller, note: str) -> None:
    """Publish, then remove the upload or draft, so that a second click finds nothing."""
    with st.spinner(lens.language.text("Publishing …")):
        version = publish(batch.checkup, shelf.opened(), mode=mode, by=by, note=note)
        counts = {
            table: (len(change.added), len(change.changed), len(change.removed))
            for table, change in _changes(batch, mode).items()
            if change
        }
        rows = batch.typed.rows if batch.typed else ()
        st.session_state["desk-done"] = Done(version, batch.checkup.base, counts, rows)
        (batch.typed.done if batch.typed else _forget)()


def _propose(
    lens: Lens,
    batch: Batch,
    mode: Mode,
    by: Caller,
    note: str,
    *,
    again: Proposal | None,
) -> None:
    """Hand in, remove the upload or draft in the same way, and open the proposal."""
    where, checkup = shelf.opened(), batch.checkup
    if again is None:
        proposal = proposing.propose(checkup, where, mode=mode, by=by, note=note)
    else:
        proposal = proposing.hand_in(again.number, checkup, where, mode=mode, by=by, note=note)
    done = lens.language.text("Handed in as proposal {number}; an approver will look at it.")
    st.session_state["proposal-told"] = done.format(number=proposal.number)
    (batch.typed.done if batch.typed else _forget)()
    for name in ("again", "mode"):
        st.query_params.pop(name, None)
    st.query_params.update({"part": "proposals", "proposal": str(proposal.number)})


def _forget() -> None:
    st.session_state["desk-round"] = st.session_state.get("desk-round", 0) + 1
    st.session_state.pop("desk-batch", None)
    keeping.forget(gate.caller().account)
