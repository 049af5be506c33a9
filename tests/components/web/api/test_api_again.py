"""Asked again: what a client has already, what depends on the day, what was published since."""

from datetime import UTC, date, timedelta
from email.utils import format_datetime, parsedate_to_datetime

import pytest

from components import shelf
from data import store as stores
from data.desk.checkup import examine
from data.desk.comparing import Mode
from data.desk.publishing import publish
from data.desk.uploads import Upload
from data.roles import ALONE
from data.store import Store
from data.values.dates import province_today
from data.views.chains import TRIP
from tests.components.web.api.asking import FILES

TODAY = date(2026, 11, 22)


def published(store: Store, title: str) -> None:
    """A version with another title of the first visit."""
    content = store.tables(store.current_id())["visits"].decode("utf-8")
    changed = content.replace("Working visit of the Điện Biên delegation to France", title)
    checkup = examine([Upload("visits.csv", changed.encode())], store, TODAY)
    publish(checkup, store, mode=Mode.UPDATE, by=ALONE.called("Lò Thị Ban"), note="title")


@pytest.mark.parametrize("path", FILES)
def test_who_has_the_file_already_gets_none(ask, path):
    etag = ask(path).headers["etag"]

    for given in (etag, f'"other", {etag}', etag.removeprefix("W/"), "*"):
        answer = ask(path, headers={"If-None-Match": given})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == etag


def test_marks_differ_by_language_filter_and_format(ask):
    marks = [
        ask("visits.csv").headers["etag"],
        ask("visits.csv", lang="fr").headers["etag"],
        ask("visits.csv", country="FR").headers["etag"],
        ask("visits.json").headers["etag"],
        ask("meetings.csv").headers["etag"],
    ]

    assert len(set(marks)) == len(marks)
    assert ask("visits.csv", country="FR").headers["etag"] == marks[2]


def test_the_date_alone_serves_where_there_is_no_mark(ask):
    when = ask("visits.csv").headers["last-modified"]
    earlier = format_datetime(
        parsedate_to_datetime(when).astimezone(UTC) - timedelta(seconds=1), usegmt=True
    )

    assert ask("visits.csv", headers={"If-Modified-Since": when}).status_code == 304
    assert ask("visits.csv", headers={"If-Modified-Since": earlier}).status_code == 200
    assert ask("visits.csv", headers={"If-Modified-Since": "yesterday"}).status_code == 200
    both = {"If-Modified-Since": when, "If-None-Match": '"other"'}
    assert ask("visits.csv", headers=both).status_code == 200


@pytest.mark.parametrize("path", ["outcomes.json", "projects.csv", f"visits/{TRIP}.ics"])
def test_on_another_day_the_date_alone_gives_what_depends_on_the_day_anew(ask, path, monkeypatch):
    when = ask(path).headers["last-modified"]
    tomorrow = province_today() + timedelta(days=1)
    monkeypatch.setattr("components.web.api.province_today", lambda: tomorrow)

    assert ask(path, headers={"If-Modified-Since": when}).status_code == 200


def test_the_day_of_reading_may_be_asked_for(ask):
    def states(**asked):
        rows = ask("projects.json", **asked).json()["rows"]
        return {row["project_id"]: (row["day_state"], row["read_on"]) for row in rows}

    assert states(day="2026-11-26")["namrom-multihazard"] == ("late", "2026-11-26")
    assert states(day="2024-06-01")["namrom-multihazard"] == ("running", "2024-06-01")
    running = {key for key, (state, _day) in states(day="2026-11-26", state="running,late").items()}
    assert running == {"namrom-multihazard", "caen-museum-partnership", "wvi-boarding-2025"}
    assert len(states(day="2024-06-01", state="running,late", record="project")) == 1
    assert states() == states(day=province_today().isoformat())


@pytest.mark.parametrize("day", ["tomorrow", "2024-13-01", "2024-02-30", "2024", "01/06/2024"])
def test_a_day_that_is_none_is_refused_with_a_sentence(ask, day):
    answer = ask("projects.json", lang="en", day=day)

    assert (answer.status_code, answer.json()["error"]) == (400, f"“{day}” is no value of “day”.")


def test_a_file_that_does_not_age_takes_no_day_and_keeps_its_mark(ask, monkeypatch):
    assert ask("people.csv", day="2024-06-01").status_code == 400
    before = {name: ask(name).headers["etag"] for name in ("people.csv", "projects.csv")}
    tomorrow = province_today() + timedelta(days=1)
    monkeypatch.setattr("components.web.api.province_today", lambda: tomorrow)

    assert ask("people.csv").headers["etag"] == before["people.csv"]
    assert ask("projects.csv").headers["etag"] != before["projects.csv"]


def test_a_publication_is_seen_at_once(ask):
    before = ask("visits.json", lang="en")

    published(shelf.opened(), "A title of its own")
    after = ask("visits.json", lang="en", headers={"If-None-Match": before.headers["etag"]})

    assert after.status_code == 200
    assert after.json()["rows"][0]["title_en"] == "A title of its own"
    assert after.json()["version"] != before.json()["version"]


def test_who_published_is_known_to_one_user_of_the_machine_and_to_no_stranger(ask, monkeypatch):
    store = stores.store()
    sources = store.tables(store.current_id())["sources"].replace("Nhân Dân".encode(), b"ND")
    store.publish({"sources": sources}, parent=store.current_id(), author="Lò Thị Ban", note="x")
    ours = ask("changes.atom", lang="en")
    monkeypatch.setattr("components.entrance.gate.sees_editors", lambda _who: False)
    strangers = ask("changes.atom", lang="en", headers={"If-None-Match": ours.headers["etag"]})

    assert "Lò Thị Ban" in ours.text
    assert strangers.status_code == 200
    assert "Lò Thị Ban" not in strangers.text


def test_a_calendar_that_has_not_changed_is_answered_by_304(ask):
    first = ask("calendar.ics", country="FR")
    again = ask("calendar.ics", country="FR", headers={"If-None-Match": first.headers["etag"]})

    assert (first.status_code, again.status_code) == (200, 304)
    assert ask("calendar.ics", country="XX").status_code == 400
    assert ask("calendar.ics", kind="request").status_code == 400
