"""The audit trail in the words of a reader, on the page and as a file to take away."""

from collections.abc import Iterable, Mapping

from data.accounts.sentences import role_name
from data.exports.charted import Plate
from data.exports.edition import Edition, Extract
from data.language import Language
from data.roles import Role
from data.schema import TABLES
from data.store.audit import Entry
from data.store.seeding import AUTHOR


def act(language: Language, code: str) -> str:
    """What was done, in words; the code itself where it is not known here."""
    return _acts(language).get(code, code)


def _acts(language: Language) -> Mapping[str, str]:
    _ = language.text
    return {
        "publish": _("Version published"),
        "restore": _("Version restored"),
        "undo": _("Change of one version taken back"),
        "propose": _("Change proposed"),
        "proposal-comment": _("Proposal commented on"),
        "proposal-again": _("Proposal handed in again"),
        "proposal-sent-back": _("Proposal sent back"),
        "proposal-withdrawn": _("Proposal withdrawn"),
        "proposal-approved": _("Proposal approved"),
        "upload": _("Files uploaded and checked"),
        "export": _("Everything downloaded"),
        "mapping-kept": _("Mapping of columns remembered"),
        "mapping-renamed": _("Mapping of columns renamed"),
        "mapping-removed": _("Mapping of columns removed"),
        "sign-in": _("Signed in"),
        "sign-out": _("Signed out"),
        "sign-in-failed": _("Sign-in failed"),
        "sign-in-refused": _("Sign-in refused"),
        "account-added": _("Account added"),
        "account-removed": _("Account removed"),
        "drafts-removed": _("Drafts removed"),
        "account-role": _("Role changed"),
        "account-password": _("Password changed"),
        "backup-restored": _("Backup put back in place of the record"),
        "move": _("Everything moved into this database"),
        "strike": _("Person removed from the record"),
        "paper": _("File of a paper kept"),
        "reseal": _("Entries of this trail sealed anew"),
    }


def details(language: Language, entry: Entry) -> str:
    """On what it was done, in one line."""
    labels = _labels(language)
    pairs = (
        language.pair(labels.get(name, name), _value(language, name, one))
        for name, one in entry.details.items()
    )
    return " · ".join(pairs)


def _value(language: Language, name: str, value: str) -> str:
    return role_name(Role(value), language) if name == "role" and value in list(Role) else value


def _labels(language: Language) -> Mapping[str, str]:
    _ = language.text
    return {
        "version": _("Version"),
        "id": _("Id"),
        "restored": _("From version"),
        "undone": _("Change of version"),
        "proposal": _("Proposal"),
        "account": _("Account"),
        "address": _("Address"),
        "role": _("Role"),
        "file": _("File"),
        "files": _("Files"),
        "bytes": _("Bytes"),
        "format": _("File format"),
        "hash": _("Hash"),
        "rows": _("Rows"),
        "what": _("Of what"),
        "reason": _("Reason"),
        "why": _("Reason"),
        "strike": _("Removal"),
        "versions": _("Versions"),
        "papers": _("Papers"),
        "drafts": _("Drafts"),
        "accounts": _("Accounts"),
        "deleted": _("Files deleted"),
        "first": _("From entry"),
        "entries": _("Entries"),
        "mapping": _("Mapping"),
        "former": _("Called until then"),
        "before": _("Last hash until then"),
    }


def who(language: Language, entry: Entry) -> str:
    """Who did it; the only user of one machine gives no name for some acts."""
    _ = language.text
    if entry.act == "sign-in-failed":
        return _("not signed in")
    return name(entry.who) or _("whoever was at this machine")


def name(who: str) -> str:
    """What somebody in the trail is called; the program itself published what it came with."""
    return "Nhịp Cầu" if who == AUTHOR else who


def heads(language: Language) -> tuple[str, ...]:
    """The headings of the trail."""
    _ = language.text
    return (_("No."), _("When"), _("By whom"), _("Act"), _("Details"))


def rows(language: Language, entries: Iterable[Entry]) -> list[tuple[object, ...]]:
    """One row for each entry."""
    return [
        (
            one.number,
            language.moment(one.at),
            who(language, one),
            act(language, one.act),
            details(language, one),
        )
        for one in entries
    ]


def taken_away(edition: Edition, entries: Iterable[Entry]) -> Plate:
    """The trail as a file: with exact times, codes and hashes, so that it can be checked again."""
    language = edition.lens.language
    _ = language.text
    kept = list(entries)
    more = [(one.at.isoformat(), one.act, one.before, one.hash) for one in kept]
    lines = zip(rows(language, kept), more, strict=True)
    return Plate(
        Extract(edition, TABLES["sources"], ()),
        _("Audit trail"),
        _(
            "Who did what and when. Each entry holds the hash of the one before, so a change or a "
            "gap shows."
        ),
        edition.lens.day,
        (*heads(language), _("Time (UTC)"), _("Code"), _("Hash before"), _("Hash")),
        tuple((*row, *rest) for row, rest in lines),
    )
