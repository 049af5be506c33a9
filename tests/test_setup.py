"""What ``make run`` asks of the machine before it starts: a Python, and where it can listen."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SYSTEMS = Path("/usr/bin/python3")


def refusal(port: object, host: str) -> str:
    """What setup.sh says of a port and an address; empty where the program can listen there."""
    said = subprocess.run(
        ("sh", "setup.sh", "port", str(port), host),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert bool(said.stderr) == bool(said.returncode)
    assert "Traceback" not in said.stderr
    return said.stderr


@pytest.mark.parametrize("host", ["banana", "", "203.0.113.9", "[::1]", "a..b"])
def test_an_address_that_this_machine_does_not_have_is_told_in_a_sentence(host):
    assert refusal(18571, host).startswith(f"This machine has no address “{host}” to listen at.")


@pytest.mark.parametrize("port", ["80", "x", "65536", "-1", ""])
def test_what_is_no_port_is_told_in_a_sentence(port):
    assert refusal(port, "127.0.0.1").startswith("The port must be a number from 1024 to 65535")


def test_a_port_that_is_taken_is_told_with_another_and_a_free_one_is_not():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"Port {port} is taken by another program." in refusal(port, "127.0.0.1")
    assert refusal(port, "127.0.0.1") == ""


def told(**named: str) -> subprocess.CompletedProcess[str]:
    """What setup.sh answers when it is asked which Python it takes."""
    rest = {name: value for name, value in os.environ.items() if name != "PYTHON"}
    return subprocess.run(
        ("sh", "setup.sh", "python"),
        cwd=ROOT,
        env=rest | named,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_systems_own_python_is_taken_where_it_is_new_and_whole_even_if_another_comes_first(
    tmp_path,
):
    first = tmp_path / "python3"
    first.symlink_to(sys.executable)
    enough = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))"
    asked = f"{SYSTEMS} -c '{enough}'"
    is_enough = subprocess.run(asked, shell=True, capture_output=True, check=False).returncode == 0
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    assert told(PATH=path).stdout.strip() == (str(SYSTEMS) if is_enough else "python3")


def test_the_python_that_is_named_is_taken():
    assert told(PYTHON=sys.executable).stdout.strip() == sys.executable


@pytest.mark.parametrize("answer", ["echo 3.10", "exit 1"])
def test_a_python_that_is_too_old_or_does_not_run_is_told_in_a_sentence(tmp_path, answer):
    old = tmp_path / "old"
    old.write_text(f"#!/bin/sh\n{answer}\n")
    old.chmod(0o755)
    said = told(PYTHON=str(old))
    why = f"{old} is 3.10" if "3.10" in answer else f"{old} does not run"
    assert said.returncode == 1
    assert said.stdout == ""
    assert said.stderr.startswith(f"Nhịp Cầu needs Python 3.11 or newer and found none, {why}.")


def test_a_python_that_cannot_make_an_environment_is_named_if_there_is_no_better_one(tmp_path):
    bare = tmp_path / "bare"
    bare.write_text("#!/bin/sh\ncase $2 in *venv*) exit 1 ;; esac\necho 3.12\n")
    bare.chmod(0o755)
    assert told(PYTHON=str(bare)).stdout.strip() == str(bare)
