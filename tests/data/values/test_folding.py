"""Case and accents are removed from any letter, however it is written."""

import unicodedata

import pytest

from data.values.folding import fold


@pytest.mark.parametrize("text", ["Nậm Rốm", "NAM ROM", unicodedata.normalize("NFD", "Nậm Rốm")])
def test_spellings_of_one_name_become_one(text):
    assert fold(text) == "nam rom"


def test_no_mark_of_any_script_is_left_and_nothing_else_is_lost():
    own = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "œ": "oe", "Œ": "oe", "ø": "o"})
    size = 4096
    for start in range(0, 0x20000, size):
        text = "".join(map(chr, range(start, start + size)))
        plain = unicodedata.normalize("NFD", text.translate(own).casefold())
        assert fold(text) == "".join(one for one in plain if not unicodedata.combining(one))
