"""Check files, publish them, list the versions, restore one, export the newest."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from data.commands import ACCEPTED, REFUSED, Commands, given, say, told
from data.desk.checked import Tier
from data.desk.checkup import Checkup
from data.desk.comparing import Mode
from data.desk.publishing import Breaks, publish, restore
from data.desk.removing import Removal, removal
from data.language import Language
from data.record.canonical import as_today
from data.roles import ALONE
from data.schema import TABLES
from data.store import Store
from data.values.dates import province_today

_REPLACE = "remove rows the files do not have"


def add(commands: Commands) -> None:
    """Add these commands to the parser."""
    check = commands.add_parser("check", help="say what is wrong with files and what would change")
    given.add(check)
    check.add_argument("--replace", action="store_true", help=_REPLACE)
    check.add_argument("--format", choices=["text", "json"], default="text")
    check.set_defaults(run=_check)
    publish = commands.add_parser("publish", help="make files the next version")
    given.add(publish)
    publish.add_argument("--author", required=True)
    publish.add_argument("--note", required=True)
    publish.add_argument("--replace", action="store_true", help=_REPLACE)
    publish.add_argument("--drop", action="store_true", help="publish although cells are left out")
    publish.add_argument("--skip", action="store_true", help="publish although rows are refused")
    publish.set_defaults(run=_publish)
    history = commands.add_parser("history", help="list the versions, newest first")
    history.set_defaults(run=_history)
    restore = commands.add_parser("restore", help="make an older version the newest again")
    restore.add_argument("version", help="its number or id")
    restore.add_argument("--author", required=True)
    restore.add_argument("--note", required=True)
    restore.set_defaults(run=_restore)
    export = commands.add_parser("export", help="write the newest version as CSV files")
    export.add_argument("folder", type=Path)
    export.set_defaults(run=_export)


def _check(options: argparse.Namespace, store: Store, language: Language) -> int:
    checkup = given.examined(options, store, language)
    mode = Mode.REPLACE if options.replace else Mode.UPDATE
    removed = Removal()
    if options.replace:
        removed = removal(checkup, store, province_today())
    if options.format == "json":
        entries = told.report(checkup, removed, language)
        say(json.dumps(entries, ensure_ascii=False, indent=1), lines=True)
    else:
        told.tell(checkup, removed, mode, language)
    is_whole = not any(one.tier is Tier.REFUSED for one in removed.findings)
    return ACCEPTED if checkup.accepted and is_whole else REFUSED


def _publish(options: argparse.Namespace, store: Store, language: Language) -> int:
    if not _is_signed(options, language):
        return REFUSED
    checkup = given.examined(options, store, language)
    mode = Mode.REPLACE if options.replace else Mode.UPDATE
    if reasons := _reasons(checkup, options, language):
        told.tell(checkup, Removal(), mode, language)
        for reason in reasons:
            say(reason)
        return REFUSED
    if not any(checkup.changes(mode).values()):
        say(language.text("Nothing would change: the record holds all of this already."))
        return ACCEPTED
    try:
        by = ALONE.called(options.author)
        version = publish(checkup, store, mode=mode, by=by, note=options.note)
    except Breaks as broken:
        for fault in broken.faults:
            say(fault.sentence(language))
        return REFUSED
    say(f"version {version.number} ({version.id})")
    return ACCEPTED


def _is_signed(options: argparse.Namespace, language: Language) -> bool:
    """Whether somebody gives a name and a reason; says so where not."""
    if options.author.strip() and options.note.strip():
        return True
    say(language.text("Give your name and a note; nothing was published."))
    return False


def _reasons(checkup: Checkup, options: argparse.Namespace, language: Language) -> Sequence[str]:
    """Why nothing is published: something would be lost that was not agreed to, or is asked."""
    _ = language.text
    reasons = []
    if checkup.refused or not checkup.checked.read:
        reasons.append(_("Nothing was published: not every file and sheet could be read."))
    if checkup.is_asking:
        reasons.append(_("Nothing was published: answer the questions (--answer)."))
    kept = checkup.checked.rows
    if kept and not any(kept.values()):
        reasons.append(_("Nothing was published: no row can be kept."))
    elif options.replace and not all(kept.values()):
        reasons.append(_("Nothing was published: --replace would empty a table."))
    if checkup.checked.of(Tier.REFUSED) and not options.skip:
        reasons.append(_("Nothing was published: rows are refused (--skip leaves them out)."))
    if checkup.checked.dropped and not options.drop:
        reasons.append(_("Nothing was published: cells are refused (--drop leaves them out)."))
    return reasons


def _history(_options: argparse.Namespace, store: Store, language: Language) -> int:
    for version in store.history():
        origin = language.origin(version.source, version.source_hash)
        source = f" · {origin}" if origin else ""
        say(
            f"{version.number}\t{version.id}\t{version.created.isoformat(timespec='seconds')}"
            f"\t{version.author}\t{version.note}{source}"
        )
    return ACCEPTED


def _restore(options: argparse.Namespace, store: Store, language: Language) -> int:
    if not _is_signed(options, language):
        return REFUSED
    known = {str(version.number): version.id for version in store.history()}
    wanted = known.get(options.version, options.version)
    by = ALONE.called(options.author)
    version = restore(wanted, store, parent=store.current_id(), by=by, note=options.note)
    say(f"version {version.number} ({version.id})")
    return ACCEPTED


def _export(options: argparse.Namespace, store: Store, _language: Language) -> int:
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, content in store.tables(store.current_id()).items():
        written = as_today(TABLES[name], content) if name in TABLES else content
        (options.folder / f"{name}.csv").write_bytes(written)
    return ACCEPTED
