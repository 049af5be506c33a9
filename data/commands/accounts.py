"""Make, list, change and remove accounts; a password is typed or read, never an argument."""

import argparse
import getpass
import sys
from collections.abc import Callable

from data.accounts import accounts
from data.accounts.accounts import BadAccount
from data.accounts.passwords import MOST, Unfit
from data.accounts.sentences import role_name, sentence
from data.commands import ACCEPTED, REFUSED, Commands, say
from data.language import Language
from data.roles import ALONE, Role
from data.store import Store

_BY = ALONE.called("shell")


def add(commands: Commands) -> None:
    """Add these commands to the parser."""
    user = commands.add_parser("user", help="make, list, change and remove accounts")
    acts = user.add_subparsers(required=True)
    add = acts.add_parser("add", help="make an account")
    add.add_argument("account", help="what its owner types to sign in; with OpenID, the e-mail")
    add.add_argument("--name", required=True, help="the person's name, as the history shows it")
    add.add_argument("--role", required=True, choices=list(Role))
    add.add_argument("--no-password", action="store_true", help="another server signs them in")
    _reading_password(add, _add)
    remove = acts.add_parser("remove", help="remove an account and sign it out everywhere")
    remove.add_argument("account")
    remove.set_defaults(run=_telling(_remove))
    acts.add_parser("list", help="list the accounts").set_defaults(run=_list)
    role = acts.add_parser("role", help="give an account another role")
    role.add_argument("account")
    role.add_argument("role", choices=list(Role))
    role.set_defaults(run=_telling(_role))
    password = acts.add_parser("password", help="give an account another password")
    password.add_argument("account")
    _reading_password(password, _password)


_Run = Callable[[argparse.Namespace, Store, Language], int]


class _Differs(Exception):  # noqa: N818 - the name says what happened
    """The two passwords that were typed are not the same, or none was."""


def _reading_password(command: argparse.ArgumentParser, run: _Run) -> None:
    command.add_argument(
        "--password-stdin", action="store_true", help="read the password from standard input"
    )
    command.set_defaults(run=_telling(run))


def _telling(run: _Run) -> _Run:
    """The same command, which tells in a sentence why it did nothing."""

    def running(options: argparse.Namespace, store: Store, language: Language) -> int:
        try:
            return run(options, store, language)
        except (BadAccount, Unfit) as fault:
            say(sentence(fault, language))
        except _Differs:
            say(language.text("The two passwords differ; nothing was changed."))
        return REFUSED

    return running


def _add(options: argparse.Namespace, store: Store, language: Language) -> int:
    password = None if options.no_password else _typed(options, language)
    accounts.add(store, options.account, options.name, Role(options.role), password, by=_BY)
    say(
        language.text("“{account}” has an account now.").format(
            account=accounts.plain(options.account)
        )
    )
    return ACCEPTED


def _remove(options: argparse.Namespace, store: Store, language: Language) -> int:
    accounts.remove(store, options.account, by=_BY)
    say(language.text("The account “{account}” is removed.").format(account=options.account))
    return ACCEPTED


def _list(_options: argparse.Namespace, store: Store, language: Language) -> int:
    for one in accounts.every(store, by=_BY):
        signed_in = language.text("signed in") if one.browsers else ""
        role = role_name(one.role, language)
        say(f"{one.account}\t{one.name}\t{role}\t{signed_in}".rstrip("\t"))
    return ACCEPTED


def _role(options: argparse.Namespace, store: Store, language: Language) -> int:
    role = Role(options.role)
    accounts.set_role(store, options.account, role, by=_BY)
    done = language.text("“{account}” has the role “{role}” now, and signs in anew.")
    say(done.format(account=options.account, role=role_name(role, language)))
    return ACCEPTED


def _password(options: argparse.Namespace, store: Store, language: Language) -> int:
    accounts.set_password(store, options.account, _typed(options, language), by=_BY)
    done = language.text("“{account}” has a new password.")
    say(done.format(account=options.account))
    return ACCEPTED


def _typed(options: argparse.Namespace, language: Language) -> str:
    """The password, typed twice without being shown, or the first line of standard input."""
    if options.password_stdin:
        return sys.stdin.readline(MOST + 2).rstrip("\r\n")
    _ = language.text
    try:
        typed = getpass.getpass(language.pair(_("New password"), ""))
        again = getpass.getpass(language.pair(_("New password once more"), ""))
    except EOFError:
        raise _Differs from None
    if typed != again:
        raise _Differs
    return typed
