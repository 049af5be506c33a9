"""What the columns of an office's sheet become by a mapping, and what a mapping's file may hold."""

import pytest

from data.desk.door import sheets
from data.faults import Fault
from data.intake import known_names, likeness, splitting, storeys, unit_words
from data.intake.layout import Draft
from data.intake.mapped import mapped
from data.intake.mapping import (
    AMOUNTS,
    OUT,
    BadMapping,
    ColumnMapping,
    Meaning,
    Rule,
    lacking,
    read_mapping,
    written,
)
from data.intake.unit_words import Unit
from data.record import rows
from data.record.loading import CURATED
from data.schema import TABLES
from tests.data.intake.laying import sheet
from tests.data.intake.office_sheets import SHEETS

PUBLISHED = {
    table: rows.rows_of(table, (CURATED / f"{table}.csv").read_bytes())
    for table in ("organisations", "places", "projects", "people")
}
KNOWN = known_names.of_tables(PUBLISHED)
NAME = Meaning(Rule.AS_IS, "projects", ("name_vi",))
FUNDER = Meaning(Rule.NAMES, "projects", ("funder_org_ids",))


def drafts_of(grid, mapping) -> list[Draft]:
    read = mapped(grid, mapping, published=PUBLISHED)
    assert all(isinstance(one, Draft) for one in read), read
    return [one for one in read if isinstance(one, Draft)]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2018–2021", "2018", "2021"),
        ("từ 2021 đến 2025", "2021", "2025"),
        ("Giai đoạn 2021-2025", "2021", "2025"),
        ("15/3/2021 - 20/5/2022", "15/3/2021", "20/5/2022"),
        ("01/2021-12/2025", "01/2021", "12/2025"),
        ("12-15/3/2026", "12/3/2026", "15/3/2026"),
        ("28/4-2/5/2026", "28/4/2026", "2/5/2026"),
        ("2024~2027", "2024", "2027"),
        ("2024", "2024", "2024"),
        ("2 năm", "2 năm", None),  # not understood: stays as it is, and is told as no date
    ],
)
def test_a_period_becomes_its_start_and_end(text, start, end):
    assert splitting.period(text) == (start, end)


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("1.250 tr.đ", "1.250", Unit(6, "VND")),
        ("24,65 triệu euro", "24,65", Unit(6, "EUR")),
        ("45.000 USD", "45.000", Unit(0, "USD")),
        ("1.5 tỷ đồng", "1.5", Unit(9, "VND")),
        ("khoảng 5 tỷ", "khoảng 5 tỷ", None),  # "about" is no unit
        ("275028", "275028", None),
    ],
)
def test_an_amount_is_told_from_its_unit(text, number, unit):
    assert splitting.amount(text) == (number, unit)


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Tổng vốn (tr.đ)", Unit(6, "VND")),
        ("Tổng vốn (trđ)", Unit(6, "VND")),
        ("Đơn vị tính: triệu đồng", Unit(6, "VND")),
        ("Vốn (nghìn USD)", Unit(3, "USD")),
        ("KOICA Budget (US$ million)", Unit(6, "USD")),
        ("Tình hình", None),
        ("Trường", None),
        ("Đơn vị thực hiện", None),
    ],
)
def test_a_heading_tells_the_unit_of_its_amounts(heading, unit):
    assert unit_words.named_in(heading) == unit


def test_partners_in_words_become_ids_and_a_name_with_a_dash_stays_whole():
    grid = sheet(
        ["Tên dự án", "Nhà tài trợ"],
        ["Một", "AFD/JICA"],
        ["Hai", "Hội Hữu nghị Nhật - Việt"],
        ["Ba", "AFD và Quỹ lạ"],
    )

    draft = drafts_of(
        grid, ColumnMapping("projects", (("Tên dự án", NAME), ("Nhà tài trợ", FUNDER)))
    )[0]

    assert draft.cells["funder_org_ids"] == ["afd;jica", "jvfa", "afd;Quỹ lạ"]
    assert draft.original["funder_org_ids"][0] == "AFD/JICA"


def test_a_row_that_the_record_has_keeps_its_id_and_what_it_holds():
    key, row = next(iter(PUBLISHED["projects"].items()))
    grid = sheet(["Tên dự án"], [row["name_vi"].upper()], ["Dự án hoàn toàn mới"])
    fixed = (("source_ids", "vna-2025-03-17"), ("record_kind", "proposal"))

    draft = drafts_of(grid, ColumnMapping("projects", (("Tên dự án", NAME),), fixed))[0]

    assert draft.cells["project_id"] == [key, "du-an-hoan-toan-moi"]
    assert draft.cells["record_kind"] == [row["record_kind"], "proposal"]
    assert set(row["source_ids"].split(";")) <= set(draft.cells["source_ids"][0].split(";"))


def test_each_column_of_amounts_is_a_row_of_its_own_and_totals_and_groups_are_named():
    (grid,) = sheets("oda.xlsx", SHEETS["oda.xlsx"]())
    headings = storeys.likely(grid.rows)
    assert headings is not None
    proposed = likeness.proposals(grid, headings, "projects", KNOWN)
    assert all(one.is_certain for one in proposed)
    mapping = ColumnMapping(
        "projects", tuple((one.heading, one.meaning or OUT) for one in proposed)
    )

    projects, *amounts = drafts_of(grid, mapping)

    assert projects.numbers == [7, 9]
    assert [fault.kind for fault in projects.asides] == ["group-row", "group-row", "total-row"]
    assert projects.unknown == ("STT",)
    assert [draft.cells["kind"][0] for draft in amounts] == ["total", "loan", "counterpart"]
    assert amounts[1].cells["amount"] == ["250000000000", "1200500000"]
    assert amounts[1].columns == {"amount": 6}
    assert lacking(mapping) == [
        *("record_kind", "short_name_vi", "source_ids", "confidence"),
        *("qualifier", "scope", "charted"),
    ]


