"""Removes case and accents from texts, to compare and to search them."""

import re
import unicodedata

_STROKED = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "œ": "oe", "Œ": "oe", "ø": "o"})
_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")


def fold(text: str) -> str:
    """A text without case and accents: "Nậm Rốm", "NAM ROM" and NFD spellings become one."""
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFD", text.translate(_STROKED).casefold())
    plain = _MARKS.sub("", plain)  # of Latin letters, many times quicker than one by one
    if plain.isascii():
        return plain
    return "".join(mark for mark in plain if not unicodedata.combining(mark))
