"""Names stand in the order of their language's alphabet, as a reader looks them up."""

import unicodedata
from itertools import permutations

import pytest

from data.language import Language
from data.values.alphabet import place_of


def in_order(names, code="vi"):
    return sorted(names, key=lambda name: place_of(name, code))


@pytest.mark.parametrize(
    "right",
    [
        ["Cuba", "Dubai", "Đan Mạch", "Đức", "Em", "Ý"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "mă", "mâ"],
        ["an", "ăn", "ân"],
        ["Đa", "Đào", "Đăng", "Đất"],
        ["on", "ôn", "ơn", "un", "ưn"],
        ["Mường Ảng", "Mường Chà", "Mường Lay", "Mường Nhé"],
        ["A 9", "A1", "Ab"],
        ["hoa", "hòa", "hoa hồng"],
    ],
)
def test_vietnamese_names_stand_in_the_order_of_a_vietnamese_dictionary(right):
    for mixed in list(permutations(right))[:200]:
        assert in_order(mixed) == right


def test_in_french_an_accent_only_tells_apart_what_is_spelt_alike():
    assert in_order(["côté", "Zoé", "cote", "côte", "coté", "Đan", "Dubois"], "fr") == [
        "cote",
        "coté",
        "côte",
        "côté",
        "Đan",
        "Dubois",
        "Zoé",
    ]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_how_accents_are_spelt_does_not_move_a_name(form):
    written = unicodedata.normalize(form, "Điện Biên")

    assert place_of(written, "vi")[:2] == place_of("Điện Biên", "vi")[:2]


def test_capital_letters_do_not_come_first():
    assert in_order(["afd", "Bộ", "AFD Việt Nam", "bảo tàng"]) == [
        "afd",
        "AFD Việt Nam",
        "bảo tàng",
        "Bộ",
    ]


def test_the_language_of_the_reader_decides():
    names = ["Đức", "Dubai", "Ethiopia"]

    assert sorted(names, key=Language("vi").abc) == ["Dubai", "Đức", "Ethiopia"]
    assert sorted(["Đa", "Dubai"], key=Language("en").abc) == ["Đa", "Dubai"]
