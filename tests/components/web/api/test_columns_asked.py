"""A reader chooses the columns of a file by its address."""

import csv
import io
from datetime import date

import openpyxl
import pytest

from data import store as stores
from data.desk.checkup import examine
from data.desk.comparing import Mode
from data.desk.uploads import Upload
from data.schema import LANGUAGES, TABLES

TODAY = date(2026, 11, 22)


def test_a_reader_chooses_columns_and_their_order(ask):
    wanted = "planned_end,name_fr,day_state"

    answer = ask("projects.csv", columns=wanted, country="FR")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    whole = list(
        csv.DictReader(
            io.StringIO(ask("projects.csv", country="FR").content.decode("utf-8-sig"), newline="")
        )
    )

    heads = ["project_id", "planned_end", "name_fr", "day_state"]
    assert list(rows[0]) == heads
    assert rows == [{name: row[name] for name in heads} for row in whole]
    assert list(ask("projects.json", columns=wanted).json()["rows"][0]) == heads
    second = ask("projects.excel.csv", columns="name_fr,project_id").content.decode("utf-8-sig")
    assert second.splitlines()[0] == "name_fr;project_id"


@pytest.mark.parametrize("language", LANGUAGES)
def test_chosen_columns_stand_on_one_sheet_that_says_it_is_not_the_whole(ask, language):
    answer = ask("projects.xlsx", columns="status_code,name_vi", lang=language)
    notes, sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets

    fields = TABLES["projects"].fields
    heads = [cell.value for cell in sheet[1]]
    assert [heads[0], heads[1], heads[3]] == [
        fields[name].labels[language] for name in ("project_id", "status_code", "name_vi")
    ]
    every = len(fields) + len(TABLES["projects"].computed)
    assert any(f"3 / {every}" in str(cell.value) for row in notes.rows for cell in row)


@pytest.mark.parametrize("ending", ["csv", "excel.csv", "json", "xlsx"])
@pytest.mark.parametrize("wanted", ["nothing", "name_vi,=1+1", ",", "<script>", "project_id;name"])
def test_a_column_that_does_not_exist_is_refused_with_those_that_do(ask, ending, wanted):
    answer = ask(f"projects.{ending}", columns=wanted, lang="en")

    assert answer.status_code == 400
    assert "is no value of “columns”" in answer.json()["error"]
    assert answer.json()["known"] == [*TABLES["projects"].fields, *TABLES["projects"].computed]


@pytest.mark.parametrize("path", ["projects.iati.xml", "places.geojson", "calendar.ics"])
def test_what_has_no_columns_takes_none(ask, path):
    assert ask(path, columns="name_vi").status_code == 400


def test_a_file_with_chosen_columns_comes_back_and_changes_nothing(ask):
    store = stores.store()
    for ending in ("csv", "excel.csv", "json", "xlsx"):
        content = ask(f"visits.{ending}", columns="title_en,status,start_date").content
        checkup = examine([Upload(f"back.{ending}", content)], store, TODAY)

        assert checkup.accepted
        assert len(checkup.checked.rows["visits"]) == len(ask("visits.json").json()["rows"])
        assert not any(checkup.changes(Mode.REPLACE).values())
