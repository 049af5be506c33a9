"""Check files, publish them, list the versions, restore one, export the newest."""

import argparse
import json
from collections import Counter
from pathlib import Path

from data.commands import ACCEPTED, REFUSED, Commands, say
from data.desk.checked import Finding, Tier
from data.desk.checkup import Breaks, Checkup, Upload, examine, publish, restore
from data.desk.comparing import Mode
from data.faults import Fault
from data.intake.handling import Handling, Question
from data.intake.layout import Draft
from data.intake.mapping import BadMapping, ColumnMapping, read_mapping
from data.language import Language
from data.record.canonical import as_today
from data.roles import ALONE
from data.schema import TABLES
from data.sheets.limits import LIMITS
from data.store import Store
from data.values.dates import province_today


def add(commands: Commands) -> None:
    """Add these commands to the parser."""
    check = commands.add_parser("check", help="say what is wrong with files and what would change")
    check.add_argument("files", nargs="+", type=Path)
    _handled(check)
    check.add_argument("--format", choices=["text", "json"], default="text")
    _confirming(check)
    check.set_defaults(run=_check)
    publish = commands.add_parser("publish", help="make files the next version")
    publish.add_argument("files", nargs="+", type=Path)
    _handled(publish)
    publish.add_argument("--author", required=True)
    publish.add_argument("--note", required=True)
    publish.add_argument("--replace", action="store_true", help="remove rows the files do not have")
    publish.add_argument("--drop", action="store_true", help="publish although cells are left out")
    publish.add_argument("--skip", action="store_true", help="publish although rows are refused")
    _confirming(publish)
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


def _confirming(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--confirm-translations",
        action="store_true",
        help="translations that the check points out still say the same: do not mark them",
    )


def _handled(command: argparse.ArgumentParser) -> None:
    command.add_argument("--table", choices=list(TABLES), help="read every sheet as this table")
    command.add_argument(
        "--mapping",
        type=_mapping,
        metavar="FILE",
        help="what the columns mean, as the data desk gives it (JSON)",
    )
    command.add_argument(
        "--answer",
        action="append",
        default=[],
        metavar="[FILE:]QUESTION=WAY",
        help="answer a question that the check asks, for one file or for all",
    )


def _mapping(path: str) -> ColumnMapping:
    """The mapping in a file; argparse tells what is wrong with it."""
    try:
        return read_mapping(Path(path).read_text("utf-8-sig"))[1]
    except (OSError, UnicodeDecodeError, BadMapping) as wrong:
        raise argparse.ArgumentTypeError(f"{path}: {wrong}") from wrong


def _examined(options: argparse.Namespace, store: Store) -> Checkup:
    uploads = [Upload(path.name, _read(path)) for path in options.files]
    today = province_today()
    confirmed = options.confirm_translations
    handlings = {(upload.name, ""): _handling(options, upload.name) for upload in uploads}
    return examine(uploads, store, today, handlings=handlings, confirmed=confirmed)


def _handling(options: argparse.Namespace, file: str) -> Handling:
    """How a file is read: its table, and the answers given for it or for every file."""
    answers: dict[str, str] = {}
    for given in options.answer:
        asked, _equals, way = given.rpartition("=")
        named = asked.startswith(f"{file}:")
        if named or not any(asked.startswith(f"{path.name}:") for path in options.files):
            answers[asked.removeprefix(f"{file}:")] = way
    return Handling(options.table, answers, options.mapping)


def _read(path: Path) -> bytes:
    """A file's bytes; of a file that is too large only the beginning."""
    with path.open("rb") as file:
        return file.read(LIMITS.bytes + 1)


def _check(options: argparse.Namespace, store: Store, language: Language) -> int:
    checkup = _examined(options, store)
    if options.format == "json":
        say(json.dumps(_report(checkup, language), ensure_ascii=False, indent=1))
    else:
        _tell(checkup, language)
    return ACCEPTED if checkup.accepted else REFUSED


