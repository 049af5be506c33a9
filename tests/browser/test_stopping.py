"""A server that is told to stop lets a publication finish, and its log tells nothing of it."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from data.store import Store
from tests.browser.reader import Reader
from tests.browser.serving import ROOT, Server, _free_port, _wait_for
from tests.browser.test_desk import sheet, sign, upload

pytestmark = [pytest.mark.browser, pytest.mark.waits]
AUTHOR, NOTE = "Quàng Văn Pâng", "Theo công văn số 1954"
LIMIT = 45  # seconds in which the server ends, whatever is under way


class Office(NamedTuple):
    """A server of its own, its process, and the file of its store."""

    server: Server
    process: subprocess.Popen[bytes]
    file: Path

    def versions(self) -> list[str]:
        store = Store(f"sqlite:///{self.file}")
        try:
            return [f"{one.author}: {one.note}" for one in store.history() if store.tables(one.id)]
        finally:
            store.close()


@pytest.fixture
def office(tmp_path) -> Iterator[Office]:
    port, file = _free_port(), tmp_path / "store.sqlite"
    server = Server(f"http://127.0.0.1:{port}", tmp_path / "server.log", tmp_path / "calls")
    with server.log.open("wb") as log:
        process = subprocess.Popen(
            (sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)),
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "DATABASE_URL": f"sqlite:///{file}"},
        )
    _wait_for(server, process)
    yield Office(server, process, file)
    process.kill()
    process.wait()


def test_a_publication_under_way_is_finished_before_the_server_ends(office, browser, tmp_path):
    reader = Reader(browser, office.server.origin)
    page = reader.open("/data")
    upload(page, tmp_path / "dự án.csv", sheet(is_faulty=False).encode("utf-16"))
    before = office.versions()

    with closing(sqlite3.connect(office.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # nobody else can write, so that publishing takes long
        sign(page, AUTHOR, NOTE)
        expect(page.get_by_test_id("stSpinner")).to_be_visible()
        page.wait_for_timeout(1500)
        office.process.send_signal(signal.SIGTERM)
        time.sleep(3)
        assert office.process.poll() is None
        with pytest.raises(ConnectionError):  # it takes no new readers
            socket.create_connection(("127.0.0.1", urlsplit(office.server.origin).port or 0))
        other.execute("ROLLBACK")
    office.process.wait(LIMIT)

    assert office.versions() == [f"{AUTHOR}: {NOTE}", *before]
    reader.leave()
    said = [json.loads(line) for line in office.server.said().splitlines() if line[:1] == "{"]
    assert said[-1]["message"] == "the server ends"
    whole = office.server.said()
    assert not any(word in whole for word in ("Pâng", "1954", "dự án", "Nậm Rốm"))


def test_a_server_with_open_pages_ends_at_once(office, browser):
    reader = Reader(browser, office.server.origin)
    reader.open("/sources?q=Lò Thị Mai")

    office.process.send_signal(signal.SIGTERM)

    office.process.wait(LIMIT)
    assert "Lò" not in office.server.said()
    assert "q=" not in office.server.said()
    reader.leave()
