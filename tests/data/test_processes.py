"""What is logged of a child process that failed."""

import logging
import subprocess

import pytest

from data import processes


def test_of_a_failed_process_its_kind_of_error_is_logged_and_not_what_it_read(monkeypatch, caplog):
    said = (
        b"Traceback (most recent call last):\n  File 'a.py', line 1\nValueError: L\xc3\xb2 Mai\nMai"
    )
    ended = subprocess.CompletedProcess([], 1, b"", said)
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_named: ended)

    with caplog.at_level(logging.WARNING), pytest.raises((processes.Failed, processes.Spent)):
        processes.output("data.any", b"", seconds=1)

    assert caplog.messages == ["data.any ended with 1: ValueError"]
