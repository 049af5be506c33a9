"""The history of the record: every version; look at one, take it away, compare it, restore it."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from components import html, shelf
from components.desk import changes, handouts, reasons, taking_back
from components.entrance import gate
from components.page import address, handing, lists, parts
from data.accounts import accounts
from data.desk import proposing
from data.desk.comparing import Mode, compare
from data.desk.publishing import restore
from data.desk.uploads import original_name
from data.roles import Act, Caller
from data.store import Conflict, Version, is_seed
from data.views.lens import Lens

_AT_ONCE = 20


def history(lens: Lens) -> None:
    """Every version, newest first; one of them opened."""
    _ = lens.language.text
    versions = {str(one.number): one for one in shelf.opened().history()}
    if number := st.session_state.pop("desk-restored", None):
        done = _("Restored as version {number}.").format(number=number)
        st.success(html.literal(done))
    if number := st.session_state.pop(taking_back.TOLD, None):
        done = _("Taken back by version {number}; what was changed since has stayed.")
        st.success(html.literal(done.format(number=number)))
    listed = list(versions.values())
    first, last = lists.slice_of(lens, "versions", len(listed), _AT_ONCE)
    parts.show(
        "desk_history.html",
        lens,
        versions=listed[first:last],
        count=len(listed),
        is_seed=is_seed,
        names=accounts.names(shelf.opened()),
    )
    parts.guard("version", versions, _("The newest version is shown."))
    st.subheader(_("One version"), anchor=False)
    names = {number: name(lens, one) for number, one in versions.items()}
    newest = listed[0]
    chosen = versions[address.pick("version", _("Version"), names, default=str(newest.number))]
    with st.container(key="nc-files", horizontal=True):
        handouts.whole(lens, chosen)
        _original(lens, chosen)
    _compare(lens, versions, names, chosen)
    taking_back.offered(lens, chosen)
    if chosen != newest and gate.caller().may(Act.RESTORE):
        _restore(lens, chosen, newest)


def name(lens: Lens, version: Version) -> str:
    """A version in one line."""
    _ = lens.language.text
    note = _("shipped with the program") if is_seed(version) else version.note[:60]
    author = "Nhịp Cầu" if is_seed(version) else version.author
    return f"{version.number} · {lens.language.moment(version.created)} · {author} · {note}"


def _original(lens: Lens, version: Version) -> None:
    _ = lens.language.text
    if file := original_name(version):
        handing.button(
            html.literal(_("The uploaded file “{file}”").format(file=file)),
            partial(_bytes, version.id),
            name=file,
            mime="application/octet-stream",
            key=f"original-{version.number}",
        )


def _bytes(version: str) -> bytes:
    return shelf.opened().original(version) or b""


def _compare(
    lens: Lens, versions: Mapping[str, Version], names: Mapping[str, str], chosen: Version
) -> None:
    """What changed from another version, or from the one before it, to this one."""
    _ = lens.language.text
    others = {number: label for number, label in names.items() if number != str(chosen.number)}
    if not others:
        parts.note(_("There is no other version to compare it with yet."))
        return
    parts.guard("with", names, _("It is compared with the version before it."))
    usual = str(chosen.number - 1) if chosen.number > 1 else str(chosen.number + 1)
    st.subheader(_("What changed"), anchor=False)
    other = versions[address.pick("with", _("Compared with version"), others, default=usual)]
    before, after = shelf.rows(other.id), shelf.rows(chosen.id)
    changed = {
        table: compare(before.get(table, {}), rows, Mode.REPLACE) for table, rows in after.items()
    }
    sentence = _("From version {first} to version {last}:")
    parts.note(sentence.format(first=other.number, last=chosen.number))
    changes.shown(
        lens, {table: one for table, one in changed.items() if one}, before, after, is_past=True
    )


def _restore(lens: Lens, wanted: Version, newest: Version) -> None:
    """Publish an older version again as the newest; each state of the record has its own form."""
    _ = lens.language.text
    st.subheader(_("Restore"), anchor=False)
    sentence = _(
        "Version {number} becomes the record again, as a new version; nothing is deleted, and "
        "version {newest} can be restored in the same way."
    )
    parts.note(sentence.format(number=wanted.number, newest=newest.number))
    at_once = reasons.at_once(lens.language)
    label = _("Restore version {number}") if at_once else _("Propose to restore version {number}")
    form, label = f"restore-{wanted.id}-{newest.id}", label.format(number=wanted.number)
    missing = _("Write why; nothing was restored.")
    if (reason := reasons.given(lens.language, form, label, missing)) is None:
        return
    by, note = reason
    if at_once:
        _restore_now(lens, wanted, newest, by, note)
    else:
        _propose(lens, wanted, by, note)


def _propose(lens: Lens, wanted: Version, by: Caller, note: str) -> None:
    """Hand the older version in as a proposal, and open it."""
    _ = lens.language.text
    try:
        proposal = proposing.propose_restore(wanted.id, shelf.opened(), by=by, note=note)
    except proposing.NothingToRestore:
        st.info(html.literal(_("Nothing would change: the record holds all of this already.")))
        return
    done = _("Handed in as proposal {number}; an approver will look at it.")
    st.session_state["proposal-told"] = done.format(number=proposal.number)
    for name in ("version", "with"):
        st.query_params.pop(name, None)
    st.query_params.update({"part": "proposals", "proposal": str(proposal.number)})
    st.rerun()


def _restore_now(lens: Lens, wanted: Version, newest: Version, by: Caller, note: str) -> None:
    _ = lens.language.text
    try:
        version = restore(wanted.id, shelf.opened(), parent=newest.id, by=by, note=note)
    except Conflict:
        st.warning(html.literal(_("Somebody published meanwhile. Look again, then restore.")))
    else:
        st.session_state["desk-restored"] = version.number
        st.query_params.pop("version", None)
        st.query_params.pop("with", None)
        st.rerun()
