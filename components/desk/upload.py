"""The first part of the data desk: files are uploaded, read and checked, doubts are settled.

An upload is kept in the session, so that a click does not read it again.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

import streamlit as st

from components import html, shelf
from components.desk import checks, mapping, questions, turns, waiting
from components.entrance import gate
from components.page import keeping, parts, signing
from data.desk import asking, proposing
from data.desk.check_process import Settings
from data.desk.checkup import Checkup, examine, noted
from data.desk.comparing import Changes, Mode
from data.desk.door import ENCODINGS
from data.desk.uploads import Upload, with_own_names
from data.faults import TABLE_UNCERTAIN, Fault
from data.iati.words import in_words
from data.intake.layout import Draft
from data.language import Language
from data.roles import Act
from data.sheets.grid import Sheet
from data.sheets.limits import LIMITS
from data.store import Version
from data.views.lens import Lens

_MOST_SAMPLES = 5
_CONTENTS = "desk-contents"  # of each file by its name, as a digest
_UNICODE = ("utf-8", "utf-16")


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


def only_for(act: Act, lens: Lens, path: str) -> None:
    """Stop the page at this path where whoever looks at it may not do this, or nobody can now.

    Strangers get the way to the form, which leads back here.
    """
    shelf.stop_away(lens.language)
    caller = gate.caller()
    if caller.may(act):
        return
    st.warning(html.literal(closed(lens.language, act)))
    if not caller.is_signed_in:
        signing.offer(lens.language, path)
    st.stop()


def closed(language: Language, act: Act = Act.PROPOSE) -> str:
    """Why somebody cannot do something here, and what to do."""
    _ = language.text
    if act is Act.MANAGE:
        return _("Only administrators of this server can use this page.")
    if gate.caller().is_signed_in:
        return _(
            "Only people whose account lets them edit can use this page. Ask an administrator of "
            "this server for another role."
        )
    return _(
        "Only people whose account lets them edit can use this page. Sign in, or ask an "
        "administrator of this server for an account."
    )


def uploaded(lens: Lens) -> Batch | None:
    """Let the reader choose files; gives the check of them, None without files."""
    _ = lens.language.text
    uploader = f"desk-files-{st.session_state.get('desk-round', 0)}"
    earlier = keeping.earlier(uploader)
    files = st.file_uploader(
        _("Files: CSV, Excel, OpenDocument, JSON or IATI, one or several"),
        accept_multiple_files=True,
        max_upload_size=LIMITS.bytes // 1_000_000,
        key=uploader,
    )
    given = [Upload(file.name, file.getvalue()) for file in files]
    # one that comes again was probably corrected
    earlier = [one for one in earlier if one.name not in {new.name for new in given}]
    uploads = [*earlier, *given]
    if earlier:
        _earlier(lens, earlier)
    _of_one_name(lens, uploads)
    who = gate.caller().account
    if not uploads:
        keeping.forget(who)
        waiting.forget()
        for name in ("desk-batch", "desk-encodings", _CONTENTS):
            st.session_state.pop(name, None)
        questions.forget()
        mapping.forget()
        _offered_again(lens, who)
        _resting(lens)
        return None
    st.session_state.pop("desk-done", None)
    keeping.keep(who, uploads)
    return _examined(lens, uploads)


def _earlier(lens: Lens, earlier: Sequence[Upload]) -> None:
    """Name the files that are still here, though the field does not show them; and let them go."""
    _ = lens.language.text
    names = ", ".join(upload.name for upload in earlier)
    parts.note(_("Still here from before: {files}").format(files=names))
    if st.button(_("Take these files away"), key="desk-take-away"):
        keeping.take_away_earlier()
        st.rerun()


def _offered_again(lens: Lens, who: str) -> None:
    """Offer the files that somebody was at before the page was loaded anew."""
    _ = lens.language.text
    kept = keeping.SHELF.of(who)
    if kept is None:
        return
    text = _("You were at these files before the page was loaded anew: {files}")
    st.info(html.literal(text.format(files=kept.names)))
    with st.container(horizontal=True):
        if st.button(_("Go on with them"), type="primary", key="desk-go-on"):
            keeping.go_on(kept)
            st.rerun()
        if st.button(_("Forget them"), key="desk-forget"):
            keeping.SHELF.drop(who)
            st.rerun()


def _resting(lens: Lens) -> None:
    """Without files: show what was published last, or else what to do here."""
    _ = lens.language.text
    if told := st.session_state.pop("desk-told", None):
        st.info(html.literal(told))
    done: Done | None = st.session_state.get("desk-done")
    if done is not None:
        parts.show("desk_done.html", lens, done=done)
    caller = gate.caller()
    publishes = proposing.publishes(caller)
    parts.show("desk_steps.html", lens, caller=caller, publishes=publishes)


def _examined(lens: Lens, uploads: Sequence[Upload]) -> Batch:
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


def _came_again(uploads: Sequence[Upload]) -> list[str]:
    """The files that had other contents when a file of their name was checked before."""
    known: dict[str, str] = st.session_state.setdefault(_CONTENTS, {})
    now = {one.name: hashlib.sha256(one.content).hexdigest() for one in uploads}
    changed = [name for name, digest in now.items() if known.get(name, digest) != digest]
    known.update(now)
    return changed


def _of_one_name(lens: Lens, uploads: Sequence[Upload]) -> None:
    """Say which of several files of one name is called otherwise here, and what to do."""
    given = [upload.name for upload in uploads]
    _ = lens.language.text
    for before, named in zip(given, with_own_names(uploads), strict=True):
        if given.count(before) > 1 and named.name != before:
            told = _(
                "Two files are called “{file}”; one of them is “{other}” here. If one is the "
                "corrected file, take the other away."
            )
            st.warning(html.literal(told.format(file=before, other=named.name)))


def _short(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()[:16]


def _digest(uploads: Sequence[Upload]) -> str:
    digest = hashlib.sha256()
    for upload in uploads:
        digest.update(upload.name.encode() + b"\0" + hashlib.sha256(upload.content).digest())
    return digest.hexdigest()


def as_read(lens: Lens, batch: Batch) -> None:
    """Show how each sheet was read, with a choice where it could be read in another way."""
    checkup = batch.checkup
    _ = lens.language.text
    for name in batch.changed:
        told = _(
            "“{file}” came again with other contents and was checked anew. What you decided "
            "about it before still holds: look whether it fits."
        )
        st.warning(html.literal(told.format(file=name)))
    for fault in checkup.refused:
        tell = st.warning if fault.kind in mapping.UNREAD else st.error
        tell(html.literal(f"{fault.sentence(lens.language)} {_next_step(fault, lens)}".strip()))
    if checkup.names_struck:
        sentence = _(
            "These files name a person who was removed from the record on request. That is left "
            "out, and the files themselves are not kept."
        )
        st.warning(html.literal(sentence))
    if checkup.drafts:
        st.subheader(_("What was read"), anchor=False)
        sheets = {(sheet.file, sheet.name): sheet for sheet in checkup.sheets}
        parts.show(
            "desk_read.html",
            lens,
            drafts=checkup.drafts,
            sheets=sheets,
            encoding_name=encoding_name,
            manner=partial(_manner, lens),
            unknown=lambda draft: [in_words(name, lens.language) for name in draft.unknown],
        )
    _encodings(lens, checkup)
    questions.asked(lens, checkup.drafts)
    mapping.shown(lens, checkup)


def _next_step(fault: Fault, lens: Lens) -> str:
    """What to do with a file or sheet that was not read; "" where the fault says it."""
    _ = lens.language.text
    if fault.kind in TABLE_UNCERTAIN:
        return _("Say below which table its rows belong to, and what each column is.")
    return asking.advice(fault, lens.language)


def _manner(lens: Lens, draft: Draft, sheet: Sheet) -> str:
    """What was decided while a sheet was read: delimiter, decimal mark, order of dates."""
    _ = lens.language.text
    delimiters = {"\t": _("tab"), ",": "“,”", ";": "“;”", "|": "“|”"}
    mark = delimiters.get(sheet.delimiter or "")
    between = [_("{mark} between columns").format(mark=mark)] if mark else []
    return " · ".join([*between, *(asking.named(way, lens.language) for way in draft.ways)])


def _encodings(lens: Lens, checkup: Checkup) -> None:
    """Files not written in Unicode: a preview of their texts, and another way to read them."""
    chosen: dict[str, str] = st.session_state["desk-encodings"]
    guessed = {
        sheet.file: sheet for sheet in checkup.sheets if sheet.encoding not in (None, *_UNICODE)
    }
    unknown = {fault.file for fault in checkup.refused if fault.kind == "unknown-encoding"}
    for upload in checkup.uploads:
        if sheet := guessed.get(upload.name):
            parts.show("desk_encoding.html", lens, sheet=sheet, samples=_samples(sheet))
        if sheet or upload.name in chosen or upload.name in unknown:
            _choose_encoding(lens, upload.name, sheet)


def _samples(sheet: Sheet) -> list[tuple[str, str]]:
    """Some texts with letters that depend on the encoding, and what the file held, if known."""
    if sheet.repaired:
        return list(sheet.repaired)
    texts = (cell for row in sheet.rows for cell in row if isinstance(cell, str))
    marked = dict.fromkeys(text for text in texts if not text.isascii())
    return [("", text[:120]) for text in list(marked)[:_MOST_SAMPLES]]


def _choose_encoding(lens: Lens, name: str, sheet: Sheet | None) -> None:
    _ = lens.language.text
    chosen: dict[str, str] = st.session_state["desk-encodings"]
    now = chosen.get(name) or (sheet.encoding if sheet else None)
    wanted = st.selectbox(
        html.literal(_("Encoding of “{file}”").format(file=name)),
        ENCODINGS,
        ENCODINGS.index(now) if now in ENCODINGS else None,
        format_func=encoding_name,
        filter_mode=None,
        key=f"encoding-{name}",
    )
    if wanted is not None and wanted != now:
        chosen[name] = wanted
        st.rerun()


def encoding_name(code: str) -> str:
    """An encoding as offices call it."""
    return {
        "utf-8": "Unicode (UTF-8)",
        "utf-16": "Unicode (UTF-16)",
        "cp1258": "Windows-1258 (Việt)",
        "cp1252": "Windows-1252 (Latin)",
        "tcvn3": "TCVN3 (ABC)",
        "vni": "VNI",
        "viscii": "VISCII",
        "mac_roman": "Mac Roman",
        "cp850": "DOS (850, 437)",
    }[code]
