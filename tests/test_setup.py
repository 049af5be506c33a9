"""What ``make run`` asks of the machine before it starts: a port and an address of its own."""

import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


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
