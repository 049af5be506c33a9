"""What an office's file probably means otherwise is asked or named, and never taken in silence."""

import pytest

from data.desk.door import sheets
from data.intake.handling import Handling
from data.intake.layout import drafts
from data.intake.suspicions.keystrokes import typed
from data.intake.suspicions.letters import read_anew
from data.intake.suspicions.lost import lost
from data.intake.suspicions.units import announced
from tests.data.intake.written import CASES


def read(name, **answers):
    """The draft of a case file; answers by the key of their question, with _ for its colon."""
    (sheet,) = sheets(name, (CASES / name).read_bytes())
    return drafts(sheet, Handling(answers={k.replace("__", ":"): v for k, v in answers.items()}))


def asked(draft):
    return [(one.kind, one.about, one.read_as) for one in draft.questions]


def remarked(draft):
    return [(one.kind, one.row, one.column) for one in draft.remarks]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("ansi_lost.csv", {2, 3, 4}),
        ("c01_lossy_question.csv", {2, 3, 4}),
        ("c05_fffd.csv", {2, 3, 4}),
    ],
)
def test_rows_whose_letters_were_lost_are_named(name, rows):
    faults = [fault for fault in read(name).faults if fault.kind == "lost-letters"]

    assert {fault.row for fault in faults if fault.column == "name_vi"} == rows


def test_a_text_whose_letters_are_whole_is_not_named_beside_one_that_lost_some():
    draft = read("c05_fffd.csv")

    assert not {fault.column for fault in draft.faults} - {"name_vi"}
    assert draft.cells["short_name_vi"][0] == "Sở Ngoại vụ"


@pytest.mark.parametrize(
    "text",
    [
        "Có đi không?",
        "https://example.org/?a=b&c=?d",
        "Où ? À Lyon ?",
        "Xem tại x.vn/a?id=3 nhé",
        "?",
    ],
)
def test_a_question_and_an_address_have_lost_no_letter(text):
    assert not lost([text])


def test_french_of_an_old_mac_is_read_in_its_letters():
    draft = read("c02_macroman.csv")

    assert draft.cells["name_fr"] == [
        "Métropole de Lyon",
        "Département de l'Hérault",
        "Région Auvergne-Rhône-Alpes – délégation générale",
    ]


ENTITIES = "Cit&eacute;s Unies France &amp; partenaires"


def test_signs_of_html_wait_for_an_answer_and_become_letters():
    waiting, converted = read("c04_entities.csv"), read("c04_entities.csv", entities="converted")

    assert asked(waiting) == [("entities", "", "")]
    assert waiting.cells["name_vi"] == [ENTITIES]
    assert remarked(waiting) == [
        ("entities", 2, "name_vi"), ("entities", 2, "note_vi"), ("entities", 2, "short_name_vi")
    ]  # fmt: skip
    assert converted.cells["name_vi"] == ["Cités Unies France & partenaires"]
    assert converted.cells["short_name_vi"] == ["L'AFD <Paris>"]
    assert converted.cells["note_vi"] == ["Phối hợp với Điện Biên"]
    assert converted.original["name_vi"] == [ENTITIES]
    assert not converted.unanswered
    assert not converted.remarks


def test_an_icelandic_letter_becomes_the_vietnamese_one_unless_somebody_objects():
    converted, kept = read("c06_eth.csv"), read("c06_eth.csv", eth="as-written")

    assert asked(converted) == [("eth", "", "converted")]
    assert converted.cells["name_vi"][0] == "Sở Ngoại vụ tỉnh Điện Biên"
    assert kept.cells["name_vi"][0] == "Sở Ngoại vụ tỉnh Ðiện Biên"
    assert {kind for kind, _, _ in remarked(kept)} == {"eth"}


def test_keystrokes_are_offered_in_letters():
    draft = read("c07_telex.csv", keystrokes="converted")

    assert draft.cells["name_vi"] == ["Sở Y tế tỉnh Điện Biên"]
    assert draft.cells["note_vi"] == ["VIQR: Sở Ngoại vụ tỉnh Điện Biên; VNI: Sở Y tế"]
    assert asked(read("c07_telex.csv")) == [("keystrokes", "", "")]


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("Uyr ban nhaan daan tirnh", "Uỷ ban nhân dân tỉnh"),
        ("Duwj asn caaps nuowcs sachj, DDieejn Bieen.", "Dự án cấp nước sạch, Điện Biên."),
        ("D9uo7ng2 Nguye64n Hue65", "Đường Nguyễn Huệ"),
        ("Quye^'t ddi.nh cu?a Thu? tu+o+'ng", "Quyết định của Thủ tướng"),
    ],
)
def test_each_input_method_is_known(keys, text):
    assert typed(keys) == text


