"""The first part of the data desk: files are chosen; those of before are still at hand."""

from collections.abc import Sequence

import streamlit as st

from components import html
from components.desk import batch, mapping, questions, waiting
from components.desk.batch import Batch, Done
from components.entrance import gate
from components.page import keeping, parts
from data.desk import proposing
from data.desk.uploads import Upload, with_own_names
from data.sheets.limits import LIMITS
from data.views.lens import Lens


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
        batch.forget()
        questions.forget()
        mapping.forget()
        _offered_again(lens, who)
        _resting(lens)
        return None
    st.session_state.pop("desk-done", None)
    keeping.keep(who, uploads)
    return batch.examined(lens, uploads)


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
