"""Takes an upload from files to a checkup to a new version, for the page and for the shell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePath
from types import MappingProxyType
from typing import Protocol

from data.accounts import four_eyes
from data.bundles import bundle
from data.desk import comparing, forgotten, naming
from data.desk.checked import Checked, Finding, Tier
from data.desk.checking import check
from data.desk.comparing import Changes, Mode
from data.desk.door import RefusedFile, sheets
from data.desk.following import following
from data.desk.paper_rows import Facts, refuse_others
from data.desk.progress import Step, counted
from data.faults import Fault
from data.intake.asides import holds_no_table
from data.intake.handling import UNHANDLED, Handling, Handlings
from data.intake.layout import Draft
from data.intake.mapped import read_sheet
from data.intake.suspicions.day_signs import with_signs
from data.record import rows
from data.record.loading import CURATED
from data.record.rows import Rows
from data.roles import Act, Caller, permit
from data.sheets.grid import Sheet
from data.store import Store, Version, audit, papers, seed, store
from data.store.finishing import finishing
from data.store.struck import Rules
from data.values.spreadsheets import is_ours

# Rows of one table. The pages open within seconds with 20,000; the
# province's largest table has 140.
MOST_KEPT = 20_000
_BETWEEN_NAMES = " / "  # no file name can hold a slash
_NOTHING: Handlings = MappingProxyType({})


@dataclass(frozen=True)
class Upload:
    """One uploaded file."""

    name: str
    content: bytes


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


def opened() -> Store:
    """The store of this server, with the shipped record in it."""
    opened_store = store()
    seed(opened_store, CURATED)
    return opened_store


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


def with_own_names(uploads: Sequence[Upload]) -> list[Upload]:
    """The same files under names that differ, because two folders may both have a visits.csv.

    The names have no folder and no letters that cannot be printed; those that are so, stay.
    """
    by_name: dict[str, Upload] = {}
    for upload in uploads:
        path = PurePath(_plain_name(upload.name))
        name, number = path.name, 1
        while name in by_name:
            number += 1
            name = f"{path.stem} ({number}){path.suffix}"
        by_name[name] = replace(upload, name=name)
    return list(by_name.values())


def _plain_name(name: str) -> str:
    """The name without its folder and without characters that cannot be printed."""
    last = PurePath(name.replace("\\", "/")).name
    printable = "".join(letter if letter.isprintable() else " " for letter in last).strip()
    return printable if printable.strip(". ") else "-"


class Asking(Exception):  # noqa: N818 -- says what publishing waits for
    """Raised when a question about the files has no answer yet."""


class Breaks(Exception):  # noqa: N818 -- says what publishing would do
    """Raised when publishing would break the record; ``faults`` says where."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def publish(checkup: Checkup, where: Store, *, mode: Mode, by: Caller, note: str) -> Version:
    """Publish what a checkup accepts as the version after the one it was checked against.

    Raises:
        Forbidden: the caller may not publish, or only what somebody else approves.
        Breaks: rows would be removed that other rows refer to.
        Conflict: somebody has published since the check.

    """
    permit(by, Act.PUBLISH)
    four_eyes.permit_alone(by)
    with finishing():  # from here on: a server that is told to stop waits for it
        contents = becoming(checkup, where, mode)
        return where.publish(
            contents,
            parent=checkup.base.id,
            author=by.name,
            account=by.account or None,
            note=note,
            source=checkup.source,
            original=original(checkup),
            strikes=checkup.strikes,
        )


def becoming(checkup: Checkup, where: Store, mode: Mode) -> dict[str, bytes]:
    """The tables that a checkup changes, as they would become.

    Raises:
        Asking: a question about the files has no answer yet.
        Breaks: rows would be removed that other rows refer to.

    """
    if checkup.is_asking:
        raise Asking
    touched = {
        table: checkup.checked.rows.get(table, {})
        for table, changes in checkup.changes(mode).items()
        if changes
    }
    contents = comparing.contents(checkup.staying(), touched, mode)
    if faults := comparing.broken(where.tables(checkup.base.id), contents, checkup.drafts):
        raise Breaks(faults)
    return contents


def restore(wanted: str, where: Store, *, parent: str, by: Caller, note: str) -> Version:
    """Publish an older version again; raises as the store does.

    Raises:
        Forbidden: the caller may not restore, or only what somebody else approves.

    """
    permit(by, Act.RESTORE)
    four_eyes.permit_alone(by)
    account = by.account or None
    return where.restore(wanted, parent=parent, author=by.name, account=account, note=note)


def named(uploads: Sequence[Upload]) -> str:
    """The names of uploaded files in one text, as a version keeps them."""
    return _BETWEEN_NAMES.join(upload.name for upload in uploads)


def original(checkup: Checkup) -> bytes | None:
    """What is kept of the uploaded files; None where they name a person who was struck."""
    uploads = checkup.uploads
    if checkup.names_struck:
        return None
    if len(uploads) == 1:
        return uploads[0].content
    return bundle({upload.name: upload.content for upload in uploads})


def original_name(version: Version) -> str | None:
    """File name of a version's upload; None if it had none. Several files are one zip."""
    if not version.source or not version.source_hash:
        return None
    return file_name(version.source, f"v{version.number}")


def file_name(source: str, of: str) -> str:
    """The name of what is kept of an upload; ``of`` says whose several files are in the zip."""
    names = source.split(_BETWEEN_NAMES)
    return names[0] if len(names) == 1 else f"nhip-cau-{of}-files.zip"


def undone(theirs: Mapping[str, Changes], ours: Mapping[str, Changes]) -> set[tuple[str, str, str]]:
    """Cells (table, row, column) that an upload would change, and others changed since."""
    return {
        (table, key, column)
        for table, change in ours.items()
        if table in theirs
        for key, cells in change.changed.items()
        for column in cells
        if column in theirs[table].changed.get(key, {}) or key in theirs[table].added
    }
