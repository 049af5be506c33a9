"""A large file is read in another process: as a small one is, and the server keeps its memory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from data.bundles import bundle
from data.desk import door
from data.desk.door import RefusedFile, sheets
from data.iati import writing
from data.intake.reading import read
from data.record.rows import tables_of
from data.sheets.limits import LIMITS, Limits
from tests.data.iati.records import SHIPPED, TODAY, lens
from tests.data.intake.written import encode

pytestmark = pytest.mark.slow  # each large file is read by a process of its own
ROOT = Path(__file__).parents[3]
PUBLISHED = tables_of(SHIPPED)
NAMES = "id;tên\n" + "".join(f"{number};Mường Ảng, Điện Biên\n" for number in range(40))
JSON = json.dumps({"table": "visits", "rows": [{"a": 1, "b": True, "c": None}, {"a": 1.0}]})
PACKAGE = bundle(
    {
        "datapackage.json": json.dumps(
            {"resources": [{"name": name, "path": f"{name}.csv"} for name in SHIPPED]}
        ).encode(),
        **{f"{name}.csv": written for name, written in SHIPPED.items()},
    }
)


def first_bytes_apart(monkeypatch):
    """Has even the smallest file read in another process."""
    monkeypatch.setattr(door, "_SMALL", -1)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(encode(NAMES, "tcvn3"), id="TCVN3"),
        pytest.param(encode(NAMES, "utf-16-le"), id="UTF-16"),
        pytest.param(JSON.encode(), id="JSON"),
        pytest.param(writing.activities(lens(SHIPPED), today=TODAY), id="IATI"),
    ],
)
def test_another_process_reads_the_same(content, monkeypatch):
    here = sheets("tệp.csv", content, published=PUBLISHED)
    first_bytes_apart(monkeypatch)

    assert sheets("tệp.csv", content, published=PUBLISHED) == here


def test_a_package_is_read_in_another_process():
    tables = sheets("a.zip", PACKAGE)

    assert tables == read("a.zip", PACKAGE, LIMITS, None)
    assert [table.name for table in tables] == list(SHIPPED)


def test_another_process_refuses_for_the_same_reason(monkeypatch):
    with pytest.raises(RefusedFile) as here:
        sheets("a.csv", b'a,b\n1,"2\n')
    first_bytes_apart(monkeypatch)
    with pytest.raises(RefusedFile) as there:
        sheets("a.csv", b'a,b\n1,"2\n')

    assert there.value.fault == here.value.fault


def test_a_zip_that_only_mentions_a_package_is_still_read_as_a_workbook():
    with pytest.raises(RefusedFile) as refused:
        sheets("a.zip", bundle({"folder/datapackage.json": b"{}"}))

    assert refused.value.fault.kind == "is-archive"


MEASURED = """
import re
from pathlib import Path
from data.desk.door import RefusedFile, sheets
from data.intake.reading import read

def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024

{made}
before = peak()
try:
    sheets("a.csv", content)
except RefusedFile as refused:
    print(refused.fault.kind, (peak() - before) / len(content))
"""
HOSTILE = [
    ("""content = b'"' * 20_000_000""", "over-cell"),
    ("""content = b'[' + b'{"a":1},' * 2_500_000 + b'{}]'""", "over-rows"),
    (
        """
start = b'<?xml version="1.0"?><iati-activities version="2.03"><iati-activity '
content = start + b' '.join(b'a%07x="1"' % i for i in range(900_000)) + b'/></iati-activities>'
""",
        "not-well-formed",
    ),
]


@pytest.mark.parametrize(("made", "kind"), HOSTILE, ids=["quotation marks", "objects", "XML"])
def test_a_hostile_file_costs_the_server_little_more_than_its_bytes(made, kind):
    command = [sys.executable, "-c", MEASURED.format(made=made)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    reason, growth = done.stdout.split()

    assert reason == kind
    assert float(growth) < 2


@pytest.mark.parametrize(
    ("rows", "kind"),
    [(200, "over-rows"), ([{f"a{number}": 1} for number in range(60)], "over-columns")],
)
def test_json_is_counted_before_a_sheet_is_made_of_it(rows, kind):
    objects = rows if isinstance(rows, list) else [{"a": 1}] * rows

    with pytest.raises(RefusedFile) as refused:
        sheets("a.json", json.dumps(objects).encode(), limits=Limits(rows=100, columns=50))

    assert refused.value.fault.kind == kind


def test_cells_are_counted_while_a_text_is_read():
    with pytest.raises(RefusedFile) as refused:
        sheets("a.csv", b"a,b,c\n" * 20, limits=Limits(cells=30))

    assert (refused.value.fault.kind, refused.value.fault.row) == ("over-cells", 11)
