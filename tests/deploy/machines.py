"""A machine in a scratch folder: installed by the real commands, served by a real nginx."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.browser.split import Process, Split, end

ROOT = Path(__file__).parents[2]
NAME = "nhipcau.example"
ADMINISTRATOR, PASSWORD = "ban.lo", "mùa hoa ban nở trắng"
# Each start would spend seconds of the processor on pages; tests/browser/test_warm.py has those.
QUIET = {"NHIP_CAU_DRAWN_AHEAD": "off"}
_PATIENCE = 60
_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")


class Machine(NamedTuple):
    """Where it stands and at which ports it answers: the program's own, http, https."""

    root: Path
    port: int
    http: int
    https: int

    @property
    def settings(self) -> Path:
        return self.root / "etc/nhip-cau/settings"

    @property
    def store(self) -> Path:
        return self.root / "var/lib/nhip-cau/nhip-cau.sqlite"

    @property
    def backups(self) -> Path:
        return self.root / "var/backups/nhip-cau"

    @property
    def current(self) -> Path:
        return self.root / "opt/nhip-cau/current"

    @property
    def site(self) -> Path:
        return self.root / "etc/nginx/sites-available/nhip-cau"

    @property
    def host(self) -> str:
        return f"{NAME}:{self.https}"

    def run(
        self, command: str, *words: str, said: str = "", tree: Path = ROOT
    ) -> subprocess.CompletedProcess[str]:
        """One of the commands under deploy/ on this machine."""
        return subprocess.run(
            (str(tree / "deploy" / command), *words),
            input=said,
            capture_output=True,
            text=True,
            env={**os.environ, **QUIET, "ROOT": str(self.root)},
            timeout=120,
            check=False,
        )

    def install(
        self, *words: str, tree: Path = ROOT, password: str = PASSWORD
    ) -> subprocess.CompletedProcess[str]:
        """The installation as an administrator gives it, with packages that are there already."""
        ports = map(str, (self.port, self.http, self.https))
        given = ("--name", NAME, "--ports", *ports, "--administrator", ADMINISTRATOR)
        packages = ("--into", "--packages", str(ROOT / ".venv"), "--password-stdin")
        return self.run("install", *given, *packages, *words, said=password + "\n", tree=tree)

    def environment(self) -> dict[str, str]:
        """What systemd hands the service."""
        lines = self.settings.read_text().splitlines()
        pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
        return {**os.environ, **QUIET, **{name: value for name, _is, value in pairs}}

    def ask(self, request: str, *, name: str = NAME) -> bytes:
        """The whole answer to a request written by hand, over TLS through nginx."""
        context = ssl.create_default_context(cafile=str(self.root / "etc/nhip-cau/tls.crt"))
        with (
            socket.create_connection(("127.0.0.1", self.https), 20) as plain,
            context.wrap_socket(plain, server_hostname=name) as connection,
        ):
            connection.sendall(request.replace("\n", "\r\n").encode())
            return _whole(connection)

    def get(self, path: str, *lines: str, host: str = "") -> bytes:
        """The answer to a simple request, with further header lines."""
        head = (f"GET {path} HTTP/1.1", f"Host: {host or self.host}", *lines)
        return self.ask("\n".join((*head, "Connection: close", "", "")))


def made(root: Path) -> Machine:
    """A machine on which nothing is installed yet."""
    return Machine(root, *(_free_port() for _one in range(3)))


def copied(machine: Machine, root: Path) -> Machine:
    """An installed machine whose store is at rest, once more elsewhere, at ports of its own."""
    copy = made(root)
    shutil.copytree(machine.root, root, symlinks=True)
    others = dict(zip(map(str, machine), map(str, copy), strict=True))
    named = re.compile("|".join(rf"(?<!\d){re.escape(one)}(?!\d)" for one in others))
    for path in [*root.rglob("*")]:
        if path.is_symlink():
            target = named.sub(lambda found: others[found[0]], str(path.readlink()))
            path.unlink()
            path.symlink_to(target)
        elif path.is_file() and path.is_relative_to(root / "etc"):
            text = path.read_text()
            path.write_text(named.sub(lambda found: others[found[0]], text))
    return copy


def begun(machine: Machine, command: str, log: Path, *, split: bool = True) -> Process:
    """The program of a unit by its command, with what systemd hands it.

    Split off, it finds the packages imported, and imports what was installed itself: that costs
    a fifth of a start, and is for tests that are not about the start.
    """
    words = command.split()
    assert words[1] == "-m"
    environment: Mapping[str, str] = machine.environment()
    if split:
        return Split(words[2:], machine.current, environment, log)
    with log.open("ab") as lines:
        return subprocess.Popen(
            words, cwd=machine.current, env=environment, stdout=lines, stderr=subprocess.STDOUT
        )


def command_of(machine: Machine, unit: str) -> str:
    """What systemd starts by a unit."""
    lines = (machine.root / "etc/systemd/system" / unit).read_text().splitlines()
    command = next(line for line in lines if line.startswith("ExecStart="))
    return command.removeprefix("ExecStart=")


@contextmanager
def running(machine: Machine) -> Iterator[Path]:
    """The program of an installed machine, split off; gives its log."""
    log = machine.root / "program.log"
    log.write_bytes(b"")
    process = begun(machine, command_of(machine, "nhip-cau.service"), log)
    try:
        answers(machine)
        yield log
    finally:
        end(process)


@contextmanager
def proxied(machine: Machine) -> Iterator[None]:
    """A real nginx with the site of this machine."""
    whole = machine.root / "nginx.conf"
    whole.write_text(
        f"pid {machine.root}/nginx.pid; error_log {machine.root}/nginx.log; daemon off;\n"
        "worker_processes 1; events { worker_connections 256; }\n"
        f"http {{ access_log off; include {machine.root}/etc/nginx/sites-enabled/*; }}\n"
    )
    said = machine.root / "nginx.said"
    with said.open("wb") as file:
        process = subprocess.Popen(
            ("/usr/sbin/nginx", "-c", str(whole)), stdout=file, stderr=subprocess.STDOUT
        )
        try:
            _listens(machine.https, said)
            yield
        finally:
            end(process)


def _listens(port: int, said: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(said.read_text())


def answers(machine: Machine) -> None:
    """Wait until the program of a machine answers; raises what it logged where it does not."""
    address = f"http://127.0.0.1:{machine.port}/healthz"
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError((machine.root / "program.log").read_text())


def _whole(connection: socket.socket) -> bytes:
    """An answer to its end: where its length says, or where the server closes."""
    answer = b""
    while part := connection.recv(65536):
        answer += part
        head, _empty, body = answer.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if answer.startswith(b"HTTP/1.1 101") or (length and len(body) >= int(length[1])):
            break
    return answer


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
