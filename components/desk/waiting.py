"""A large upload while it is checked: how far the check is, and a button to cancel it."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from components import html, shelf
from components.desk import checks
from components.desk.checks import Job, State
from components.entrance import gate
from components.page import keeping, parts
from data.desk import carried, check_process
from data.desk.check_process import Answer, Asked, Settings
from data.desk.progress import Progress, Step
from data.desk.uploads import Upload
from data.faults import Fault
from data.language import Language
from data.views.lens import Lens

_EVERY = 1.0  # seconds
_JOB = "desk-job"


def answer(lens: Lens, mark: str, uploads: Sequence[Upload], settings: Settings) -> Answer:
    """The check of these files; until it is there, the page shows how far it is and stops.

    ``mark`` names the files and how they are read. The check is kept in the session, and is found
    there when the browser comes back.

    Raises:
        Busy: the person has other checks running.

    """
    job: Job | None = st.session_state.get(_JOB)
    if job is None or job.mark != mark or job.state is State.ENDED:
        forget()
        job = st.session_state[_JOB] = _asked(mark, uploads, settings)
        keeping.keep(gate.caller().account, uploads)  # with the check
    state = job.look()
    if state in (State.WAITING, State.RUNNING):
        _progress(lens.language, job)
        st.stop()
    if job.answer is None:
        names = ", ".join(upload.name for upload in uploads)
        st.error(html.literal(_trouble(lens.language, job.state, names)))
        if st.button(lens.language.text("Check again"), key="desk-check-again"):
            forget()
            st.rerun()
        st.stop()
    del st.session_state[_JOB]
    return _whole(job.answer, uploads)


def forget() -> None:
    """End the check that is on its way, if there is one."""
    job: Job | None = st.session_state.pop(_JOB, None)
    if job is not None:
        job.end()


def _asked(mark: str, uploads: Sequence[Upload], settings: Settings) -> Job:
    held = check_process.held(shelf.opened())
    asked = Asked(tuple(uploads), held, parts.today(), settings)
    return checks.QUEUE.ask(gate.caller().account, mark, carried.packed(asked))


def _trouble(language: Language, state: State, names: str) -> str:
    """Why there is no answer."""
    if state is State.SPENT:
        return Fault("over-work", names).sentence(language)
    text = language.text(
        "{files}: the check stopped because of an error of this program; nothing was changed. "
        "Check again. If it stops once more, tell whoever runs the server: its log names the error."
    )
    return text.format(files=names)


def _whole(answer: Answer, uploads: Sequence[Upload]) -> Answer:
    """The answer with what the server has already: the files, and the record."""
    checkup = answer.checkup
    files = tuple(
        replace(named, content=upload.content)
        for named, upload in zip(checkup.uploads, uploads, strict=True)
    )
    published = shelf.rows(checkup.base.id)
    return replace(answer, checkup=replace(checkup, uploads=files, published=published))


@st.fragment(run_every=_EVERY)
def _progress(language: Language, job: Job) -> None:
    """How far a check is; the page is drawn anew when it is over."""
    _ = language.text
    if job.look() not in (State.WAITING, State.RUNNING):
        st.rerun()
    st.progress(_share(job.progress), html.literal(_sentence(language, job)))
    parts.note(_("If the connection breaks, the check goes on, and this page finds it again."))
    if st.button(_("Cancel the check"), key="desk-cancel", icon=":material/cancel:"):
        forget()
        keeping.forget(gate.caller().account)
        st.session_state["desk-round"] = st.session_state.get("desk-round", 0) + 1
        st.session_state["desk-told"] = _("The check was cancelled; nothing was kept.")
        st.rerun()


_STARTS = {Step.READING: 0.0, Step.CHECKING: 0.3, Step.COMPARING: 0.8}
_LENGTHS = {Step.READING: 0.3, Step.CHECKING: 0.5, Step.COMPARING: 0.0}


def _share(progress: Progress) -> float:
    """The part of the bar that is filled; the steps take about so much of the time."""
    done = progress.done / progress.whole if progress.whole else 0.0
    return _STARTS[progress.step] + _LENGTHS[progress.step] * done


def _sentence(language: Language, job: Job) -> str:
    _ = language.text
    if before := checks.QUEUE.before(job) if job.state is State.WAITING else 0:
        return language.plural("{count} check before yours", "{count} checks before yours", before)
    step, done, whole = job.progress
    if step is Step.READING:
        return _("Step {step} of {steps}: reading file {number} of {count}").format(
            step=1, steps=len(Step), number=min(done + 1, max(whole, 1)), count=max(whole, 1)
        )
    if step is Step.CHECKING:
        return _("Step {step} of {steps}: {done} of {whole} rows checked").format(
            step=2, steps=len(Step), done=language.number(done), whole=language.number(whole)
        )
    return _("Step {step} of {steps}: comparing with the record").format(step=3, steps=len(Step))
