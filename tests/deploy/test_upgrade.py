"""A new release takes the place of the one that runs, or leaves everything as it was."""

import os
import shutil
import sqlite3
import subprocess
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from data.store import Store
from tests.deploy.machines import QUIET, ROOT, answers, begun, command_of, copied, made

pytestmark = [pytest.mark.slow, pytest.mark.server, pytest.mark.waits]
# In systemd's place: starts and ends the program as the unit says, and writes down what was asked.
SYSTEMCTL = """#!/bin/sh
echo "$*" >>{root}/asked
stop() {{
  [ -f {root}/pid ] || return 0
  kill "$(cat {root}/pid)" 2>/dev/null
  while kill -0 "$(cat {root}/pid)" 2>/dev/null; do sleep 0.1; done
  rm -f {root}/pid
}}
start() {{
  if [ -f {root}/pid ] && kill -0 "$(cat {root}/pid)" 2>/dev/null; then return 0; fi
  set -a
  . {root}/etc/nhip-cau/settings
  cd {root}/opt/nhip-cau/current
  command=$(sed -n 's/^ExecStart=//p' {root}/etc/systemd/system/nhip-cau.service)
  $command >>{root}/program.log 2>&1 </dev/null &
  echo $! >{root}/pid
}}
case "$*" in
  "stop nhip-cau.service"*) stop ;;
  "start nhip-cau.service" | "enable --now nhip-cau.service") start ;;
esac
"""


def with_systemctl(machine):
    """The machine, and what stands in systemd's place on it."""
    systemctl = machine.root / "usr/bin/systemctl"
    systemctl.parent.mkdir(parents=True, exist_ok=True)
    systemctl.write_text(SYSTEMCTL.format(root=machine.root))
    systemctl.chmod(0o755)
    return machine


def systemctl(machine, word):
    command = (str(machine.root / "usr/bin/systemctl"), word, "nhip-cau.service")
    subprocess.run(command, check=True, env={**os.environ, **QUIET})


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A machine whose installation started the program and saw it answer; stopped since."""
    one = with_systemctl(made(tmp_path_factory.mktemp("template")))
    done = one.install()
    assert done.returncode == 0, done.stderr
    systemctl(one, "stop")
    return one


@pytest.fixture
def machine(template, tmp_path):
    """A copy of it whose program runs, split off; each start after it is by the unit."""
    one = with_systemctl(copied(template, tmp_path / "machine"))
    program = begun(one, command_of(one, "nhip-cau.service"), one.root / "program.log")
    (one.root / "pid").write_text(f"{program.pid}\n")
    answers(one)
    yield one
    systemctl(one, "stop")
    program.wait(20)


@pytest.fixture
def release(tmp_path):
    """The source of a newer release: ``release(file, text)`` adds to one of its files."""

    def make(file, text):
        tree = tmp_path / "newer"
        for part in ("app.py", "components", "data", "deploy", "locales", "pages", ".streamlit"):
            copy = shutil.copy if (ROOT / part).is_file() else shutil.copytree
            tree.mkdir(exist_ok=True)
            copy(ROOT / part, tree / part)
        for part in ("requirements.lock", "setup.sh", "pyproject.toml"):
            shutil.copy(ROOT / part, tree / part)
        with (tree / file).open("a") as opened:
            opened.write(text)
        return tree

    return make


def upgrade(machine, tree, *words):
    return machine.run("upgrade", "--packages", str(ROOT / ".venv"), *words, tree=tree)


def settings_of(machine):
    return {
        path.name: path.read_bytes()
        for path in (machine.root / "etc/nhip-cau").iterdir()
        if path.is_file()
    }


def serving_release(machine):
    """The folder in which the program that answers was started."""
    pid = (machine.root / "pid").read_text().strip()
    return (Path("/proc") / pid / "cwd").resolve()


def first_version(machine) -> None:
    """The service publishes the shipped record for its first reader."""
    with urllib.request.urlopen(f"http://127.0.0.1:{machine.port}/sources", timeout=60) as page:
        assert page.status == 200
    with closing(Store(f"sqlite:///{machine.store}")) as store:
        assert store.current().number == 1


def test_the_newer_release_runs_and_the_one_before_stays(machine, release):
    before, kept = machine.current.resolve(), settings_of(machine)
    done = upgrade(machine, release("app.py", "\n# newer\n"))

    assert done.returncode == 0, done.stderr
    assert machine.current.resolve() != before
    assert serving_release(machine) == machine.current.resolve()
    assert before.exists()
    assert settings_of(machine) == kept
    assert len(list(machine.backups.glob("before-upgrade-*.sqlite"))) == 1


def test_the_same_release_again_changes_nothing(machine):
    before = machine.current.resolve()
    again = machine.run("upgrade", "--packages", str(ROOT / ".venv"))

    assert again.returncode == 0, again.stderr
    assert "This release is the one in place." in again.stdout
    assert machine.current.resolve() == before
    assert serving_release(machine) == before


def test_a_release_that_does_not_start_is_taken_back_with_the_store_it_changed(machine, release):
    before = machine.current.resolve()
    change = (
        "\nimport sqlite3, os\n"
        "store = sqlite3.connect(os.environ['DATABASE_URL'].removeprefix('sqlite:///'))\n"
        "store.execute('UPDATE store_format SET number = 99')\n"
        "store.commit()\n"
        "raise SystemExit('this release is broken')\n"
    )
    failed = upgrade(machine, release("app.py", change), "--patience", "8")

    assert failed.returncode == 1
    assert "The release before it runs again, with its store." in failed.stderr
    assert machine.current.resolve() == before
    assert serving_release(machine) == before
    with closing(sqlite3.connect(machine.store)) as store:
        assert store.execute("SELECT number FROM store_format").fetchone()[0] < 99


def test_a_restore_stops_the_service_first_and_starts_it_again(machine):
    first_version(machine)
    assert machine.run("backup").returncode == 0
    (machine.root / "asked").unlink()
    (file,) = machine.backups.glob("nhip-cau-*.sqlite")
    done = machine.run("restore", str(file))

    assert done.returncode == 0, done.stderr
    assert (machine.root / "asked").read_text().splitlines() == [
        "stop nhip-cau.service nhip-cau@*.service",
        "start nhip-cau.service",
    ]
    assert serving_release(machine) == machine.current.resolve()
