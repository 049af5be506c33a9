"""What was typed while the store does not answer or is full: shown, and written once it can be."""

import streamlit as st

from components import html, shelf
from components.desk.editing import this_tab, writing
from data.language import Language
from data.schema import TABLES


def written(language: Language) -> None:
    """Write what waited, as far as the store takes it now; the rest is told."""
    writing.write_waiting()
    told(language)


def told(language: Language) -> None:
    """Say what waits to be written, with a button that tries again; nothing where nothing waits."""
    waiting = this_tab.waiting()
    if not waiting:
        return
    _ = language.text
    st.warning(
        html.literal(
            _(
                "The store of the record does not take anything at this moment. What was typed "
                "last waits in this window and is put into the draft as soon as that is possible. "
                "Do not close the window before:"
            )
        )
    )
    lines = [
        language.pair(TABLES[one.table].fields[column].labels[language.code], f"“{text}”")
        for one in waiting
        for column, text in one.cells()
    ]
    if lines:
        st.code("\n".join(lines), language=None, wrap_lines=True)
    st.button(_("Try again"), key="unwritten-again")


shelf.beside_trouble(told)
