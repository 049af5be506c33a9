"""Controls of a page that is read without scripts: links for a few choices, a list for many.

What is chosen in a list is sent as ``set=name=value&…``; the server leads on to the address that
says so (``components/web/chosen.py``).
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import urlencode

import streamlit as st

from components import html, links
from components.inside.names import marked
from data.language import Language

_NEAR = 2  # parts of a list on either side of the one that is shown


class Choice(NamedTuple):
    """One thing to choose: what it is called, and the parameters that it sets; "" takes one out."""

    text: str
    sets: Mapping[str, str]
    is_chosen: bool

    @property
    def written(self) -> str:
        """What it sets, as a form sends it."""
        return urlencode(self.sets)

    @property
    def address(self) -> str:
        """The address that it leads to, from where the reader is."""
        kept = {name: value for name, value in {**asked(), **self.sets}.items() if value}
        return f"?{urlencode(kept)}"


def asked() -> dict[str, str]:
    """What the address asks for, but for the parts of long lists: other rows have others."""
    left_out = (*links.PARTS, links.SET)
    return {name: text for name, text in st.query_params.items() if name not in left_out}


def beside(language: Language, label: str, choices: Iterable[Choice]) -> None:
    """A few choices beside each other, each a link."""
    st.html(html.plain("plain_links.html", language, label=label, choices=list(choices)))


def listed(language: Language, label: str, choices: Iterable[Choice]) -> None:
    """A list of choices in a form of its own."""
    shown = list(choices)
    at = marked("stSelectbox")
    st.html(
        html.plain("plain_list.html", language, label=label, choices=shown, kept=asked(), at=at)
    )


class Part(NamedTuple):
    """One part of a long list: its number, and the address that shows it."""

    number: int
    address: str


def turned(language: Language, parts: int, number: int, name: str, *, is_whole: bool) -> None:
    """Links to the parts of a long list: the one before, the next, and some by their numbers.

    ``is_whole``: without scripts all rows stand there, and no link is needed.
    """
    near = range(max(1, number - _NEAR), min(parts, number + _NEAR) + 1)
    st.html(
        html.plain(
            "plain_parts.html",
            language,
            name=name,
            number=number,
            parts=[_part(name, one) for one in sorted({1, *near, parts})],
            before=_part(name, number - 1) if number > 1 else None,
            after=_part(name, number + 1) if number < parts else None,
            is_whole=is_whole,
        )
    )


def _part(name: str, number: int) -> Part:
    kept = {one: text for one, text in st.query_params.items() if one not in (name, links.SET)}
    written = {name: str(number)} if number > 1 else {}
    return Part(number, f"?{urlencode({**kept, **written})}#nc-{name}")
