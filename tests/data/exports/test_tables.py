"""A table that goes out as CSV, JSON, XLSX or a data package, and that comes back."""

import csv
import io
import json
import zipfile
from datetime import date, datetime
from functools import cache

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string

from data.desk.checkup import Checkup, examine
from data.desk.comparing import Mode
from data.desk.uploads import Upload
from data.exports import data_package, tables, workbooks
from data.exports.edition import Extract, every_table, whole
from data.schema import LANGUAGES, TABLES
from data.values import spreadsheets
from data.views.filters import select
from tests.judges import judge

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 26)
FORMATS = {
    "csv": tables.as_csv,
    "excel.csv": tables.as_excel_csv,
    "json": tables.as_json,
    "xlsx": workbooks.as_xlsx,
}
HOSTILE = ("=HYPERLINK(1)", "+1-1", "@SUM(A1)", "-2+3", "<script>alert(1)</script>", "]]>&amp;'\"")

# An optional table without rows, as that of papers is in the shipped record, is in no package.
FILLED = [name for name, table in TABLES.items() if not table.is_optional]


@pytest.fixture(scope="module")
def workbook(edition):
    """The whole record as one workbook, written once for each language: ``workbook("fr")``."""
    return cache(lambda code: workbooks.record_as_xlsx(edition(code)))


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def records(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def column(sheet, heading: str) -> list[object]:
    heads = [cell.value for cell in sheet[1]]
    return [row[heads.index(heading)] for row in sheet.iter_rows(min_row=2, values_only=True)]


def checked(store, name: str, content: bytes) -> Checkup:
    return examine([Upload(name, content)], store, TODAY)


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("table", FILLED)
def test_what_goes_out_comes_back_without_any_change(edition, shipped_store, table, ending):
    out = FORMATS[ending](whole(edition("fr"), table))

    checkup = checked(shipped_store, f"back.{ending}", out)

    assert checkup.accepted
    assert checkup.checked.read == {table: len(edition("fr").rows[table])}
    assert checkup.checked.findings == []
    assert not any(checkup.changes(Mode.REPLACE).values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_record_comes_back_from_one_workbook(workbook, shipped_store, language):
    checkup = checked(shipped_store, "record.xlsx", workbook(language))

    assert checkup.accepted
    assert set(checkup.checked.rows) == set(FILLED)
    assert not any(draft.unknown or draft.questions for draft in checkup.drafts)
    assert not any(checkup.changes(Mode.REPLACE).values())


def test_the_whole_record_comes_back_from_the_data_package(edition, shipped_store):
    checkup = checked(shipped_store, "record.zip", data_package.as_zip(edition("en")))

    assert checkup.accepted
    assert set(checkup.checked.rows) == set(FILLED)
    assert not any(checkup.changes(Mode.REPLACE).values())


def test_a_change_in_an_exported_file_is_seen(edition, shipped_store):
    document = json.loads(tables.as_json(whole(edition("vi"), "visits")))
    document["rows"][0]["title_en"] = "Another title"
    checkup = checked(shipped_store, "back.json", json.dumps(document).encode())

    changes = checkup.changes(Mode.REPLACE)

    assert [list(cells) for cells in changes["visits"].changed.values()] == [["title_en"]]


def test_an_exact_day_is_a_date_and_a_partial_one_its_text(edition):
    sheet = opened(workbooks.as_xlsx(whole(edition("en"), "meetings"))).worksheets[1]

    written = [row["date"] for row in edition("en").rows["meetings"].values()]
    heading = TABLES["meetings"].fields["date"].labels["en"]
    shown = dict(zip(written, column(sheet, heading), strict=True))

    assert shown["2023-11-22"] == datetime(2023, 11, 22)  # noqa: DTZ001 - as a workbook has it
    assert shown["2023-11-22/2023-11-25"] == "2023-11-22/2023-11-25"
    assert shown["2023-08-31?"] == "2023-08-31?"
    assert shown["2024-07"] == "2024-07"
    assert shown[""] is None


def test_an_amount_is_a_number_and_true_a_boolean(edition):
    sheet = opened(workbooks.as_xlsx(whole(edition("en"), "project_amounts"))).worksheets[1]
    labels = {name: field.labels["en"] for name, field in TABLES["project_amounts"].fields.items()}

    assert column(sheet, labels["amount"])[0] == 24_650_000
    assert column(sheet, labels["charted"])[0] is True


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_in_the_language_stand_beside_codes_and_ids(edition, language):
    shown = edition(language)
    sheet = opened(workbooks.as_xlsx(whole(shown, "visits"))).worksheets[1]
    heads = [str(cell.value) for cell in sheet[1]]
    status = heads.index(TABLES["visits"].fields["status"].labels[language])
    places = heads.index(TABLES["visits"].fields["place_ids"].labels[language])
    first = [cell.value for cell in sheet[2]]

    assert first[status : status + 2] == ["held", shown.lens.label("visit_status", "held")]
    assert str(first[places + 1]).split("\n")[1] == str(shown.lens.name("places", "paris").name)


def test_headings_are_frozen(workbook):
    book = opened(workbook("vi"))

    assert {sheet.freeze_panes for sheet in book.worksheets[1:]} == {"B2"}


def test_a_workbook_prints_lying_with_its_headings_on_each_page_and_the_id_beside_what_it_is_of(
    edition,
):
    for table in ("projects", "sources"):
        sheets = opened(workbooks.as_xlsx(whole(edition("vi"), table))).worksheets
        for sheet in sheets:
            setup = sheet.page_setup
            assert (setup.orientation, setup.paperSize) == ("landscape", 9)
            assert setup.fitToHeight == 0
            assert sheet.print_title_rows == ("$2:$2" if sheet is sheets[0] else "$1:$1")
            assert str(sheet.print_area).endswith(f"${sheet.max_row}")
        wide = sheets[1].page_setup.fitToWidth or 1
        last = column_index_from_string(str(sheets[1].print_area).split("$")[-2])
        characters = sum(
            one.width * (min(one.max, last) - one.min + 1)
            for one in widths_of(sheets[1])
            if one.min <= last
        )
        assert characters / wide < 250  # smaller letters cannot be read
        assert bool(sheets[1].print_title_cols) == (wide > 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_read_stands_on_the_first_sheet_and_the_rest_on_the_second(edition, language):
    book = opened(workbooks.as_xlsx(whole(edition(language), "projects")))
    _notes, first, rest = book.worksheets

    fields = TABLES["projects"].fields
    heads = [str(cell.value) for cell in first[1]]
    others = [str(cell.value) for cell in rest[1]]
    assert book.active is first
    for name in ("project_id", f"name_{language}", "name_vi", "planned_end"):
        assert fields[name].labels[language] in heads
    strange = next(code for code in LANGUAGES if code not in (language, "vi"))
    for name in ("older_translations", f"problems_{strange}"):
        assert fields[name].labels[language] in others
    known = {
        one.labels[language] for one in [*fields.values(), *TABLES["projects"].computed.values()]
    }
    assert set(heads) & set(others) & known == {fields["project_id"].labels[language]}
    assert (set(heads) | set(others)) & known == known
    assert [row[0].value for row in first.rows][1:] == [row[0].value for row in rest.rows][1:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_whole_record_paper_shows_what_people_read(workbook, language):
    book = opened(workbook(language))

    fields = TABLES["projects"].fields
    sheet = book[spreadsheets.titles([TABLES["projects"].labels[language]])[0]]
    heads = [str(cell.value) for cell in sheet[1]]
    printed = column_index_from_string(str(sheet.print_area).split("$")[-2])
    assert heads.index(fields["planned_end"].labels[language]) < printed
    assert heads.index(fields["older_translations"].labels[language]) >= printed


def test_the_first_sheet_leads_to_the_others_and_says_of_which_day_it_is(edition, workbook):
    shown = edition("fr")
    book = opened(workbook("fr"))
    first, *others = book.worksheets

    targets = [str(cell.hyperlink.location) for cell, *_ in first.rows if cell.hyperlink]

    assert [target.rpartition("!")[0].strip("'") for target in targets] == [
        one.title for one in others
    ]
    day = shown.lens.language.date(shown.lens.day.isoformat())
    read_on = TABLES["projects"].computed["read_on"].labels["fr"]
    assert (read_on, day) in [row[:2] for row in first.values]


def widths_of(sheet):
    return sheet.column_dimensions.values()


def test_the_notes_tell_filters_version_sources_and_units(edition):
    shown = edition("fr")
    keys, words = select(shown.lens, "projects", {"country": "FR", "status": "2"})
    book = opened(workbooks.as_xlsx(Extract(shown, TABLES["projects"], keys, words)))

    notes = [[cell for cell in row if cell] for row in book.worksheets[0].values]

    assert ["Filtre\N{NO-BREAK SPACE}: Partenaire", "France"] in notes
    assert any(shown.version.id in str(row) for row in notes)
    assert any(row[0] == "afd-press-2021-11" for row in notes if row)
    assert book.worksheets[1].max_row == len(keys) + 1


@pytest.mark.parametrize("ending", FORMATS)
def test_filters_that_match_nothing_give_a_file_that_says_so(edition, shipped_store, ending):
    shown = edition("en")
    empty = Extract(shown, TABLES["visits"], (), (("Partner", "Norway"),))

    out = FORMATS[ending](empty)

    said = "No row fits these filters: Partner: Norway."
    if ending == "xlsx":
        assert opened(out).worksheets[1]["A2"].value == f"# {said}"
    else:
        assert said in out.decode("utf-8-sig")
    assert checked(shipped_store, f"empty.{ending}", out).checked.rows.get("visits", {}) == {}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_a_text_and_comes_back(renamed, name):
    shown, store = renamed(name)
    out = {ending: make(whole(shown, "people")) for ending, make in FORMATS.items()}

    assert records(out["csv"])[0]["name"] == spreadsheets.neutralised(name)
    assert json.loads(out["json"])["rows"][0]["name"] == name
    cell = opened(out["xlsx"]).worksheets[1]["B2"]
    assert (cell.value, cell.data_type) == (name, "s")
    for ending, content in out.items():
        assert not any(checked(store, f"back.{ending}", content).changes(Mode.REPLACE).values())


def test_words_of_a_hostile_name_are_texts_as_well(renamed):
    shown, _store = renamed("=HYPERLINK(1)")

    sheet = opened(workbooks.as_xlsx(whole(shown, "visits"))).worksheets[1]

    hostile = [cell for row in sheet.rows for cell in row if cell.value == "=HYPERLINK(1)"]
    assert hostile
    assert {cell.data_type for cell in hostile} == {"s"}


def test_the_data_package_is_valid(edition, tmp_path):
    path = tmp_path / "record.zip"
    path.write_bytes(data_package.as_zip(edition("vi")))

    report = judge("frictionless").validate(path)

    assert report.valid, report.flatten(["name", "type", "note"])
    held = list(every_table(edition("vi")))  # an optional table only with rows
    assert len(report.tasks) == len(held) + len(data_package.CODELISTS)


def test_the_data_package_tells_of_a_reference_that_leads_nowhere(edition, tmp_path):
    with zipfile.ZipFile(io.BytesIO(data_package.as_zip(edition("vi")))) as packed:
        packed.extractall(tmp_path)
    descriptor = json.loads((tmp_path / "datapackage.json").read_text())
    for resource in descriptor["resources"]:
        del resource["hash"], resource["bytes"]
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor))
    visits = tmp_path / "visits.csv"
    visits.write_text(visits.read_text().replace(",mua-a-son,", ",nobody,"))

    report = judge("frictionless").validate(tmp_path / "datapackage.json")

    assert {kind for (kind,) in report.flatten(["type"])} == {"foreign-key"}


def test_equal_versions_give_equal_bytes(edition):
    one, other = (
        [
            data_package.as_zip(shown),
            workbooks.record_as_xlsx(shown),
            *(make(extract) for extract in every_table(shown) for make in FORMATS.values()),
        ]
        for shown in (edition("vi"), edition("vi"))
    )

    assert one == other


def test_a_zip_without_a_table_of_ours_is_refused(shipped_store):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("datapackage.json", '{"resources": [{"name": "x", "path": "x.csv"}]}')

    checkup = checked(shipped_store, "other.zip", content.getvalue())

    assert [fault.kind for fault in checkup.refused] == ["is-archive"]


@pytest.mark.parametrize("content", [b'{"rows": [1]}', b"[1, 2]", b"[" * 100_000, b'{"a": 1}'])
def test_json_that_is_no_table_is_refused(shipped_store, content):
    checkup = checked(shipped_store, "other.json", content)

    assert not checkup.accepted
    assert len(checkup.refused) == 1


@pytest.mark.parametrize(
    "written", [rb'"\ud800"', rb'"a\u0000b"', rb'["a", "\u0000"]', rb'{"a": "\udfff"}']
)
def test_json_with_half_a_letter_or_none_is_refused(shipped_store, written):
    content = rb'[{"person_id": "a", "name": %s}]' % written

    checkup = checked(shipped_store, "other.json", content)

    assert [fault.kind for fault in checkup.refused] == ["is-damaged"]


def test_a_csv_for_excel_has_semicolons_and_decimal_commas(edition):
    shown = edition("fr")

    standard = records(tables.as_csv(whole(shown, "places")))
    content = tables.as_excel_csv(whole(shown, "places")).decode("utf-8-sig")

    french = list(csv.DictReader(io.StringIO(content, newline=""), delimiter=";"))
    assert [row["latitude"].replace(",", ".") for row in french] == [
        row["latitude"] for row in standard
    ]
    assert any("," in row["latitude"] for row in french)
    assert [row["name_fr"] for row in french] == [row["name_fr"] for row in standard]
