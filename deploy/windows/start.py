"""Starts the dashboard without a window, as the scheduled task does; what it says goes to a log."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOG = ROOT / "var" / "dashboard.log"
_LARGEST = 5_000_000  # bytes; a log that is larger makes room at the next start


def main(port: str) -> None:
    """Run the server until the task is ended."""
    os.chdir(ROOT)
    LOG.parent.mkdir(exist_ok=True)
    if LOG.exists() and LOG.stat().st_size > _LARGEST:
        LOG.replace(LOG.with_suffix(".old.log"))
    # A program without a window has no output at all, which some libraries do not expect.
    log = LOG.open("a", encoding="utf-8", buffering=1)
    sys.stdout = sys.stderr = log
    os.environ["PYTHONUTF8"] = "1"  # for the processes that the server starts

    from streamlit.web import cli  # noqa: PLC0415 - it looks at the output when it is imported

    address = ("--server.address", "127.0.0.1")  # reached from this machine alone
    sys.argv = ["streamlit", "run", "app.py", *address, "--server.port", port]
    cli.main()


if __name__ == "__main__":
    main(sys.argv[1])
