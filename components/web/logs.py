"""What the server logs: one JSON object a line, without what people wrote or who they are.

Messages are those of programs. Of an error its kind and its places in the code are kept, not its
text: that may hold a name, a cell or a password. An error that somebody met has a number, which
they read too.
"""

import json
import logging
import secrets
import sys
import threading
import traceback
from datetime import UTC, datetime
from types import TracebackType

from components.inside import server

_LOG = logging.getLogger("nhip-cau")
_LONGEST = 300


class Lines(logging.Formatter):
    """Writes an entry as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        if reference := getattr(record, "reference", None):
            line["reference"] = reference
        if record.exc_info and record.exc_info[1]:
            line["errors"] = [_error(one) for one in _causes(record.exc_info[1])]
        return json.dumps(line, ensure_ascii=False)


def set_up() -> None:
    """Have everything logged in one form: our entries, Streamlit's, uvicorn's, and warnings."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    handler.addFilter(lambda record: not server.repeats(record.name, record.msg))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    server.leave_logging_to_root()
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def failed(what: str, error: BaseException) -> str:
    """Log an error that somebody met; gives its number, for them to tell the administrator."""
    reference = secrets.token_hex(4).upper()
    _LOG.error(what, exc_info=error, extra={"reference": reference})
    return reference


def _message(record: logging.LogRecord) -> str:
    """The first line: what follows in messages of libraries is details, as rows of a table."""
    text = record.getMessage().strip().partition("\n")[0]
    if record.name == "py.warnings":  # file:line: kind: text
        text = ":".join(text.split(":")[:3])
    return text[:_LONGEST]


def _causes(error: BaseException) -> list[BaseException]:
    """The error, and those it came from."""
    chain: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in chain:
        chain.append(following)
        hidden = following.__suppress_context__
        following = following.__cause__ or (None if hidden else following.__context__)
    return chain


def _error(error: BaseException) -> dict[str, object]:
    kind = type(error)
    places = traceback.extract_tb(error.__traceback__)
    return {
        "kind": f"{kind.__module__}.{kind.__qualname__}",
        "at": [f"{place.filename}:{place.lineno} {place.name}" for place in places],
        # What the operating system says, without the file it says it of.
        **({"says": error.strerror} if isinstance(error, OSError) and error.strerror else {}),
    }


def _uncaught(
    _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    if isinstance(error, KeyboardInterrupt):
        return
    _LOG.critical("the server ended", exc_info=error)


def _uncaught_in_thread(caught: threading.ExceptHookArgs) -> None:
    if caught.exc_value is not None and not isinstance(caught.exc_value, SystemExit):
        _LOG.error("a thread ended", exc_info=caught.exc_value)
