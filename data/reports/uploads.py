"""Fills a template that a reader uploaded, in another process; or refuses it with a fault."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from data.faults import Fault
from data.processes import running
from data.reports.kinds import Kind
from data.reports.plain_word import MOST_BYTES

_SECONDS = 90


class RefusedTemplate(Exception):  # noqa: N818 -- says what happens to the template
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
    """The document made from an uploaded template, as the bytes of a .docx.

    Raises:
        Refused: the file is not a plain Word document, or its fields do not fit the report.

    """
    if len(template) > MOST_BYTES:  # before it is copied to another process
        raise RefusedTemplate(Fault("over-bytes", file, expected=f"≤ {MOST_BYTES // 1_000_000} MB"))
    answer = _answer(file, json.dumps(asked(template, kind, context, pictures, title)).encode())
    if "refused" in answer:
        reason = answer["refused"]
        raise RefusedTemplate(
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
    """The question for ``filling_process``, ready for JSON."""
    return {
        "template": _packed(template),
        "context": context,
        "pictures": {name: _packed(pictures.get(name, b"")) for name in kind.pictures},
        "title": title,
        "needs": kind.needs,
    }


def _answer(file: str, question: bytes) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = running.answer(
            "data.reports.filling_process", question, seconds=_SECONDS
        )
    except running.Failed as failed:
        raise RefusedTemplate(Fault("no-docx", file)) from failed
    except running.Spent as spent:
        raise RefusedTemplate(Fault("over-filling", file)) from spent
    except running.NoTurn as waited:
        raise RefusedTemplate(Fault("no-turn", file)) from waited
    return answer


def _packed(content: bytes) -> str:
    return base64.b64encode(content).decode()
