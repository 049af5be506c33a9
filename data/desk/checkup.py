"""Takes an upload from files to a checkup, for the page and for the shell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Protocol

from data.desk import comparing, forgotten, naming
from data.desk.checked import Checked, Finding, Tier
from data.desk.checking import check
from data.desk.comparing import Changes, Mode
from data.desk.door import RefusedFile, sheets
from data.desk.following import following
from data.desk.paper_rows import Facts, refuse_others
from data.desk.progress import Step, counted
from data.desk.uploads import Upload, named, with_own_names
from data.faults import Fault
from data.intake.asides import holds_no_table
from data.intake.handling import UNHANDLED, Handling, Handlings
from data.intake.layout import Draft
from data.intake.mapped import read_sheet
from data.intake.suspicions.day_signs import with_signs
from data.record import rows
from data.record.rows import Rows
from data.roles import Caller
from data.sheets.grid import Sheet
from data.store import Store, Version, audit, papers
from data.store.struck import Rules
from data.values.spreadsheets import is_ours

# Rows of one table. The pages open within seconds with 20,000; the
# province's largest table has 140.
MOST_KEPT = 20_000
_NOTHING: Handlings = MappingProxyType({})


@dataclass(frozen=True)
class Checkup:
    """Everything a person needs to decide on an upload.

    ``refused`` are files and sheets that are not tables. ``base`` is the version that the
    upload was compared with, ``published`` its tables. ``strikes`` counts the persons who were
    struck from the record until then; ``names_struck``: the files name one of them, so they are
    not kept. ``removed`` are rows by table that go, whatever the files hold.
    ``called`` is one name for files that nobody has uploaded; "" where each has its own.
    """

    uploads: tuple[Upload, ...]
    sheets: tuple[Sheet, ...]
    drafts: tuple[Draft, ...]
    refused: tuple[Fault, ...]
    checked: Checked
    base: Version
    published: Mapping[str, Rows]
    strikes: int = 0
    names_struck: bool = False
    removed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    called: str = ""

    @property
    def source(self) -> str:
        """What a version made from it says that it comes from: the names of its files."""
        return self.called or named(self.uploads)

    @property
    def accepted(self) -> bool:
        """Whether no file, sheet or row is refused, and no question waits for its answer."""
        return not self.refused and not self.is_asking and self.checked.accepted

    @property
    def is_asking(self) -> bool:
        """Whether a question must be answered before anything can be published."""
        return any(draft.unanswered for draft in self.drafts)

    def changes(self, mode: Mode) -> dict[str, Changes]:
        """What would change in each table that the upload touches."""
        return {
            table: comparing.compare(
                self.published.get(table, {}),
                self.checked.rows.get(table, {}),
                mode,
                self.removed.get(table, ()),
            )
            for table in dict.fromkeys([*self.checked.rows, *self.removed])
        }

    def staying(self) -> Mapping[str, Rows]:
        """The published tables without the rows that go whatever the files hold."""
        return {
            table: {key: row for key, row in rows.items() if key not in self.removed[table]}
            if table in self.removed
            else rows
            for table, rows in self.published.items()
        }


class Kept(Protocol):
    """What a check needs of a store."""

    def current(self) -> Version:
        """The newest version."""

    def tables(self, version_id: str, /) -> Mapping[str, bytes]:
        """The tables of a version."""

    def strikes(self) -> int:
        """How many persons were struck so far."""

    def rules(self) -> Rules:
        """What must not come back."""

    def papers(self) -> Facts:
        """Format and bytes of each file of a paper, by its SHA-256."""


def examine(
    uploads: Sequence[Upload],
    where: Kept,
    today: date,
    *,
    handlings: Handlings = _NOTHING,
    encodings: Mapping[str, str] | None = None,
    confirmed: bool = False,
    beside: tuple[Version, Mapping[str, Rows]] | None = None,
) -> Checkup:
    """Read files and check them against the newest version; nothing is published.

    ``handlings`` says by file and sheet how a sheet is read (under the sheet "": those of a file
    of which nothing else is said). ``encodings`` gives the encoding of a file by its name; all
    others are guessed. ``confirmed``: translations that
    may be older than their original still say the same, so they are not marked. ``beside`` is the
    version that they are checked against, with its tables; else it is the newest one.
    """
    uploads = with_own_names(uploads)
    strikes, rules = where.strikes(), where.rules()
    if beside is None:
        newest = where.current()
        beside = newest, rows.tables_of(where.tables(newest.id))
    base, published = beside
    read, refused = _read(uploads, encodings or {}, published)
    drafted, untold, left = _drafted(read, handlings, published)
    refused += untold
    told = [_handling(handlings, draft.file, draft.sheet) for draft in drafted]
    drafted = naming.named(following(drafted, published), published, told)
    drafted, found = forgotten.without(rules, drafted)
    checked = check(drafted, published, today, confirmed=confirmed)
    checked.findings.extend([*found, *left])
    if checked.rows.get(papers.TABLE):
        refuse_others(checked, drafted, published, where.papers())
    refused += _too_many(drafted, checked, published)
    return Checkup(
        tuple(uploads),
        tuple(read),
        tuple(drafted),
        tuple(refused),
        checked,
        base,
        published,
        strikes,
        bool(found) or forgotten.are_named(rules, [one.name for one in uploads], read),
    )


def _too_many(
    drafted: Sequence[Draft], checked: Checked, published: Mapping[str, Rows]
) -> list[Fault]:
    """Keep nothing of tables that would grow over what the pages can show, and say so."""
    faults = []
    for table, kept in list(checked.rows.items()):
        before = published.get(table, {})
        count = len(before) + sum(key not in before for key in kept)
        if count > max(MOST_KEPT, len(before)):
            del checked.rows[table]  # not emptied: replacing would then remove every row
            file = next(draft.file for draft in drafted if draft.table == table)
            expected = f"≤ {MOST_KEPT}"
            faults.append(Fault("over-record", file, found=str(count), expected=expected))
    return faults


def noted(checkup: Checkup, where: Store, by: Caller) -> None:
    """Note in the audit trail which files somebody had checked."""
    with where.transaction(writing=True) as connection:
        audit.note(
            connection,
            by.who,
            "upload",
            files=named(checkup.uploads),
            bytes=sum(len(upload.content) for upload in checkup.uploads),
            rows=sum(len(draft.numbers) for draft in checkup.drafts),
        )


def _read(
    uploads: Sequence[Upload], encodings: Mapping[str, str], published: Mapping[str, Rows]
) -> tuple[list[Sheet], list[Fault]]:
    """Every sheet with data, without our own guides and lists; and the faults of refused files."""
    read: list[Sheet] = []
    refused: list[Fault] = []
    for upload in counted(uploads, Step.READING, len(uploads)):
        try:
            every = sheets(
                upload.name,
                upload.content,
                encoding=encodings.get(upload.name),
                published=published,
            )
        except RefusedFile as refusal:
            refused.append(refusal.fault)
            continue
        with_data = with_signs([sheet for sheet in every if not is_ours(sheet)])
        read += with_data
        if not with_data:
            refused.append(Fault("is-empty", upload.name))
    return read, refused


def _drafted(
    read: Sequence[Sheet], handlings: Handlings, published: Mapping[str, Rows]
) -> tuple[list[Draft], list[Fault], list[Finding]]:
    """The drafts of all sheets, why sheets are refused, and the sheets that are left aside.

    A cover or a sheet of notes is left aside where its file has a table in another sheet.
    """
    told = [
        (sheet, draft)
        for sheet in read
        for draft in read_sheet(sheet, _handling(handlings, sheet.file, sheet.name), published)
    ]
    drafted = [draft for _, draft in told if isinstance(draft, Draft)]
    with_table = {draft.file for draft in drafted}
    refused: list[Fault] = []
    left: list[Finding] = []
    for sheet, fault in told:
        if isinstance(fault, Draft):
            continue
        if sheet.file in with_table and holds_no_table(sheet):
            aside = Fault("no-table-sheet", sheet.file, found=fault.found)
            left.append(Finding(Tier.ASIDE, "", sheet.name, aside))
        else:
            refused.append(fault)
    return drafted, refused, left


def _handling(handlings: Handlings, file: str, sheet: str) -> Handling:
    of_file = handlings.get((file, ""), UNHANDLED)
    return handlings.get((file, sheet), of_file)
