"""What goes out as a workbook comes back as it was."""

import io
from collections.abc import Mapping, Sequence

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import load_workbook

from data.desk.checking import check
from data.desk.comparing import Mode, compare
from data.desk.door import sheets
from data.exports.templates import template
from data.intake.layout import Draft, drafts
from data.language import Language
from data.schema import LANGUAGES, TABLES, Table
from data.sheets.grid import Sheet, column_letters
from data.values import spreadsheets
from data.values.columns import tidy
from data.values.offered import code_of
from tests.data.exports.templated import ENGLISH, SHIPPED, TODAY, book, filled, rows_of

pytestmark = pytest.mark.slow

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"))


HOSTILE = (
    *("=1+1", "+84 215 3825", "-5", "@SUM(A1)", "＝1+1", "'=1+1", "''+x", "'quoted'", "\"'=x"),
    *("0912", "1E5", "1.2E+10", "NA", "null", "#N/A", "#REF!", "TRUE", "true", "2023-11-22"),
    *("a\nb", "=a\nb", "a\tb", "_x0041_", "http://example.org", "=HYPERLINK(1)", "Nậm Rốm", "😀"),
    *("12345678901234567890", "1/2", "3-4", "<b>&amp;</b>", "]]>", "%", "x" * 32_767),
)


def tables_of(language: str) -> list[tuple[Worksheet, Table]]:
    """Sheets of the filled template with the tables that they hold."""
    return list(zip(book(language).worksheets[1:], TABLES.values(), strict=False))


def read(content: bytes) -> list[Draft]:
    """Drafts of every sheet of a workbook that holds data, as the desk reads it."""
    results = [drafts(one) for one in sheets("back.xlsx", content) if not spreadsheets.is_ours(one)]
    assert all(isinstance(one, Draft) for one in results)
    return [one for one in results if isinstance(one, Draft)]


def back(table: str, column: str, texts: Sequence[str]) -> list[str]:
    """The texts of one column as they come back from a workbook."""
    content = template(ENGLISH, rows_of(table, column, texts), [table])
    title = TABLES[table].labels["en"]
    # without the door: it takes half a second, and may find Vietnamese in a few odd letters
    lines = load_workbook(io.BytesIO(content)).get_sheet_by_name(title).to_python()
    cells = [[one if isinstance(one, float) else str(one) for one in row] for row in lines]
    draft = drafts(Sheet("back.xlsx", title, cells))
    assert isinstance(draft, Draft)
    # an empty column is not in the area that is read
    return [texts_of or "" for texts_of in draft.cells.get(column, [""] * len(texts))]


def only_cell(table: str, column: str, text: str) -> Cell:
    """The cell with a text in a workbook with one row, as openpyxl sees it."""
    content = template(ENGLISH, rows_of(table, column, [text]), [table])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]
    cell = sheet.cell(3, list(TABLES[table].fields).index(column) + 1)
    assert isinstance(cell, Cell)
    return cell


@pytest.fixture(scope="module")
def hostile() -> Mapping[str, str]:
    """Each hostile text with what comes back for it."""
    content = template(ENGLISH, rows_of("people", "name", HOSTILE), ["people"])
    return dict(zip(HOSTILE, read(content)[0].cells["name"], strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_record_comes_back_from_a_workbook_unchanged(language):
    all_drafts = read(filled(language))

    checked = check(all_drafts, SHIPPED, TODAY)

    assert checked.findings == []
    assert {draft.table for draft in all_drafts} == set(TABLES)
    assert not any(
        compare(SHIPPED[table], held, Mode.REPLACE) for table, held in checked.rows.items()
    )


def test_nothing_in_a_workbook_of_ours_is_doubtful_or_unknown():
    for draft in read(filled("fr")):
        assert (draft.unknown, draft.questions, draft.faults) == ((), (), ())


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text)[:20])
def test_a_text_comes_back_as_it_was(text, hostile):
    assert hostile[text] == text


