"""What goes out as a workbook or a CSV comes back as it was."""

import csv
import io
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries

from data import outgoing, rows
from data.checking import check
from data.comparing import Mode, compare
from data.intake.sheets import Sheet, sheets
from data.language import Language
from data.layout import Draft, drafts
from data.rows import Row, Rows
from data.schema import LANGUAGES, TABLES, Field
from data.template_lists import list_name
from data.templates import exported_csv, template
from data.values import tidy

SHIPPED = rows.all_of({name: table.path.read_bytes() for name, table in TABLES.items()})
TODAY = date(2026, 11, 22)
ENGLISH = Language("en")
HOSTILE = (
    *("=1+1", "+84 215 3825", "-5", "@SUM(A1)", "＝1+1", "'=1+1", "''+x", "'quoted'", "\"'=x"),
    *("0912", "1E5", "1.2E+10", "NA", "null", "#N/A", "#REF!", "TRUE", "true", "2023-11-22"),
    *("a\nb", "=a\nb", "a\tb", "_x0041_", "http://example.org", "=HYPERLINK(1)", "Nậm Rốm", "😀"),
    *("12345678901234567890", "1/2", "3-4", "<b>&amp;</b>", "]]>", "%", "x" * 32_767),
)


@cache
def filled(language: str) -> bytes:
    """The template with the shipped record."""
    return template(Language(language), SHIPPED, version="7")


def read(content: bytes) -> list[Draft]:
    """Drafts of every sheet of a workbook that holds data."""
    found = [drafts(one) for one in sheets("back.xlsx", content) if not outgoing.is_ours(one)]
    assert all(isinstance(one, Draft) for one in found)
    return [one for one in found if isinstance(one, Draft)]


def row_of(table: str, **cells: str) -> dict[str, Rows]:
    """One row of a table, empty but for its key and the cells given."""
    row = dict.fromkeys(TABLES[table].fields, "") | {TABLES[table].key: "one"} | cells
    return {table: {"one": row}}


def back(table: str, **cells: str) -> Row:
    """The same row as it comes back from a workbook; cells that no draft has are left out."""
    draft = next(one for one in read(template(ENGLISH, row_of(table, **cells), [table])))
    return {name: texts[0] for name, texts in draft.cells.items()}


def columns() -> list[tuple[str, Field]]:
    """Every column of every table."""
    return [(name, field) for name, table in TABLES.items() for field in table.fields.values()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_record_comes_back_from_a_workbook_unchanged(language):
    found = read(filled(language))

    checked = check(found, SHIPPED, TODAY)

    assert checked.findings == []
    assert {draft.table for draft in found} == set(TABLES)
    assert not any(
        compare(SHIPPED[table], rows_of, Mode.REPLACE) for table, rows_of in checked.rows.items()
    )


def test_nothing_in_a_workbook_of_ours_is_doubtful_or_unknown():
    for draft in read(filled("fr")):
        assert (draft.unknown, draft.readings, draft.faults) == ((), (), ())


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text)[:20])
def test_a_text_comes_back_as_it_was(text):
    assert back("people", name=text)["name"] == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")))
def test_any_text_comes_back_as_it_was(text):
    assert back("people", name=tidy(text)).get("name", "") == tidy(text)


@given(st.from_regex(r"-?(0|[1-9][0-9]{0,25})(\.[0-9]{0,18}[1-9])?", fullmatch=True))
def test_any_number_comes_back_to_its_last_digit(number):
    assert back("places", longitude=number)["longitude"] == number.replace("-0", "0") or (
        number != "-0" and back("places", longitude=number)["longitude"] == number
    )


@pytest.mark.parametrize("number", ["120000000000", "21.386", "0.5", "-103.25", "999999999999999"])
def test_a_number_is_a_number_for_the_spreadsheet(number):
    content = template(ENGLISH, row_of("places", longitude=number), ["places"])
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Places"]

    column = list(TABLES["places"].fields).index("longitude") + 1

    assert sheet.cell(3, column).value == float(number)


@pytest.mark.parametrize("written", ["2023-11-22", "2023-11", "2024-03/2024-05", "2024?"])
def test_a_date_stays_text(written):
    content = template(ENGLISH, row_of("visits", start_date=written), ["visits"])
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Visits"]

    cell = sheet.cell(3, list(TABLES["visits"].fields).index("start_date") + 1)

    assert (cell.value, cell.data_type, cell.number_format) == (written, "s", "@")


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@x", "＝1", "=a\nb"])
def test_a_formula_like_text_is_marked_as_text_and_unchanged(text):
    content = template(ENGLISH, row_of("people", name=text), ["people"])
    sheet = openpyxl.load_workbook(io.BytesIO(content))["People"]

    cell = sheet.cell(3, list(TABLES["people"].fields).index("name") + 1)

    assert (cell.value, cell.data_type, bool(cell.quotePrefix)) == (text, "s", True)


