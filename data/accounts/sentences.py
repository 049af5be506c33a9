"""What accounts, roles and their faults are called in the reader's language."""

from data.accounts.accounts import LONGEST_NAME, BadAccount
from data.accounts.guessing import TooEarly
from data.accounts.passwords import LEAST, MOST, Unfit
from data.accounts.sign_ins import WrongPassword
from data.language import Language
from data.roles import Role

Fault = BadAccount | Unfit | TooEarly | WrongPassword


def role_name(role: Role, language: Language) -> str:
    """What a role is called."""
    _ = language.text
    return {
        Role.READER: _("Reader"),
        Role.EDITOR: _("Editor"),
        Role.APPROVER: _("Approver"),
        Role.ADMINISTRATOR: _("Administrator"),
    }[role]


def role_meaning(role: Role, language: Language) -> str:
    """What a role lets somebody do beyond the role before it."""
    _ = language.text
    return {
        Role.READER: _("Reads everything that is published."),
        Role.EDITOR: _("Also uploads files, proposes changes and reads all versions."),
        Role.APPROVER: _("Also publishes, approves what others propose and restores versions."),
        Role.ADMINISTRATOR: _(
            "Also manages accounts, reads the audit trail and removes a person on request."
        ),
    }[role]


def sentence(fault: Fault, language: Language) -> str:
    """What was wrong, and what to do."""
    _ = language.text
    match fault:
        case BadAccount():
            text = _about(fault, language)
        case Unfit():
            text = _("A password has {least} to {most} characters.")
            text = text.format(least=LEAST, most=MOST)
        case TooEarly(seconds=seconds):
            text = language.plural(
                "Too many tries have failed. Try again in {count} second.",
                "Too many tries have failed. Try again in {count} seconds.",
                seconds,
            )
        case WrongPassword():
            text = _("Account and password do not belong together.")
    return text


def _about(fault: BadAccount, language: Language) -> str:
    _ = language.text
    text = {
        "not-a-name": _(
            "An account's name has letters from a to z, digits and . _ + @ - alone, and begins "
            "with a letter or digit."
        ),
        "no-person": _("Give the person's name, in at most {count} characters."),
        "taken": _("There is an account “{account}” already."),
        "last-administrator": _(
            "“{account}” is the only administrator. Make somebody else one first; nothing was "
            "changed."
        ),
        "unknown": _("There is no account “{account}”."),
    }[fault.kind]
    return text.format(account=fault.account[:80], count=LONGEST_NAME)
