"""Child processes: what is logged of one that failed, and what is told of one that never began."""

import logging
import subprocess
import sys
from contextlib import ExitStack

import pytest

from data.desk import marked_copy
from data.desk.door import RefusedFile, sheets
from data.desk.papers import judging
from data.desk.papers.words import refusal
from data.intake import apart, workbooks
from data.language import Language
from data.processes import running
from data.reports import uploads
from data.reports.kinds import KINDS
from data.schema import LANGUAGES
from tests.data.desk.papers.files import picture
from tests.data.intake.written import workbook


@pytest.mark.parametrize(
    ("status", "said", "logged"),
    [
        (
            1,
            "Traceback (most recent call last):\n  File 'a.py'\nValueError: Lò Mai\nMai",
            "ValueError",
        ),
        (
            -6,
            "terminate called after throwing an instance of 'std::bad_alloc'\n  what():  Lò Mai",
            "terminate called after throwing an instance of 'std::bad_alloc'",
        ),
        (
            -6,
            "Fatal Python error: init_sys_streams: Lò Mai",
            "Fatal Python error: init_sys_streams",
        ),
        (-6, "terminate called for Lò Mai\nLò Mai", "terminate called"),
    ],
)
def test_of_a_failed_process_its_kind_of_error_is_logged_and_not_what_it_read(
    monkeypatch, caplog, status, said, logged
):
    ended = subprocess.CompletedProcess([], status, b"", said.encode())
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_named: ended)

    with caplog.at_level(logging.WARNING), pytest.raises((running.Failed, running.Spent)):
        running.output("data.any", b"", seconds=1)

    assert caplog.messages == [f"data.any ended with {status}: {logged}"]


def test_an_answer_that_was_given_is_whole_whatever_would_go_wrong_at_the_end():
    asked = (
        "import atexit, os; from data.processes.ending import end_with; atexit.register(os.abort);"
        "end_with([b'a' * 1_000_000, b'b'])"
    )
    ended = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True)

    assert ended.stdout == b"a" * 1_000_000 + b"b"


@pytest.fixture
def _others_at_work(monkeypatch):
    """Every turn is taken; who waits for one gives up at once."""
    with ExitStack() as stack:
        while running._AT_ONCE.acquire(blocking=False):
            stack.callback(running._AT_ONCE.release)
        for module in (apart, workbooks, judging, uploads):
            monkeypatch.setattr(module, "_SECONDS", 0.05)
        yield


def test_a_process_that_never_began_is_not_told_as_one_that_took_too_long(caplog):
    with pytest.raises(running.Spent):
        running.output("data.intake.text_process", b"", seconds=0.001)
    assert not caplog.messages


@pytest.mark.usefixtures("_others_at_work")
def test_who_waited_and_never_began_is_told_apart(caplog):
    with caplog.at_level(logging.WARNING), pytest.raises(running.NoTurn):
        running.output("data.any", b"", seconds=0.05)

    assert caplog.messages == ["data.any never began: others were at work for 0.05 seconds"]


def _sheet():
    sheets("a.xlsx", workbook({"S": [["id"], [1]]}))


def _text():
    sheets("a.csv", b"id,name\n" + b"1,a\n" * 300_000)


def _template():
    kind = KINDS["visit"]
    uploads.fill("a.docx", kind.template(Language("vi")), kind, {}, {}, title="a")


def _picture():
    judging.judged(picture(), 20_000_000)


@pytest.mark.usefixtures("_others_at_work")
@pytest.mark.parametrize("hand_in", [_sheet, _text, _template, _picture])
@pytest.mark.parametrize("code", LANGUAGES)
def test_whoever_only_waited_in_line_is_told_so_and_to_come_again(hand_in, code):
    with pytest.raises((RefusedFile, uploads.RefusedTemplate, judging.RefusedPaper)) as refused:
        hand_in()

    language, reason = Language(code), refused.value
    if isinstance(reason, judging.RefusedPaper):
        told = refusal(language, reason)
    else:
        assert isinstance(reason, RefusedFile | uploads.RefusedTemplate)
        told = reason.fault.sentence(language)
    again = {"vi": "sau vài phút", "en": "again in a few minutes", "fr": "dans quelques minutes"}
    assert again[code] in told


@pytest.mark.usefixtures("_others_at_work")
def test_a_file_that_is_marked_is_written_anew_where_there_is_no_turn_to_mark_it(monkeypatch):
    monkeypatch.setattr(marked_copy, "SECONDS", 0.02)

    copy = marked_copy.marked(workbook({"S": [["id"], [1]]}), [], [], [], Language("en"), known={})

    assert copy.startswith(b"PK")


@pytest.mark.parametrize(
    ("module", "others"),
    [
        (
            "data.intake.workbook_process",
            ("pandas", "email", "secrets", "logging", "subprocess"),
        ),
        ("data.iati.xml_process", ("numpy", "pandas", "pyarrow")),
        ("data.reports.filling_process", ("numpy", "pandas", "pyarrow", "edtf")),
    ],
)
def test_a_process_for_one_file_starts_without_what_it_never_uses(module, others):
    """Whoever hands a file in waits for it: pandas alone takes longer than most files."""
    asked = f"import sys, {module}; print(*sys.modules)"
    imported = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True)

    assert not set(others) & set(imported.stdout.decode().split())
