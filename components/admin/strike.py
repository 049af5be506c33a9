"""A person is struck on request: who, every place to confirm, what was done and what is left."""

from hashlib import sha256

import streamlit as st

from components import html, shelf
from components.entrance import gate
from components.page import address, parts
from data.desk.forgetting import words
from data.desk.forgetting.places import Found, Kind, Place
from data.desk.forgetting.striking import Refused, look_for, strike
from data.store.striking import Struck
from data.views.lens import Lens

_AT_ONCE = 300  # places; a name that stands in more is hardly one


def shown(lens: Lens) -> None:
    """The whole way, from a name to what is left to do by hand."""
    _ = lens.language.text
    if struck := st.session_state.pop("strike-done", None):
        _told(lens, struck)
    parts.note(
        _(
            "On request a person’s name, post, notes and mentions are replaced by a mark in every "
            "version, file, proposal and comment kept here. This cannot be taken back. Look first: "
            "accents and capitals are ignored, so somebody else’s name may be among the places."
        )
    )
    found = _looked_for(lens)
    if found is None:
        return
    if not found.places:
        parts.empty(_("The name stands nowhere."))
        return
    if len(found.places) > _AT_ONCE:
        parts.empty(_("The name stands in too many places. Write more of it."))
        return
    _form(lens, found)


def _told(lens: Lens, struck: Struck) -> None:
    for number, line in enumerate(words.done(lens.language, struck)):
        (st.warning if number else st.success)(html.literal(line))


def _looked_for(lens: Lens) -> Found | None:
    """Ask for a person, and give every place; None while nobody is asked for."""
    _ = lens.language.text
    people = {key: str(lens.name("people", key).name) for key in lens.record.by_key("people")}
    parts.guard("person", people, _("Nobody is chosen."))
    person = address.choice("person", _("Person in the record"), people, everything=_("nobody"))
    known = person if person in people else None
    written = st.text_area(
        _("Names and other spellings, one a line"), key=f"strike-names-{known}", max_chars=1000
    )
    names = written.splitlines()
    if not known and not any(map(str.strip, names)):
        return None
    try:
        with st.spinner(_("Looking in every version and file …")):
            before: Found | None = st.session_state.get("strike-found")
            asked = look_for(shelf.opened(), names, known, by=gate.caller(), before=before)
            st.session_state["strike-found"] = asked
            return asked
    except Refused as refused:
        st.warning(html.literal(words.refusal(lens.language, refused)))
        return None


def _form(lens: Lens, found: Found) -> None:
    _, language = lens.language.text, lens.language
    caption = language.plural(
        "{count} place: tick each that is this person",
        "{count} places: tick each that is this person",
        len(found.places),
    )
    st.subheader(caption, anchor=False)
    # other places, another form: nothing is struck beside what was shown
    shown_now = " ".join(sorted(one.key for one in found.places))
    with st.form(f"strike-{sha256(shown_now.encode()).hexdigest()}", border=True):
        confirmed = {one.key for one in found.places if _is_ticked(lens, one)}
        author = ""
        if gate.caller().is_alone:
            author = st.text_input(_("Your name"), key="strike-author", max_chars=120).strip()
        reason = st.text_input(
            _("Reason, without the name"), key="strike-reason", max_chars=400
        ).strip()
        sent = st.form_submit_button(_("Strike the person"), type="primary")
    if not sent:
        return
    if gate.caller().is_alone and not author:
        st.warning(html.literal(_("Give your name and a reason; nothing was changed.")))
        return
    try:
        with st.spinner(_("Striking …")):
            by = gate.caller().called(author)
            struck = strike(shelf.opened(), found, confirmed, by=by, reason=reason)
    except Refused as refused:
        st.warning(html.literal(words.refusal(language, refused)))
        return
    st.session_state["strike-done"] = struck
    st.session_state.pop("strike-found", None)
    for name in [key for key in st.session_state if str(key).startswith("strike-names")]:
        del st.session_state[name]
    st.query_params.pop("person", None)
    st.rerun()


def _is_ticked(lens: Lens, place: Place) -> bool:
    """One place with the words around the name, to confirm; the person's own row always is."""
    sentence = words.sentence(lens.language, place)
    label = f"**{html.literal(words.where(lens.language, place))}**  \n{html.literal(sentence)}"
    is_row = place.kind is Kind.ROW
    return st.checkbox(label, is_row, disabled=is_row, key=f"strike-{place.key}")
