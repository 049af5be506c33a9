"""A reader gets the own file back, with each bad cell coloured and explained where it stands."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.styles import Font

from data import marking, marks, outgoing, rebuilding, rows
from data.checking import Checked, Finding, Tier, check
from data.faults import Fault
from data.intake.sheets import Sheet, sheets
from data.language import Language
from data.layout import Draft, drafts
from data.marking import marked
from data.marks import COLOURS
from data.schema import TABLES

SHIPPED = rows.all_of({name: table.path.read_bytes() for name, table in TABLES.items()})
TODAY = date(2026, 11, 22)
ENGLISH = Language("en")
FRENCH = Language("fr")
LISTED = "What was found"


def row_of(**cells: str) -> list[str]:
    """A row of people that holds, but for the cells given."""
    name = f"Người {cells['person_id']}"  # not one that the record has
    held = dict(next(iter(SHIPPED["people"].values()))) | {"name": name} | cells
    return list(held.values())


HEADINGS = list(TABLES["people"].fields)
BAD = (
    ["Danh sách nhân vật"],
    HEADINGS,
    row_of(person_id="first"),
    row_of(person_id="second", country="Atlantis", source_ids="nowhere"),
    row_of(person_id="third", name=""),
)


def workbook(cells: Iterable[Sequence[object]]) -> bytes:
    """A workbook with one sheet, People."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "People"
    for row in cells:
        sheet.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def text_file(cells: Iterable[Sequence[object]]) -> bytes:
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows(cells)
    return lines.getvalue().encode()


def examined(file: str, content: bytes) -> tuple[list[Sheet], list[Draft], Checked]:
    """What the desk knows of a file."""
    read = sheets(file, content)
    found = [one for one in map(drafts, read) if isinstance(one, Draft)]
    return read, found, check(found, SHIPPED, TODAY)


@cache
def copy(file: str, language: Language = ENGLISH) -> openpyxl.Workbook:
    """The marked copy of the bad rows, uploaded as a workbook or as a text file."""
    content = workbook(BAD) if file.endswith("xlsx") else text_file(BAD)
    read, found, checked = examined(file, content)
    return opened(marked(content, read, found, checked.findings, language))


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def cell(book: openpyxl.Workbook, row: int, column: str) -> Cell:
    """A cell of the second sheet, by the name of its column."""
    found = book.worksheets[1].cell(row, HEADINGS.index(column) + 1)
    assert isinstance(found, Cell)
    return found


def colour(of: Cell) -> str | None:
    return str(of.fill.fgColor.rgb)[-6:] if of.fill.fill_type == "solid" else None


def by_hand(content: bytes, finding: Finding, file: str = "p.csv") -> openpyxl.Workbook:
    """The copy of a file with one finding given by hand."""
    read, found, _checked = examined(file, content)
    return opened(marked(content, read, found, [finding], ENGLISH))


FORMULA = (HEADINGS, row_of(person_id="first", country="=1+1"))
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
    assert country.sentence(language) in comment.text


@pytest.mark.parametrize("file", FILES)
def test_the_first_sheet_lists_every_finding_with_a_link_to_its_cell(file):
    listed = copy(file).worksheets[0]

    found = [
        (str(row[0].value), row[0].hyperlink and row[0].hyperlink.location, row[3].value)
        for row in listed.iter_rows(min_row=3)
    ]

    sheet = copy(file).sheetnames[1]
    names = {name: TABLES["people"].fields[name].labels["en"] for _, name, _ in PLACES}
    assert {(place, (link or "").replace("'", ""), label) for place, link, label in found} == {
        (where, f"{sheet}!{where}", names[column])
        for row, column, _tier in PLACES
        for where in [f"{outgoing.letters(HEADINGS.index(column))}{row}"]
    }


@pytest.mark.parametrize("file", FILES)
def test_the_list_is_what_opens_first(file):
    book = copy(file)

    assert book.active
    assert book.active.title == LISTED
    assert [sheet.sheet_view.tabSelected for sheet in book.worksheets].count(True) == 1


@pytest.mark.parametrize("file", FILES)
def test_every_other_cell_is_as_it_was(file):
    found = [[one.value or "" for one in row] for row in copy(file).worksheets[1].iter_rows()]

    assert found == [[*row, *[""] * (len(HEADINGS) - len(row))] for row in BAD]


