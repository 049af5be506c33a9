"""Real servers of the dashboard, each watched for connections that leave the machine."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.browser.split import Process, Split, end

ROOT = Path(__file__).parents[2]
_PARTS = ("app.py", "pages", "components", "data", "locales", ".streamlit")
_PATIENCE = 180

# Python imports a module of this name before anything else: whom the server then looks up,
# connects or sends to, in whatever library and by whatever protocol, is written down.
_WATCH = """
import sys

OWN = (None, "", "127.0.0.1", "::1", "localhost")

def watch(event, args, log={log!r}):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        host = args[1][0] if isinstance(args[1], tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = args[0]
    else:
        return
    if (host.decode() if isinstance(host, bytes) else host) not in OWN:
        with open(log, "a") as lines:
            lines.write(f"{{event}} {{host}}\\n")

sys.addaudithook(watch)
"""


class Server(NamedTuple):
    """A running server: where it answers, what it logged and whom it tried to reach."""

    origin: str
    log: Path
    calls: Path

    def said(self, since: int = 0) -> str:
        """Its log from a byte on."""
        return self.log.read_bytes()[since:].decode(errors="replace")


def serving(
    tree: Path, scratch: Path, *through: str, **settings: str
) -> AbstractContextManager[Server]:
    """A server of the dashboard in ``tree``, answering on a free port of this machine alone.

    ``through`` is a module, and what it is told, to run in Streamlit's place. ``settings`` are
    variables of its environment. It finds the packages imported, and imports ours itself.
    """
    return _running(Split, tree, scratch, through, settings)


def serving_by_command(
    tree: Path, scratch: Path, *through: str, **settings: str
) -> AbstractContextManager[Server]:
    """The same, begun in full by the command that people give, which costs a second more.

    So start the server that most tests share, and those of tests about the start or its memory.
    """
    return _running(_by_command, tree, scratch, through, settings)


@contextmanager
def _running(
    start: Callable[..., Process],
    tree: Path,
    scratch: Path,
    through: Sequence[str],
    settings: Mapping[str, str],
) -> Iterator[Server]:
    scratch.mkdir(parents=True, exist_ok=True)
    port, calls = _free_port(), scratch / "calls.txt"
    server = Server(f"http://127.0.0.1:{port}", scratch / "server.log", calls)
    module = (*(through or ("streamlit",)), "run", "app.py", "--server.port", str(port))
    environment = {
        **watching(scratch, calls),
        "PYTHONDONTWRITEBYTECODE": "1",
        "DATABASE_URL": f"sqlite:///{scratch / 'store.sqlite'}",
        **settings,
    }
    server.log.write_bytes(b"")
    process = start(module, tree, environment, server.log)
    try:
        _wait_for(server, process)
        yield server
    finally:
        end(process)


def _by_command(
    module: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path
) -> subprocess.Popen[bytes]:
    with log.open("ab") as lines:
        return subprocess.Popen(
            (sys.executable, "-m", *module),
            cwd=folder,
            env=environment,
            stdout=lines,
            stderr=subprocess.STDOUT,
        )


def watching(scratch: Path, calls: Path) -> dict[str, str]:
    """The environment of a Python that writes down whom it tries to reach."""
    (scratch / "sitecustomize.py").write_text(_WATCH.format(log=str(calls)))
    return {**os.environ, "PYTHONPATH": str(scratch)}


def copied_tree(folder: Path) -> Path:
    """A copy of all that the dashboard runs from, to be spoilt."""
    for part in _PARTS:
        source, target = ROOT / part, folder / part
        if source.is_dir():
            shutil.copytree(source, target)  # what is compiled already, too
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    return folder


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(server: Server, process: Process) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            message = f"the server ended by itself:\n{server.said()}"
            raise RuntimeError(message)
        try:
            with urllib.request.urlopen(f"{server.origin}/healthz", timeout=5):
                return
        except urllib.error.HTTPError as not_yet:
            not_yet.close()
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            pass
        time.sleep(0.1)
    message = f"no answer within {_PATIENCE} s:\n{server.said()}"
    raise RuntimeError(message)
