"""Who may use a page for editors or administrators, and what the others are told."""

import streamlit as st

from components import html, shelf
from components.entrance import gate
from components.page import signing
from data.language import Language
from data.roles import Act
from data.views.lens import Lens


def only_for(act: Act, lens: Lens, path: str) -> None:
    """Stop the page at this path where whoever looks at it may not do this, or nobody can now.

    Strangers get the way to the form, which leads back here.
    """
    shelf.stop_away(lens.language)
    caller = gate.caller()
    if caller.may(act):
        return
    st.warning(html.literal(closed(lens.language, act)))
    if not caller.is_signed_in:
        signing.offer(lens.language, path)
    st.stop()


def closed(language: Language, act: Act = Act.PROPOSE) -> str:
    """Why somebody cannot do something here, and what to do."""
    _ = language.text
    if act is Act.MANAGE:
        return _("Only administrators of this server can use this page.")
    if gate.caller().is_signed_in:
        return _(
            "Only people whose account lets them edit can use this page. Ask an administrator of "
            "this server for another role."
        )
    return _(
        "Only people whose account lets them edit can use this page. Sign in, or ask an "
        "administrator of this server for an account."
    )
