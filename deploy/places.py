"""Where everything of the server stands, and as whom it runs."""

import os
from pathlib import Path
from typing import NamedTuple

USER = "nhip-cau"
# Of several servers each runs as SERVER with its port after the @, and SERVICE stands for all.
SERVER = f"{USER}@.service"
SERVICE, TIMER, BACKUP = f"{USER}.service", f"{USER}-backup.timer", f"{USER}-backup.service"


class Places(NamedTuple):
    """The folders and files, below the root of the machine or, in tests, below another folder."""

    root: Path

    @property
    def is_scratch(self) -> bool:
        """Whether this is a test's folder: no user or service of the machine is touched."""
        return self.root != Path("/")

    @property
    def program(self) -> Path:
        """The releases, and the link to the one that runs."""
        return self.root / "opt" / USER

    @property
    def releases(self) -> Path:
        """A folder for each release, whole with its packages."""
        return self.program / "releases"

    @property
    def current(self) -> Path:
        """The link to the release that runs."""
        return self.program / "current"

    @property
    def is_installed(self) -> bool:
        """Whether an installation came to its end."""
        return (self.program / "installed").exists()

    @property
    def python(self) -> Path:
        """The Python of the release that runs."""
        return self.current / ".venv" / "bin" / "python"

    @property
    def state(self) -> Path:
        """What the program writes."""
        return self.root / "var" / "lib" / USER

    @property
    def backups(self) -> Path:
        """The nightly copies; the program that runs may not write here."""
        return self.root / "var" / "backups" / USER

    @property
    def configuration(self) -> Path:
        """Settings, cookie key and certificate."""
        return self.root / "etc" / USER

    @property
    def settings(self) -> Path:
        """The settings, a line each, as systemd reads them."""
        return self.configuration / "settings"

    @property
    def cookie_key(self) -> Path:
        """The secret that signs who is signed in."""
        return self.configuration / "cookie-key"

    @property
    def certificate(self) -> Path:
        """The certificate of the server, with those between it and its authority."""
        return self.configuration / "tls.crt"

    @property
    def certificate_key(self) -> Path:
        """The key of the certificate."""
        return self.configuration / "tls.key"

    @property
    def openid(self) -> Path:
        """The secrets for signing in at another server, where the administrator put some."""
        return self.configuration / "secrets.toml"

    @property
    def units(self) -> Path:
        """Where systemd finds the service."""
        return self.root / "etc" / "systemd" / "system"

    @property
    def site(self) -> Path:
        """What nginx serves."""
        return self.root / "etc" / "nginx" / "sites-available" / USER

    @property
    def enabled_site(self) -> Path:
        """The link by which nginx serves it."""
        return self.root / "etc" / "nginx" / "sites-enabled" / USER

    @property
    def access_log(self) -> Path:
        """What nginx notes of requests; Debian rotates what lies there."""
        return self.root / "var" / "log" / "nginx" / f"{USER}.log"


def places() -> Places:
    """Those of this machine, or below ``ROOT``, which is for tests."""
    return Places(Path(os.environ.get("ROOT") or "/").absolute())
