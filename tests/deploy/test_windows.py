"""The part of the Windows installation that runs anywhere: a start without any output.

install.ps1 itself is read, as no Windows is here: each word of it that names something is there.
"""

import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.browser.serving import copied_tree
from tests.deploy.machines import made

ROOT = Path(__file__).parents[2]
SCRIPT = (ROOT / "deploy/windows/install.ps1").read_text(encoding="ascii")


@pytest.mark.slow
def test_a_start_without_a_window_serves_the_dashboard_and_writes_its_log(tmp_path):
    tree, port = copied_tree(tmp_path / "tree"), made(tmp_path).port
    (tree / "deploy/windows").mkdir(parents=True)
    starter = tree / "deploy/windows/start.py"
    starter.write_bytes((ROOT / "deploy/windows/start.py").read_bytes())
    # Closed, so that Python has no output at all, as pythonw.exe has none.
    process = subprocess.Popen(
        ("sh", "-c", 'exec "$0" "$@" >&- 2>&-', sys.executable, str(starter), str(port)),
        cwd=tmp_path,
    )
    try:
        assert answered(port) == b"ok"
    finally:
        process.terminate()
        process.wait(timeout=20)

    assert f"http://127.0.0.1:{port}" in (tree / "var/dashboard.log").read_text("utf-8")


def answered(port: int) -> bytes:
    for _half_second in range(120):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                return bytes(answer.read())
        except OSError:
            time.sleep(0.5)
    return b""


def test_the_script_needs_no_administrator_and_no_one_release_of_python():
    assert "-RunLevel Limited" in SCRIPT
    assert "RunAs" not in SCRIPT
    assert not re.search(r"\bpy -3\.\d|'-3\.\d", SCRIPT)
    assert "sys.version_info >= (3, 11)" in SCRIPT


def test_the_script_opens_the_dashboard_to_this_machine_alone():
    starter = (ROOT / "deploy/windows/start.py").read_text(encoding="utf-8")

    assert '"--server.address", "127.0.0.1"' in starter
    assert "0.0.0.0" not in SCRIPT + starter


def test_every_file_that_the_script_names_is_there():
    named = re.findall(r"(?:deploy\\windows\\\w+\.\w+|requirements\.lock)", SCRIPT)

    assert len(set(named)) == 3
    assert [name for name in named if not (ROOT / name.replace("\\", "/")).exists()] == []


def test_every_bracket_and_quote_of_the_script_is_closed():
    """In what is left without comments, and texts without what they hold."""
    code = re.sub(r"(?s)<#.*?#>", "", SCRIPT)
    code = re.sub(r"(?m)^\s*#.*$", "", code)
    code = re.sub(r"'[^'\n]*'", "''", code)
    code = re.sub(r'"(?:[^"`\n]|`.)*"', '""', code)

    assert code.count("'") % 2 == code.count('"') % 2 == 0
    assert not re.search(
        r"[^\x00-\x7f]", code
    )  # Windows PowerShell reads it in the local code page
    opened: list[str] = []
    for sign in re.findall(r"[(){}\[\]]", code):
        if sign in "({[":
            opened.append(sign)
        else:
            assert opened.pop() + sign in ("()", "{}", "[]")
    assert opened == []


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_the_line_for_windows_names_no_one_release_of_python(name):
    text = (ROOT / name).read_text(encoding="utf-8")

    assert not re.search(r"py -3\.\d", text)
    assert r"deploy\windows\install.ps1" in text
