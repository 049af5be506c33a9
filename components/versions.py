"""The history of the record: every version; compare two, restore one."""

import streamlit as st

from components import html, page, shelf
from data.comparing import Mode, compare
from data.lens import Lens
from data.rows import all_of
from data.store import Conflict, Version

MOST = 200  # rows of one table shown in a comparison


def history(view: Lens) -> None:
    """Every version; compare two, restore one."""
    versions = shelf.opened().history()
    page.show("desk_history.html", view, versions=versions)
    _compare(view, versions)
    _restore(view, versions)


def _name(version: Version) -> str:
    return f"{version.number} · {version.author} · {version.note[:60]}"


def _compare(view: Lens, versions: list[Version]) -> None:
    _ = view.language.text
    older, newer = st.columns(2)
    with older:
        place = min(1, len(versions) - 1)
        before = st.selectbox(_("Compare version"), versions, place, _name, filter_mode=None)
    with newer:
        after = st.selectbox(_("with version"), versions, 0, _name, filter_mode=None)
    one = all_of(shelf.opened().tables(before.id))
    other = all_of(shelf.opened().tables(after.id))
    changes = {
        table: compare(one.get(table, {}), rows, Mode.REPLACE) for table, rows in other.items()
    }
    found = {table: change for table, change in changes.items() if change}
    page.show("desk_changes.html", view, changes=found, most=MOST)


def _restore(view: Lens, versions: list[Version]) -> None:
    _ = view.language.text
    with st.form("restore", border=True):
        wanted = st.selectbox(_("Restore version"), versions, 0, _name, filter_mode=None)
        author = st.text_input(_("Your name"), key="restore-author", max_chars=120).strip()
        note = st.text_input(_("Why"), key="restore-note", max_chars=400).strip()
        if not st.form_submit_button(_("Restore as a new version")):
            return
    if not author or not note:
        st.warning(html.literal(_("Give your name and a note; nothing was published.")))
        return
    try:
        version = shelf.opened().restore(wanted.id, parent=versions[0].id, author=author, note=note)
    except Conflict:
        st.warning(html.literal(_("Somebody published meanwhile. Look again, then restore.")))
    else:
        done = _("Restored as version {number}.").format(number=version.number)
        st.success(html.literal(done))
