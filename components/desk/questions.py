"""Questions about how a sheet is read: each with what was found, and a choice."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from components import html
from components.desk import choosing
from components.page import parts
from data.desk import asking
from data.intake.handling import UNHANDLED, Handling, Question
from data.intake.layout import Draft
from data.views.lens import Lens

_KEPT = "desk-handlings"


def handlings(of: str = _KEPT) -> dict[tuple[str, str], Handling]:
    """What was decided in this session, by file and sheet; ``of`` tells drafts from the upload."""
    kept: dict[tuple[str, str], Handling] = st.session_state.setdefault(of, {})
    return kept


def forget() -> None:
    """Forget all that was decided."""
    st.session_state.pop(_KEPT, None)


def asked(lens: Lens, drafts: Sequence[Draft], of: str = _KEPT) -> None:
    """Every question about each sheet, once; a new answer reads the files again.

    A sheet that became several tables has one answer for all of them.
    """
    known: set[tuple[str, str, str]] = set()
    for draft in drafts:
        for question in draft.questions:
            place = draft.file, draft.sheet, question.key
            if place not in known:
                known.add(place)
                _asked(lens, draft, question, of)


def _asked(lens: Lens, draft: Draft, question: Question, of: str) -> None:
    _ = lens.language.text
    ways = question.ways
    chosen = choosing.way(
        html.literal(asking.sentence(question, draft, lens.language)),
        ways,
        question.read_as or None,
        named=lambda way: asking.named(way, lens.language),
        key=f"ask-{draft.file}-{draft.sheet}-{draft.table}-{question.key}",
    )
    if found := " · ".join(asking.found(question, draft, lens.language)):
        parts.note(_("Found: {values}").format(values=found))
    if chosen is not None and chosen != question.read_as:
        place = draft.file, draft.sheet
        kept = handlings(of).get(place, replace(UNHANDLED, table=draft.table))
        handlings(of)[place] = kept.answered(question, chosen)
        st.rerun()
