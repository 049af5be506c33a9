"""Sets up the server on a bare Debian or Ubuntu; a second run completes and loses nothing."""

import argparse
import os
import re
import secrets
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy import asking, backup, certificates, databases, machine, program, release, settings
from deploy.places import BACKUP, SERVER, SERVICE, TIMER, USER, Places, places
from deploy.rendering import as_browsers_write, host_names, rendered, server, together
from deploy.trouble import Trouble, ended, say

_NO_ADMINISTRATOR = 3  # as deploy/administrator.py ends
_PATIENCE = 90  # seconds for the first start, which fills the store


def main(arguments: Sequence[str]) -> None:
    """The steps of an installation; each finds what is there and does what is missing."""
    options = _parser().parse_args(arguments)
    here = places()
    if options.into != here.is_scratch:
        raise Trouble("ROOT and --into belong together, and are for tests.")
    machine.need_root(here)
    os.umask(0o022)
    if options.only_units:
        write_units(settings.known(here), here)
        start(settings.known(here), here)
        return
    machine.make_user(here)
    _make_folders(here)
    values = _settings(options, here)
    certificates.provide(here, host_names(values), options.certificate, options.key)
    folder = release.prepare(here, options.packages)
    if not (here.current.exists() and here.is_installed):
        release.switch(here, folder)
    elif here.current.resolve() != folder.resolve():
        say("Another release runs; deploy/upgrade replaces it. Only the set-up was completed.")
    _check_settings(values, here)
    write_units(values, here)
    _first_administrator(options, values, here)
    start(values, here)
    (here.program / "installed").touch()
    say(f"Done: https://{host_names(values)[0]}/  To see whether all is well: deploy/check")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="deploy/install", description=__doc__)
    parser.add_argument("--name", help="the host name in the address, as nhipcau.example.vn")
    parser.add_argument("--certificate", type=Path, help="its certificate, with the chain (PEM)")
    parser.add_argument("--key", type=Path, help="the key of the certificate (PEM)")
    parser.add_argument("--administrator", help="account of the first administrator")
    parser.add_argument("--administrator-name", help="their name as others see it")
    parser.add_argument(
        "--password-stdin", action="store_true", help="their password comes by standard input"
    )
    hidden = argparse.SUPPRESS
    parser.add_argument("--only-units", action="store_true", help=hidden)
    parser.add_argument("--into", action="store_true", help=hidden)
    parser.add_argument("--packages", type=Path, help=hidden)
    parser.add_argument("--ports", nargs=3, type=int, help=hidden)
    return parser


def _make_folders(here: Places) -> None:
    for folder, mode, owner in (
        (here.program, 0o755, "root"),
        (here.releases, 0o755, "root"),
        (here.configuration, 0o755, "root"),
        (here.state, 0o700, USER),
        (here.backups, 0o700, USER),
    ):
        folder.mkdir(parents=True, exist_ok=True)
        machine.give(folder, mode, here, owner=owner)
    own = (here.units, here.site.parent, here.enabled_site.parent, here.access_log.parent)
    for folder in own:
        folder.mkdir(parents=True, exist_ok=True)


def _settings(options: argparse.Namespace, here: Places) -> dict[str, str]:
    """The settings, those that were not there yet among them."""
    _make_cookie_key(here)
    known = settings.read(here.settings)
    name = options.name or known.get("NHIP_CAU_HOSTS") or _asked("The server's host name: ")
    wanted = {
        "NHIP_CAU_SIGN_IN": "accounts",
        "NHIP_CAU_HOSTS": ",".join(as_browsers_write(one.strip()) for one in name.split(",")),
        "NHIP_CAU_COOKIE_KEY_FILE": str(here.cookie_key),
        "DATABASE_URL": f"sqlite:///{here.state / 'nhip-cau.sqlite'}",
        "NHIP_CAU_BACKUPS": str(here.backups),
    }
    if options.ports:
        names = (settings.PORT, settings.HTTP_PORT, settings.HTTPS_PORT)
        wanted |= dict(zip(names, map(str, options.ports), strict=True))
    values = settings.complete(here, wanted)
    machine.give(here.settings, 0o600, here)
    if options.name and options.name not in values["NHIP_CAU_HOSTS"].split(","):
        say(f"The name in {here.settings} stays {values['NHIP_CAU_HOSTS']}; change it there.")
    return values


def _make_cookie_key(here: Places) -> None:
    """A secret that nobody has seen; one that is there stays, else all would be signed out."""
    if not here.cookie_key.exists() or not here.cookie_key.read_text("utf-8").strip():
        settings.write_whole(here.cookie_key, secrets.token_urlsafe(48) + "\n", 0o600)
    machine.give(here.cookie_key, 0o600, here, owner=USER)


