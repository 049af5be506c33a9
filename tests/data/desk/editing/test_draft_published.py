"""A draft that is published says so in the history, and stands in the trail as an upload does."""

from collections.abc import Iterator
from datetime import date

import pytest

from data.accounts import four_eyes
from data.desk import proposing, publishing
from data.desk.comparing import Mode
from data.desk.editing import sketch_check, sketching
from data.desk.uploads import original_name
from data.record.loading import CURATED
from data.roles import Caller, Forbidden, Role
from data.store import Store, audit, seed

TODAY = date(2026, 11, 26)
APPROVER = Caller("an", "Nguyễn An", Role.APPROVER)
ONE = {"meetings": {"2023-11-22-afd-paris": {"date": "2023-11-23"}}}
TWO = {**ONE, "places": {"caen": {"note_vi": "Ghi chú"}}}
GOES = {"discrepancies": {"dis-01": None}}


@pytest.fixture
def where(tmp_path) -> Iterator[Store]:
    """The shipped record."""
    opened = Store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    seed(opened, CURATED)
    yield opened
    opened.close()


def looked_at(where, edits):
    sketch = sketching.begin(where, "Sửa ngày", edits, by=APPROVER)
    return sketch_check.examined(sketch, where, TODAY).checkup


def trail(where):
    with where.transaction() as connection:
        return list(audit.entries(connection))


@pytest.mark.parametrize(
    ("edits", "name"), [(ONE, "draft-1.csv"), (TWO, "draft-1.zip"), (GOES, "draft-1.zip")]
)
def test_the_history_calls_its_file_by_the_draft(where, edits, name):
    version = publishing.publish(
        looked_at(where, edits), where, mode=Mode.UPDATE, by=APPROVER, note="Sửa"
    )

    assert (version.source, original_name(version)) == (name, name)
    assert where.original(version.id)


def test_a_proposal_calls_it_so_too(where):
    checkup = looked_at(where, TWO)
    proposal = proposing.propose(checkup, where, mode=Mode.UPDATE, by=APPROVER, note="Sửa")

    assert (proposal.source, proposing.original_name(proposal)) == ("draft-1.zip", "draft-1.zip")


def test_only_what_is_published_stands_in_the_trail_in_the_words_of_an_upload(where):
    before = trail(where)
    thrown = sketching.begin(where, by=APPROVER)
    sketching.throw_away(where, thrown, by=APPROVER)
    checkup = looked_at(where, ONE)
    assert trail(where) == before

    version = publishing.publish(checkup, where, mode=Mode.UPDATE, by=APPROVER, note="Sửa")

    (entry,) = trail(where)[: len(trail(where)) - len(before)]
    assert (entry.who, entry.act) == ("an", "publish")
    assert entry.details == {"version": str(version.number), "id": version.id}


def test_under_four_eyes_nobody_publishes_a_draft_alone(where, monkeypatch):
    monkeypatch.setattr(four_eyes, "are_needed", lambda: True)
    checkup = looked_at(where, ONE)

    with pytest.raises(Forbidden):
        publishing.publish(checkup, where, mode=Mode.UPDATE, by=APPROVER, note="Sửa")

    assert where.current().number == 1