def test_empty_rows_below_the_data_are_ready_for_text():
    sheet = openpyxl.load_workbook(io.BytesIO(template(ENGLISH, None, ["people"])))["People"]

    # a phone number typed there keeps its zero, a date its dashes
    assert sheet.column_dimensions["A"].number_format == "@"


def test_a_row_with_a_text_too_long_for_a_workbook_stands_as_a_comment():
    content = template(ENGLISH, row_of("people", name="x" * 32_768), ["people"])

    sheet = openpyxl.load_workbook(io.BytesIO(content))["People"]

    assert str(sheet["A3"].value).startswith("# one")
    assert read(content)[0].numbers == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_template_has_every_heading_and_no_row(language):
    for draft in read(template(Language(language), None)):
        assert list(draft.cells) == list(TABLES[draft.table].fields)
        assert draft.numbers == []


def test_a_template_of_some_tables_has_those_only():
    content = template(ENGLISH, None, ["projects", "visits"])

    assert [draft.table for draft in read(content)] == ["projects", "visits"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_are_the_labels_with_a_star_where_a_cell_must_be_filled(language):
    book = openpyxl.load_workbook(io.BytesIO(filled(language)))

    for sheet, table in zip(book.worksheets[1:], TABLES.values(), strict=False):
        assert [cell.value for cell in sheet[1]] == [
            field.labels[language] + (" *" if field.required else "")
            for field in table.fields.values()
        ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_has_a_note_with_the_description(language):
    book = openpyxl.load_workbook(io.BytesIO(filled(language)))

    for sheet, table in zip(book.worksheets[1:], TABLES.values(), strict=False):
        for cell, field in zip(sheet[1], table.fields.values(), strict=True):
            assert cell.comment
            assert field.descriptions.get(language, "") in cell.comment.text


def test_headings_and_key_stay_in_sight():
    sheet = openpyxl.load_workbook(io.BytesIO(filled("en")))["Visits"]

    assert sheet.freeze_panes == "B3"
    assert sheet.auto_filter.ref == f"A2:W{len(SHIPPED['visits']) + 2}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_are_named_as_excel_allows_and_each_once(language):
    names = openpyxl.load_workbook(io.BytesIO(filled(language))).sheetnames

    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert len({name.casefold() for name in names}) == len(names)


@pytest.mark.parametrize(
    ("wanted", "made"),
    [
        (["a/b", "a:b"], ["a b", "a b 2"]),
        (["'x'", "history", ""], ["x", "history 2", "1"]),
        (["n" * 40, "N" * 40], ["n" * 31, f"{'N' * 29} 2"]),
    ],
)
def test_a_name_that_excel_refuses_is_made_fit(wanted, made):
    assert outgoing.titles(wanted) == made


def test_the_first_sheet_tells_version_and_licence():
    guide = openpyxl.load_workbook(io.BytesIO(filled("en"))).worksheets[0]
    told = {str(row[0].value): str(row[1].value) for row in guide.iter_rows(max_col=2)}

    assert told["Version of the record"] == "7"
    assert "CC-BY-4.0" in told["Licence"]


def test_the_guide_is_known_as_no_data_and_tables_are_not():
    known = [outgoing.is_ours(sheet) for sheet in sheets("back.xlsx", filled("vi"))]

    assert known == [True, *[False] * len(TABLES)]


def _offered(book: openpyxl.Workbook, sheet: str, column: int) -> list[str] | None:
    """The entries of the drop-down list below a heading, None where there is none."""
    for rule in book[sheet].data_validations.dataValidation:
        if f"{get_column_letter(column)}3:{get_column_letter(column)}1048576" in str(rule.sqref):
            target = book.defined_names[str(rule.formula1)].attr_text or ""
            title, _, cells = target.partition("!")
            left, top, right, bottom = range_boundaries(cells.replace("$", ""))
            assert left == right
            return [str(book[title].cell(row, left or 0).value) for row in range(top, bottom + 1)]
    return None


@pytest.fixture(scope="module")
def offered() -> Callable[[str, str], list[str] | None]:
    """What the filled English template offers in a column: ``offered("visits", "status")``."""
    book = openpyxl.load_workbook(io.BytesIO(filled("en")))
    names = dict(zip(TABLES, book.sheetnames[1:], strict=False))

    def entries(table: str, column: str) -> list[str] | None:
        place = list(TABLES[table].fields).index(column) + 1
        return _offered(book, names[table], place)

    return entries


@pytest.mark.parametrize(("table", "field"), columns(), ids=str)
def test_every_column_with_a_list_offers_what_the_record_holds(table, field, offered):
    entries = offered(table, field.name)

    assert (entries is None) == (list_name(field) is None)
    held = {row[field.name] for row in SHIPPED[table].values()} - {""}
    assert entries is None or held <= set(entries)


def test_the_currencies_in_use_come_first(offered):
    used = {row["currency"] for row in SHIPPED["project_amounts"].values()}

    assert set(offered("project_amounts", "currency")[: len(used)]) == used


def test_lists_lie_in_a_sheet_that_nobody_sees():
    book = openpyxl.load_workbook(io.BytesIO(filled("en")))

    assert book["_lists"].sheet_state == "veryHidden"


def test_an_empty_template_offers_the_ids_that_are_known():
    content = template(ENGLISH, None, ["meetings"], known=SHIPPED)
    book = openpyxl.load_workbook(io.BytesIO(content))

    column = list(TABLES["meetings"].fields).index("visit_id") + 1

    assert _offered(book, "Meetings", column) == list(SHIPPED["visits"])


def _from_csv(table: str, content: bytes) -> Rows:
    """Rows of one of our CSVs, each cell restored as the layout does it."""
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    header, *found = ([outgoing.restored(cell) for cell in line] for line in lines)
    return {line[0]: dict(zip(header, line, strict=True)) for line in found}


@pytest.mark.parametrize("table", TABLES)
def test_a_table_comes_back_from_a_csv_unchanged(table):
    assert _from_csv(table, exported_csv(table, SHIPPED[table])) == SHIPPED[table]


@pytest.mark.parametrize("table", TABLES)
def test_the_desk_reads_a_csv_of_ours_as_no_change(table):
    found = drafts(sheets(f"{table}.csv", exported_csv(table, SHIPPED[table]))[0])
    assert isinstance(found, Draft)

    checked = check([found], SHIPPED, TODAY)

    assert checked.findings == []
    assert not compare(SHIPPED[table], checked.rows[table], Mode.REPLACE)


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.from_regex(r"'*[=+@\-\t\r ].*"))
def test_any_text_comes_back_from_a_csv(text):
    table = row_of("people", name=text)["people"]

    assert _from_csv("people", exported_csv("people", table)) == table


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_neutralising_is_undone_exactly(text):
    assert outgoing.restored(outgoing.neutralised(text)) == text


@pytest.mark.parametrize("text", ["=1+1", "+84", "-x", "@x", "\t=1", " =1", "\r=1", "＝1", "\n=1"])
def test_no_cell_of_a_csv_begins_like_a_formula(text):
    table = row_of("people", name=text)["people"]
    content = exported_csv("people", table).decode("utf-8-sig")

    lines = list(csv.reader(io.StringIO(content, newline="")))

    assert lines[1][lines[0].index("name")] == f"'{text}"


def test_a_negative_number_in_a_csv_is_a_number():
    table = row_of("places", longitude="-3.5")["places"]

    assert b",-3.5," in exported_csv("places", table)


def test_a_csv_is_known_to_excel_as_utf_8():
    assert exported_csv("people", {}).startswith(b"\xef\xbb\xbfperson_id,")


def test_openpyxl_sees_each_cell_as_the_record_has_it():
    book = openpyxl.load_workbook(io.BytesIO(filled("vi")))

    for sheet, (table, held) in zip(book.worksheets[1:], SHIPPED.items(), strict=False):
        for line, row in zip(sheet.iter_rows(min_row=3), held.values(), strict=True):
            assert [_text(cell.value) for cell in line] == _canonical(table, row)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _canonical(table: str, row: Mapping[str, str]) -> list[str]:
    fields = TABLES[table].fields
    return [
        f"{float(text):g}" if False and fields[name].type == "number" else text
        for name, text in row.items()
    ]


def test_sheet_with_a_title_of_its_own_is_data():
    assert not outgoing.is_ours(Sheet("a.csv", "", [["Nhịp Cầu"]]))
