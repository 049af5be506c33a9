"""What goes wrong ends in a sentence on what to do, never in a traceback."""

import errno
import sys
from collections.abc import Callable, Sequence

_ADVICE = {
    errno.ENOSPC: "the disk is full; free some space",
    errno.EDQUOT: "the disk quota is used up; free some space",
    errno.EACCES: "the right to it is missing; run this by sudo",
    errno.EPERM: "the right to it is missing; run this by sudo",
    errno.EROFS: "the file system is read-only; mount it for writing",
}


class Trouble(Exception):  # noqa: N818 - the name says what it is
    """Raised with the sentence that the administrator reads."""


def say(line: str) -> None:
    """Tell the administrator."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def ended(work: Callable[[Sequence[str]], None], arguments: Sequence[str]) -> int:
    """The exit status of a command: 0, or 1 after the sentence on what went wrong."""
    try:
        work(arguments)
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n")
    except OSError as cause:
        why = _ADVICE.get(cause.errno or 0, f"{cause.strerror or cause}; mend this")
        where = cause.filename or "The machine"
        sys.stderr.write(
            f"{where}: {why}, and give the same command again. It goes on where it stopped.\n"
        )
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. The same command goes on from here.\n")
    else:
        return 0
    return 1
