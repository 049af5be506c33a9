"""Who is signed in, as every page shows it, and what it says when a sign-in has ended.

Each run of a page asks anew who is there, so whatever ends a sign-in (sign-out in another tab, a
new password, another role, time) takes effect with the next click in every open page.
"""

from collections.abc import Mapping
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from components import html, links, shelf
from components.entrance import gate
from components.page import address, keeping, parts
from data.accounts.sentences import role_name
from data.desk import proposing
from data.language import Language
from data.roles import Caller
from data.views.lens import Lens

_KNOWN = "nc-account"  # in the session: the account that was last signed in here


def band(lens: Lens, caller: Caller, path: str) -> None:
    """Name, own account, sign-out and the proposals that wait; for strangers the way to the form.

    There is nothing for who is alone.
    """
    if caller.is_alone:
        return
    code = lens.language.code
    parts.show(
        "account_band.html",
        lens,
        caller=caller,
        role=role_name(caller.role, lens.language),
        account=links.href("account" if _has_passwords() else "sign-in", code),
        sign_out=links.href("sign-out", code),
        sign_in=_form(lens.language, path, links.asked(st.query_params.to_dict())),
        awaiting=_awaiting(lens, caller),
    )


def _awaiting(lens: Lens, caller: Caller) -> int:
    """How many proposals wait for whoever looks at the page."""
    if not caller.is_signed_in:
        return 0
    with shelf.answering(lens.language):
        return shelf.asked(partial(proposing.awaiting, caller))


def stop_strangers(caller: Caller, path: str) -> None:
    """End the run of a page before anything is read, where reading needs sign-in."""
    if gate.reading_needs_sign_in() and not caller.is_signed_in:
        shelf.stop_away(address.language())
        _invite(address.language(), path)
        st.stop()


def has_ended(caller: Caller) -> bool:
    """Whether a sign-in has ended since the last click; nothing stays of what another one held."""
    if gate.is_unknown():
        return False
    before = st.session_state.get(_KNOWN, "")
    if caller.account:
        if before not in ("", caller.account):
            st.session_state.clear()  # the page was somebody else's, and so is what it holds
        st.session_state[_KNOWN] = caller.account
    return bool(before and not caller.account)


def tell_ended(path: str) -> None:
    """Say that a sign-in has ended, and where to sign in again."""
    _invite(address.language(), path)
    _forget_upload(address.language(), st.session_state.get(_KNOWN, ""))


def _invite(language: Language, path: str) -> None:
    _ = language.text
    st.warning(html.literal(_("Your sign-in has ended. Sign in again to go on.")))
    offer(language, path)


def offer(language: Language, path: str) -> None:
    """A link to the form, which leads back to where the reader is."""
    address = html.escape(_form(language, path, st.query_params.to_dict()))
    text = html.escape(language.text("Sign in"))
    st.html(f'<p><a href="{address}" target="_self">{text}</a></p>')


def _forget_upload(language: Language, who: str) -> None:
    """Keep no files of somebody who is no longer let in, and say what to do."""
    keeping.forget(who)
    if st.session_state.pop("desk-batch", None) is not None:
        text = language.text(
            "The files uploaded here were not published and are no longer kept. Upload them again "
            "after signing in."
        )
        st.info(html.literal(text))


def _form(language: Language, path: str, asked: Mapping[str, str]) -> str:
    """Address of the form; it leads back to the page and what was asked of it."""
    here = urlencode(asked)
    return links.href("sign-in", language.code, to=f"/{path}" + (f"?{here}" if here else ""))


def _has_passwords() -> bool:
    return gate.how() is gate.SignIn.ACCOUNTS
