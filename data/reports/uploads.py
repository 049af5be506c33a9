"""A template that a reader uploaded: filled in apart from the server, or refused with a fault."""

import base64
import json
import logging
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data.faults import Fault
from data.reports.kinds import Kind
from data.reports.package import MOST_BYTES

_ROOT = Path(__file__).parents[2]
_SECONDS = 90  # of the clock: a busy machine; apart.py has fewer of its own
_FAILED = 1  # Python's exit status for an error; other ends are the operating system's
_log = logging.getLogger(__name__)


class Refused(Exception):  # noqa: N818 -- says what the template is, as a fault does
    """Raised when an uploaded template cannot be used; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.kind)
        self.fault = fault


def fill(
    file: str,
    template: bytes,
    kind: Kind,
    context: Mapping[str, Any],
    pictures: Mapping[str, bytes],
    *,
    title: str,
) -> bytes:
    """The document made from an uploaded template.

    Raises:
        Refused: the file is no plain Word document, or its fields are not those of the report.

    """
    if len(template) > MOST_BYTES:  # before it is copied to another process
        raise Refused(Fault("over-bytes", file, expected=f"≤ {MOST_BYTES // 1_000_000} MB"))
    answer = _answer(file, json.dumps(asked(template, kind, context, pictures, title)).encode())
    if "refused" in answer:
        reason = answer["refused"]
        raise Refused(
            Fault(reason["kind"], file, found=reason["found"], expected=reason["expected"])
        )
    return base64.b64decode(answer["document"])


def asked(
    template: bytes,
    kind: Kind,
    context: Mapping[str, Any],
    pictures: Mapping[str, bytes],
    title: str,
) -> dict[str, Any]:
    """What the process of ``apart.py`` is told."""
    return {
        "template": _packed(template),
        "context": context,
        "pictures": {name: _packed(pictures.get(name, b"")) for name in kind.pictures},
        "title": title,
        "needs": kind.needs,
    }


def _answer(file: str, question: bytes) -> dict[str, Any]:
    command = [sys.executable, "-m", "data.reports.apart"]
    try:
        ended = subprocess.run(  # noqa: S603 -- our own module; the file goes in by the pipe
            command, input=question, capture_output=True, cwd=_ROOT, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as slow:
        raise Refused(Fault("over-filling", file)) from slow
    if ended.returncode:
        _log.warning("no template: %s", ended.stderr.decode(errors="replace")[-2000:])
        raise Refused(Fault("no-docx" if ended.returncode == _FAILED else "over-filling", file))
    answer: dict[str, Any] = json.loads(ended.stdout)
    return answer


def _packed(content: bytes) -> str:
    return base64.b64encode(content).decode()
