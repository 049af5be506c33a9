"""What another window of the same editor did to what is typed here."""

import streamlit as st

from components import html
from components.desk.editing import this_tab
from data.schema import TABLES
from data.views.lens import Lens


def told_lost(lens: Lens) -> None:
    """Say what was typed and could not be kept, so that it can be copied."""
    lost = this_tab.lost()
    if not lost:
        return
    _ = lens.language.text
    if any(one.is_gone for one in lost):
        text = _(
            "The draft is not there any more: it was published or thrown away in another window. "
            "What was typed since then is not kept:"
        )
    else:
        text = _(
            "You are no longer signed in, or your account has another role. All that was typed "
            "before is kept in the draft; only this is not:"
        )
    typed = [
        lens.language.pair(
            TABLES[one.table].fields[one.column].labels[lens.language.code], f"“{one.text}”"
        )
        for one in lost
    ]
    st.error(html.literal(text))
    st.code("\n".join(typed), language=None, wrap_lines=True)
    if st.button(_("I have copied it"), key="lost-copied"):
        this_tab.forget_lost()
        st.rerun()


def told_elsewhere(lens: Lens) -> None:
    """Say which cells another window of the same editor has written."""
    _ = lens.language.text
    for one in dict.fromkeys(this_tab.elsewhere()):
        label = TABLES[one.table].fields[one.column].labels[lens.language.code]
        text = _(
            "“{column}” was also written in another window: “{there}” there, “{here}” here. "
            "Now it is “{stands}”."
        )
        st.warning(
            html.literal(
                text.format(column=label, there=one.there, here=one.here, stands=one.stands)
            )
        )