def _report(checkup: Checkup, language: Language) -> list[dict[str, object]]:
    """One entry per file: accepted or refused, rows read, and every fault."""
    report: list[dict[str, object]] = []
    for upload in checkup.uploads:
        drafts = [draft for draft in checkup.drafts if draft.file == upload.name]
        faults = [
            _fault(fault, "refused", fault.sheet, language)
            for fault in checkup.refused
            if fault.file == upload.name
        ] + [
            _fault(finding.fault, finding.tier, finding.sheet, language)
            for finding in checkup.checked.findings
            if finding.fault.file == upload.name
        ]
        refused = any(fault["tier"] == "refused" for fault in faults)
        report.append(
            {
                "file": upload.name,
                "accepted": bool(drafts) and not refused,
                "rows_read": sum(len(draft.numbers) for draft in drafts),
                "tables": [draft.table for draft in drafts],
                "unknown_headings": [name for draft in drafts for name in draft.unknown],
                "questions": [_question(draft, one) for draft in drafts for one in draft.questions],
                "faults": faults,
            }
        )
    return report


def _fault(fault: Fault, tier: str, sheet: str, language: Language) -> dict[str, object]:
    return {
        "file": fault.file,
        "sheet": sheet,
        "row": fault.row,
        "column": fault.column,
        "value": fault.found,
        "kind": fault.kind,
        "tier": str(tier),
        "message": fault.sentence(language),
    }


def _tell(checkup: Checkup, language: Language) -> None:
    for fault in checkup.refused:
        say(fault.sentence(language))
    for draft in checkup.drafts:
        if draft.unknown:
            say(f"unknown headings: {draft.file}: {' · '.join(draft.unknown)}")
        for question in draft.questions:
            say(_question(draft, question))
    kinds = Counter((finding.tier, finding.fault.kind) for finding in checkup.checked.findings)
    for (tier, kind), count in kinds.most_common():
        say(f"{count} × {tier}: {kind}")
    for finding in checkup.checked.findings:
        say(_line(finding, language))
    for table, change in checkup.changes(Mode.UPDATE).items():
        say(
            f"{table}: +{len(change.added)} ~{len(change.changed)} ={change.unchanged}"
            f" ({checkup.checked.read[table]} rows read)"
        )


def _question(draft: Draft, question: Question) -> str:
    """A question as it is answered: where, its key, how it is read now, the other ways."""
    place = f"[{draft.sheet}] " if draft.sheet else ""
    ways = " | ".join(question.ways)
    now = question.read_as or "?"
    samples = f" ({' · '.join(question.samples)})" if question.samples else ""
    return f"question: {place}{draft.file}:{question.key}={now}, {ways}{samples}"


def _line(finding: Finding, language: Language) -> str:
    sheet = f"[{finding.sheet}] " if finding.sheet else ""
    return f"{finding.tier}: {sheet}{finding.fault.sentence(language)}"


def _publish(options: argparse.Namespace, store: Store, language: Language) -> int:
    if not options.author.strip() or not options.note.strip():
        say(language.text("Give your name and a note; nothing was published."))
        return REFUSED
    checkup = _examined(options, store)
    if not _may_publish(checkup, options):
        _tell(checkup, language)
        return REFUSED
    mode = Mode.REPLACE if options.replace else Mode.UPDATE
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


def _may_publish(checkup: Checkup, options: argparse.Namespace) -> bool:
    """Whether nothing is lost that was not agreed to, and no question is open."""
    whole = not checkup.refused and not checkup.is_asking and bool(checkup.checked.read)
    without_rows = options.skip or not checkup.checked.of(Tier.REFUSED)
    without_cells = options.drop or not checkup.checked.dropped
    return whole and without_rows and without_cells


def _history(_options: argparse.Namespace, store: Store, _language: Language) -> int:
    for version in store.history():
        source = f" · {version.source}" if version.source else ""
        say(
            f"{version.number}\t{version.id}\t{version.created.isoformat(timespec='seconds')}"
            f"\t{version.author}\t{version.note}{source}"
        )
    return ACCEPTED


def _restore(options: argparse.Namespace, store: Store, _language: Language) -> int:
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
