"""Sheets pass from one process to another as they are."""

import pytest

from data.sheets import parcels
from data.sheets.grid import NoValue, Sheet
from data.sheets.limits import NoTable

MUCH = 1_000_000
TEXTS = Sheet(
    "a.csv",
    "",
    [["id", "tên"], ["1", "Điện Biên\n“Tây Bắc”"], [], ["2"], ["3", "Điện Biên\n“Tây Bắc”"]],
    "tcvn3",
    ";",
    (("§iÖn", "Điện"),),
    widths=(2, 2, 1, 2, 2),
)
VALUES = Sheet(
    "a.csv",
    "visits",
    [
        ["a", "b", "c", "d", "e"],
        [1, 1.0, True, None, "1"],
        [False, 0, NoValue("1,5", "number-in-xml")],
    ],
)


def carried(*sheets):
    return parcels.unpacked("a.csv", parcels.packed(sheets, MUCH))


def test_sheets_arrive_as_they_were_sent():
    assert carried(TEXTS, VALUES) == [TEXTS, VALUES]


def test_numbers_and_truths_keep_their_kind():
    (sheet,) = carried(VALUES)

    assert [[type(cell) for cell in row] for row in sheet.rows] == [
        [type(cell) for cell in row] for row in VALUES.rows
    ]


def test_equal_texts_share_one_object():
    (sheet,) = carried(TEXTS)

    assert sheet.rows[1][1] is sheet.rows[4][1]


@pytest.mark.parametrize(
    "rows", [[[str(number)] for number in range(200)], [["a"] * 2_000], [["a", "b"]] * 1_000]
)
def test_sheets_that_would_take_too_much_memory_are_not_sent(rows):
    sheet = Sheet("a.csv", "", rows, "utf-8", ",")

    with pytest.raises(NoTable) as refused:
        parcels.packed([sheet], 10_000)

    assert refused.value.kind == "over-work"


def test_several_sheets_count_together():
    sheet = Sheet("a.csv", "", [["a"] * 700], "utf-8", ",")
    parcels.packed([sheet], 10_000)

    with pytest.raises(NoTable):
        parcels.packed([sheet, sheet], 10_000)
