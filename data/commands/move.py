"""Move the whole store to another database, such as from SQLite to PostgreSQL."""

import argparse
import os
from contextlib import closing

from data.commands import ACCEPTED, Commands, Misuse, misused, say
from data.language import Language
from data.store import Store, moving

TO = "MOVE_TO"  # no argument: an address may hold a password, and arguments are seen


def add(commands: Commands) -> None:
    """Add this command to the parser."""
    parser = commands.add_parser(
        "move", help=f"copy everything into the empty database that {TO} names"
    )
    parser.set_defaults(run=_move)


def _move(_options: argparse.Namespace, store: Store, language: Language) -> int:
    _ = language.text
    address = os.environ.get(TO, "").strip()
    if not address:
        sentence = _("Set {setting} to the address of an empty database, as for DATABASE_URL.")
        raise Misuse(sentence.format(setting=TO))
    with closing(Store(address)) as target:
        try:
            copied = moving.copy(store, target, "shell")
        except moving.NotEmpty:
            return misused(_("The other database holds something already: nothing was copied."))
    sentence = _(
        "Everything is in the other database: versions {versions}, papers {papers}, drafts "
        "{drafts}, accounts {accounts}, entries of the audit trail {entries}. Give its address in "
        "DATABASE_URL and start the server anew; the old store stays as it is."
    )
    count = language.number
    say(
        sentence.format(
            versions=count(copied["versions"]),
            papers=count(copied["paper_files"]),
            drafts=count(copied["sketches"]),
            accounts=count(copied["accounts"]),
            entries=count(copied["audit"]),
        )
    )
    return ACCEPTED
