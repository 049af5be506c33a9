"""The look at what threads do: what works is counted, what waits is not."""

import json
import threading
import time

import pytest

from benchmarks.sampled import Watch


def _run_script(until: float) -> None:
    while time.monotonic() < until:
        _busy()


def _busy() -> int:
    return sum(number & 3 for number in range(20_000))


@pytest.mark.slow
def test_what_the_threads_work_at_is_written_down(tmp_path):
    told, idle = tmp_path / "seen.json", threading.Event()
    until = time.monotonic() + 20
    threading.Thread(target=idle.wait, args=(20,), daemon=True).start()
    watch = Watch(told)
    watch.start()
    while not told.exists() and time.monotonic() < until:
        _run_script(time.monotonic() + 0.2)
    watch.end()  # or it would look at all tests to come
    idle.set()

    seen = json.loads(told.read_text())
    mine = {name.rpartition(" ")[2]: times for name, times in seen["within"].items()}
    assert mine["_run_script"] == seen["looks"] > 10
    assert mine["_busy"] > seen["looks"] / 2
    assert not any(name.endswith(" wait") for name in seen["itself"])
