"""The drop-down lists of a template offer what the record holds."""

import io

import openpyxl
import pytest

from data.exports.templates import template
from data.record.choices import list_name
from data.schema import TABLES
from data.sheets.grid import column_letters
from data.values.offered import code_of
from tests.data.exports.templated import ENGLISH, SHIPPED, book


def offered(workbook: openpyxl.Workbook, table: str, column: str) -> list[str] | None:
    """The entries of the drop-down list below a heading, None where there is none."""
    (title,) = set(TABLES[table].labels.values()) & set(workbook.sheetnames)
    sheet = workbook[title]
    letter = column_letters(list(TABLES[table].fields).index(column))
    for rule in sheet.data_validations.dataValidation:
        if str(rule.sqref) == f"{letter}3:{letter}1048576":
            target = workbook.defined_names[str(rule.formula1)].attr_text or ""
            title, _, cells = target.replace("$", "").partition("!")
            return [str(cell.value) for (cell,) in workbook[title][cells]]
    return None


def codes(workbook: openpyxl.Workbook, table: str, column: str) -> list[str] | None:
    """The codes that the entries of a list stand for."""
    entries = offered(workbook, table, column)
    return entries and [code_of(entry) for entry in entries]


@pytest.mark.parametrize("table", TABLES)
def test_every_column_with_codes_or_one_id_offers_what_the_record_holds(table):
    for name, field in TABLES[table].fields.items():
        entries = codes(book("en"), table, name)

        assert (entries is None) == (list_name(field) is None)
        held = {row[name] for row in SHIPPED[table].values()} - {""}
        assert entries is None or held <= set(entries)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        *(("visits", "status"), ("project_amounts", "charted"), ("meetings", "visit_id")),
        *(("visits", "partner_country"), ("project_amounts", "currency")),
        *(("places", "timezone"), ("discrepancies", "subject_table")),
    ],
)
def test_codes_countries_currencies_ids_and_yes_or_no_are_offered(table, column):
    assert offered(book("en"), table, column)


def test_a_list_offers_words_in_the_language_of_the_workbook():
    assert "Loan commitment [loan]" in (offered(book("en"), "project_amounts", "kind") or [])
    assert "Prêt engagé [loan]" in (offered(book("fr"), "project_amounts", "kind") or [])


def test_the_currencies_in_use_come_first():
    used = {row["currency"] for row in SHIPPED["project_amounts"].values()}

    entries = codes(book("en"), "project_amounts", "currency") or []

    assert set(entries[: len(used)]) == used


def test_lists_lie_in_a_sheet_that_nobody_sees():
    assert book("en")["_lists"].sheet_state == "veryHidden"


def test_an_empty_template_offers_the_ids_that_are_known():
    content = template(ENGLISH, None, ["meetings"], known=SHIPPED)

    entries = codes(openpyxl.load_workbook(io.BytesIO(content)), "meetings", "visit_id")

    assert entries == list(SHIPPED["visits"])
