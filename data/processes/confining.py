"""What a process that ``running`` started does first: it limits itself.

Apart from what starts it, which would cost each of them a tenth of its start.
"""

import os
import sys

if sys.platform != "win32":
    import resource


def step_back() -> None:
    """Let the server and its readers go before this process and what it starts; not on Windows."""
    if sys.platform != "win32":
        os.nice(10)


def confine(*, memory: int, seconds: int) -> None:
    """Limit this process to so many bytes of memory and seconds of work; not on Windows."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
