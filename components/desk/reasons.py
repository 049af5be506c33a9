"""The form in which somebody says why an earlier version comes back, or a change is taken back."""

import streamlit as st

from components import html
from components.entrance import gate
from components.page import parts
from data.desk import proposing
from data.language import Language
from data.roles import Caller


def at_once(language: Language) -> bool:
    """Whether what the reader does is published at once; says so where another must approve it."""
    if proposing.publishes(gate.caller()):
        return True
    parts.note(language.text("Somebody else has to approve what you propose."))
    return False


def given(language: Language, form: str, button: str, missing: str) -> tuple[Caller, str] | None:
    """Who does it and why, once the button was pressed; ``missing`` is said where why is not given.

    A name is asked where there are no accounts. Each state of the record has its own form.
    """
    _, by = language.text, gate.caller()
    with st.form(form, border=True):
        if by.is_alone:
            name = st.text_input(_("Your name"), key=f"{form}-author", max_chars=120)
            by = by.called(name.strip())
        note = st.text_input(_("Why"), key=f"{form}-note", max_chars=400).strip()
        if not st.form_submit_button(button, type="primary"):
            return None
    if by.name and note:
        return by, note
    if by.is_alone:
        missing = _("Give your name and a note; nothing was published.")
    st.warning(html.literal(missing))
    return None
