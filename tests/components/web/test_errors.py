"""An error that nobody foresaw: a sentence with a number for who met it, the rest for the log."""

import json
import logging
import re

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route
from starlette.testclient import TestClient

from components.web import errors, logs
from data.language import Language
from data.schema import LANGUAGES

SECRET = "Lò Thị Mai"


async def _fail(_request: Request) -> None:
    raise ValueError(SECRET)


@pytest.fixture
def client() -> TestClient:
    app = Starlette(
        routes=[Route("/{path:path}", _fail)], exception_handlers={Exception: errors.of_request}
    )
    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_failed_request_gets_a_sentence_with_the_number_of_the_log(client, caplog, code):
    answer = client.get("/map", params={"lang": code, "q": SECRET})

    (number,) = re.findall(r"\b[0-9A-F]{8}\b", answer.text)
    assert answer.status_code == 500
    assert answer.text == errors._sentence(Language(code), number)
    (entry,) = [one for one in caplog.records if one.name == "nhip-cau"]
    written = logs.Lines().format(entry)
    assert json.loads(written)["reference"] == number
    assert "test_errors.py" in written
    assert SECRET not in written
    assert SECRET not in answer.text


def test_a_failed_request_of_the_api_gets_the_sentence_in_json(client):
    answer = client.get("/api/v1/visits.csv?lang=en")

    assert answer.status_code == answer.json()["status"] == 500
    assert answer.json()["error"].startswith("Something failed that should not.")


@pytest.mark.parametrize("path", ["/map", "/api/v1/visits.csv", "/media/a"])
def test_the_answer_to_a_failed_request_has_the_headers_of_all_others(client, path):
    answer = client.get(path)

    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_sentence_is_another_in_each_language():
    assert len({errors._sentence(Language(code), "12345678") for code in LANGUAGES}) == 3


def test_uvicorns_own_entry_about_the_same_error_tells_no_text():
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        what = (type(error), error, error.__traceback__)
    record = logging.LogRecord(
        "uvicorn.error", logging.ERROR, __file__, 1, "Exception in ASGI application\n", (), what
    )

    assert SECRET not in logs.Lines().format(record)
