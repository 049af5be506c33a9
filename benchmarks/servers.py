"""Servers that are measured: ours and the yardsticks, each a process of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
YARDSTICKS = Path(__file__).parent / "yardsticks"
_PATIENCE = 120
_QUIET = (
    *("--server.headless", "true", "--server.address", "127.0.0.1"),
    *("--server.fileWatcherType", "none", "--browser.gatherUsageStats", "false"),
)


class Server(NamedTuple):
    """A running server: address, process, seconds until it first answered, and where it logs."""

    origin: str
    process: int
    start: float
    log: Path = Path(os.devnull)

    @property
    def store(self) -> str:
        """The address of our own server's store."""
        return f"sqlite:///{self.log.parent / 'store.sqlite'}"

    @property
    def seconds(self) -> float:
        """Processor seconds that the server has spent so far."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def megabytes(self) -> float:
        """Memory that the server holds now."""
        pages = int(Path(f"/proc/{self.process}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def ours(scratch: Path, *through: str) -> Iterator[Server]:
    """The dashboard with the shipped record, in a store of its own; it logs there too.

    ``through`` is a module, and what it is told, to run in Streamlit's place.
    """
    store = {"DATABASE_URL": f"sqlite:///{scratch / 'store.sqlite'}"}
    command = ("-m", *(through or ("streamlit",)), "run", "app.py", "--server.port")
    with _running(command, ROOT, "/healthz", store, scratch / "server.log") as server:
        yield server


@contextmanager
def streamlit(yardstick: str, **settings: str) -> Iterator[Server]:
    """A yardstick as Streamlit runs it with its own settings, without questions or telemetry.

    ``settings`` are variables of its environment.
    """
    command = ("-m", "streamlit", "run", f"{yardstick}.py", *_QUIET, "--server.port")
    with _running(command, YARDSTICKS, "/_stcore/health", settings) as server:
        yield server


@contextmanager
def dash() -> Iterator[Server]:
    """Two charts by Dash, with packages of its own: the dashboard does not depend on them."""
    command = ("dash_charts.py",)
    with _running(command, YARDSTICKS, "/", {}, python=_python_with_dash()) as server:
        yield server


def dash_version() -> str:
    """The version of Dash that is pinned."""
    lines = (YARDSTICKS / "dash.lock").read_text(encoding="utf-8").splitlines()
    return next(line.split()[0] for line in lines if line.startswith("dash==")).partition("==")[2]


def _python_with_dash() -> str:
    """The Python of build/dash, which holds what dash.lock pins; made where it is not there yet."""
    folder, lock = ROOT / "build" / "dash", YARDSTICKS / "dash.lock"
    python, known = folder / "bin" / "python", folder / lock.name
    if not known.exists() or known.read_bytes() != lock.read_bytes():
        subprocess.run((sys.executable, "-m", "venv", "--clear", str(folder)), check=True)
        uv = (sys.executable, "-m", "uv", "pip", "install", "--quiet", "--require-hashes")
        subprocess.run((*uv, "--python", str(python), "-r", str(lock)), check=True)
        known.write_bytes(lock.read_bytes())
    return str(python)


@contextmanager
def _running(
    command: tuple[str, ...],
    folder: Path,
    health: str,
    settings: dict[str, str],
    log: Path = Path(os.devnull),
    python: str = sys.executable,
) -> Iterator[Server]:
    port = _free_port()
    origin = f"http://127.0.0.1:{port}"
    begun = time.monotonic()
    with log.open("wb") as lines:
        process = subprocess.Popen(
            (python, *command, str(port)),
            cwd=folder,
            env={**os.environ, **settings},
            stdout=lines,
            stderr=subprocess.STDOUT,
        )
    try:
        while not _answers(origin + health):
            if process.poll() is not None or time.monotonic() > begun + _PATIENCE:
                raise RuntimeError(f"{command[-2:]} does not answer")
            time.sleep(0.05)
        yield Server(origin, process.pid, time.monotonic() - begun, log)
    finally:
        process.terminate()
        process.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
