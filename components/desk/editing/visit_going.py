"""Going on in the way of a visit: to another step or row, with eye and keyboard."""

import streamlit as st

from components import html


def go(**parameters: str) -> None:
    """Go to another step, or another row of this one."""
    st.query_params.pop("row", None)
    st.query_params.update(parameters)
    st.rerun()


def goal(name: str, heading: str, *, hidden: bool = False) -> None:
    """A heading to which screen and keyboard go once ``name`` is another than before."""
    look = "nc-goal nc-hidden" if hidden else "nc-goal"
    said = f'<p class="{look}" tabindex="-1" data-goal="{html.escape(name)}">'
    st.html(f"{said}{html.escape(heading)}</p>")
