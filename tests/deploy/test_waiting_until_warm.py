"""deploy/restart goes on to the next server once the one before has its pages ready."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from deploy import installing


@pytest.fixture
def starting() -> Iterator[tuple[int, list[bool]]]:
    """A server that answers, and says what stands first in the list of whether it is warm."""
    warm = [False, False, True]

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            if self.path == "/readyz":
                now = warm.pop(0) if len(warm) > 1 else warm[0]
                self.wfile.write(json.dumps({"checks": {"warm": now}}).encode())

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1], warm
    server.shutdown()
    server.server_close()


def test_a_server_is_waited_for_until_its_pages_are_ready(starting):
    port, warm = starting

    assert installing.answers_at(port, time.monotonic() + 30, is_warm=True)
    assert warm == [True]


def test_a_server_that_only_has_to_answer_is_not_waited_for(starting):
    port, warm = starting

    assert installing.answers_at(port, time.monotonic() + 30)
    assert len(warm) == 3


@pytest.mark.slow
def test_nobody_waits_without_end_for_pages_that_do_not_come(starting):
    port, warm = starting
    warm[:] = [False]

    assert not installing.answers_at(port, time.monotonic() + 2, is_warm=True)
