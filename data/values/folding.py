"""Removes case and accents from texts, to compare and to search them."""

import unicodedata

_STROKED = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "œ": "oe", "Œ": "oe", "ø": "o"})


def fold(text: str) -> str:
    """A text without case and accents: "Nậm Rốm", "NAM ROM" and NFD spellings become one."""
    plain = unicodedata.normalize("NFD", text.translate(_STROKED).casefold())
    return "".join(mark for mark in plain if not unicodedata.combining(mark))
