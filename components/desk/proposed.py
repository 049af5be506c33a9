"""Proposals at the desk: the list of them, and one with its comparison, its talk and its steps."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from components import html, shelf
from components.desk import changes, publishing, unfitting
from components.entrance import gate
from components.page import address, handing, lists, parts, permission
from data.desk import proposing
from data.desk.comparing import Changes, Mode, compare
from data.desk.editing import taking_up
from data.desk.proposing import Move, Prospect, moves
from data.desk.publishing import Breaks
from data.language import Language
from data.record.wording import called
from data.roles import Caller, Forbidden
from data.store import Conflict, Store, Version, proposals
from data.store.proposals import Overtaken, Proposal, State
from data.store.troubles import sentence
from data.views.lens import Lens

_AT_ONCE = 20


def part(lens: Lens) -> dict[str, str]:
    """The part of the desk for proposals, with how many wait for whoever looks at it.

    There is none where there are no accounts.
    """
    by = gate.caller()
    if not by.is_signed_in:
        return {}
    name = lens.language.text("Proposed changes")
    count = proposing.awaiting(by, shelf.opened())
    return {"proposals": f"{name} ({count})" if count else name}


def again(lens: Lens) -> None:
    """Which proposal the upload is handed in for again, and what was asked for."""
    _ = lens.language.text
    own = publishing.sent_back(gate.caller())
    parts.guard("again", own, _("The files become a new proposal."))
    proposal = own.get(address.value("again", own) or "")
    if proposal is None:
        return
    steps = proposals.steps(shelf.opened(), proposal.number)
    asked = next(step for step in reversed(steps) if step.act == State.SENT_BACK)
    text = _("Upload the corrected file for proposal {number}. {name} sent it back: “{text}”")
    text = text.format(number=proposal.number, name=asked.name, text=asked.text)
    st.info(html.literal(text))


def shown(lens: Lens) -> None:
    """All proposals, those that wait for the reader first; or the one that the address opens."""
    _, by = lens.language.text, gate.caller()
    known = {str(one.number): one for one in proposals.every(shelf.opened())}
    for notice, show in (("proposal-told", st.success), ("proposal-warned", st.warning)):
        if text := st.session_state.pop(notice, None):
            show(html.literal(text))
    parts.guard("proposal", known, _("All proposals are listed."))
    if opened := known.get(address.value("proposal", known) or ""):
        _one(lens, by, opened)
        return
    if not known:
        parts.note(_("Nobody has proposed anything yet."))
        return
    listed = sorted(
        known.values(),
        key=lambda one: (not proposing.awaits(by, one), one.state != State.WAITING),
    )
    first, last = lists.slice_of(lens, "proposals", len(listed), _AT_ONCE)
    parts.show("proposal_list.html", lens, proposals=listed[first:last], count=len(listed))


def _one(lens: Lens, by: Caller, proposal: Proposal) -> None:
    where = shelf.opened()
    base = where.version(proposal.base)
    version = where.version(proposal.version) if proposal.version else None
    parts.show("proposal.html", lens, proposal=proposal, base=base, version=version)
    _file(lens, proposal)
    st.subheader(_heading(lens.language, proposal.state), anchor=False)
    view = None
    if proposal.state is State.WAITING:
        current = where.current_id()
        view = _prospect(proposal.number, proposal.round, current, where, proposal)
        _prospective(lens, view)
    else:
        _as_it_was(lens, proposal, base, version)
    _talk(lens, by, proposal, view)


def _heading(language: Language, state: State) -> str:
    """What stands over the comparison: only what waits may still come."""
    _ = language.text
    return {
        State.WAITING: _("What would change"),
        State.SENT_BACK: _("What was proposed"),
        State.WITHDRAWN: _("What was proposed"),
        State.APPROVED: _("What changed"),
    }[state]


def _file(lens: Lens, proposal: Proposal) -> None:
    if not proposal.source_hash:  # it named a person who was struck
        return
    name = proposing.original_name(proposal)
    label = lens.language.text("The uploaded file “{file}”").format(file=name)
    with st.container(key="nc-files", horizontal=True):
        handing.button(
            html.literal(label),
            lambda: proposals.original(shelf.opened(), proposal) or b"",
            name=name,
            mime="application/octet-stream",
            key=f"proposed-{proposal.number}-{proposal.round}",
        )


@st.cache_resource(max_entries=8, show_spinner=False)
def _prospect(
    number: int,  # noqa: ARG001 - part of the cache key, as are the next two
    round_: int,  # noqa: ARG001
    current: str,  # noqa: ARG001
    _store: Store,
    _proposal: Proposal,
) -> Prospect:
    return proposing.prospect(_proposal, _store)


def _prospective(lens: Lens, view: Prospect) -> None:
    """What it would do to the newest version, and what is in its way."""
    _ = lens.language.text
    before = shelf.rows(view.current.id)
    if view.is_overtaken:
        _meanwhile(lens, view)
    for table, key in view.gone:
        name = called(table, view.base[table][key], lens.language)
        text = _("“{name}” ({key}) was removed meanwhile; what is proposed for it is left out.")
        st.warning(html.literal(text.format(name=name, key=key)))
    if view.faults:
        text = _("It cannot be published any more: the record would be broken. Send it back.")
        st.error(html.literal(text))
        publishing.faults(lens, view.faults)
    after = {**before, **view.after}
    changed = {table: one for table, one in view.changes.items() if one}
    if changed:
        changes.shown(lens, changed, before, after, view.undone)
        unfitting.brought_in(lens, before, after)
    else:
        st.info(html.literal(_("Nothing would change: the record holds all of this already.")))


def _meanwhile(lens: Lens, view: Prospect) -> None:
    _ = lens.language.text
    text = _(
        "{author} published version {number} since it was handed in ({note}). It has been compared "
        "anew: of that version only what the proposal itself changed becomes another."
    )
    newest = view.current
    st.warning(
        html.literal(text.format(author=newest.author, number=newest.number, note=newest.note))
    )
    theirs = {table: one for table, one in view.theirs.items() if one}
    if theirs:
        with st.expander(_("What was changed meanwhile")):
            before = shelf.rows(view.proposal.base)
            changes.shown(lens, theirs, before, shelf.rows(view.current.id), is_past=True)


def _as_it_was(lens: Lens, proposal: Proposal, base: Version, version: Version | None) -> None:
    """What a proposal that does not wait has changed, or would have changed."""
    if version and version.parent:
        before, after = shelf.rows(version.parent), shelf.rows(version.id)
    else:
        before = shelf.rows(base.id)
        after = {**before, **proposing.proposed_rows(proposal, shelf.opened())}
    compared = {
        table: compare(before.get(table, {}), after.get(table, {}), Mode.REPLACE)
        for table in proposal.tables
    }
    changed: dict[str, Changes] = {table: one for table, one in compared.items() if one}
    changes.shown(lens, changed, before, after, is_past=True)


def _talk(lens: Lens, by: Caller, proposal: Proposal, view: Prospect | None) -> None:
    """What was said and done, and the form for whoever may say or do more."""
    _ = lens.language.text
    st.subheader(_("What was said"), anchor=False)
    parts.show("proposal_talk.html", lens, steps=proposals.steps(shelf.opened(), proposal.number))
    possible = moves(by, proposal)
    if Move.HAND_IN in possible:
        parts.show("proposal_again.html", lens, proposal=proposal)
        if st.button(_("Change it here, in a draft"), key=f"change-{proposal.number}"):
            _take_up(lens, by, proposal)
    if Move.SEND_BACK in possible and Move.APPROVE not in possible:
        parts.note(_("Somebody else has to approve what you propose."))
    if view is None or view.faults or not any(view.changes.values()):
        possible.discard(Move.APPROVE)
    if possible - {Move.HAND_IN}:
        _form(lens, by, proposal, view, possible)


def _take_up(lens: Lens, by: Caller, proposal: Proposal) -> None:
    """Make a draft of what was sent back, and open it to be handed in again."""
    title = lens.language.text("Proposal {number}: {note}")
    title = title.format(number=proposal.number, note=proposal.note[:60])
    sketch = taking_up.taken_up(proposal, shelf.opened(), title, by=by)
    st.query_params.pop("proposal", None)
    st.query_params.update(
        {"part": "drafts", "draft": str(sketch.number), "again": str(proposal.number)}
    )
    st.rerun()


def _form(
    lens: Lens, by: Caller, proposal: Proposal, view: Prospect | None, possible: set[Move]
) -> None:
    """One text and a button for each step; each state of the record has a form of its own."""
    _ = lens.language.text
    labels = {
        Move.COMMENT: _("Send the comment"),
        Move.WITHDRAW: _("Withdraw"),
        Move.SEND_BACK: _("Send back"),
        Move.APPROVE: _("Approve and publish"),
    }
    seen = f"{proposal.number}-{proposal.round}-{proposal.state}"
    form = f"proposal-{seen}-{view.current.id if view else ''}"
    ticks: list[bool] = []
    with st.form(form, border=True, enter_to_submit=False):
        if view is not None and Move.APPROVE in possible:
            needed = _losses(lens.language, view)
            ticks = [st.checkbox(html.literal(text), key=f"{form}-{text}") for text in needed]
        said = st.session_state.get("proposal-said", 0)  # another field once it was sent
        text = st.text_area(
            _("Comment"), max_chars=proposing.LONGEST, key=f"proposal-text-{said}", height=100
        )
        with st.container(horizontal=True, key="nc-moves"):
            pressed = [
                move
                for move, label in labels.items()
                if move in possible
                and st.form_submit_button(
                    label,
                    key=f"{form}-{move}",
                    type="primary" if move is Move.APPROVE else "secondary",
                )
            ]
    if not pressed:
        return
    move, text = pressed[0], text.strip()
    if move is Move.APPROVE and not all(ticks):
        st.warning(html.literal(_("Tick what you agree to above; nothing was published.")))
    elif move in (Move.COMMENT, Move.SEND_BACK) and not text:
        st.warning(html.literal(_("Write a comment; nothing was done.")))
    else:
        _do(lens, _steps(by, proposal, view, text)[move])


def _steps(
    by: Caller, proposal: Proposal, view: Prospect | None, text: str
) -> dict[Move, Callable[[], Version | Proposal | None]]:
    where = shelf.opened()
    steps: dict[Move, Callable[[], Version | Proposal | None]] = {
        Move.COMMENT: partial(proposing.comment, proposal.number, where, by=by, text=text),
        Move.WITHDRAW: partial(proposing.withdraw, proposal, where, by=by, text=text),
        Move.SEND_BACK: partial(proposing.send_back, proposal, where, by=by, text=text),
    }
    if view is not None:
        steps[Move.APPROVE] = partial(proposing.approve, view, where, by=by, text=text)
    return steps


def _do(lens: Lens, step: Callable[[], Version | Proposal | None]) -> None:
    """Take a step and draw the page anew; say so where somebody else was faster."""
    _ = lens.language.text
    try:
        done = step()
    except (Overtaken, Conflict) as faster:
        st.session_state["proposal-warned"] = sentence(faster, lens.language)
        st.rerun()
    except Forbidden:
        st.error(html.literal(permission.closed(lens.language)))
    except Breaks as broken:
        publishing.faults(lens, broken.faults)
    else:
        st.session_state["proposal-said"] = st.session_state.get("proposal-said", 0) + 1
        if isinstance(done, Version):
            text = _("Published as version {number}.").format(number=done.number)
            st.session_state["proposal-told"] = text
        st.rerun()


def _losses(language: Language, view: Prospect) -> list[str]:
    """What an approver must agree to: one sentence each."""
    gone = len(view.gone)
    losses = {
        **changes.losses(language, view.changes.values(), len(view.undone)),
        language.plural(
            "Leave {count} row out that was removed meanwhile",
            "Leave {count} rows out that were removed meanwhile",
            gone,
        ): gone,
    }
    return [text for text, count in losses.items() if count]