@given(st.lists(TEXTS, min_size=1))
def test_any_text_comes_back_as_it_was(texts):
    tidied = [tidy(text) for text in texts]

    assert back("people", "name", tidied) == tidied


@given(st.lists(st.from_regex(r"(0|-?[1-9][0-9]{0,25})(\.[0-9]{0,11}[1-9])?", fullmatch=True)))
def test_any_number_of_twelve_decimals_comes_back_to_its_last_digit(numbers):
    assert back("places", "longitude", numbers) == numbers


@pytest.mark.parametrize("number", ["120000000000", "21.386", "0.5", "-103.25", "999999999999999"])
def test_a_number_is_a_number_for_the_spreadsheet(number):
    assert only_cell("places", "longitude", number).value == float(number)


@pytest.mark.parametrize("written", ["2023-11-22", "2023-11", "2024-03/2024-05", "2024?"])
def test_a_date_stays_text(written):
    cell = only_cell("visits", "start_date", written)

    assert (cell.value, cell.data_type, cell.number_format) == (written, "s", "@")


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@x", "＝1", "=a\nb"])
def test_a_formula_like_text_is_marked_as_text_and_unchanged(text):
    cell = only_cell("people", "name", text)

    assert (cell.value, cell.data_type, bool(cell.quotePrefix)) == (text, "s", True)


def test_empty_rows_below_the_data_are_ready_for_text():
    sheet = openpyxl.load_workbook(io.BytesIO(template(ENGLISH, None, ["people"])))["People"]

    # a phone number typed there keeps its zero, a date its dashes
    assert sheet.column_dimensions["A"].number_format == "@"


def test_a_row_with_a_text_too_long_for_a_workbook_stands_as_a_comment():
    content = template(ENGLISH, rows_of("people", "name", ["x" * 32_768]), ["people"])

    sheet = openpyxl.load_workbook(io.BytesIO(content))["People"]

    assert str(sheet["A3"].value).startswith("# r0")
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
    for sheet, table in tables_of(language):
        assert [cell.value for cell in sheet[1]] == [
            field.labels[language] + (" *" if field.required else "")
            for field in table.fields.values()
        ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_has_a_note_with_the_description(language):
    for sheet, table in tables_of(language):
        for cell, field in zip(sheet[1], table.fields.values(), strict=True):
            assert cell.comment
            assert field.descriptions.get(language, "") in cell.comment.text


def test_headings_and_key_stay_in_sight():
    sheet = book("en")["Visits"]
    last = column_letters(len(TABLES["visits"].fields) - 1)

    assert sheet.freeze_panes == "B3"
    assert sheet.auto_filter.ref == f"A2:{last}{len(SHIPPED['visits']) + 2}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_are_named_as_excel_allows_and_each_once(language):
    names = book(language).sheetnames

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
    assert spreadsheets.titles(wanted) == made


def test_the_first_sheet_tells_version_and_licence():
    guide = book("en").worksheets[0]
    topics = {str(row[0].value): str(row[1].value) for row in guide.iter_rows(max_col=2)}

    assert topics["Version of the record"] == "7"
    assert "CC-BY-4.0" in topics["Licence"]


def test_the_guide_is_known_as_no_data_and_tables_are_not():
    known = [spreadsheets.is_ours(sheet) for sheet in sheets("back.xlsx", filled("vi"))]

    assert known == [True, *[False] * len(TABLES)]


def test_openpyxl_sees_each_cell_as_the_record_has_it():
    for sheet, table in tables_of("vi"):
        for line, row in zip(sheet.iter_rows(min_row=3), SHIPPED[table.name].values(), strict=True):
            read = [code_of(c.value) if isinstance(c.value, str) else c.value for c in line]
            assert read == [
                (float(text) if table.fields[name].type == "number" else text) if text else None
                for name, text in row.items()
            ]


def test_sheet_with_a_title_of_its_own_is_data():
    assert not spreadsheets.is_ours(Sheet("a.csv", "", [["Nhịp Cầu"]]))
