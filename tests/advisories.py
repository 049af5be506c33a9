"""Known faults of the packages we pin: ``python -m tests.advisories [LOCK]``.

pip-audit asks the database of the Python package index. Where it cannot be reached the check
passes with a notice, as a check that fails without a network would only be switched off. It asks
once a day for the same lock file. A step of ``make check``.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements-dev.lock"  # it holds the packages that run as well
KEPT = ROOT / ".venv" / "advisories"
_SECONDS = 180


def main(arguments: Sequence[str]) -> int:
    """0 where nothing is known or nobody could be asked, 1 for faults that are known."""
    lock = Path(arguments[0]) if arguments else LOCK
    mark = f"{datetime.now(UTC):%Y-%m-%d} {hashlib.sha256(lock.read_bytes()).hexdigest()}"
    if not arguments and KEPT.exists() and KEPT.read_text() == mark:
        sys.stdout.write("Known faults of packages: asked today already, none.\n")
        return 0
    answer = _asked(lock)
    if isinstance(answer, str):
        _notice(f"its database cannot be reached ({answer})")
        return 0
    packages = answer["dependencies"]
    skipped = [one for one in packages if "skip_reason" in one]
    if len(skipped) == len(packages):
        _notice("the database knows none of these packages")
        return 0
    faults = list(_faults(packages))
    for line in faults:
        sys.stdout.write(f"{line}\n")
    if skipped:
        sys.stdout.write(f"Not in the database: {', '.join(one['name'] for one in skipped)}\n")
    if not faults and not arguments:
        KEPT.write_text(mark)
    sys.stdout.write(f"Known faults of packages: {len(faults) or 'none'}.\n")
    return 1 if faults else 0


def _asked(lock: Path) -> Mapping[str, Any] | str:
    """What pip-audit found; or why it could not ask."""
    command = (sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--disable-pip")
    options = ("--require-hashes", "--format", "json", "--progress-spinner", "off")
    try:
        said = subprocess.run(
            (*command, *options, "--timeout", "10", *os.environ.get("PIP_AUDIT", "").split()),
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "it is too slow"
    try:
        answer: Mapping[str, Any] = json.loads(said.stdout)
    except json.JSONDecodeError:
        lines = said.stderr.strip().splitlines() or ["it said nothing"]
        if not any(word in said.stderr for word in _AWAY):
            raise SystemExit(f"pip-audit did not work:\n{said.stderr[-2000:]}") from None
        return lines[-1][:160]
    return answer


_AWAY = ("ConnectionError", "onnection", "timed out", "Timeout", "ServiceError", "resolve")


def _faults(packages: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for package in packages:
        for fault in package.get("vulns", ()):
            mended = ", ".join(fault["fix_versions"]) or "no release yet"
            yield f"{package['name']} {package['version']}: {fault['id']}, mended in {mended}"


def _notice(why: str) -> None:
    sys.stdout.write(f"NOTICE: known faults of packages were not looked up: {why}.\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
