"""Several servers of one machine on one PostgreSQL, each started and ended by itself."""

import os
import socket
import ssl
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from components.entrance import gate
from data.accounts import accounts, sign_ins
from data.roles import ALONE, Role
from data.store import Store
from tests.browser.split import Process
from tests.data.store.stores import PostgreSQL, postgresql
from tests.deploy.machines import Machine, begun, command_of, made, proxied

EDITOR, APPROVER = "ban", "dung"
_PATIENCE = 120
# In systemd's place: tells the test which server is to be restarted, and waits until that is done.
_SYSTEMCTL = """#!/bin/sh
[ "$1" = restart ] || exit 0
echo "$2" >{root}/restart
while [ -f {root}/restart ]; do sleep 0.1; done
"""


class Servers:
    """The machine, its database and the processes by their ports."""

    def __init__(self, machine: Machine, database: PostgreSQL, store: Store) -> None:
        self.machine, self.database, self.store = machine, database, store
        self._processes: dict[int, Process] = {}
        self._command = command_of(machine, "nhip-cau@.service")

    @property
    def ports(self) -> list[int]:
        return [self.machine.port, self.machine.port + 1]

    @property
    def origin(self) -> str:
        return f"https://{self.machine.host}"

    @property
    def tls(self) -> ssl.SSLContext:
        """Trusts the machine's own certificate."""
        return ssl.create_default_context(cafile=str(self.machine.root / "etc/nhip-cau/tls.crt"))

    def cookies(self, who: str, port: int = 0) -> dict[str, str]:
        """What the browser of somebody has who has signed in, at a server or at none yet."""
        there = {"nhip_cau_server": str(port)} if port else {}
        return {gate.COOKIE: gate.cookie_of(sign_ins.begin(self.store, who)), **there}

    def start(self, *ports: int, split: bool = True) -> None:
        """Start servers, split off or by the command of their unit; wait until they answer."""
        for port in ports:
            command = self._command.replace("%i", str(port))
            self._processes[port] = begun(self.machine, command, self.log(port), split=split)
        for port in ports:
            self._wait(port)

    def log(self, port: int) -> Path:
        return self.machine.root / f"server-{port}.log"

    def kill(self, port: int) -> None:
        """As the machine does that has no memory left."""
        self._processes[port].kill()
        self._processes.pop(port).wait(_PATIENCE)

    def stop(self, port: int) -> None:
        self._processes[port].terminate()
        self._processes.pop(port).wait(_PATIENCE)

    def all_run(self) -> None:
        """Bring back what a test has ended."""
        self.database.start()
        self.start(*(port for port in self.ports if port not in self._processes))

    def all_end(self) -> None:
        for port in list(self._processes):
            self.kill(port)

    def restart_one_by_one(
        self, around: Callable[[int], AbstractContextManager[None]]
    ) -> list[str]:
        """What ``deploy/restart`` asks of systemd, done as it would do it; gives the units.

        ``around`` is what happens while the server at a port ends and comes back.
        """
        wanted = self.machine.root / "restart"
        asked = subprocess.Popen(
            (str(Path(__file__).parents[2] / "deploy/restart"),),
            env={**os.environ, "ROOT": str(self.machine.root)},
        )
        units = []
        while asked.poll() is None:
            if wanted.exists() and (unit := wanted.read_text().strip()):
                port = int(unit.partition("@")[2].partition(".")[0])
                units.append(unit)
                with around(port):
                    self.stop(port)
                    self.start(port, split=False)
                wanted.unlink()
            time.sleep(0.05)
        assert asked.returncode == 0
        return units

    def _wait(self, port: int) -> None:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(self.log(port).read_text()[-3000:])


@contextmanager
def servers(root: Path) -> Iterator[Servers]:
    """Two servers behind nginx, an editor and an approver."""
    with postgresql() as database, pytest.MonkeyPatch.context() as patch:
        machine = _with_room_for_two(root)
        url = database.database()
        machine.settings.parent.mkdir(parents=True)
        machine.settings.write_text(f"DATABASE_URL={url}\nSERVERS=2\n")
        done = machine.install()
        assert done.returncode == 0, done.stderr
        systemctl = machine.root / "usr/bin/systemctl"
        systemctl.parent.mkdir(parents=True)
        systemctl.write_text(_SYSTEMCTL.format(root=machine.root))
        systemctl.chmod(0o755)
        patch.setenv("NHIP_CAU_COOKIE_KEY_FILE", str(machine.root / "etc/nhip-cau/cookie-key"))
        store = Store(url)
        for who, role in ((EDITOR, Role.EDITOR), (APPROVER, Role.APPROVER)):
            accounts.add(store, who, who.title(), role, None, by=ALONE.called("test"))
        both = Servers(machine, database, store)
        try:
            with proxied(machine):
                both.start(*both.ports)
                yield both
        finally:
            both.all_end()
            store.close()


def _with_room_for_two(root: Path) -> Machine:
    """A machine whose port has a free one after it."""
    while True:
        machine = made(root)
        others = {machine.http, machine.https}
        with socket.socket() as next_one:
            try:
                next_one.bind(("127.0.0.1", machine.port + 1))
            except OSError:
                continue
        if machine.port + 1 not in others:
            return machine
