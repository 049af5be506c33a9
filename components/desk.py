"""The parts of the data desk, in the order in which a reader meets them."""

import hashlib
from collections.abc import Iterable, Mapping

import streamlit as st

from components import address, html, page, shelf
from components.gate import editing_is_open
from components.versions import MOST
from data import desk
from data.checking import Finding, Tier
from data.comparing import Changes, Mode, compare
from data.desk import Breaks, Checkup, Upload
from data.language import Language
from data.lens import Lens
from data.rows import all_of
from data.schema import TABLES
from data.store import Conflict, Version


def only_here(language: Language) -> None:
    """Stop where the server can be reached from other machines: there is no sign-in yet."""
    _ = language.text
    if not editing_is_open():
        st.warning(
            html.literal(
                _(
                    "Editing is switched off, because this server can be reached from other "
                    "machines and has no sign-in. Start it with --server.address 127.0.0.1 "
                    "to edit on this machine."
                )
            )
        )
        st.stop()


def uploaded(view: Lens) -> Checkup | None:
    """Let the reader choose files; the check of them, once there are any."""
    _ = view.language.text
    files = st.file_uploader(
        _("Files: CSV, Excel or OpenDocument, one or several"),
        accept_multiple_files=True,
        key="desk-files",
    )
    if not files:
        page.note(
            _("Nothing is published before you say so. Take a template to begin with a file.")
        )
        return None
    uploads = [Upload(file.name, file.getvalue()) for file in files]
    choices = st.session_state.setdefault("desk-choices", {})
    base = shelf.opened().current_id()
    mark = _mark(uploads, choices, base)
    if st.session_state.get("desk-mark") != mark:
        with st.spinner(_("Reading and checking …")):
            checkup = desk.examine(uploads, shelf.opened(), page.today(), choices=choices)
        st.session_state["desk-checkup"], st.session_state["desk-mark"] = checkup, mark
    held: Checkup = st.session_state["desk-checkup"]
    return held


def _mark(uploads: Iterable[Upload], choices: Mapping[str, object], base: str) -> str:
    digest = hashlib.sha256(f"{choices}{base}".encode())
    for upload in uploads:
        digest.update(upload.name.encode() + b"\0" + hashlib.sha256(upload.content).digest())
    return digest.hexdigest()


def told(view: Lens, checkup: Checkup) -> None:
    """How each sheet was read, what is wrong counted by kind, then every finding."""
    _ = view.language.text
    for fault in checkup.refused:
        st.error(html.literal(fault.sentence(view.language)))
    st.subheader(_("What was read"), anchor=False)
    page.show("desk_read.html", view, checkup=checkup)
    _ambiguous(view, checkup)
    findings = sorted(checkup.checked.findings, key=lambda found: list(Tier).index(found.tier))
    st.subheader(_("What was found"), anchor=False)
    if not findings:
        st.success(html.literal(_("Nothing is wrong with these files.")))
        return
    page.show("desk_kinds.html", view, kinds=_by_kind(findings))
    first, last = page.slice_of(view, "findings", len(findings), 50)
    page.show("desk_findings.html", view, findings=findings[first:last])


def _by_kind(findings: Iterable[Finding]) -> list[tuple[Tier, Finding, int]]:
    """One example and a count for each kind of finding, gravest and commonest first."""
    grouped: dict[tuple[Tier, str], list[Finding]] = {}
    for finding in findings:
        grouped.setdefault((finding.tier, finding.fault.kind), []).append(finding)
    counted = [(tier, rows[0], len(rows)) for (tier, _kind), rows in grouped.items()]
    return sorted(counted, key=lambda entry: (list(Tier).index(entry[0]), -entry[2]))


def _ambiguous(view: Lens, checkup: Checkup) -> None:
    """Columns that could be read two ways: show how they were read and let the reader choose."""
    _ = view.language.text
    ways = {
        "day-first": _("day first: 22/11/2023"),
        "month-first": _("month first: 11/22/2023"),
        "decimal-comma": _("comma for decimals: 1.234,5"),
        "decimal-point": _("point for decimals: 1,234.5"),
    }
    for draft in checkup.drafts:
        for reading in draft.readings:
            options = (reading.read_as, *reading.other)
            label = TABLES[draft.table].fields[reading.column].labels[view.language.code]
            chosen = st.radio(
                _("“{column}” in “{file}” could be read two ways. Read it as:").format(
                    column=label, file=draft.sheet or draft.file
                ),
                options,
                format_func=lambda way: ways.get(way, way),
                horizontal=True,
                key=f"way-{draft.table}-{reading.column}",
            )
            if chosen != reading.read_as:
                choices = st.session_state["desk-choices"]
                choices.setdefault(draft.table, {})[reading.column] = chosen
                st.rerun()


