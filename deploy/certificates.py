"""The certificate of the server: the administrator's own, or one it signs itself to begin with."""

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from deploy import machine
from deploy.places import Places
from deploy.trouble import Trouble, say

_DAYS = "825"


def provide(here: Places, names: Sequence[str], certificate: Path | None, key: Path | None) -> None:
    """Put the administrator's certificate in place, or make one where there is none."""
    if (certificate is None) != (key is None):
        raise Trouble("A certificate needs its key, and a key its certificate: give both.")
    if certificate is not None and key is not None:
        _must_belong(certificate, key)
        _put(here, certificate, key)
    elif not (here.certificate.exists() and here.certificate_key.exists()):
        _make(here, names)
    machine.give(here.certificate, 0o644, here)
    machine.give(here.certificate_key, 0o600, here)


def belong(certificate: Path, key: Path) -> bool:
    """Whether a certificate and a key are a pair."""
    of_one = machine.answer(("openssl", "x509", "-in", str(certificate), "-noout", "-pubkey"))
    of_other = machine.answer(("openssl", "pkey", "-in", str(key), "-pubout", "-passin", "pass:"))
    return of_one[0] == 0 and of_one == of_other


def _must_belong(certificate: Path, key: Path) -> None:
    for file in (certificate, key):
        file.read_bytes()  # what cannot be read is told by its name
    if not belong(certificate, key):
        raise Trouble(f"{key} is not the key of {certificate}, or is locked by a password.")


def _put(here: Places, certificate: Path, key: Path) -> None:
    for source, target in ((certificate, here.certificate), (key, here.certificate_key)):
        beside = target.with_name(f"{target.name}.new")
        beside.touch(mode=0o600)
        shutil.copyfile(source, beside)
        beside.replace(target)


def _make(here: Places, names: Sequence[str]) -> None:
    beside = here.certificate_key.with_name("tls.key.new")
    alternatives = ",".join(f"DNS:{name}" for name in names)
    status, said = machine.answer(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", _DAYS, "-subj", f"/CN={names[0][:64]}"),
            *("-addext", f"subjectAltName={alternatives}"),
            *("-keyout", str(beside), "-out", str(here.certificate)),
        ]
    )
    if status:
        raise Trouble(f"openssl made no certificate: {said.strip()}")
    beside.replace(here.certificate_key)
    say("The certificate is self-signed, so browsers warn; give your own by --certificate, --key.")


def ends(certificate: Path) -> datetime | None:
    """When a certificate ends; None where it is none."""
    words = ("openssl", "x509", "-in", str(certificate), "-noout", "-enddate")
    status, said = machine.answer(words)
    if status:
        return None
    written = said.strip().removeprefix("notAfter=")
    return datetime.strptime(written, "%b %d %H:%M:%S %Y GMT").replace(tzinfo=UTC)


def is_for(certificate: Path, name: str) -> bool:
    """Whether a browser takes a certificate as that of a host."""
    words = ("openssl", "x509", "-in", str(certificate), "-noout", "-checkhost", name)
    return "does match" in machine.answer(words)[1]


def is_self_signed(certificate: Path) -> bool:
    """Whether nobody but the server itself says that it is this host."""
    words = ("openssl", "x509", "-in", str(certificate), "-noout", "-subject", "-issuer")
    lines = machine.answer(words)[1].splitlines()
    return len({line.partition("=")[2] for line in lines}) == 1
