"""The papers of a row, in its form: those that it has, one more, and a way to take one off."""

import streamlit as st

from components import html, shelf
from components.desk.editing import writing
from components.desk.editing.workbench import Workbench
from components.page import parts
from data.desk.editing import typed
from data.desk.editing.sketching import is_new
from data.desk.papers import adding, bounds
from data.desk.papers.judging import RefusedPaper
from data.desk.papers.words import refusal
from data.exports import papers as addresses
from data.record.rows import Row
from data.schema import LANGUAGES, TABLES
from data.store import StoreError, troubles

TABLE = "papers"
_WITH_PAPERS = frozenset(TABLES[TABLE].fields["subject_table"].enum)
_TOLD = "paper-told"  # key of the session: what became of the last file, and whether it is kept
_ROUND = "paper-round"  # counts the files given, so that each field begins empty


def shown(bench: Workbench, table: str, key: str) -> None:
    """The papers of a row, for tables whose rows can have some."""
    if table not in _WITH_PAPERS:
        return
    language = bench.lens.language
    own = adding.of_row(bench.rows(TABLE), table, key)
    label = language.text("Papers")
    if own:
        label = f"{label} ({language.number(len(own))})"
    told = st.session_state.pop(_TOLD, None)
    with st.expander(html.literal(label), expanded=told is not None):
        for paper, row in own.items():
            _one(bench, key, paper, row)
        if told is not None:
            sentence, is_kept = told
            (st.success if is_kept else st.error)(html.literal(sentence))
        _new(bench, table, key)


def _one(bench: Workbench, key: str, paper: str, row: Row) -> None:
    """A paper with what is known of it, and the button that takes it off the row."""
    language = bench.lens.language
    _ = language.text
    size = int(row["size"]) if row["size"].isdecimal() else 0
    known = [
        bench.lens.label("paper_format", row["format"]),
        language.size(size),
        language.tongue(row["language"]),
        language.date(row["date"]) if row["date"] else "",
        _("restricted") if row["restricted"] == "true" else "",
        _("not published yet") if is_new(paper) else "",
    ]
    name, button = st.columns([4, 1], vertical_alignment="center")
    href = html.escape(addresses.by_hash(row["content_hash"]))
    title = html.escape(row["title"])
    meta = html.escape(" · ".join(filter(None, known)))
    name.html(f'<p><a href="{href}" download>{title}</a><br><small>{meta}</small></p>')
    button.button(
        _("Remove"),
        key=f"paper-off-{bench.sketch.number}-{paper}-{key}",
        on_click=_take_off,
        args=(bench, key, paper, row),
    )


def _take_off(bench: Workbench, key: str, paper: str, row: Row) -> None:
    """Take a paper from a row; it goes itself where it belongs to no other one."""
    left = adding.without_row(row, key)
    if left:
        writing.keep(bench.sketch.number, TABLE, paper, "subject_ids", left)
    elif is_new(paper):
        writing.take_out(bench, TABLE, paper)
    else:
        writing.keep_rows(bench.sketch.number, TABLE, {paper: None})


def _new(bench: Workbench, table: str, key: str) -> None:
    """The fields of one more paper."""
    language = bench.lens.language
    _ = language.text
    turn = st.session_state.get(_ROUND, 0)
    with st.form(f"paper-{bench.sketch.number}-{table}-{key}-{turn}"):
        file = st.file_uploader(
            _("A paper: PDF, Word (DOCX), JPEG or PNG, at most {size}").format(
                size=language.size(bounds.largest())
            )
        )
        title = st.text_input(
            _("Name; the name of the file if empty"), max_chars=adding.LONGEST_TITLE
        )
        tongue, day = st.columns(2)
        tongues = [*LANGUAGES, "lo", "zh", "th"]
        code = tongue.selectbox(_("Language"), tongues, format_func=language.tongue)
        date = day.text_input(_("Date of the paper, if known"))
        restricted = st.checkbox(_("Restricted: only those who edit know that it exists"))
        parts.note(_("It is kept at once and belongs to the record once the draft is published."))
        if st.form_submit_button(_("Add this paper")):
            given = (file.name, file.getvalue()) if file is not None else None
            cells = {
                "title": title.strip(),
                "language": code,
                "restricted": "true" if restricted else "false",
                **typed.cells(TABLES[TABLE], "date", date, language, parts.today()),
            }
            _add(bench, given, {"subject_table": table, "subject_ids": key, **cells})
            st.rerun()


def _add(bench: Workbench, given: tuple[str, bytes] | None, cells: dict[str, str]) -> None:
    """Keep the file and begin its row in the draft; notes for the page what became of it."""
    language = bench.lens.language
    _ = language.text
    if given is None:
        st.session_state[_TOLD] = _("Choose a file first."), False
        return
    name, content = given
    title = cells["title"] or adding.title_of(name)
    try:
        kept = adding.add(shelf.opened(), content, f"{name} {title}", by=bench.by)
    except RefusedPaper as refused:
        st.session_state[_TOLD] = refusal(language, refused), False
        return
    except StoreError as trouble:
        st.session_state[_TOLD] = troubles.sentence(trouble, language), False
        return
    own = adding.of_row(bench.rows(TABLE), cells["subject_table"], cells["subject_ids"])
    if any(row["content_hash"] == kept["content_hash"] for row in own.values()):
        st.session_state[_TOLD] = _("This row has this very file already."), False
        return
    writing.begin_row(bench.sketch.number, TABLE, {**cells, "title": title, **kept})
    st.session_state[_TOLD] = _("“{name}” is in the draft.").format(name=title), True
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
