"""Publishes what a checkup accepts as a new version, and an older version again."""

from data.accounts import four_eyes
from data.bundles import bundle
from data.desk import comparing
from data.desk.checkup import Checkup
from data.desk.comparing import Mode
from data.faults import Fault
from data.roles import Act, Caller, permit
from data.store import Store, Version
from data.store.finishing import finishing


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


def original(checkup: Checkup) -> bytes | None:
    """What is kept of the uploaded files; None where they name a person who was struck."""
    uploads = checkup.uploads
    if checkup.names_struck:
        return None
    if len(uploads) == 1:
        return uploads[0].content
    return bundle({upload.name: upload.content for upload in uploads})
