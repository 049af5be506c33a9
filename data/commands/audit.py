"""Check the audit trail, and write it to a file."""

import argparse
from pathlib import Path

from data.commands import ACCEPTED, REFUSED, Commands, misused, say
from data.exports import charted, trail
from data.exports.edition import edition_of
from data.language import Language
from data.store import Store, audit

_WRITERS = {".csv": charted.as_csv, ".xlsx": charted.as_xlsx}


def add(commands: Commands) -> None:
    """Add these commands to the parser."""
    parser = commands.add_parser("audit", help="check the trail of who did what, or write it out")
    acts = parser.add_subparsers(required=True)
    verify = acts.add_parser("verify", help="say whether an entry was changed or is missing")
    verify.add_argument("--head", help="a last hash noted earlier: is it still in the trail?")
    verify.set_defaults(run=_verify)
    export = acts.add_parser("export", help="write the whole trail as CSV or XLSX")
    export.add_argument("file", type=Path)
    export.set_defaults(run=_export)


def _verify(options: argparse.Namespace, store: Store, language: Language) -> int:
    _ = language.text
    with store.transaction() as connection:
        gap = audit.first_gap(connection)
        count, head = audit.count(connection), audit.head(connection)
        noted = audit.number_of(connection, options.head) if options.head else None
        resealings = list(audit.entries(connection, audit.Wanted(act="reseal")))
        put_back = list(audit.entries(connection, audit.Wanted(act="backup-restored")))
    if gap is not None:
        sentence = _("The trail is broken: entry {number} was changed or is missing.")
        say(sentence.format(number=gap))
        return REFUSED
    whole = language.plural(
        "The trail is whole: {count} entry, none changed and none missing.",
        "The trail is whole: {count} entries, none changed and none missing.",
        count,
    )
    say(f"{whole} {head}")
    if not options.head:
        return ACCEPTED
    if noted is not None:
        say(_("The hash you noted is that of entry {number}.").format(number=noted))
        return ACCEPTED
    for one in resealings:
        if one.details["before"] == options.head:
            sentence = _(
                "The hash you noted was the last one when entries from {first} on were sealed "
                "anew; entry {number} says why."
            )
            say(sentence.format(first=one.details["first"], number=one.number))
            return ACCEPTED
    for one in put_back:
        if one.details.get("before") == options.head:
            sentence = _(
                "The hash you noted was the last one of the trail that a backup has replaced; "
                "entry {number} says which."
            )
            say(sentence.format(number=one.number))
            return ACCEPTED
    say(
        _(
            "The hash you noted is not in the trail: what it stood for was cut off or rewritten. "
            "Compare with a backup of that day."
        )
    )
    for one in (*resealings, *put_back):
        say(f"{one.number}\t{trail.act(language, one.act)}\t{trail.details(language, one)}")
    return REFUSED


def _export(options: argparse.Namespace, store: Store, language: Language) -> int:
    write = _WRITERS.get(options.file.suffix.lower())
    if write is None:
        return misused(language.text("Write to a file that ends in .csv or .xlsx."))
    version = store.current()
    edition = edition_of(version, store.tables(version.id), language)
    with store.transaction(writing=True) as connection:
        audit.note(connection, "shell", "export", what="audit")
        plate = trail.taken_away(edition, audit.entries(connection))
    options.file.write_bytes(write(plate))
    return ACCEPTED