@pytest.mark.parametrize("file", FILES)
def test_the_copy_uploaded_again_says_the_same(file):
    read, found, checked = examined("again.xlsx", saved(copy(file)))

    assert outgoing.is_ours(read[0])
    assert {(one.tier, one.fault.row, one.fault.column) for one in checked.findings} == {
        (tier, row, column) for row, column, tier in PLACES
    }
    assert len(found) == 1


def test_findings_of_other_files_are_left_out():
    other = Finding(Tier.WARNED, "people", "", Fault("order", "other.csv", 3, "name"))

    assert by_hand(text_file(BAD), other).worksheets[0].max_row == 2


def test_a_doubt_is_yellow():
    doubt = Finding(Tier.WARNED, "people", "", Fault("order", "p.csv", 3, "name"))

    assert colour(cell(by_hand(text_file(BAD), doubt), 3, "name")) == COLOURS[Tier.WARNED]


def test_two_findings_of_one_cell_share_it_and_the_graver_colours_it():
    read, found, _checked = examined("p.csv", content := text_file(BAD))
    findings = [
        Finding(Tier.WARNED, "people", "", Fault("order", "p.csv", 3, "name")),
        Finding(Tier.REFUSED, "people", "", Fault("required", "p.csv", 3, "name")),
    ]

    one = cell(opened(marked(content, read, found, findings, ENGLISH)), 3, "name")

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

    read, found, checked = examined("p.csv", content := text_file(rows_with_stray))
    book = opened(marked(content, read, found, checked.findings, ENGLISH))

    stray = book.worksheets[1].cell(3, len(HEADINGS) + 2)
    assert isinstance(stray, Cell)
    assert (stray.value, colour(stray)) == ("stray", COLOURS[Tier.REFUSED])


def test_a_second_heading_of_a_column_is_marked_and_not_the_first():
    doubled = [[*HEADINGS, "Name"], [*row_of(person_id="first"), ""]]
    read, found, checked = examined("p.csv", content := text_file(doubled))

    book = opened(marked(content, read, found, checked.findings, ENGLISH))

    second = book.worksheets[1].cell(1, len(HEADINGS) + 1)
    assert isinstance(second, Cell)
    assert (second.value, colour(second)) == ("Name", COLOURS[Tier.REFUSED])


def test_a_workbook_keeps_its_other_sheets_its_formulas_and_its_looks():
    book = opened(workbook(BAD))
    book.worksheets[0]["C3"].font = Font(bold=True, italic=True)
    book.create_sheet("Ghi chú").append(["=SUM(1,2)"])
    content = saved(book)
    read, found, checked = examined("people.xlsx", content)

    kept = opened(marked(content, read, found, checked.findings, ENGLISH))

    assert kept.sheetnames == [LISTED, "People", "Ghi chú"]
    assert kept["Ghi chú"]["A1"].value == "=SUM(1,2)"
    assert kept["People"]["C3"].font.italic


def test_a_comment_that_stood_there_stays():
    book = opened(workbook(BAD))
    column = outgoing.letters(HEADINGS.index("country"))
    book.worksheets[0][f"{column}4"].comment = openpyxl.comments.Comment("hỏi lại", "Lan")
    content = saved(book)
    read, found, checked = examined("people.xlsx", content)

    kept = opened(marked(content, read, found, checked.findings, ENGLISH))

    comment = kept["People"][f"{column}4"].comment
    assert comment
    assert comment.text.startswith("hỏi lại\n\n")


def test_a_bad_cell_within_merged_ones_marks_the_first_of_them():
    book = opened(workbook(BAD))
    book.worksheets[0].merge_cells("A5:B5")
    content = saved(book)
    read, found, checked = examined("people.xlsx", content)

    kept = opened(marked(content, read, found, checked.findings, ENGLISH))

    assert colour(cell(kept, 5, "person_id")) == COLOURS[Tier.REFUSED]


@pytest.mark.parametrize("number", [0.1 + 0.2, 21.383333333333333, 1e-7 / 3, 12345678901234567.0])
def test_a_number_keeps_its_last_digit(number):
    book = opened(workbook([["place_id", "latitude"], ["one", repr(number)]]))
    book.worksheets[0]["B2"].data_type = "n"  # openpyxl would round the number itself
    content = saved(book)
    read, found, checked = examined("places.xlsx", content)

    again = sheets("again.xlsx", marked(content, read, found, checked.findings, ENGLISH))

    assert again[1].rows[1][1] == number


