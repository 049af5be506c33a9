"""The check for known faults of packages, with a database of the test's own."""

import json
import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCK = """idna==3.10 \\
    --hash=sha256:946d195a0d259cbba61165e88e65941f16e9b36ea6ddb97f00452bae8b1287d3
six==1.17.0 \\
    --hash=sha256:4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274
"""
FAULT = {
    "id": "GHSA-made-up",
    "summary": "made up",
    "affected": [
        {
            "package": {"name": "six", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.0"}]}],
            "versions": ["1.17.0"],
        }
    ],
}


@contextmanager
def database(faulty):
    """Answers as the open database of vulnerabilities (OSV) does."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            found = [FAULT] if asked["package"]["name"] == faulty else []
            body = json.dumps({"vulns": found} if found else {}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format, *args):  # noqa: A002 - the library's word
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
        server.shutdown()


@pytest.fixture
def checked(tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text(LOCK)

    def run(address):
        return subprocess.run(
            (sys.executable, "-m", "tests.advisories", str(lock)),
            cwd=ROOT,
            env={**os.environ, "PIP_AUDIT": f"-s osv --osv-url {address}"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_packages_without_known_faults_pass(checked):
    with database("none") as address:
        said = checked(address)

    assert (said.returncode, said.stdout) == (0, "Known faults of packages: none.\n")


def test_a_known_fault_fails_the_check_and_is_named(checked):
    with database("six") as address:
        said = checked(address)

    assert said.returncode == 1
    assert "six 1.17.0: GHSA-made-up, mended in 99.0" in said.stdout


def test_where_the_database_cannot_be_reached_a_notice_comes_and_the_check_passes(checked):
    said = checked("http://127.0.0.1:9/v1/query")

    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith("NOTICE: known faults of packages were not looked up")


def test_a_lock_that_cannot_be_read_fails_the_check(checked, tmp_path):
    (tmp_path / "requirements.lock").write_text("six>=1\n")
    said = checked("http://127.0.0.1:9/v1/query")

    assert said.returncode != 0


def test_make_check_asks():
    assert "-m tests.advisories" in (ROOT / "Makefile").read_text(encoding="utf-8")
