"""Each file that a page offers opens in an independent reader and says something."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping

import docx
import openpyxl
import pytest
from httpx2 import Response
from icalendar import Calendar
from lxml import etree

from components.links import pages
from components.page import takeaway
from data.exports.formats import FORMATS
from data.language import Language
from tests.answering import answering
from tests.pages.offering import handed_out, links, opened

pytestmark = pytest.mark.slow

PAGES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "overview": ("overview", {}),
    "map": ("map", {}),
    "a place": ("map", {"place": "paris"}),
    "visits": ("visits", {}),
    "a visit": ("visits", {"visit": "2025-03-brochet"}),
    "projects": ("projects", {}),
    "a project": ("projects", {"project": "namrom-multihazard"}),
    "requests and promises": ("outcomes", {}),
    "partners": ("partners", {}),
    "an organisation": ("partners", {"org": "afd"}),
    "a country": ("partners", {"country": "FR"}),
    "sources": ("sources", {}),
    "disagreements": ("sources", {"section": "discrepancies"}),
    "data quality": ("sources", {"section": "quality"}),
    "nothing found": ("projects", {"status": "5", "record": "facility"}),
    "reports": ("reports", {}),
}
_DRAWN_BY_A_BROWSER = ("png", "pdf", "svg")  # tests/browser opens these


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Response]]:
    """Asks the server's own routes, over a store with the shipped record."""
    with answering(tmp_path_factory.mktemp("every")) as client:
        yield client.get


def test_every_page_of_the_menu_of_all_readers_is_walked():
    walked = {name for name, _parameters in PAGES.values()}

    assert walked == {
        one.file.removesuffix(".py") for one in pages(Language("vi")) if not one.least
    }


@pytest.mark.parametrize("page", PAGES)
def test_each_file_of_a_page_opens_and_says_something(get, page, monkeypatch):
    monkeypatch.setattr(takeaway, "can_draw", lambda: False)
    made = handed_out(monkeypatch)
    name, parameters = PAGES[page]

    linked = links(opened(name, lang="fr", **parameters))

    files = {path: get(link) for path, link in linked.items()}
    assert [path for path, answer in files.items() if answer.status_code != 200] == []
    contents = {path: answer.content for path, answer in files.items()}
    contents |= {file: make() for file, make in made.items()}
    assert contents
    for file, content in contents.items():
        assert READERS[kind_of(file)](content) > 0, file


def kind_of(file: str) -> str:
    """The ending of a file, one of those that we give."""
    return max((one for one in FORMATS if file.endswith(f".{one}")), key=len)


def lines_of(content: bytes, mark: str) -> int:
    """Lines of a CSV, which Excel knows as UTF-8; each has as many cells as the headings."""
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=mark))
    assert len(lines[0]) > 1
    assert [number for number, line in enumerate(lines) if len(line) != len(lines[0])] == []
    return len(lines) - 1


def rows_of_a_workbook(content: bytes) -> int:
    """Rows with a cell that is filled; no sheet is empty."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    rows = [sum(any(row) for row in sheet.iter_rows(values_only=True)) for sheet in book]
    assert all(rows)
    return sum(rows)


def parts_of_a_zip(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        for name in names:
            READERS[kind_of(name)](archive.read(name))
        return len(names)


def words_of_a_document(content: bytes) -> int:
    document = docx.Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    paragraphs = (paragraph.text for paragraph in document.paragraphs)
    return sum(len(text.split()) for text in (*paragraphs, *cells))


READERS: Mapping[str, Callable[[bytes], int]] = {
    "csv": lambda content: lines_of(content, ","),
    "excel.csv": lambda content: lines_of(content, ";"),
    "json": lambda content: len(json.loads(content)),
    "geojson": lambda content: len(json.loads(content)["features"]),
    "xlsx": rows_of_a_workbook,
    "iati.xml": lambda content: len(etree.fromstring(content)),
    "ics": lambda content: len(Calendar.from_ical(content).walk()),
    "html": lambda content: sum(1 for _text in etree.HTML(content).itertext()),
    "svg": lambda content: len(etree.fromstring(content)),
    "docx": words_of_a_document,
    "zip": parts_of_a_zip,
}
