"""The way of an upload: files in, a check out, then a version. Page and shell share it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data import comparing, rows
from data.checking import Checked, check
from data.comparing import Changes, Mode
from data.faults import Fault
from data.intake.sheets import Refused, Sheet, sheets
from data.layout import Draft, drafts
from data.outgoing import is_ours
from data.record import CURATED
from data.rows import Rows
from data.store import Store, Version, seed, store


@dataclass(frozen=True)
class Upload:
    """One file as it came."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Checkup:
    """Everything a person needs to decide on an upload.

    ``refused`` are files and sheets that are no table; ``base`` is the version compared against.
    """

    uploads: tuple[Upload, ...]
    sheets: tuple[Sheet, ...]
    drafts: tuple[Draft, ...]
    refused: tuple[Fault, ...]
    checked: Checked
    base: Version
    published: Mapping[str, Rows]

    @property
    def accepted(self) -> bool:
        """Whether nothing at all is refused."""
        return not self.refused and self.checked.accepted

    def changes(self, mode: Mode) -> dict[str, Changes]:
        """What would change in each table that the upload touches."""
        return {
            table: comparing.compare(self.published.get(table, {}), found, mode)
            for table, found in self.checked.rows.items()
        }


def opened() -> Store:
    """The store of this server, with the shipped record in it."""
    opened_store = store()
    seed(opened_store, CURATED)
    return opened_store


def examine(
    uploads: Sequence[Upload],
    where: Store,
    today: date,
    *,
    table: str | None = None,
    choices: Mapping[str, Mapping[str, str]] | None = None,
) -> Checkup:
    """Read and check files against what is published now; nothing is changed.

    ``choices`` says by table and column how doubtful values are read.
    """
    base = where.current()
    published = rows.all_of(where.tables(base.id))
    refused: list[Fault] = []
    read: list[Sheet] = []
    for upload in uploads:
        try:
            read.extend(sheets(upload.name, upload.content, published=published))
        except Refused as told:
            refused.append(told.fault)
    found: list[Draft] = []
    for sheet in read:
        if is_ours(sheet):
            continue
        draft = _draft(sheet, table, choices or {})
        if isinstance(draft, Draft):
            found.append(draft)
        else:
            refused.append(draft)
    checked = check(found, published, today)
    return Checkup(
        tuple(uploads), tuple(read), tuple(found), tuple(refused), checked, base, published
    )


def _draft(
    sheet: Sheet, table: str | None, choices: Mapping[str, Mapping[str, str]]
) -> Draft | Fault:
    draft = drafts(sheet, table=table)
    if isinstance(draft, Draft) and draft.table in choices:
        return drafts(sheet, table=draft.table, choices=choices[draft.table])
    return draft


class Breaks(Exception):  # noqa: N818 - what a publication would do
    """Raised when a publication would leave the record broken; ``faults`` says where."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def publish(checkup: Checkup, where: Store, *, mode: Mode, author: str, note: str) -> Version:
    """Make what a check would keep the next version, on top of the one it was checked against.

    Raises:
        Breaks: rows that others refer to would be gone.
        Conflict: somebody has published since the check.

    """
    touched = {
        table: found
        for table, found in checkup.checked.rows.items()
        if comparing.compare(checkup.published.get(table, {}), found, mode)
    }
    contents = comparing.contents(checkup.published, touched, mode)
    if faults := comparing.broken(where.tables(checkup.base.id), contents):
        raise Breaks(faults)
    original = checkup.uploads[0] if len(checkup.uploads) == 1 else None
    return where.publish(
        contents,
        parent=checkup.base.id,
        author=author,
        note=note,
        source=", ".join(upload.name for upload in checkup.uploads),
        original=original.content if original else None,
    )
