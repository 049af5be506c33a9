"""What a check of files found, as lines for a person or as JSON for a program."""

from collections import Counter

from data.commands import say
from data.desk import asking
from data.desk.checked import Finding
from data.desk.checkup import Checkup
from data.desk.comparing import Mode
from data.desk.marks import becomes, consequence
from data.desk.removing import Removal
from data.faults import TABLE_UNCERTAIN, Fault
from data.iati.words import in_words
from data.intake.handling import Question
from data.intake.layout import Draft
from data.language import Language
from data.record import wording
from data.sheets.grid import Sheet


def report(checkup: Checkup, removed: Removal, language: Language) -> list[dict[str, object]]:
    """One entry per file: accepted or refused, how it was read, and every fault.

    ``removed`` is what comes of rows that are removed.
    """
    entries: list[dict[str, object]] = []
    findings = [*checkup.checked.findings, *removed.findings]
    for upload in checkup.uploads:
        drafts = [draft for draft in checkup.drafts if draft.file == upload.name]
        faults = [
            _fault(fault, "refused", fault.sheet, fault.sentence(language))
            for fault in checkup.refused
            if fault.file == upload.name
        ] + [
            _fault(one.fault, one.tier, one.sheet, _sentence(one, checkup, language))
            for one in findings
            if one.fault.file == upload.name
        ]
        refused = any(fault["tier"] == "refused" for fault in faults)
        entries.append(
            {
                "file": upload.name,
                "accepted": bool(drafts) and not refused,
                "rows_read": sum(len(draft.numbers) for draft in drafts),
                "tables": [draft.table for draft in drafts],
                "read_as": [_manner(sheet, checkup) for sheet in _sheets(checkup, upload.name)],
                "unknown_headings": [
                    in_words(name, language) for draft in drafts for name in draft.unknown
                ],
                "questions": [
                    f"{_question(draft, one)}{_samples(draft, one, language)}"
                    for draft in drafts
                    for one in draft.questions
                ],
                "faults": faults,
            }
        )
    return entries


def _sheets(checkup: Checkup, file: str) -> list[Sheet]:
    return [sheet for sheet in checkup.sheets if sheet.file == file]


def _sentence(finding: Finding, checkup: Checkup, language: Language) -> str:
    """A finding in the words of the page: columns by their names, rows by what they are called."""
    return wording.sentence(finding.table, finding.fault, language, checkup.published)


def _fault(fault: Fault, tier: str, sheet: str, message: str) -> dict[str, object]:
    return {
        "file": fault.file,
        "sheet": sheet,
        "row": fault.row,
        "column": fault.column,
        "value": fault.found,
        "kind": fault.kind,
        "tier": str(tier),
        "message": message,
    }


def tell(checkup: Checkup, removed: Removal, mode: Mode, language: Language) -> None:
    """Say all of it in lines: how files were read, what is asked and found, what would change."""
    _tell_reading(checkup, language)
    findings = [*checkup.checked.findings, *removed.findings]
    kinds = Counter(
        (consequence(one.tier, one.fault.kind, language), one.fault.problem(language))
        for one in findings
    )
    for (consequent, problem), count in kinds.most_common():
        say(f"{count} × {consequent}: {problem}")
    for finding in findings:
        told = _sentence(finding, checkup, language)
        say(f"{becomes(finding, language)}: {_placed(finding.sheet)}{told}")
    if removed.settled:
        told = language.plural(
            "{count} contradiction found above goes with the removed rows.",
            "{count} contradictions found above go with the removed rows.",
            removed.settled,
        )
        say(told)
    for table, change in checkup.changes(mode).items():
        gone = f" -{len(change.removed)}" if mode is Mode.REPLACE else ""
        say(
            f"{table}: +{len(change.added)} ~{len(change.changed)}{gone} ={change.unchanged}"
            f" ({checkup.checked.read[table]} rows read)"
        )


def _tell_reading(checkup: Checkup, language: Language) -> None:
    """What could not be read, how all else was, and what is asked about it."""
    for fault in checkup.refused:
        say(f"{fault.sentence(language)} {_next_step(fault, language)}".strip())
    for sheet in checkup.sheets:
        if manner := _manner(sheet, checkup):
            say(f"read: {_placed(sheet.name)}{sheet.file}: {manner}")
    for draft in checkup.drafts:
        if draft.unknown:
            named = " · ".join(in_words(name, language) for name in draft.unknown)
            say(f"{language.text('Headings not known')}: {draft.file}: {named}")
        for question in draft.questions:
            _ask(draft, question, language)


def _next_step(fault: Fault, language: Language) -> str:
    """What to do with a file or sheet that was not read; "" where the fault says it."""
    if fault.kind in TABLE_UNCERTAIN:
        return language.text("Say which table it is (--table), or what each column is (--mapping).")
    return asking.advice(fault, language)


def _manner(sheet: Sheet, checkup: Checkup) -> str:
    """What was decided while a sheet was read: encoding, delimiter, decimal mark, order of dates.

    "" where nothing had to be decided.
    """
    delimiters = {"\t": "tab", ",": "comma", ";": "semicolon", "|": "bar"}
    ways = (
        way
        for draft in checkup.drafts
        if (draft.file, draft.sheet) == (sheet.file, sheet.name)
        for way in draft.ways
    )
    between = delimiters.get(sheet.delimiter or "", "")
    return " · ".join(dict.fromkeys(filter(None, (sheet.encoding, between, *ways))))


def _question(draft: Draft, question: Question) -> str:
    """A question as it is answered: where, its key, how it is read now, the ways."""
    ways = " | ".join(question.ways)
    now = question.read_as or "?"
    return f"question: {_placed(draft.sheet)}{draft.file}:{question.key}={now}, {ways}"


def _ask(draft: Draft, question: Question, language: Language) -> None:
    """A question in the words of the page, how it is answered here, and its examples."""
    say(asking.sentence(question, draft, language))
    say(_question(draft, question))
    for way in question.ways:
        say(f"  {way}: {asking.named(way, language)}")
    if found := " · ".join(asking.found(question, draft, language)):
        say(f"  {language.text('Found: {values}').format(values=found)}")


def _samples(draft: Draft, question: Question, language: Language) -> str:
    """What it is about, behind it in brackets."""
    found = " · ".join(asking.found(question, draft, language))
    return f" ({found})" if found else ""


def _placed(sheet: str) -> str:
    return f"[{sheet}] " if sheet else ""
