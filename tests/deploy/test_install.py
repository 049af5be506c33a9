"""A server in one sitting: what the installation leaves, and what a second one keeps."""

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing

import pytest

from tests.deploy.machines import ADMINISTRATOR, NAME, ROOT, copied, made

pytestmark = [pytest.mark.slow, pytest.mark.server]


def contents(folder):
    """Every file of a machine with its bytes and mode, but for the program's own."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mode)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and "releases" not in path.parts
        and "current" not in path.parts
        # SQLite's log is there while somebody looks.
        and path.suffix in ("", ".crt", ".key", ".service", ".timer")
    }


def modes(machine, *names):
    return {name: stat.S_IMODE((machine.root / name).stat().st_mode) for name in names}


def accounts(machine):
    with closing(sqlite3.connect(machine.store)) as store:
        return store.execute("SELECT account, role, password FROM accounts").fetchall()


def test_it_makes_the_first_administrator_with_a_hashed_password(installed):
    (found,) = accounts(installed)

    assert found[:2] == (ADMINISTRATOR, "administrator")
    assert found[2].startswith("$argon2id$")


def test_only_its_owner_reads_settings_secrets_store_and_backups(installed):
    secret = ("etc/nhip-cau/settings", "etc/nhip-cau/cookie-key", "etc/nhip-cau/tls.key")

    assert modes(installed, *secret) == dict.fromkeys(secret, 0o600)
    assert modes(installed, "var/lib/nhip-cau", "var/backups/nhip-cau") == {
        "var/lib/nhip-cau": 0o700,
        "var/backups/nhip-cau": 0o700,
    }
    assert stat.S_IMODE(installed.store.stat().st_mode) & 0o077 == 0


def test_the_program_in_place_belongs_to_nobody_who_runs_it(installed):
    open_to_all = [path for path in installed.current.rglob("*.py") if path.stat().st_mode & 0o022]

    assert open_to_all == []
    assert not (installed.current / "var").exists()
    assert not (installed.current / ".git").exists()


def test_the_units_are_what_systemd_takes(installed):
    units = [str(unit) for unit in (installed.root / "etc/systemd/system").iterdir()]
    said = subprocess.run(
        ("systemd-analyze", "verify", *units), capture_output=True, text=True, check=False
    )

    assert sorted(map(os.path.basename, units)) == [
        "nhip-cau-backup.service",
        "nhip-cau-backup.timer",
        "nhip-cau.service",
    ]
    assert said.returncode == 0, said.stderr
    assert str(installed.root) not in said.stderr


def test_the_units_give_the_service_little_that_it_could_misuse(installed):
    for unit in ("nhip-cau.service", "nhip-cau-backup.service"):
        judged = subprocess.run(
            [
                *("systemd-analyze", "security", "--offline=true", "--threshold=25"),
                str(installed.root / "etc/systemd/system" / unit),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert judged.returncode == 0, judged.stdout[-300:]


def test_the_browser_that_makes_pictures_may_lock_itself_in(installed):
    """Tried with a real systemd: without these it does not start."""
    unit = (installed.root / "etc/systemd/system/nhip-cau.service").read_text().splitlines()

    assert "RestrictNamespaces=user pid net" in unit
    assert "SystemCallFilter=@system-service chroot" in unit
    assert "MemoryDenyWriteExecute=yes" not in unit


def test_a_second_run_changes_nothing(installed):
    before = contents(installed.root)
    again = installed.install(password="another password 123")

    assert again.returncode == 0, again.stderr
    assert contents(installed.root) == before
    assert len(accounts(installed)) == 1


def test_a_second_run_keeps_own_settings_and_sets_an_edited_site_aside(installed, tmp_path):
    machine = copied(installed, tmp_path / "machine")
    machine.settings.write_text(machine.settings.read_text() + "NHIP_CAU_FOUR_EYES=on\n")
    machine.site.write_text(f"# by hand\n{machine.site.read_text()}")
    again = machine.install("--name", "other.example")

    assert "NHIP_CAU_FOUR_EYES=on\n" in machine.settings.read_text()
    assert f"stays {NAME}" in again.stdout
    assert "# by hand" not in machine.site.read_text()
    assert "# by hand" in machine.site.with_name(".nhip-cau.before").read_text()


def test_an_installation_that_stopped_twice_goes_on(tmp_path):
    """For the disk is full, then for the administrator's name is none, and files are missing."""
    machine = made(tmp_path)
    small = tmp_path / "opt"
    small.mkdir()
    subprocess.run(("mount", "-t", "tmpfs", "-o", "size=200k", "none", str(small)), check=True)
    try:
        full = machine.install()
        subprocess.run(("mount", "-o", "remount,size=100m", str(small)), check=True)
        stopped = machine.install("--administrator", "not a name")
        key = (machine.root / "etc/nhip-cau/cookie-key").read_text()
        (machine.current.resolve() / ".complete").unlink()
        (machine.current.resolve() / "app.py").unlink()
        done = machine.install()
        is_whole = (machine.current / "app.py").exists()
    finally:
        subprocess.run(("umount", str(small)), check=True)

    assert "the disk is full; free some space" in full.stderr
    assert "Traceback" not in full.stderr
    assert stopped.returncode == 1
    assert "Give the same command again" in stopped.stderr
    assert done.returncode == 0, done.stderr
    assert is_whole
    assert (machine.root / "etc/nhip-cau/cookie-key").read_text() == key
    assert len(accounts(machine)) == 1


