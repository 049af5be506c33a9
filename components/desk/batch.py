"""The files of one upload with their check, kept in the session so that a click reads no file."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import streamlit as st

from components import shelf
from components.desk import checks, questions, turns, waiting
from components.entrance import gate
from components.page import parts
from data.desk.check_process import Settings
from data.desk.checkup import Checkup, examine, noted
from data.desk.comparing import Changes, Mode
from data.desk.uploads import Upload
from data.store import Version
from data.views.lens import Lens

_CONTENTS = "desk-contents"  # of each file by its name, as a digest


class Typed(NamedTuple):
    """A draft that was typed on the page, in place of files.

    ``rows`` are those it leaves in the record, by table and id; ``back`` counts those which
    others have removed and it would bring back. ``done`` removes the draft, ``settle`` notes that
    its writer has seen what others published.
    """

    rows: tuple[tuple[str, str], ...]
    back: int
    done: Callable[[], None]
    settle: Callable[[], None]


@dataclass
class Batch:
    """The files of one upload with their check and what was compared.

    ``first`` is the version that it was first checked against: where it is no longer the newest,
    somebody has published meanwhile. ``confirming`` is the key of the box that says that
    translations left behind still say the same; each reading of the files has a box of its own,
    so that nothing is confirmed that was not shown. ``typed`` is given where there are no files.
    ``changed`` are files that came again with other contents.
    """

    files: str
    first: Version
    mark: str
    checkup: Checkup
    confirming: str
    confirmed: bool
    changes: dict[Mode, dict[str, Changes]] = field(default_factory=dict)
    typed: Typed | None = None
    changed: Sequence[str] = ()


@dataclass(frozen=True)
class Done:
    """What was published last; the page shows it until the next upload.

    ``rows`` are those of a draft that are in the record now, by table and id.
    """

    version: Version
    before: Version
    counts: Mapping[str, tuple[int, int, int]]  # added, changed and removed rows by table
    rows: Sequence[tuple[str, str]] = ()


def examined(lens: Lens, uploads: Sequence[Upload]) -> Batch:
    """The check of some files, made anew where they, an answer or the record changed."""
    _ = lens.language.text
    handlings = questions.handlings()
    encodings = st.session_state.setdefault("desk-encodings", {})
    files = _digest(uploads)
    record = f"{shelf.opened().current_id()} {shelf.opened().strikes()}"
    state = f"{files} {handlings} {encodings} {record}"
    confirming = f"desk-confirmed-{_short(state)}"
    confirmed = bool(st.session_state.get(confirming))
    mark = _short(f"{state} {confirmed}")
    batch: Batch | None = st.session_state.get("desk-batch")
    if batch is not None and batch.mark == mark:
        return batch
    caller = gate.caller()
    changes: dict[Mode, dict[str, Changes]] = {}
    try:
        if checks.are_large(uploads):
            settings = Settings(handlings, encodings, confirmed)
            answer = waiting.answer(lens, mark, uploads, settings)
            checkup, changes = answer.checkup, dict(answer.changes)
        else:
            with turns.CHECKS.turn(caller.account), st.spinner(_("Reading and checking …")):
                checkup = examine(
                    uploads,
                    shelf.opened(),
                    parts.today(),
                    handlings=handlings,
                    encodings=encodings,
                    confirmed=confirmed,
                )
    except turns.Busy:
        st.warning(_("Other checks of yours are still running. Wait until they end."))
        st.button(_("Check now"))
        st.stop()
    is_new = batch is None or batch.files != files
    first = checkup.base if batch is None or is_new else batch.first
    if is_new:
        noted(checkup, shelf.opened(), caller)
    again = () if batch is None else batch.changed
    again = _came_again(checkup.uploads) if is_new else again
    batch = st.session_state["desk-batch"] = Batch(
        files, first, mark, checkup, confirming, confirmed, changes, changed=again
    )
    return batch


def forget() -> None:
    """Forget the check, and how the files were to be read."""
    for name in ("desk-batch", "desk-encodings", _CONTENTS):
        st.session_state.pop(name, None)


def check_again() -> None:
    """Check the same files once more, read as was chosen."""
    batch: Batch = st.session_state["desk-batch"]
    batch.mark = ""


def _came_again(uploads: Sequence[Upload]) -> list[str]:
    """The files that had other contents when a file of their name was checked before."""
    known: dict[str, str] = st.session_state.setdefault(_CONTENTS, {})
    now = {one.name: hashlib.sha256(one.content).hexdigest() for one in uploads}
    changed = [name for name, digest in now.items() if known.get(name, digest) != digest]
    known.update(now)
    return changed


def _short(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()[:16]


def _digest(uploads: Sequence[Upload]) -> str:
    digest = hashlib.sha256()
    for upload in uploads:
        digest.update(upload.name.encode() + b"\0" + hashlib.sha256(upload.content).digest())
    return digest.hexdigest()