@pytest.mark.parametrize(
    "text",
    [
        "Department of Health and Sports", "See the moon boots tax office", "Uy ban nhan dan tinh",
        "Ville de Lyon, des ports et des gares", "AFD", "UNICEF 2023", "Sở Y tế", "World Vision",
        "Norwegian Mission Alliance (NMAV)", "Plan International", "2023: 35 ha; 2024: 40 ha",
    ],
)  # fmt: skip
def test_other_words_are_no_keystrokes(text):
    assert typed(text) is None


@pytest.mark.parametrize(
    ("name", "kind", "start"),
    [
        ("c12_tz.json", "greenwich", "2023-11-22"),
        ("c13_buddhist.csv", "buddhist", "2023-11-05"),
        ("x11_mixed_us.xlsx", "swapped-days", "2023-11-05"),
    ],
)
def test_a_date_that_a_program_turned_waits_for_an_answer(name, kind, start):
    waiting = read(name)
    converted = read(name, **{f"{kind}__start_date": "converted", f"{kind}__end_date": "converted"})

    assert [one.key for one in waiting.unanswered] == [f"{kind}:start_date", f"{kind}:end_date"]
    assert converted.cells["start_date"][0] == start
    assert not converted.unanswered


def test_a_unit_that_is_said_once_above_the_table_multiplies_with_consent():
    waiting = read("c20_unitline.csv")
    counted = read("c20_unitline.csv", unit__amount="converted")
    kept = read("c20_unitline.csv", unit__amount="as-written")

    (question,) = waiting.unanswered
    assert question.samples == (
        "Đơn vị tính: triệu đồng", "24,65 → 24650000", "1.500 → 1500000000"
    )  # fmt: skip
    assert counted.cells["amount"] == ["24650000", "1500000000"]
    assert counted.original["amount"] == ["24,65", "1.500"]
    assert kept.cells["amount"] == ["24.65", "1500"]


@pytest.mark.parametrize(
    ("text", "factor", "currency"),
    [
        ("ĐVT: tỷ đồng", 10**9, "VND"), ("Tổng vốn (tr.đ)", 10**6, "VND"),
        ("Số tiền (nghìn USD)", 1000, "USD"), ("en millions d'euros", 10**6, "EUR"),
        ("Đơn vị: 1.000 USD", 1000, "USD"), ("Vốn (nghìn tỷ đồng)", 10**12, "VND"),
        ("Montant (M€)", 10**6, "EUR"), ("Đơn vị tính: triệu", 10**6, ""),
    ],
)  # fmt: skip
def test_a_unit_is_known_however_it_is_written(text, factor, currency):
    found = announced(text)

    assert found is not None
    assert (10**found.unit.power, found.unit.currency) == (factor, currency)


@pytest.mark.parametrize(
    "text",
    [
        "Đơn vị tính: đồng",
        "Đơn vị thực hiện: Sở Y tế",
        "Thôn (bản)",
        "Budget",
        "Vốn (USD)",
        "(2023)",
    ],
)
def test_other_words_announce_no_unit(text):
    assert announced(text) is None


def test_words_for_nothing_are_empty_and_named():
    draft = read("c34_nulltext.csv")

    assert [draft.cells[name] for name in ("name_en", "name_fr", "note_vi")] == [["", ""]] * 3
    assert len(remarked(draft)) == 6
    assert {kind for kind, _, _ in remarked(draft)} == {"says-nothing"}


def test_utf_8_that_was_read_as_windows_is_read_anew():
    assert read_anew("Điện Biên Phủ".encode().decode("cp1252", "replace")) is None  # was lost
    assert read_anew("Sở Tài chính".encode().decode("latin-1")) == "Sở Tài chính"
    assert read_anew("Délégation à Lyon") is None
    assert read_anew("Ngân hàng Â Châu") is None


def test_a_word_without_end_is_no_keystrokes_and_takes_no_time():
    assert typed("x" * 1_000_000) is None