def certified(folder, *names):
    """A certificate for some names and its key, as an authority gives them."""
    certificate, key = folder / "theirs.crt", folder / "theirs.key"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "90", "-subj", "/CN=Authority", "-addext"),
            "subjectAltName=" + ",".join(f"DNS:{name}" for name in names),
            *("-out", str(certificate), "-keyout", str(key)),
        ],
        capture_output=True,
        check=True,
    )
    return certificate, key


def test_the_administrators_own_certificate_takes_the_place_of_the_self_signed_one(
    installed, tmp_path
):
    machine = copied(installed, tmp_path / "machine")
    certificate, key = certified(tmp_path, NAME, f"www.{NAME}")
    own_key = str(machine.root / "etc/nhip-cau/tls.key")
    refused = machine.install("--certificate", str(certificate), "--key", own_key)
    done = machine.install("--certificate", str(certificate), "--key", str(key))

    assert "is not the key of" in refused.stderr
    assert done.returncode == 0, done.stderr
    in_place = machine.root / "etc/nhip-cau/tls.crt"
    assert in_place.read_bytes() == certificate.read_bytes()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--name", "https://nhipcau.example/"), "is no host name"),
        (("--certificate", "/nowhere/a.crt"), "A certificate needs its key"),
        (("--certificate", "/nowhere/a.crt", "--key", "/nowhere/a.key"), "/nowhere/a.crt: "),
    ],
)
def test_a_wrong_word_is_told_in_a_sentence(tmp_path, words, sentence):
    refused = made(tmp_path).install(*words)

    assert refused.returncode == 1
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("command", ["install", "upgrade", "backup", "restore", "run"])
def test_who_is_no_administrator_of_the_machine_is_told_to_use_sudo(command):
    module = {"install": "installing"}.get(command, command)
    program = (
        f"import os, sys; from deploy import {module}; from deploy.trouble import ended; "
        f"os.setuid(65534); sys.exit(ended({module}.main, []))"
    )
    refused = subprocess.run(
        (sys.executable, "-P", "-c", program),
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        check=False,
    )

    assert refused.returncode == 1
    assert refused.stderr == "Only the machine's administrator can do this: run it by sudo.\n"


@pytest.mark.parametrize(
    "module", ["installing", "backup", "restore", "upgrade", "run", "databases", "certificates"]
)
def test_what_runs_before_the_packages_are_there_needs_none_of_them(module):
    """-S: only Python's own library is found, as on a bare machine."""
    said = subprocess.run(
        (sys.executable, "-S", "-c", f"import deploy.{module}"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.returncode == 0, said.stderr
