"""What is asked of the machine itself: its users, services and programs."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.places import SERVER, SERVICE, USER, Places
from deploy.trouble import Trouble

_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def need_root(places: Places) -> None:
    """End the command for anybody but the machine's administrator."""
    if not places.is_scratch and os.geteuid():
        raise Trouble("Only the machine's administrator can do this: run it by sudo.")


def need_root_or_service(places: Places) -> None:
    """End the command for anybody but the administrator and the service's own user."""
    if has_user() and os.geteuid() == pwd.getpwnam(USER).pw_uid:
        return
    need_root(places)


def program(name: str, places: Places) -> str | None:
    """A program of the machine; in a test's folder only one that the test put there."""
    folder = str(places.root / "usr" / "bin") if places.is_scratch else _PATH
    return shutil.which(name, path=folder)


def systemctl(places: Places, *words: str) -> bool:
    """Whether systemd did so; true as well in a test's folder that has none."""
    found = program("systemctl", places)
    if found is None:
        if places.is_scratch:
            return True
        raise Trouble("There is no systemctl: this machine does not use systemd.")
    return subprocess.run((found, *words), check=False).returncode == 0  # noqa: S603 - our words


def stop(places: Places) -> bool:
    """Stop the service, and wait until each of several servers has finished what it publishes.

    Asked for the one that stands for them, systemd would wait for that one alone.
    """
    return systemctl(places, "stop", SERVICE, SERVER.replace("@", "@*"))


def answer(command: Sequence[str]) -> tuple[int, str]:
    """How a command ended and the whole of what it said; 127 where there is no such program."""
    try:
        said = subprocess.run(  # noqa: S603 - our own words
            command,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=60,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (FileNotFoundError, subprocess.TimeoutExpired) as cause:
        return 127, str(cause)
    return said.returncode, said.stdout + said.stderr


def give(path: Path, mode: int, places: Places, *, owner: str = "root") -> None:
    """Set who owns a file or folder, and its mode."""
    if not places.is_scratch:
        shutil.chown(path, owner, owner)
    path.chmod(mode)


def make_user(places: Places) -> None:
    """The user as whom the service runs: without password, shell or home of their own."""
    if places.is_scratch or has_user():
        return
    shell = shutil.which("nologin", path=_PATH) or "/bin/false"
    status, said = answer(
        [
            *("useradd", "--system", "--user-group", "--no-create-home"),
            *("--home-dir", str(places.state), "--shell", shell, USER),
        ]
    )
    if status:
        raise Trouble(f"The user {USER} could not be made: {said.strip()}")


def has_user() -> bool:
    """Whether the service's user is there."""
    try:
        pwd.getpwnam(USER)
    except KeyError:
        return False
    return True


def become_service(places: Places) -> None:
    """Go on as the service's user, for good; nothing where that is who runs this already."""
    if places.is_scratch or os.geteuid():
        return
    if not has_user():
        raise Trouble(f"There is no user {USER} yet: run deploy/install first.")
    entry = pwd.getpwnam(USER)
    os.setgroups([])
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)


def environment(settings: Mapping[str, str], places: Places) -> dict[str, str]:
    """What the service's programs find in their environment, and nothing else."""
    common = {"PATH": _PATH, "HOME": str(places.state), "LANG": "C.UTF-8", "TERM": "dumb"}
    passed = {name: os.environ[name] for name in ("TERM", "NC_LANG") if name in os.environ}
    return common | passed | dict(settings)
