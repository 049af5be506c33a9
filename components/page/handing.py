"""The one way in which a page hands out a file: to whom it was offered, and to nobody else."""

from collections.abc import Callable
from functools import partial
from typing import Literal

import streamlit as st

from components.entrance import gate
from data.exports.making import FILES


def button(
    label: str,
    content: bytes | Callable[[], bytes],
    *,
    name: str,
    mime: str,
    key: str | None = None,
    icon: str = ":material/download:",
    kind: Literal["primary", "secondary"] = "secondary",
) -> None:
    """A button for a file; what is to be made is made when asked for.

    An open page outlives a sign-in, and its buttons work without running the page again. So who
    was offered the file is asked for once more then, and it is made for nobody else, in the line
    of all that are made.
    """
    st.download_button(
        label,
        content
        if isinstance(content, bytes)
        else partial(FILES.made, gate.only_for_caller(content)),
        file_name=name,
        mime=mime,
        icon=icon,
        on_click="ignore",
        type=kind,
        key=key,
    )


def _later(make: Callable[[], bytes]) -> Callable[[], bytes]:
    return partial(FILES.made, gate.only_for_caller(make))
