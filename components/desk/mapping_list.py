"""The mappings that the desk remembers: listed, renamed, removed, taken away and brought in."""

from functools import partial

import streamlit as st

from components import html, shelf
from components.entrance import gate
from components.page import handing, lists, parts
from components.page.permission import closed
from data.desk import mappings
from data.desk.mappings import Kept
from data.intake.known_names import slug
from data.roles import Forbidden
from data.views.lens import Lens

_LARGEST = 1  # MB; a mapping of a thousand columns is smaller


def shown(lens: Lens) -> None:
    """Every mapping; one of them to be changed; a field for one that was taken away before."""
    _ = lens.language.text
    if told := st.session_state.pop("mapping-told", None):
        st.success(html.literal(told))
    kept = {one.name: one for one in mappings.listed(shelf.opened())}
    _gone(lens, kept, is_own=bool(told))
    if kept:
        _table(lens, list(kept.values()))
        _one(lens, kept)
    else:
        parts.note(
            _(
                "Nothing is remembered yet. Upload a sheet with headings of your own, and say once "
                "what its columns are."
            )
        )
    _brought(lens)


def _table(lens: Lens, kept: list[Kept]) -> None:
    _ = lens.language.text
    caption = lens.language.plural(
        "{count} remembered mapping", "{count} remembered mappings", len(kept)
    )
    heads = (_("Name"), _("By whom"), _("When"))
    rows = [(one.name, one.who or "–", lens.language.moment(one.at)) for one in kept]
    lists.table(lens, caption, heads, rows)


def _gone(lens: Lens, kept: dict[str, Kept], *, is_own: bool) -> None:
    """Say that the mapping which was chosen is gone, unless one's own click did that."""
    _ = lens.language.text
    before = st.session_state.get("mapping-one")
    if before and before not in kept and not is_own:
        text = _("“{name}” was removed or renamed meanwhile; nothing was changed.")
        st.warning(html.literal(text.format(name=before)))


def _one(lens: Lens, kept: dict[str, Kept]) -> None:
    _ = lens.language.text
    name = st.selectbox(_("Mapping"), list(kept), filter_mode=None, key="mapping-one")
    one = kept[name]
    handing.button(
        _("Download it (JSON)"),
        one.content.encode(),
        name=f"nhip-cau-{slug(name) or 'mapping'}.json",
        mime="application/json",
        key=f"mapping-file-{name}",
    )
    with st.form(f"mapping-rename-{name}", border=True):
        new = st.text_input(_("New name"), name, max_chars=120).strip()
        if st.form_submit_button(_("Rename")):
            _done(lens, partial(_rename, name, new), _("Renamed."))
    with st.form(f"mapping-remove-{name}", border=True):
        sure = st.checkbox(html.literal(_("“{name}” is no longer needed").format(name=name)))
        if st.form_submit_button(_("Remove the mapping")):
            if sure:
                _done(lens, partial(_remove, name), _("Removed."))
            else:
                st.warning(
                    html.literal(_("Tick that it is no longer needed; nothing was removed."))
                )


def _rename(name: str, new: str) -> None:
    if not new:
        raise mappings.NoMapping(new)
    mappings.rename(shelf.opened(), name, new, by=gate.caller())


def _remove(name: str) -> None:
    mappings.remove(shelf.opened(), name, by=gate.caller())


def _done(lens: Lens, act: partial[None], told: str) -> None:
    """Do it and say so; a sentence where it could not be done."""
    _ = lens.language.text
    try:
        act()
    except Forbidden:
        st.error(html.literal(closed(lens.language)))
    except mappings.NoMapping:
        st.error(html.literal(_("This name is empty or taken, or the mapping is gone.")))
    else:
        st.session_state["mapping-told"] = told
        st.rerun()


def _brought(lens: Lens) -> None:
    """A mapping that was taken away from a desk, this one or another."""
    _ = lens.language.text
    st.subheader(_("Bring in a mapping"), anchor=False)
    again = st.session_state.get("mapping-round", 0)
    file = st.file_uploader(
        _("A mapping that was downloaded here or elsewhere (JSON)"),
        type="json",
        max_upload_size=_LARGEST,
        key=f"mapping-file-{again}",
    )
    if file is None:
        return
    try:
        name = mappings.take_in(shelf.opened(), file.getvalue(), by=gate.caller())
    except mappings.BadMapping as wrong:
        st.error(html.literal(mappings.refusal(file.name, wrong, lens.language)))
    except Forbidden:
        st.error(html.literal(closed(lens.language)))
    else:
        st.session_state["mapping-round"] = again + 1
        st.session_state["mapping-told"] = _("“{name}” is remembered.").format(name=name)
        st.rerun()
