"""What the soak calls growth, an error and a loss; the soak itself is run by hand."""

import json
import os
import random
from collections import Counter

from benchmarks import soak, soak_report, watching
from benchmarks.coming import Coming
from benchmarks.servers import Server
from benchmarks.watching import Look
from data.store import Store
from tests.data.store.stores import first


def looks(megabytes, files):
    return [
        Look(number, one, one, other, 10, 10)
        for number, (one, other) in enumerate(zip(megabytes, files, strict=True))
    ]


def test_filling_up_at_first_is_no_growth_but_going_on_is():
    steady = looks([100, 300, 300, 300, 305, 310, 305, 308], [9] * 8)
    leaking = looks(range(300, 380, 10), range(9, 49, 5))

    assert [one.what for one in watching.growth(steady) if one.is_too_much] == []
    assert [one.what for one in watching.growth(leaking) if one.is_too_much] == [
        "memory, MB",
        "open files",
    ]


def test_a_warning_and_what_is_no_entry_are_found_in_the_log_after_the_start(tmp_path):
    log = tmp_path / "server.log"
    log.write_text("You can now view your app\n")
    since = log.stat().st_size
    entries = [{"level": "INFO", "message": "all is well"}, {"level": "WARNING", "message": "hm"}]
    with log.open("a") as lines:
        lines.write("".join(json.dumps(one) + "\n" for one in entries) + "Traceback\n")

    assert watching.errors(log, since) == ["WARNING: hm ", "Traceback"]


def test_a_publication_that_the_store_does_not_hold_is_lost(tmp_path):
    server = Server("http://127.0.0.1:1", 0, 0, tmp_path / "server.log")
    store = Store(server.store)
    kept = first(store)
    store.close()
    made = soak.Soak(server, 0, random.Random(1), {}, notes=[kept.note, "another"])

    assert soak.lost(made, server.store) == ["another"]


def test_more_memory_after_all_sessions_than_after_the_first_is_told(monkeypatch, tmp_path):
    said = {"day": "2026-11-27", "commit": "abc1234"}
    monkeypatch.setattr(soak_report, "environment", lambda: said)
    monkeypatch.setattr(soak_report, "RESULTS", tmp_path)
    steady = looks([300] * 8, [9] * 8)

    def status(after_all: float, failed: list[str]) -> int:
        coming = Coming(0.4, [300, 310, after_all])
        return soak_report.kept(30, Counter(visits=3), failed, steady, coming)

    assert status(303, []) == 0
    assert status(340, []) == 1
    assert status(303, ["reading: Failed"]) == 1
    (report,) = tmp_path.glob("*-soak-30min.md")
    assert "reading: Failed" in report.read_text()


def test_a_server_is_seen_by_its_process():
    seen = watching.look(Server("http://127.0.0.1:1", os.getpid(), 0), 0)

    assert seen.megabytes > 10
    assert seen.with_children > 0
    assert seen.files > 2
    assert seen.threads >= 1
    assert seen.sockets == 0
