"""What a process that ``running`` started does last: it answers, and ends at once."""

import os
import sys
from collections.abc import Iterable
from typing import NoReturn


def end_with(answer: Iterable[bytes]) -> NoReturn:
    """Write the answer, then end this process without taking apart what it built.

    That would cost a small file a good part of its time. Threads that a library still runs could
    also abort the process then, and a whole answer would be told as a failure.
    """
    sys.stdout.buffer.writelines(answer)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