def _asked(question: str) -> str:
    if not sys.stdin.isatty():
        raise Trouble("Give the server's host name: deploy/install --name nhipcau.example.vn")
    return input(question).strip()


def _check_settings(values: Mapping[str, str], here: Places) -> None:
    """End the command where program or backups would stop over a setting, by day or by night."""
    databases.is_postgresql(settings.database(values))
    backup.folder(values, here)
    backup.spans(values)
    settings.ports(values)
    program.check_settings(here, values)


def write_units(values: Mapping[str, str], here: Places) -> None:
    """Write what systemd and nginx read; a file that somebody changed is kept beside it."""
    _stop_others(values, here)
    is_one = len(settings.ports(values)) == 1
    for target, text in (
        (here.units / SERVICE, server(values, here) if is_one else together(values)),
        *(() if is_one else ((here.units / SERVER, server(values, here)),)),
        (here.units / BACKUP, rendered(BACKUP, values, here)),
        (here.units / TIMER, rendered(TIMER, values, here)),
        (here.site, rendered("nginx.conf", values, here)),
    ):
        if target.exists() and target.read_text("utf-8") != text:
            before = target.with_name(f".{target.name}.before")
            target.replace(before)
            say(f"{target} is written anew; as it was: {before}")
        settings.write_whole(target, text, 0o644)
    if not here.enabled_site.exists():
        here.enabled_site.unlink(missing_ok=True)  # a link that leads nowhere
        here.enabled_site.symlink_to(here.site)


def _stop_others(values: Mapping[str, str], here: Places) -> None:
    """Where their number has changed, stop the servers as long as their units are known."""
    service = here.units / SERVICE
    if not service.exists():
        return
    before = re.findall(r"^Wants=(.*@.*)$", service.read_text("utf-8"), re.MULTILINE)
    units = settings.units(values)
    if before != ([" ".join(units)] if len(units) > 1 else []):
        say("The number of servers has changed: they stop for a moment.")
        machine.stop(here)
    if len(units) == 1:
        (here.units / SERVER).unlink(missing_ok=True)


def _first_administrator(
    options: argparse.Namespace, values: Mapping[str, str], here: Places
) -> None:
    """Make one where accounts are used and there is none yet."""
    if values["NHIP_CAU_SIGN_IN"] != "accounts":
        return
    status = program.run(here, values, "deploy.administrator").returncode
    if status == 0:
        return
    if status != _NO_ADMINISTRATOR:
        raise Trouble("The store could not be asked for its administrators (see above).")
    account = options.administrator
    if account is None and sys.stdin.isatty():
        account = input("Account of the first administrator, as ban.lo: ").strip()
    if not account:
        raise Trouble(
            "There is no administrator yet. Give the same command with --administrator ACCOUNT; it "
            "asks for the password, or reads it from standard input with --password-stdin."
        )
    words = ["deploy.administrator", account, options.administrator_name or account]
    words += ["--password-stdin"] if options.password_stdin else []
    if program.run(here, values, *words).returncode:
        raise Trouble("The administrator was not made (see above). Give the same command again.")


def start(values: Mapping[str, str], here: Places, seconds: float = _PATIENCE) -> None:
    """Start the service, its backups and the site, and wait so long until it answers."""
    machine.systemctl(here, "daemon-reload")
    for unit in (SERVICE, TIMER):
        if not machine.systemctl(here, "enable", "--now", unit):
            raise Trouble(f"{unit} did not start. What it said: journalctl -u {unit} -n 50")
    nginx = machine.program("nginx", here)
    if nginx is not None:
        status, said = machine.answer((nginx, "-t"))
        if status:
            raise Trouble(f"nginx refuses its configuration, and goes on as before:\n{said}")
    machine.systemctl(here, "enable", "nginx.service")
    machine.systemctl(here, "reload-or-restart", "nginx.service")
    if machine.program("systemctl", here) and not answers(values, seconds):
        raise Trouble(
            f"The service does not answer yet. What it said: journalctl -u {SERVICE} -n 50"
        )


def answers(values: Mapping[str, str], seconds: float = _PATIENCE) -> bool:
    """Whether the program answers within so many seconds; of several servers each."""
    deadline = time.monotonic() + seconds
    return all(answers_at(port, deadline) for port in settings.ports(values))


def answers_at(port: int, deadline: float, *, is_warm: bool = False) -> bool:
    """Whether the server at a port answers until then; ``is_warm``: and has its pages ready."""
    address = f"http://127.0.0.1:{port}/healthz"
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5) as response:
                well = bool(response.status == 200)
            if not is_warm or asking.readiness(port).get("warm", True):
                return well
            time.sleep(0.5)
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    return False


if __name__ == "__main__":
    sys.exit(ended(main, sys.argv[1:]))
