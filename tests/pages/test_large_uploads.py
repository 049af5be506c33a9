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


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("MODULE", "data.no_such_module", "du-an.csv: the check stopped because of an error of"),
        ("SECONDS", 0.01, "du-an.csv: the file would take too long or too much memory to read."),
    ],
)
def test_a_check_without_an_answer_says_why_and_begins_again_on_a_click(
    queue, monkeypatch, name, value, sentence
):
    with monkeypatch.context() as patch:
        patch.setattr(checks, name, value)
        app = uploaded(("du-an.csv", projects()))
        first = job_of(app)
        assert first.wait(PATIENT)
        app = app.run()
    assert sentence in said(app, "error")
    assert not app.exception

    app = app.button(key="desk-check-again").click().run()
    assert job_of(app) is not first
    assert job_of(app).look() in (State.WAITING, State.RUNNING)


def test_a_check_that_ended_while_its_browser_was_away_begins_again(queue):
    app = uploaded(("du-an.csv", projects()))
    first = job_of(app)
    first.end()
    assert first.wait(PATIENT)

    app = app.run()

    assert job_of(app) is not first
    assert said(app, "error") == ""


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
