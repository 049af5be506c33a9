"""Streamlit with a look, two hundred times a second, at what each thread is doing.

    python -m benchmarks.sampled seen.json run app.py …

While the server runs, ``seen.json`` says how often each function was looked at: with all that it
called, and itself. Threads that wait are passed over, and so is the start.
"""

import json
import sys
import threading
from collections import Counter
from itertools import count
from pathlib import Path
from types import FrameType

from streamlit.web import cli

_EVERY = 0.005  # seconds
_WORK = {"_run_once", "_run_script"}  # of the server's loop, of the run of a page
_WAITS = {"wait", "select", "_worker", "get", "acquire"}


class Watch(threading.Thread):
    """Looks at all other threads, and writes down about once a second what was seen so far."""

    def __init__(self, told: Path) -> None:
        super().__init__(daemon=True)
        self._told = told
        self.within: Counter[str] = Counter()
        self.itself: Counter[str] = Counter()
        self.looks = 0
        self._ended = threading.Event()

    def end(self) -> None:
        """Look no more."""
        self._ended.set()
        self.join()

    def run(self) -> None:
        """Look, and look again."""
        for turn in count(1):
            if self._ended.wait(_EVERY):
                return
            for thread, frame in sys._current_frames().items():
                if thread != self.ident:
                    self._count(frame)
            if turn % 200 == 0:
                self._write()

    def _write(self) -> None:
        """A server that is told to end does so at once: what is written must be whole by then."""
        seen = {"looks": self.looks, "within": self.within, "itself": self.itself}
        new = self._told.with_suffix(".new")
        new.write_text(json.dumps(seen), "utf-8")
        new.replace(self._told)

    def _count(self, frame: FrameType) -> None:
        if frame.f_code.co_name in _WAITS:
            return
        stack = [_named(one) for one in _stack(frame)]
        if not any(name.rpartition(" ")[2] in _WORK for name in stack):
            return
        self.looks += 1
        self.itself[stack[0]] += 1
        self.within.update(set(stack))


def _stack(frame: FrameType | None) -> list[FrameType]:
    frames = []
    # The thread goes on meanwhile: Python 3.11.2 may name as the caller what is no frame any more.
    while isinstance(frame, FrameType):
        frames.append(frame)
        frame = frame.f_back
    return frames


def _named(frame: FrameType) -> str:
    path = Path(frame.f_code.co_filename)
    return f"{Path(*path.parts[-3:])} {frame.f_code.co_name}"


def main() -> None:
    """Run Streamlit's own command under watch."""
    told, sys.argv = Path(sys.argv[1]), ["streamlit", *sys.argv[2:]]
    Watch(told).start()
    cli.main()


if __name__ == "__main__":
    main()
