"""How each sheet of an upload was read, with a choice where it could be read in another way."""

from functools import partial

import streamlit as st

from components import html
from components.desk import mapping, questions
from components.desk.batch import Batch, check_again
from components.page import parts
from data.desk import asking
from data.desk.checkup import Checkup
from data.desk.door import ENCODINGS
from data.faults import TABLE_UNCERTAIN, Fault
from data.iati.words import in_words
from data.intake.layout import Draft
from data.sheets.grid import Sheet
from data.views.lens import Lens

_MOST_SAMPLES = 5
_UNICODE = ("utf-8", "utf-16")


def shown(lens: Lens, batch: Batch) -> None:
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
    if any(fault.kind == "no-turn" for fault in checkup.refused) and st.button(
        _("Check again"), key="desk-check-again"
    ):
        check_again()
        st.rerun()
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
