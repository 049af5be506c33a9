"""The data desk from a shell: commands on a store of their own, a few as processes of their own."""

import contextlib
import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from data.__main__ import main
from data.intake.mapping import OUT, ColumnMapping, Meaning, Rule, written
from data.record.loading import CURATED
from data.record.rows import rows_of
from data.schema import TABLES
from data.sheets.limits import LIMITS

ROOT = Path(__file__).parents[2]
NAMROM = "namrom-multihazard"
FIELDS = ["file", "sheet", "row", "column", "value", "kind", "tier", "message"]
Shell = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> dict[str, str]:
    """The environment of commands that share one store."""
    path = tmp_path_factory.mktemp("store") / "shell.sqlite"
    return {"DATABASE_URL": f"sqlite:///{path}", "PYTHONUTF8": "1"}


@pytest.fixture(scope="module")
def process(store) -> Shell:
    """Runs ``python -m data …``."""

    def run(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "data", *map(str, words)]
        return subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **store, **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture(scope="module")
def shell(store) -> Shell:
    """Runs the same command within this process, which has all of it imported already."""

    def run(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
        command, out, err = list(map(str, words)), io.StringIO(), io.StringIO()
        with (
            pytest.MonkeyPatch.context() as patch,
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            patch.chdir(ROOT)
            for name, value in {**store, **environment}.items():
                patch.setenv(name, value)
            try:
                code = main(command)
            except SystemExit as misused:  # argparse ends the program by itself
                code = int(misused.code or 0)
        return subprocess.CompletedProcess(command, code, out.getvalue(), err.getvalue())

    return run


def projects(folder: Path, name: str = "projects.csv", **changes: str) -> Path:
    """The shipped projects with changes in their first row."""
    rows = rows_of("projects", (CURATED / "projects.csv").read_bytes())
    rows[NAMROM] |= changes
    lines = io.StringIO(newline="")
    writer = csv.DictWriter(lines, list(TABLES["projects"].fields))
    writer.writeheader()
    writer.writerows(rows.values())
    path = folder / name
    path.write_text(lines.getvalue(), encoding="utf-8")
    return path


@pytest.mark.slow  # as a process of its own
def test_a_good_file_is_accepted(process, tmp_path):
    done = process("check", projects(tmp_path), "--format", "json")

    assert done.returncode == 0, done.stderr
    (report,) = json.loads(done.stdout)
    assert report == {
        "file": "projects.csv",
        "accepted": True,
        "rows_read": 36,
        "tables": ["projects"],
        "read_as": ["utf-8 · comma"],
        "unknown_headings": [],
        "questions": [],
        "faults": [],
    }


def test_each_fault_tells_where_what_and_why(shell, tmp_path):
    path = projects(tmp_path, name_vi="", status_code="9")

    done = shell("--lang", "fr", "check", path, "--format", "json")

    assert done.returncode == 1
    (report,) = json.loads(done.stdout)
    assert report["accepted"] is False
    assert [list(fault) for fault in report["faults"]] == [FIELDS, FIELDS]
    by_kind = {fault["kind"]: fault for fault in report["faults"]}
    code = by_kind["code"]
    assert (code["file"], code["row"], code["column"]) == ("projects.csv", 2, "status_code")
    assert (code["value"], code["tier"], code["sheet"]) == ("9", "dropped", "")
    assert "ligne 2" in code["message"]
    assert by_kind["required"]["tier"] == "refused"


def test_what_would_contradict_the_record_is_printed_and_refuses_nothing(shell, tmp_path):
    done = shell("--lang", "vi", "check", projects(tmp_path, actual_end="2025-06"))

    assert done.returncode == 0
    assert (
        "giữ lại, nên xem lại: projects.csv, dòng 2, cột “Trạng thái IATI”: "
        "ghi là đang thực hiện nhưng đã có ngày kết thúc thực tế. Giá trị đã ghi: “2”."
    ) in done.stdout


def test_each_file_has_an_entry_of_its_own_also_under_one_name(shell, tmp_path):
    (tmp_path / "other").mkdir()
    good, bad = projects(tmp_path), tmp_path / "other" / "projects.csv"
    bad.write_bytes(b"%PDF-1.7 ...")

    done = shell("check", good, bad, "--format", "json")

    assert done.returncode == 1
    reports = json.loads(done.stdout)
    assert [(one["file"], one["accepted"]) for one in reports] == [
        ("projects.csv", True),
        ("projects (2).csv", False),
    ]
    assert reports[1]["faults"][0]["kind"] == "is-pdf"


def test_a_file_over_the_limit_is_refused(shell, tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(LIMITS.bytes * 40)

    done = shell("check", path, "--format", "json")

    assert done.returncode == 1
    (fault,) = json.loads(done.stdout)[0]["faults"]
    assert fault["kind"] == "over-bytes"


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("check",),
        ("check", "no-such-file.csv"),
        ("check", "data"),
        ("check", "a.csv", "--table", "nothing"),
        ("publish", "a.csv"),
        ("restore", "no-such", "--author", "A", "--note", "N"),
        ("nonsense",),
    ],
)
def test_misuse_is_told_on_one_channel_without_a_traceback(shell, words):
    done = shell(*words)

    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout


@pytest.mark.slow  # as a process of its own
def test_a_misused_process_ends_with_the_same_code(process):
    done = process("check", "no-such-file.csv")

    assert done.returncode == 2
    assert done.stderr.startswith("no-such-file.csv: ")
    assert "Traceback" not in done.stderr
    assert not done.stdout


@pytest.mark.slow  # as a process of its own
def test_what_one_process_publishes_the_next_finds(process, shell, tmp_path):
    path = projects(tmp_path, short_name_fr="Nậm Rốm, d'un autre processus")

    done = process("publish", path, "--author", "Lò Thị Mai", "--note", "đổi tên khác")
    history = process("history")

    assert done.returncode == history.returncode == 0, done.stderr + history.stderr
    assert "Lò Thị Mai\tđổi tên khác · projects.csv" in history.stdout.splitlines()[0]
    assert history.stdout == shell("history").stdout


def test_a_bad_address_of_the_store_is_told_in_the_language_asked_for(shell, tmp_path):
    done = shell("--lang", "vi", "history", DATABASE_URL="mysql://secret@host/x")

    assert done.returncode == 2
    assert "DATABASE_URL không chỉ đến" in done.stderr
    assert "secret" not in done.stderr


def test_publish_history_restore_and_export(shell, tmp_path):
    path = projects(tmp_path, short_name_vi="Nậm Rốm – chống lũ")
    before = shell("history").stdout.splitlines()

    done = shell("publish", path, "--author", "Lò Thị Mai", "--note", "đổi tên")
    again = shell("publish", path, "--author", "Lò Thị Mai", "--note", "đổi tên")

    assert done.returncode == again.returncode == 0, done.stderr
    history = shell("history").stdout.splitlines()
    assert len(history) == len(before) + 1, "publishing nothing new made a version"
    assert "Lò Thị Mai\tđổi tên · projects.csv" in history[0]
    assert short_name(shell, tmp_path / "one") == "Nậm Rốm – chống lũ"

    done = shell("restore", "1", "--author", "Lò Thị Mai", "--note", "nhầm")

    assert done.returncode == 0
    assert short_name(shell, tmp_path / "two") != "Nậm Rốm – chống lũ"
    assert len(shell("history").stdout.splitlines()) == len(before) + 2


def short_name(shell: Shell, folder: Path) -> str:
    assert shell("export", folder).returncode == 0
    assert sorted(path.stem for path in folder.iterdir()) == sorted(TABLES)
    return rows_of("projects", (folder / "projects.csv").read_bytes())[NAMROM]["short_name_vi"]


def test_translations_left_behind_are_told_and_confirmed_only_when_asked(shell, tmp_path):
    path = projects(tmp_path, components_vi="Kè chống sạt lở")

    told = shell("check", path)
    confirmed = shell("check", path, "--confirm-translations")

    assert told.returncode == confirmed.returncode == 0
    line = "column “Components (English)”: the translation is older than the Vietnamese text."
    assert line in told.stdout
    assert "older than" not in confirmed.stdout
    words = ("publish", path, "--author", "A", "--note", "N", "--confirm-translations")
    assert shell(*words).returncode == 0
    assert shell("export", tmp_path / "out").returncode == 0
    row = rows_of("projects", (tmp_path / "out" / "projects.csv").read_bytes())[NAMROM]
    assert (row["components_vi"], row["older_translations"]) == ("Kè chống sạt lở", "")


def test_cells_are_left_out_only_when_asked(shell, tmp_path):
    path = projects(tmp_path, status_code="9", short_name_en="Another name")
    words = ("publish", path, "--author", "A", "--note", "N")
    before = len(shell("history").stdout.splitlines())

    assert shell(*words).returncode == 1
    assert len(shell("history").stdout.splitlines()) == before
    assert shell(*words, "--drop").returncode == 0
    assert len(shell("history").stdout.splitlines()) == before + 1


def test_a_replacement_that_breaks_the_record_is_refused(shell, tmp_path):
    path = projects(tmp_path)
    heading, first, *_others = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(heading + first, encoding="utf-8")

    done = shell("publish", path, "--author", "A", "--note", "N", "--replace")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr


CASES = Path(__file__).parent / "cases"


def test_a_cover_and_a_sheet_of_notes_are_left_aside_and_named(shell):
    told = shell("check", CASES / "23_cover_and_notes.xlsx", "--format", "json")

    (report,) = json.loads(told.stdout)
    aside = [(one["sheet"], one["kind"], one["tier"]) for one in report["faults"]]
    assert (told.returncode, report["accepted"], report["rows_read"]) == (0, True, 3)
    assert aside == [("Bìa", "no-table-sheet", "aside"), ("Ghi chú", "no-table-sheet", "aside")]


def test_a_workbook_whose_only_sheet_is_no_table_is_still_refused(shell, tmp_path):
    path = tmp_path / "cover.xlsx"
    book = openpyxl.load_workbook(CASES / "23_cover_and_notes.xlsx")
    for name in ("Dữ liệu", "Ghi chú"):
        del book[name]
    book.save(path)

    told = shell("check", path, "--format", "json")

    (report,) = json.loads(told.stdout)
    assert (told.returncode, report["accepted"]) == (1, False)
    assert [one["kind"] for one in report["faults"]] == ["no-table"]


def test_a_mapping_from_the_desk_reads_an_offices_sheet(shell, tmp_path):
    name = Meaning(Rule.AS_IS, "projects", ("name_vi",))
    funder = Meaning(Rule.NAMES, "projects", ("funder_org_ids",))
    fixed = {"record_kind": "project", "source_ids": "vna-2025-03-17", "confidence": "stated"}
    mapping = ColumnMapping(
        "projects",
        (("ID", OUT), ("Tên dự án", name), ("Nhà tài trợ", funder), ("Tổng vốn", OUT)),
        tuple(fixed.items()),
        (("short_name_vi", "name_vi"),),
    )
    file = tmp_path / "mapping.json"
    file.write_text(written(mapping, "Danh mục"), encoding="utf-8")
    sheet = CASES / "id_list.csv"

    without = shell("check", sheet, "--format", "json")
    by_it = shell("check", sheet, "--mapping", file, "--format", "json")
    file.write_text(file.read_text("utf-8").replace("Nhà tài trợ", "Bên cho vay"), "utf-8")
    lacking = shell("check", sheet, "--mapping", file)
    file.write_text("{}", "utf-8")
    broken = shell("check", sheet, "--mapping", file)

    (report,) = json.loads(without.stdout)
    assert [one["kind"] for one in report["faults"]] == ["which-table"]
    (report,) = json.loads(by_it.stdout)
    assert (report["tables"], report["rows_read"]) == (["projects"], 2)
    assert lacking.returncode == 1
    assert "lacks headings that the mapping names" in lacking.stdout
    assert "“Bên cho vay”" in lacking.stdout
    assert broken.returncode == 2
    assert "mapping.json" in broken.stderr


def test_hidden_rows_are_said_and_left_out_on_request(shell):
    path = CASES / "x10_hiddenrows.xlsx"

    said = shell("check", path)
    without = shell("check", path, "--answer", "hidden-rows=leave-out", "--format", "json")

    assert f"{path.name}:hidden-rows=keep, keep | leave-out" in said.stdout
    assert "Found: row 3: 2025-x2 · row 4: 2025-x3" in said.stdout
    assert json.loads(without.stdout)[0]["rows_read"] == 3


def test_an_empty_name_publishes_nothing(shell, tmp_path):
    path = projects(tmp_path, name_vi="Tên khác nữa")

    done = shell("publish", path, "--author", " ", "--note", "x")

    assert done.returncode == 1
    assert "nothing was published" in done.stdout


def test_a_question_holds_publishing_back_until_it_is_answered(shell):
    path = CASES / "c13_buddhist.csv"
    words = ("publish", path, "--author", "A", "--note", "N")
    dates = ("buddhist:start_date", "buddhist:end_date")

    waiting = shell(*words)
    agreed = shell(*words, *(word for date in dates for word in ("--answer", f"{date}=converted")))

    assert waiting.returncode == 1
    assert "c13_buddhist.csv:buddhist:start_date=?, converted | as-written" in waiting.stdout
    assert agreed.returncode == 0


def test_rows_that_are_refused_are_left_out_only_when_asked(shell, tmp_path):
    path = tmp_path / "organisations.csv"
    lines = ["moi-1,Mới,Mới,11,VN,baodbp-2025-10-23", "moi-2,,Hai,11,VN,baodbp-2025-10-23"]
    heading = "org_id,name_vi,short_name_vi,type_code,country,source_ids"
    path.write_text("\n".join([heading, *lines]) + "\n", encoding="utf-8")
    words = ("publish", path, "--author", "A", "--note", "N")

    refused, left_out = shell(*words), shell(*words, "--skip")

    assert refused.returncode == 1
    assert left_out.returncode == 0, left_out.stdout
    assert left_out.stdout.startswith("version ")


def test_headings_that_are_not_known_are_named(shell, tmp_path):
    path = tmp_path / "organisations.csv"
    path.write_text("org_id,name_vi,type_code,country,Màu\nafd,AFD,10,FR,đỏ\n")

    assert "Headings not known: organisations.csv: Màu" in shell("check", path).stdout
