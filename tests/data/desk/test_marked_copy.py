"""An uploaded file comes back with every finding at its cell."""

from functools import cache

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.styles import Font

from data.desk.checked import Finding, Tier
from data.desk.marked_copy import marked
from data.desk.marks import COLOURS
from data.faults import Fault
from data.language import Language
from data.record.wording import sentence
from data.schema import TABLES
from data.sheets.grid import column_letters
from data.values import spreadsheets
from tests.data.desk.copies import (
    BAD,
    ENGLISH,
    HEADINGS,
    LISTED,
    SHIPPED,
    cell,
    colour,
    examined,
    opened,
    returned,
    row_of,
    saved,
    text_file,
    workbook,
)
from tests.data.intake.written import CASES, archive, parts

pytestmark = pytest.mark.slow

FRENCH = Language("fr")


@cache
def copy(file: str, language: Language = ENGLISH) -> openpyxl.Workbook:
    """The marked copy of the bad rows, uploaded as a workbook or as a text file."""
    content = workbook(BAD) if file.endswith("xlsx") else text_file(BAD)
    return opened(returned(file, content, language))


def by_hand(content: bytes, finding: Finding, file: str = "p.csv") -> openpyxl.Workbook:
    """The copy of a file with one finding given by hand."""
    read, all_drafts, _checked = examined(file, content)
    return opened(marked(content, read, all_drafts, [finding], ENGLISH, known=SHIPPED))


FILES = ("people.xlsx", "people.csv")
PLACES = (
    (4, "country", Tier.DROPPED),
    (4, "source_ids", Tier.REFUSED),
    (5, "name", Tier.REFUSED),
)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(("row", "column", "tier"), PLACES)
def test_a_bad_cell_has_the_colour_of_what_becomes_of_it(file, row, column, tier):
    assert colour(cell(copy(file), row, column)) == COLOURS[tier]


@pytest.mark.parametrize("file", FILES)
def test_no_other_cell_is_coloured(file):
    coloured = {
        (line[0].row, HEADINGS[place])
        for line in copy(file).worksheets[1].iter_rows()
        for place, one in enumerate(line)
        if isinstance(one, Cell) and colour(one)
    }

    assert coloured == {(row, column) for row, column, _tier in PLACES}


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("language", [ENGLISH, FRENCH], ids=str)
def test_the_comment_says_the_sentence_in_the_language(file, language):
    content = workbook(BAD) if file.endswith("xlsx") else text_file(BAD)
    findings = examined(file, content)[2].findings
    country = next(one.fault for one in findings if one.fault.column == "country")

    comment = cell(copy(file, language), 4, "country").comment

    assert comment
    assert sentence("people", country, language, SHIPPED) in comment.text


@pytest.mark.parametrize("file", FILES)
def test_the_first_sheet_lists_every_finding_with_a_link_to_its_cell(file):
    listed = copy(file).worksheets[0]

    links = [
        (str(row[0].value), row[0].hyperlink and row[0].hyperlink.location, row[3].value)
        for row in listed.iter_rows(min_row=3)
    ]

    sheet = copy(file).sheetnames[1]
    names = {name: TABLES["people"].fields[name].labels["en"] for _, name, _ in PLACES}
    assert {(place, (link or "").replace("'", ""), label) for place, link, label in links} == {
        (where, f"{sheet}!{where}", names[column])
        for row, column, _tier in PLACES
        for where in [f"{column_letters(HEADINGS.index(column))}{row}"]
    }


@pytest.mark.parametrize("file", FILES)
def test_the_list_is_what_opens_first(file):
    book = copy(file)

    assert book.active
    assert book.active.title == LISTED
    assert [sheet.sheet_view.tabSelected for sheet in book.worksheets].count(True) == 1


@pytest.mark.parametrize("file", FILES)
def test_every_other_cell_is_as_it_was(file):
    cells = [[one.value or "" for one in row] for row in copy(file).worksheets[1].iter_rows()]

    assert cells == [[*row, *[""] * (len(HEADINGS) - len(row))] for row in BAD]


@pytest.mark.parametrize("file", FILES)
def test_the_copy_uploaded_again_says_the_same(file):
    read, all_drafts, checked = examined("again.xlsx", saved(copy(file)))

    assert spreadsheets.is_ours(read[0])
    assert {(one.tier, one.fault.row, one.fault.column) for one in checked.findings} == {
        (tier, row, column) for row, column, tier in PLACES
    }
    assert len(all_drafts) == 1


def test_findings_of_other_files_are_left_out():
    other = Finding(Tier.WARNED, "people", "", Fault("order", "other.csv", 3, "name"))

    assert by_hand(text_file(BAD), other).worksheets[0].max_row == 2


