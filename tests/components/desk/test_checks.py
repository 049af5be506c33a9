"""Checks of large uploads run in processes, a few at once; others wait, any can be cancelled."""

import time

import pytest

from components.desk import checks
from components.desk.checks import Queue, State, are_large
from components.desk.turns import Busy, Turns
from data.bundles import bundle
from data.desk.progress import Step
from data.desk.uploads import Upload

PATIENT = 60  # seconds that nothing here takes
SLOW = """
import sys, time
print("progress [\\"checking\\", 5, 10]", file=sys.stderr, flush=True)
time.sleep(120)
"""


@pytest.fixture
def slow(tmp_path, monkeypatch):
    """Checks that tell how far they are and then never end by themselves."""
    (tmp_path / "slow_check.py").write_text(SLOW, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(checks, "MODULE", "slow_check")


@pytest.fixture
def queue():
    made = Queue(1, Turns(9))
    yield made
    for job in made.jobs():
        job.end()
        assert job.wait(PATIENT)


def until(true) -> bool:
    last = time.monotonic() + PATIENT
    while not true() and time.monotonic() < last:
        time.sleep(0.01)
    return bool(true())


@pytest.mark.usefixtures("slow")
def test_one_runs_and_tells_how_far_it_is_while_the_others_wait(queue):
    first, second, third = (queue.ask("ban", str(number), ()) for number in range(3))

    assert until(lambda: first.progress.done == 5)
    assert first.progress == (Step.CHECKING, 5, 10)
    assert (first.look(), second.look(), third.look()) == ("running", "waiting", "waiting")
    assert [queue.before(job) for job in (first, second, third)] == [0, 1, 2]


@pytest.mark.usefixtures("slow")
def test_a_check_that_is_cancelled_ends_at_once_and_the_next_begins(queue):
    first, second, third = (queue.ask("ban", str(number), ()) for number in range(3))
    assert until(lambda: first.progress.done)

    second.end()
    first.end()

    assert first.wait(PATIENT)
    assert second.wait(PATIENT)
    assert until(lambda: third.look() is State.RUNNING)
    assert (first.look(), second.look()) == (State.ENDED, State.ENDED)


@pytest.mark.usefixtures("slow")
def test_a_check_that_nobody_asks_for_any_more_is_not_begun(queue, monkeypatch):
    first, forgotten = (queue.ask("ban", str(number), ()) for number in range(2))
    assert until(lambda: first.progress.done)
    monkeypatch.setattr(checks, "_PATIENCE", 0)

    first.end()

    assert forgotten.wait(PATIENT)
    assert forgotten.state is State.ENDED


@pytest.mark.usefixtures("slow")
def test_what_a_person_has_waiting_counts_until_it_is_over():
    queue = Queue(1, Turns(2))
    two = [queue.ask("ban", "a", ()), queue.ask("ban", "b", ())]

    with pytest.raises(Busy):
        queue.ask("ban", "c", ())

    for job in reversed(two):
        job.end()
        assert job.wait(PATIENT)
    again = queue.ask("ban", "c", ())
    again.end()
    assert again.wait(PATIENT)


def test_a_check_that_breaks_says_so(queue, tmp_path, monkeypatch):
    (tmp_path / "broken_check.py").write_text("raise ValueError", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(checks, "MODULE", "broken_check")

    job = queue.ask("ban", "a", ())

    assert job.wait(PATIENT)
    assert (job.look(), job.answer) == (State.FAILED, None)


def test_a_small_workbook_that_unpacks_to_much_is_large():
    sheet = {"xl/worksheets/sheet1.xml": b"<c/>" * 2_000_000}

    assert not are_large([Upload("a.csv", b"a;b\n" * 1000)])
    assert are_large([Upload("a.csv", b"a;b\n" * 400_000)])
    assert are_large([Upload("a.xlsx", bundle(sheet))])
    assert not are_large([Upload("a.zip", b"PK\x03\x04 no zip")])
