"""What the log holds, and what it never does."""

import json
import logging
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from components.web import logs

ROOT = Path(__file__).parents[3]
SECRET = "Lò Thị Mai, mật khẩu Hoa-ban-1954"


def line(record: logging.LogRecord) -> dict[str, object]:
    written = logs.Lines().format(record)
    assert "\n" not in written
    read: dict[str, object] = json.loads(written)
    return read


def entry(message: str, *args: object, name: str = "nhip-cau", error: BaseException | None = None):
    what = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, what)


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise error from cause
    except type(error) as caught:
        return caught


def test_an_entry_is_one_line_of_json():
    written = line(entry("store: %s", "gone"))

    assert written["message"] == "store: gone"
    assert written["level"] == "ERROR"
    assert written["logger"] == "nhip-cau"
    assert str(written["time"]).endswith("+00:00")


def test_of_an_error_its_kind_and_places_are_kept_and_not_its_text():
    written = json.dumps(
        line(entry("failed", error=raised(ValueError(SECRET)))), ensure_ascii=False
    )

    assert "builtins.ValueError" in written
    assert f"{Path(__file__).name}:" in written
    assert "Lò" not in written
    assert "Hoa-ban" not in written


def test_the_causes_of_an_error_are_told_in_the_same_way():
    written = line(entry("failed", error=raised(RuntimeError(SECRET), raised(KeyError(SECRET)))))

    assert [one["kind"] for one in written["errors"]] == [  # type: ignore[attr-defined]
        "builtins.RuntimeError",
        "builtins.KeyError",
    ]
    assert "Hoa-ban" not in json.dumps(written)


def test_what_the_system_says_is_kept_without_the_file_it_says_it_of():
    error = raised(OSError(28, "No space left on device", f"/srv/{SECRET}"))

    written = json.dumps(line(entry("failed", error=error)))

    assert "No space left on device" in written
    assert "Hoa-ban" not in written


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("asyncio", f"Task exception was never retrieved\nfuture: ValueError('{SECRET}')"),
        ("nhip-cau", f"store: duplicate key\nDETAIL: Key (account)=({SECRET})"),
        ("py.warnings", f"/srv/a.py:12: UserWarning: {SECRET}\n  warn({SECRET})"),
    ],
)
def test_details_of_a_message_are_left_out(name, message):
    written = json.dumps(line(entry(message, name=name)), ensure_ascii=False)

    assert "Hoa-ban" not in written


def test_an_error_that_somebody_met_has_the_number_they_were_told(caplog):
    with caplog.at_level(logging.ERROR, "nhip-cau"):
        told = logs.failed("page failed", raised(ValueError(SECRET)))

    assert line(caplog.records[0])["reference"] == told
    assert len(told) == 8
    assert told != logs.failed("page failed", ValueError())


@pytest.mark.slow  # each is a process of its own
@pytest.mark.parametrize(
    "does",
    [
        "raise ValueError(SECRET)",
        "threading.Thread(target=lambda: 1 / len(SECRET[99:])).start()",
        "warnings.warn(SECRET)",
        "logging.getLogger('streamlit.anything').error('x', exc_info=ValueError(SECRET))",
        "get_logger('streamlit.later').error('x', exc_info=ValueError(SECRET))",
        "logging.getLogger('uvicorn.error').error('x', exc_info=ValueError(SECRET))",
        "logging.getLogger('uvicorn.access').info('GET /?q=' + SECRET)",
        "asyncio.run(lost())",
    ],
)
def test_whoever_logs_in_the_server_it_is_json_without_texts(does):
    code = f"""
import asyncio, gc, logging, threading, warnings
from streamlit.logger import get_logger
from uvicorn import Config
from components.web import logs
SECRET = {SECRET!r}
async def fail(): raise ValueError(SECRET)
async def lost():
    task = asyncio.ensure_future(fail())
    await asyncio.sleep(0.01)
    del task
    gc.collect()
Config(app=None)
logs.set_up()
{does}
"""
    done = subprocess.run(
        (sys.executable, "-c", code), cwd=ROOT, capture_output=True, text=True, check=False
    )

    said = done.stderr.strip().splitlines()
    assert "Hoa-ban" not in done.stderr + done.stdout
    assert all(json.loads(one)["message"] for one in said)
    assert bool(said) != ("uvicorn.access" in does)


def test_threads_of_these_tests_are_left_alone():
    assert threading.excepthook is not logs._uncaught_in_thread