def test_a_doubt_is_yellow():
    doubt = Finding(Tier.WARNED, "people", "", Fault("order", "p.csv", 3, "name"))

    assert colour(cell(by_hand(text_file(BAD), doubt), 3, "name")) == COLOURS[Tier.WARNED]


def test_two_findings_of_one_cell_share_it_and_the_graver_colours_it():
    read, all_drafts, _checked = examined("p.csv", content := text_file(BAD))
    findings = [
        Finding(Tier.WARNED, "people", "", Fault("order", "p.csv", 3, "name")),
        Finding(Tier.REFUSED, "people", "", Fault("required", "p.csv", 3, "name")),
    ]

    one = cell(
        opened(marked(content, read, all_drafts, findings, ENGLISH, known=SHIPPED)), 3, "name"
    )

    assert colour(one) == COLOURS[Tier.REFUSED]
    assert one.comment
    assert one.comment.text.count("p.csv, row 3") == 2


def test_a_column_that_the_file_lacks_marks_the_id_of_the_row():
    missing = [[text for place, text in enumerate(row) if place != 1] for row in BAD]
    fault = Fault("required", "p.csv", 3, "name")

    book = by_hand(text_file(missing), Finding(Tier.REFUSED, "people", "", fault))

    assert colour(cell(book, 3, "person_id")) == COLOURS[Tier.REFUSED]


def test_a_cell_under_no_heading_is_marked_where_it_stands():
    rows_with_stray = [*BAD[:2], [*row_of(person_id="first"), "", "stray"]]

    book = opened(returned("p.csv", text_file(rows_with_stray)))

    stray = book.worksheets[1].cell(3, len(HEADINGS) + 2)
    assert isinstance(stray, Cell)
    assert (stray.value, colour(stray)) == ("stray", COLOURS[Tier.REFUSED])


def test_a_second_heading_of_a_column_is_marked_and_not_the_first():
    doubled = [[*HEADINGS, "Name"], [*row_of(person_id="first"), ""]]

    book = opened(returned("p.csv", text_file(doubled)))

    second = book.worksheets[1].cell(1, len(HEADINGS) + 1)
    assert isinstance(second, Cell)
    assert (second.value, colour(second)) == ("Name", COLOURS[Tier.WARNED])


def test_a_workbook_keeps_its_other_sheets_its_formulas_and_its_looks():
    book = opened(workbook(BAD))
    book.worksheets[0]["C3"].font = Font(bold=True, italic=True)
    book.create_sheet("Ghi chú").append(["=SUM(1,2)"])

    kept = opened(returned("people.xlsx", saved(book)))

    assert kept.sheetnames == [LISTED, "People", "Ghi chú"]
    assert kept["Ghi chú"]["A1"].value == "=SUM(1,2)"
    assert kept["People"]["C3"].font.italic


def test_a_comment_that_stood_there_stays():
    book = opened(workbook(BAD))
    column = column_letters(HEADINGS.index("country"))
    book.worksheets[0][f"{column}4"].comment = openpyxl.comments.Comment("hỏi lại", "Lan")

    kept = opened(returned("people.xlsx", saved(book)))

    comment = kept["People"][f"{column}4"].comment
    assert comment
    assert comment.text.startswith("hỏi lại\n\n")


def test_a_bad_cell_within_merged_ones_marks_the_first_of_them():
    book = opened(workbook(BAD))
    book.worksheets[0].merge_cells("A5:B5")

    kept = opened(returned("people.xlsx", saved(book)))

    assert colour(cell(kept, 5, "person_id")) == COLOURS[Tier.REFUSED]


def test_a_workbook_with_a_formatted_cell_in_the_far_corner_comes_back_marked():
    content = (CASES / "phantom_all.xlsx").read_bytes()

    copy = opened(returned("phantom_all.xlsx", content))

    assert colour(copy["Địa điểm"]["C2"]) == COLOURS[Tier.DROPPED]
    assert copy["Địa điểm"].max_row == 1_048_576  # it is the reader's own workbook


def test_a_workbook_with_one_merged_area_over_a_whole_sheet_is_written_anew():
    made = parts(workbook(BAD))
    merged = b'</sheetData><mergeCells><mergeCell ref="AA1:XFD1048576"/></mergeCells>'
    name = "xl/worksheets/sheet1.xml"
    made[name] = made[name].replace(b"</sheetData>", merged)

    copy = opened(returned("people.xlsx", archive(made)))

    assert not copy["People"].merged_cells.ranges
    assert colour(cell(copy, 4, "country")) == COLOURS[Tier.DROPPED]
