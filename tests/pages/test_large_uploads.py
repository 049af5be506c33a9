"""A large upload is checked beside the server: the page says how far it is, and can cancel it."""

import pytest

from components.desk import checks
from components.desk.checks import Job, Queue, State
from components.desk.turns import Turns
from tests.pages.desk import opened, said, shipped, shown, sign, uploaded, written

PATIENT = 120  # seconds; it takes about five
RENAMED = "Nậm Rốm – chống lũ đa mục tiêu"


@pytest.fixture(autouse=True)
def _every_file_is_large(kept, monkeypatch):
    monkeypatch.setattr(checks, "LARGE", -1)


@pytest.fixture
def queue(monkeypatch):
    made = Queue(1, Turns(9))
    monkeypatch.setattr(checks, "QUEUE", made)
    yield made
    for job in made.jobs():
        job.end()
        assert job.wait(PATIENT)


def projects(**changes: str) -> bytes:
    first, *others = shipped("projects").values()
    return written("projects", [{**first, **changes}, *others])


def job_of(app) -> Job:
    job: Job = app.session_state["desk-job"]
    return job


@pytest.mark.slow
def test_the_page_waits_with_a_number_and_then_shows_what_a_small_file_shows(queue, monkeypatch):
    content = projects(short_name_vi=RENAMED, status_code="9")
    app = uploaded(("du-an.csv", content))
    told = app.get("progress")[0].proto.text.replace("\\", "")
    assert "Step 1 of 3: reading file 1 of 1" in told
    assert "nc-findings" not in shown(app)

    assert job_of(app).wait(PATIENT)
    app = app.run()

    monkeypatch.setattr(checks, "LARGE", 10**9)
    small = uploaded(("du-an.csv", content))
    assert not app.exception
    assert shown(app) == shown(small)
    assert "the code is not in the list." in shown(app)


@pytest.mark.slow
def test_what_was_checked_beside_the_server_is_published(queue, kept):
    app = uploaded(("du-an.csv", projects(short_name_vi=RENAMED)))
    assert job_of(app).wait(PATIENT)

    app = sign(app.run())

    assert "Published as version 2." in shown(app)
    assert kept.original(kept.current_id()) == projects(short_name_vi=RENAMED)
    assert RENAMED.encode() in kept.tables(kept.current_id())["projects"]


def test_another_click_finds_the_check_that_is_on_its_way(queue):
    app = uploaded(("du-an.csv", projects(short_name_vi=RENAMED)))
    job = job_of(app)

    app = app.run()

    assert job_of(app) is job
    assert len(queue.jobs()) == 1


def test_a_check_is_cancelled_and_nothing_of_the_file_is_kept(queue):
    app = uploaded(("du-an.csv", projects(short_name_vi=RENAMED)))
    job = job_of(app)

    app = app.button(key="desk-cancel").click().run()

    assert job.wait(PATIENT)
    assert job.state is State.ENDED
    assert "The check was cancelled; nothing was kept." in said(app, "info")
    assert "desk-job" not in app.session_state


def test_a_file_that_takes_too_much_is_refused_with_a_sentence(queue, monkeypatch):
    monkeypatch.setattr(checks, "MODULE", "data.no_such_module")
    app = uploaded(("du-an.csv", projects()))
    assert job_of(app).wait(PATIENT)

    app = app.run()

    assert "du-an.csv: " in said(app, "error")
    assert not app.exception


@pytest.mark.slow
def test_a_page_that_is_loaded_anew_goes_on_with_the_check_that_is_on_its_way(queue):
    first = uploaded(("du-an.csv", projects(short_name_vi=RENAMED)))
    job = job_of(first)

    app = opened()
    app = app.button(key="desk-go-on").click().run()
    assert job_of(app) is job
    assert job.wait(PATIENT)
    app = app.run()
    assert RENAMED in shown(app)