def compared(view: Lens, checkup: Checkup) -> None:
    """What would change, cell by cell; then who publishes it and why."""
    _ = view.language.text
    if not any(checkup.checked.rows.values()):
        return
    st.subheader(_("What would change"), anchor=False)
    modes = {
        Mode.UPDATE.value: _("Update: rows that the file does not have stay"),
        Mode.REPLACE.value: _("Replace: rows that the file does not have go"),
    }
    mode = Mode(address.switch("mode", _("Way"), modes, default=Mode.UPDATE.value))
    changes = checkup.changes(mode)
    page.show("desk_changes.html", view, changes=changes, most=MOST)
    if not any(changes.values()):
        st.info(html.literal(_("Nothing would change: the record holds all of this already.")))
        return
    _publishing(view, checkup, mode, changes)


def _publishing(view: Lens, checkup: Checkup, mode: Mode, changes: Mapping[str, Changes]) -> None:
    _ = view.language.text
    st.subheader(_("Publish"), anchor=False)
    plural = view.language.plural
    needed = []
    removed = sum(len(change.removed) for change in changes.values())
    refused = sum(checkup.checked.refused.values())
    if refused:
        needed.append(
            plural(
                "Publish without {count} refused row",
                "Publish without {count} refused rows",
                refused,
            )
        )
    if dropped := len(checkup.checked.dropped):
        needed.append(
            plural("Leave {count} faulty cell empty", "Leave {count} faulty cells empty", dropped)
        )
    if removed:
        needed.append(plural("Remove {count} row", "Remove {count} rows", removed))
    with st.form("publish", border=True):
        ticks = [st.checkbox(html.literal(text)) for text in needed]
        author = st.text_input(_("Your name"), key="desk-author", max_chars=120)
        note = st.text_input(_("What changed and why"), key="desk-note", max_chars=400)
        sent = st.form_submit_button(_("Publish"), type="primary")
    if not sent:
        return
    if not all(ticks):
        st.warning(html.literal(_("Tick what you agree to above; nothing was published.")))
    elif not author.strip() or not note.strip():
        st.warning(html.literal(_("Give your name and a note; nothing was published.")))
    else:
        _publish(view, checkup, mode, author.strip(), note.strip())


def _publish(view: Lens, checkup: Checkup, mode: Mode, author: str, note: str) -> None:
    _ = view.language.text
    try:
        version = desk.publish(checkup, shelf.opened(), mode=mode, author=author, note=note)
    except Breaks as broken:
        st.error(html.literal(_("Nothing was published: the record would be broken.")))
        for fault in broken.faults[:20]:
            st.error(html.literal(fault.sentence(view.language)))
    except Conflict as meanwhile:
        _meanwhile(view, checkup, meanwhile.current)
    else:
        done = _("Published as version {number}. It can be taken back under History.")
        st.success(html.literal(done.format(number=version.number)))
        for name in ("desk-mark", "desk-checkup"):
            st.session_state.pop(name, None)


def _meanwhile(view: Lens, checkup: Checkup, current: Version) -> None:
    """Somebody was faster: show what they changed; nothing of this upload is lost."""
    _ = view.language.text
    told_so = _(
        "{author} published version {number} meanwhile ({note}). Nothing was published; your file "
        "has been checked again against that version, see below what it changed."
    )
    st.warning(
        html.literal(
            told_so.format(author=current.author, number=current.number, note=current.note)
        )
    )
    now = all_of(shelf.opened().tables(current.id))
    theirs = {
        table: compare(checkup.published.get(table, {}), rows, Mode.REPLACE)
        for table, rows in now.items()
    }
    page.show(
        "desk_changes.html",
        view,
        changes={t: c for t, c in theirs.items() if c},
        most=MOST,
    )
    st.session_state.pop("desk-mark", None)


def templates(view: Lens) -> None:
    """Workbooks to fill in, empty or with the current record."""
    _ = view.language.text
    page.note(
        _("One sheet per table, with drop-down lists and notes. Fill it in and upload it here.")
    )