def test_a_number_of_a_csv_means_the_same_when_the_copy_is_uploaded():
    content = text_file([["place_id", "latitude", "radius_km"], ["one", "21.386", "1.234"]])
    read, found, checked = examined("places.csv", content)

    again = drafts(sheets("again.xlsx", marked(content, read, found, checked.findings, ENGLISH))[1])

    assert isinstance(again, Draft)
    assert (found[0].cells["radius_km"], again.cells["radius_km"]) == (["1.234"], ["1.234"])


@pytest.mark.parametrize("text", ["=1+1", "+84", "@x", "-5", "0912", "1E5", "NA", "#REF!"])
def test_a_text_of_a_csv_stays_text(text):
    content = text_file([["person_id", "name"], ["one", text]])
    read, found, checked = examined("people.csv", content)

    again = sheets("again.xlsx", marked(content, read, found, checked.findings, ENGLISH))

    assert again[1].rows[1][1] == text


def test_a_text_found_that_looks_like_a_formula_is_listed_as_text():
    for file, content in (("p.xlsx", workbook(FORMULA)), ("p.csv", text_file(FORMULA))):
        read, found, checked = examined(file, content)
        listed = opened(marked(content, read, found, checked.findings, ENGLISH)).worksheets[0]

        assert (listed["F3"].value, listed["F3"].data_type) == ("=1+1", "s")


def test_a_text_too_long_for_a_workbook_is_cut_and_says_so():
    content = text_file([["person_id", "name"], ["one", "x" * 40_000]])
    read, found, checked = examined("people.csv", content)

    one = opened(marked(content, read, found, checked.findings, ENGLISH)).worksheets[1]["B2"]

    assert isinstance(one, Cell)
    assert str(one.value).endswith("[…]")
    assert one.comment
    assert "cut" in one.comment.text


def test_a_workbook_too_large_to_keep_is_written_anew(monkeypatch):
    monkeypatch.setattr(marking, "MOST_KEPT", 10)
    content = workbook(BAD)
    read, found, checked = examined("people.xlsx", content)

    book = opened(marked(content, read, found, checked.findings, ENGLISH))

    assert colour(cell(book, 4, "country")) == COLOURS[Tier.DROPPED]


def test_of_a_large_file_only_rows_at_fault_are_copied_and_where_they_stood(monkeypatch):
    monkeypatch.setattr(rebuilding, "MOST_WHOLE", 10)
    read, found, checked = examined("people.csv", content := text_file(BAD))

    book = opened(marked(content, read, found, checked.findings, ENGLISH))

    ids = [cell(book, row, "person_id").value for row in range(1, 6)]
    assert ids == ["Danh sách nhân vật", "person_id", None, "second", "third"]


def test_only_the_gravest_findings_are_marked_and_the_others_counted(monkeypatch):
    monkeypatch.setattr(marks, "MOST_MARKED", 2)
    read, found, checked = examined("people.csv", content := text_file(BAD))

    book = opened(marked(content, read, found, checked.findings, ENGLISH))

    assert colour(cell(book, 4, "country")) is None
    assert book.worksheets[0]["E5"].value == "1 more is not listed."


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"", workbook([])[:-30]])
def test_a_file_that_openpyxl_cannot_open_is_written_anew(content):
    read, found, checked = examined("people.xlsx", workbook(BAD))

    book = opened(marked(content, read, found, checked.findings, ENGLISH))

    assert colour(cell(book, 4, "country")) == COLOURS[Tier.DROPPED]


def test_dates_and_truths_of_a_sheet_written_anew_stay_what_they_are():
    day, old = date(2023, 11, 22), date(1850, 1, 1)
    one = Sheet("a.ods", "A", [["person_id", "name"], ["x", day, True, old, 0.1 + 0.2]])

    again = sheets("again.xlsx", marked(b"", [one], [], [], ENGLISH))[1].rows[1]

    assert again[1:] == [day, True, "1850-01-01", "0.30000000000000004"]


def test_sheets_of_one_name_but_for_case_stay_apart():
    same = [Sheet("a.ods", name, [["x"]]) for name in ("A/b", "a b", LISTED)]

    book = opened(marked(b"", same, [], [], ENGLISH))

    assert book.sheetnames == [LISTED, "A b", "a b 2", f"{LISTED} 2"]
