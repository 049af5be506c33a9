"""A workbook of ours has a table on two sheets: it is one table when it comes back."""

import io
from datetime import date

import openpyxl
import pytest

from data.desk.checked import Tier
from data.desk.checkup import Checkup, examine
from data.desk.comparing import Mode
from data.desk.uploads import Upload
from data.exports import workbooks
from data.exports.edition import whole
from data.schema import LANGUAGES, TABLES

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 26)
FIRST, REST = 1, 2  # after the notes


@pytest.fixture
def book(edition):
    """``book("fr")``: the workbook of projects, opened."""
    return lambda code: openpyxl.load_workbook(
        io.BytesIO(workbooks.as_xlsx(whole(edition(code), "projects")))
    )


def cell(book, sheet: int, name: str, line: int, code: str):
    """The cell of a column in a line of one of the two sheets."""
    heads = [one.value for one in book.worksheets[sheet][1]]
    return book.worksheets[sheet].cell(
        line, 1 + heads.index(TABLES["projects"].fields[name].labels[code])
    )


def checked(store, book) -> Checkup:
    content = io.BytesIO()
    book.save(content)
    return examine([Upload("du-an.xlsx", content.getvalue())], store, TODAY)


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_changed_on_either_sheet_is_a_change_of_one_row(shipped_store, book, code):
    changed = book(code)
    other = next(one for one in LANGUAGES if one not in ("vi", code))
    key = cell(changed, FIRST, "project_id", 5, code).value
    cell(changed, FIRST, "status_code", 5, code).value = "6"
    cell(changed, REST, f"name_{other}", 5, code).value = "Another name"

    checkup = checked(shipped_store, changed)

    assert not checkup.checked.of(Tier.REFUSED)
    changes = checkup.changes(Mode.REPLACE)["projects"]
    assert (*changes.added, *changes.removed) == ()
    assert {one: sorted(cells) for one, cells in changes.changed.items()} == {
        key: sorted(["status_code", f"name_{other}"])
    }


def test_a_row_taken_off_the_first_sheet_is_taken_out_and_its_rest_is_passed_over(
    shipped_store, book
):
    changed = book("vi")
    key = cell(changed, FIRST, "project_id", 7, "vi").value
    changed.worksheets[FIRST].delete_rows(7)

    checkup = checked(shipped_store, changed)

    assert list(checkup.changes(Mode.REPLACE)["projects"].removed) == [key]
    told = [one.fault for one in checkup.checked.of(Tier.ASIDE)]
    assert [(one.kind, one.found) for one in told] == [("no-beginning", key)]


def test_sheets_in_another_order_of_rows_fit_all_the_same(shipped_store, book):
    changed = book("en")
    rest = changed.worksheets[REST]
    last = [one.value for one in rest[rest.max_row]]
    rest.delete_rows(rest.max_row)
    rest.insert_rows(2)
    for place, value in enumerate(last, 1):
        rest.cell(2, place).value = value

    checkup = checked(shipped_store, changed)

    assert checkup.accepted
    assert not any(checkup.changes(Mode.REPLACE).values())


def test_a_row_added_on_the_first_sheet_alone_is_a_row(shipped_store, book):
    changed = book("fr")
    first = changed.worksheets[FIRST]
    line = first.max_row + 1
    for place, value in enumerate([one.value for one in first[2]], 1):
        first.cell(line, place).value = value
    cell(changed, FIRST, "project_id", line, "fr").value = "a-new-one"

    checkup = checked(shipped_store, changed)

    assert not checkup.checked.of(Tier.REFUSED)
    assert list(checkup.changes(Mode.REPLACE)["projects"].added) == ["a-new-one"]


def test_what_is_wrong_on_the_second_sheet_is_said_of_it(shipped_store, book):
    changed = book("vi")
    cell(changed, REST, "older_translations", 4, "vi").value = "no_such_column"

    checkup = checked(shipped_store, changed)

    said = [(one.sheet, one.fault.row, one.fault.column) for one in checkup.checked.findings]
    assert said == [(changed.worksheets[REST].title, 4, "older_translations")]
    assert not any(checkup.changes(Mode.REPLACE).values())


def test_of_rows_in_another_order_each_finding_names_the_sheet_and_row_of_its_own_cell(
    shipped_store, book
):
    changed = book("vi")
    rest = changed.worksheets[REST]
    moved = [one.value for one in rest[6]]
    rest.delete_rows(6)
    rest.append(moved)  # the row of line 6 of the first sheet
    cell(changed, FIRST, "status_code", 6, "vi").value = "no-such-status"
    cell(changed, REST, "older_translations", rest.max_row, "vi").value = "no_such_column"

    checkup = checked(shipped_store, changed)

    said = {(one.sheet, one.fault.row, one.fault.column) for one in checkup.checked.findings}
    titles = [one.title for one in changed.worksheets]
    assert said == {
        (titles[FIRST], 6, "status_code"),
        (titles[REST], rest.max_row, "older_translations"),
    }


def test_a_row_twice_on_the_second_sheet_is_refused_by_its_id(shipped_store, book):
    changed = book("vi")
    rest = changed.worksheets[REST]
    key = rest.cell(3, 1).value
    rest.cell(4, 1).value = key

    refused = [one.fault for one in checked(shipped_store, changed).checked.of(Tier.REFUSED)]

    assert [(one.kind, one.row, one.found) for one in refused] == [("duplicate", 4, key)]