@pytest.mark.parametrize(
    ("units", "power", "expected"),
    [
        (
            ("triệu EUR", "USD", "tỷ đồng", None),
            6,
            [("12000000", "EUR"), ("300", "USD"), ("5000000000", "VND"), ("7000000", "JPY")],
        ),
        (
            ("EUR", "USD", "VND", "triệu kíp"),
            6,
            [
                ("12000000", "EUR"),
                ("300000000", "USD"),
                ("5000000", "VND"),
                ("7000000", "triệu kíp"),
            ],
        ),
        (
            ("Sở Y tế", "Sở Tài chính", None, None),
            0,
            [("12", "JPY"), ("300", "JPY"), ("5", "JPY"), ("7", "JPY")],
        ),
    ],
)
def test_a_column_of_units_counts_for_the_amount_of_its_row(units, power, expected):
    total = Meaning(Rule.AMOUNT, AMOUNTS, ("amount",), "total", power, "JPY")
    columns = (("Tên dự án", NAME), ("Giá trị", total), ("Đơn vị", OUT))
    names = ("Nước A", "Nước B", "Nước C", "Nước D")
    rows = zip(names, (12, 300, 5, 7), units, strict=True)

    _first, amounts = drafts_of(
        sheet(["Tên dự án", "Giá trị", "Đơn vị"], *map(list, rows)),
        ColumnMapping("projects", columns),
    )

    told = zip(amounts.cells["amount"], amounts.cells["currency"], strict=True)
    assert list(told) == expected


def test_a_mapping_that_names_a_column_the_file_lacks_reads_nothing_and_says_so():
    mapping = ColumnMapping(
        "projects", (("Tên dự án", NAME), ("Nhà tài trợ", FUNDER), ("Ghi chú", OUT))
    )

    (lacks,) = mapped(sheet(["Tên dự án", "Mới"], ["Một", "x"]), mapping)
    (strange,) = mapped(sheet(["Món", "Giá"], ["Phở", "45"]), mapping)

    assert isinstance(lacks, Fault)
    assert (lacks.kind, lacks.found) == ("mapping-lacks", "Nhà tài trợ")
    assert isinstance(strange, Fault)
    assert strange.kind == "mapping-strange"


def test_headings_may_stand_elsewhere_and_new_ones_are_left_out_and_named():
    mapping = ColumnMapping("projects", (("Tên dự án", NAME), ("Nhà tài trợ", FUNDER)))
    grid = sheet(["DANH MỤC"], [], ["Mới", "nhà tài trợ", "TÊN DỰ ÁN"], ["x", "AFD", "Một"])

    draft = drafts_of(grid, mapping)[0]

    assert (draft.cells["name_vi"], draft.cells["funder_org_ids"]) == (["Một"], ["afd"])
    assert (draft.unknown, draft.columns["name_vi"]) == (("Mới",), 2)


def test_a_mapping_comes_back_from_its_file():
    mapping = ColumnMapping(
        "projects",
        (
            ("STT", OUT),
            ("Tên", NAME),
            ("Vốn", Meaning(Rule.AMOUNT, "project_amounts", ("amount",), "total", 6, "VND")),
        ),
        (("confidence", "stated"),),
        (("short_name_vi", "name_vi"),),
    )

    assert read_mapping(written(mapping, "Năm 2026")) == ("Năm 2026", mapping)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"form": "nhip-cau-mapping-1"}',
        '{"form": "nhip-cau-mapping-1", "table": "secrets", "columns": []}',
        '{"form": "nhip-cau-mapping-1", "table": "projects", "columns": [{"heading": 1}]}',
        (
            '{"form": "nhip-cau-mapping-1", "table": "projects", "columns":'
            ' [{"heading": "a", "rule": "as-is", "table": "accounts", "columns": ["password"]}]}'
        ),
        (
            '{"form": "nhip-cau-mapping-1", "table": "projects", "columns":'
            ' [{"heading": "a", "rule": "run", "table": "projects", "columns": ["name_vi"]}]}'
        ),
        (
            '{"form": "nhip-cau-mapping-1", "table": "projects", "columns": [],'
            ' "fixed": {"no_column": "x"}}'
        ),
        "[" * 100_000,
    ],
)
def test_what_is_no_mapping_of_ours_is_refused(text):
    with pytest.raises(BadMapping):
        read_mapping(text)


def test_sixteen_thousand_columns_are_proposed_for_at_once():
    wide = sheet(["Tên dự án", *(f"Cột {n}" for n in range(16_000))], ["Một", *["x"] * 16_000])
    headings = storeys.likely(wide.rows)
    assert headings is not None

    proposed = likeness.proposals(wide, headings, "projects", KNOWN, most=60)

    assert len(proposed) == 16_001
    assert proposed[0].meaning == NAME
    assert proposed[-1].meaning is None


@pytest.mark.parametrize("table", TABLES)
def test_our_own_headings_are_proposed_as_what_they_are(table):
    fields = [field for field in TABLES[table].fields.values() if not field.names_translations]
    grid = sheet([field.labels["vi"] for field in fields if not field.ids_of], [""])
    headings = storeys.single(grid.rows[0], 1)

    proposed = likeness.proposals(grid, headings, table, {})

    assert [one.meaning.columns[0] for one in proposed if one.meaning and one.is_certain] == [
        field.name for field in fields if not field.ids_of
    ]
