"""The accounts of this server: the list, a form for a new one, and forms to change one.

Each act is checked where it is done (``data.accounts.accounts``); a click of somebody whose role
was taken away meanwhile does nothing.
"""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from components import html, shelf
from components.entrance import gate
from components.page import address, lists, parts
from data.accounts import accounts
from data.accounts.accounts import LONGEST_NAME, Account, BadAccount
from data.accounts.passwords import generated
from data.accounts.sentences import role_meaning, role_name, sentence
from data.language import Language
from data.roles import Forbidden, Role
from data.views.lens import Lens

_SAID = "nc-accounts-said"  # in the session: what was done last, shown once


def only_with_accounts(lens: Lens) -> None:
    """Stop the page where there is a single user, who needs no account."""
    if not gate.caller().is_alone:
        return
    _ = lens.language.text
    sentence = _(
        "This server is for one user at the machine itself, who needs no account. docs/running.md "
        "says how others can be let in."
    )
    st.info(html.literal(sentence))
    parts.footer(lens, parts.counted(lens, *lens.record.whole))
    st.stop()


def listed(lens: Lens) -> None:
    """What was done last, and every account with its role and whether it is signed in."""
    _ = lens.language.text
    for kind, text in st.session_state.pop(_SAID, ()):
        (st.code if kind == "password" else st.success)(
            text if kind == "password" else html.literal(text)
        )
    every = _every()
    caption = lens.language.plural("{count} account", "{count} accounts", len(every))
    heads = (_("Account"), _("Name"), _("Role"), _("Signed in"), _("Since"))
    rows = [
        (
            one.account,
            one.name,
            role_name(one.role, lens.language),
            _browsers(lens.language, one.browsers),
            lens.language.moment(one.created),
        )
        for one in every
    ]
    lists.table(lens, caption, heads, rows)


def strays(lens: Lens) -> None:
    """Drafts of people without an account here, and a tick and a button that remove them."""
    every = accounts.strays(shelf.opened(), by=gate.caller())
    if not every:
        return
    _, language = lens.language.text, lens.language
    caption = _("Drafts of people without an account here")
    rows = [
        (
            one.account or _("from before people signed in here"),
            language.number(one.drafts),
            language.moment(one.changed),
        )
        for one in every
    ]
    lists.table(lens, caption, (_("Account"), _("Drafts"), _("Changed last")), rows)
    parts.note(
        _(
            "People whom another server signs in may work here without an account. Nobody but "
            "themselves reads their drafts. Remove those of people who are gone for good."
        )
    )
    names = {one.account: name for one, (name, *_rest) in zip(every, rows, strict=True)}
    with st.form("strays"):
        chosen = st.selectbox(_("Whose drafts"), list(names), format_func=names.__getitem__)
        is_sure = st.checkbox(_("These drafts may go with all that was typed in them"))
        sent = st.form_submit_button(_("Remove the drafts"))
    if sent and not is_sure:
        st.warning(html.literal(_("Tick that it may go; nothing was thrown away.")))
    elif sent:
        act = partial(accounts.remove_strays, shelf.opened(), chosen, by=gate.caller())
        _done(lens, act, _("The drafts were removed."))


def _browsers(language: Language, count: int) -> str:
    if not count:
        return language.text("no")
    return language.plural("in {count} browser", "in {count} browsers", count)


def roles(lens: Lens) -> None:
    """What each role lets people do."""
    _ = lens.language.text
    lists.table(
        lens,
        _("What each role lets people do"),
        (_("Role"), _("What it allows")),
        [(role_name(one, lens.language), role_meaning(one, lens.language)) for one in Role],
    )


def adding(lens: Lens) -> None:
    """The form for a new account."""
    _ = lens.language.text
    st.subheader(_("Add an account"), anchor=False)
    with st.form("account-new", border=True, clear_on_submit=False):
        account = st.text_input(_("Account"), max_chars=254, key="account-new-account")
        name = st.text_input(_("Name"), max_chars=LONGEST_NAME, key="account-new-name")
        role = _role(lens.language, Role.READER, "account-new-role")
        if _with_passwords():
            parts.note(_("A password is made and shown once; it can be changed after signing in."))
        sent = st.form_submit_button(_("Add an account"), type="primary")
    if not sent:
        return
    password = generated() if _with_passwords() else None
    added = _("“{account}” has an account now.").format(account=accounts.plain(account))

    def add() -> None:
        accounts.add(shelf.opened(), account, name, role, password, by=gate.caller())

    _done(lens, add, added, password)


