"""A release in its own folder: program and packages, and the link that makes it run."""

import hashlib
import os
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

from deploy.places import Places
from deploy.trouble import Trouble, say

SOURCE = Path(__file__).parents[1]
_PARTS = (
    *("app.py", "components", "data", "deploy", "docs", "locales", "pages", ".streamlit"),
    *("requirements.lock", "setup.sh", "pyproject.toml", "LICENSE", "CHANGELOG.md"),
    *("README.md", "README.vi.md", "SECURITY.md"),
)
_LOCK = "requirements.lock"
_COMPLETE = ".complete"
_NEEDED = 2_500_000_000  # bytes: packages, while they are unpacked


def prepare(places: Places, packages: Path | None = None) -> Path:
    """The folder of the release in whose source this stands; made whole where it is not yet.

    ``packages`` is an environment to be used as it is, for tests.
    """
    folder = places.releases / _name()
    if (folder / _COMPLETE).exists():
        say(f"The program is in place: {folder}")
        return folder
    say(f"Copying the program to {folder} …")
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    for file in _files():
        target = folder / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SOURCE / file, target)
        target.chmod(0o755 if os.access(SOURCE / file, os.X_OK) else 0o644)
    _add_packages(folder, packages)
    (folder / _COMPLETE).touch()
    return folder


def switch(places: Places, folder: Path) -> None:
    """Make this release the one that runs from its next start on."""
    beside = places.current.with_name("current.new")
    beside.unlink(missing_ok=True)
    beside.symlink_to(folder)
    beside.replace(places.current)


def forget_older(places: Places, *kept: Path) -> None:
    """Remove the releases other than these; a half-made one too."""
    for folder in places.releases.iterdir():
        if folder.resolve() not in {one.resolve() for one in kept}:
            shutil.rmtree(folder)


def _name() -> str:
    """The version and a mark of the contents: another source is another release."""
    version = tomllib.loads((SOURCE / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    digest = hashlib.sha256()
    for file in _files():
        digest.update(f"{file}\0".encode() + (SOURCE / file).read_bytes() + b"\0")
    return f"{version}-{digest.hexdigest()[:12]}"


def _files() -> Iterator[Path]:
    for part in _PARTS:
        whole = SOURCE / part
        found = sorted(whole.rglob("*")) if whole.is_dir() else [whole]
        for path in found:
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(SOURCE)


def _add_packages(folder: Path, packages: Path | None) -> None:
    if packages is not None:
        (folder / ".venv").unlink(missing_ok=True)
        (folder / ".venv").symlink_to(packages)
        return
    free = shutil.disk_usage(folder).free
    if free < _NEEDED and not (folder / ".venv" / _LOCK).exists():
        raise Trouble(
            f"{folder} needs {_NEEDED / 1e9:.1f} GB and has {free / 1e9:.1f} GB free. "
            "Free some space and give the same command again."
        )
    command = ("sh", "setup.sh", "packages", _LOCK)
    if subprocess.run(command, cwd=folder, check=False).returncode:  # noqa: S603 - our own words
        raise Trouble("The packages are not complete (see above); nothing that runs was changed.")
    # The service may write nothing here, so what Python compiles is made now.
    python = folder / ".venv" / "bin" / "python"
    parts = ("app.py", "components", "data", "pages", "deploy")
    subprocess.run((python, "-m", "compileall", "-q", *parts), cwd=folder, check=False)  # noqa: S603
    subprocess.run((python, "-m", "components.html"), cwd=folder, check=False)  # noqa: S603
