"""The way of an upload: files in, a check out, then a version. Page and shell share it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from data.bundles import bundle
from data.desk import comparing
from data.desk.checking import Checked, check
from data.desk.comparing import Changes, Mode
from data.desk.door import Refused, sheets
from data.faults import Fault
from data.intake.layout import Draft, drafts
from data.record import rows
from data.record.loading import CURATED
from data.record.rows import Rows
from data.sheets.grid import Sheet
from data.store import Store, Version, seed, store
from data.values.spreadsheets import is_ours

_APART = " / "  # between names of files, which cannot have it


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
    encodings: Mapping[str, str] | None = None,
) -> Checkup:
    """Read and check files against what is published now; nothing is changed.

    ``choices`` says by table and column how doubtful values are read, ``encodings`` by file in
    which encoding it was written, where that is not to be guessed.
    """
    uploads = _apart(uploads)
    base = where.current()
    published = rows.all_of(where.tables(base.id))
    read, refused = _read(uploads, encodings or {}, published)
    found: list[Draft] = []
    for sheet in read:
        draft = _draft(sheet, table, choices or {})
        if isinstance(draft, Draft):
            found.append(draft)
        else:
            refused.append(draft)
    checked = check(found, published, today)
    return Checkup(
        tuple(uploads), tuple(read), tuple(found), tuple(refused), checked, base, published
    )


def _read(
    uploads: Sequence[Upload], encodings: Mapping[str, str], published: Mapping[str, Rows]
) -> tuple[list[Sheet], list[Fault]]:
    """Every sheet with data, our own guides and lists left aside; and the files that are none."""
    read: list[Sheet] = []
    refused: list[Fault] = []
    for upload in uploads:
        try:
            found = sheets(
                upload.name,
                upload.content,
                encoding=encodings.get(upload.name),
                published=published,
            )
        except Refused as told:
            refused.append(told.fault)
            continue
        with_data = [sheet for sheet in found if not is_ours(sheet)]
        read += with_data
        if not with_data:
            refused.append(Fault("is-empty", upload.name))
    return read, refused


def _apart(uploads: Sequence[Upload]) -> list[Upload]:
    """The same files, each under a name of its own: two folders may both have a visits.csv."""
    found: dict[str, Upload] = {}
    for upload in uploads:
        path = PurePath(_plain_name(upload.name))
        name, number = path.name, 1
        while name in found:
            number += 1
            name = f"{path.stem} ({number}){path.suffix}"
        found[name] = replace(upload, name=name)
    return list(found.values())


def _plain_name(name: str) -> str:
    """The name without its folder and without what no name of a file should have."""
    last = PurePath(name.replace("\\", "/")).name
    printable = "".join(letter if letter.isprintable() else " " for letter in last).strip()
    return printable if printable.strip(". ") else "-"


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
    return where.publish(
        contents,
        parent=checkup.base.id,
        author=author,
        note=note,
        source=_APART.join(upload.name for upload in checkup.uploads),
        original=_original(checkup.uploads),
    )


def _original(uploads: Sequence[Upload]) -> bytes:
    if len(uploads) == 1:
        return uploads[0].content
    return bundle({upload.name: upload.content for upload in uploads})


def original_name(version: Version) -> str | None:
    """What the uploaded file of a version is called; several are kept as one zip."""
    if not version.source or not version.source_hash:
        return None
    names = version.source.split(_APART)
    return names[0] if len(names) == 1 else f"nhip-cau-v{version.number}-files.zip"


def undone(theirs: Mapping[str, Changes], ours: Mapping[str, Changes]) -> set[tuple[str, str, str]]:
    """Cells (table, row, column) that others changed meanwhile and an upload would change again."""
    return {
        (table, key, column)
        for table, change in ours.items()
        if table in theirs
        for key, cells in change.changed.items()
        for column in cells
        if column in theirs[table].changed.get(key, {}) or key in theirs[table].added
    }