def changing(lens: Lens) -> None:
    """One account, and what can be changed of it."""
    _ = lens.language.text
    every = {one.account: one for one in _every()}
    if not every:
        return
    st.subheader(_("Change an account"), anchor=False)
    parts.guard("account", every, _("The first account is shown."))
    names = {account: f"{account} · {one.name}" for account, one in every.items()}
    chosen = every[address.pick("account", _("Account"), names, default=next(iter(every)))]
    _change_role(lens, chosen)
    if _with_passwords():
        _give_password(lens, chosen)
    _remove(lens, chosen)


def _change_role(lens: Lens, chosen: Account) -> None:
    _ = lens.language.text
    key = f"account-role-{chosen.account}-{chosen.role}"
    with st.form(key, border=True):
        role = _role(lens.language, chosen.role, f"{key}-role")
        agreed = True
        if _is_own(chosen):
            agreed = st.checkbox(_("I give up my own rights as administrator"), key=f"{key}-own")
        sent = st.form_submit_button(_("Change the role"))
    if not sent or role is chosen.role:
        return
    if not agreed:
        st.warning(html.literal(_("Tick what you agree to above; nothing was changed.")))
        return
    done = _("“{account}” has the role “{role}” now, and signs in anew.")
    done = done.format(account=chosen.account, role=role_name(role, lens.language))

    def change() -> None:
        accounts.set_role(shelf.opened(), chosen.account, role, by=gate.caller())

    _done(lens, change, done)


def _give_password(lens: Lens, chosen: Account) -> None:
    _ = lens.language.text
    with st.form(f"account-password-{chosen.account}", border=True):
        parts.note(
            _("A new password is made and shown once. Whoever is signed in has to sign in anew.")
        )
        sent = st.form_submit_button(_("Give a new password"))
    if not sent:
        return
    password = generated()
    done = _("“{account}” has a new password.").format(account=chosen.account)

    def give() -> None:
        accounts.set_password(shelf.opened(), chosen.account, password, by=gate.caller())

    _done(lens, give, done, password)


def _remove(lens: Lens, chosen: Account) -> None:
    _ = lens.language.text
    key = f"account-remove-{chosen.account}"
    with st.form(key, border=True):
        label = _("Remove “{account}” with its drafts; what it has published stays")
        label = label.format(account=chosen.account)
        agreed = st.checkbox(html.literal(label), key=f"{key}-sure")
        sent = st.form_submit_button(_("Remove the account"))
    if not sent:
        return
    if not agreed:
        st.warning(html.literal(_("Tick what you agree to above; nothing was changed.")))
        return
    done = _("The account “{account}” is removed.").format(account=chosen.account)

    def remove() -> None:
        accounts.remove(shelf.opened(), chosen.account, by=gate.caller())

    _done(lens, remove, done)


def _done(lens: Lens, act: Callable[[], None], done: str, password: str | None = None) -> None:
    """Do it and show the page anew, or say why it was not done."""
    _ = lens.language.text
    try:
        act()
    except BadAccount as fault:
        st.error(html.literal(sentence(fault, lens.language)))
    except Forbidden:
        st.error(html.literal(_("Only administrators of this server can use this page.")))
    else:
        shown = [("done", done)]
        if password:
            shown += [("done", _("Hand this password over now; it is not shown again:"))]
            shown += [("password", password)]
        st.session_state[_SAID] = shown
        st.rerun()


def _role(language: Language, current: Role, key: str) -> Role:
    names: Mapping[str, str] = {role.value: role_name(role, language) for role in Role}
    codes = list(names)
    chosen = st.selectbox(
        language.text("Role"),
        codes,
        codes.index(current),
        format_func=lambda code: names[code],
        filter_mode=None,
        key=key,
    )
    return Role(chosen)


def _every() -> list[Account]:
    return accounts.every(shelf.opened(), by=gate.caller())


def _is_own(chosen: Account) -> bool:
    return gate.caller().account == chosen.account


def _with_passwords() -> bool:
    return gate.how() is gate.SignIn.ACCOUNTS
