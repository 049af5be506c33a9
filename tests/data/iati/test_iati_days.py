"""Dates on the way out: what is known only in part says so."""

from datetime import UTC, date, datetime

import pytest

from data.iati import writing
from data.iati.terms import OF
from data.views.lens import Lens
from tests.data.iati.records import TODAY
from tests.data.iati.rulesets import broken, invalid
from tests.data.iati.trial import NC, dates_of, one, sentences, trial, written


def test_a_span_starts_on_its_first_day_and_ends_on_its_last_and_says_so_in_three_languages():
    lens = trial({"planned_start": "2025-03", "planned_end": "2025?"})
    content = written(lens)

    assert invalid(content) == broken(content) == []
    assert dates_of(one(content)) == [
        ("1", "2025-03-01", "2025-03", "Known only as March 2025; the day is by convention."),
        ("3", "2025-12-31", "2025?", "Known only as about 2025; the day is by convention."),
    ]
    said = one(content).xpath("activity-date[1]/narrative/text()")
    assert said[0] == "Chỉ biết: 3/2025; ngày ghi theo quy ước."
    assert said[2] == "Seule précision connue\u00a0: mars 2025\u00a0; le jour est conventionnel."


def test_an_uncertain_day_stands_and_says_that_it_is_uncertain():
    activity = one(written(trial({"planned_start": "2025-03-04?"})))

    said = ("1", "2025-03-04", "2025-03-04?", "The date is uncertain: about 4 Mar 2025.")
    assert dates_of(activity)[0] == said


def test_an_actual_end_that_may_yet_come_is_none_and_is_kept_as_an_addition():
    lens = trial({"actual_start": "2026", "actual_end": "2026"})
    activity = one(written(lens))

    assert [kind for kind, *_rest in dates_of(activity)] == ["1", "2", "3"]
    assert activity.find("nc:date", NC).attrib == {"type": "4", "edtf": "2026"}
    assert any(text.endswith("2026 may yet come.") for text in sentences(lens))


@pytest.mark.parametrize(
    ("status", "updated"),
    [("2", "2026-11-27T00:00:00+07:00"), ("4", "2026-11-20T10:00:00+07:00")],
    ids=["tells the state of today", "does not"],
)
def test_an_activity_says_when_it_was_last_updated(status, updated):
    reader = trial({"planned_end": "2025-03-01", "status_code": status})
    read_on = Lens(reader.record, reader.language, date(2026, 11, 27))
    changed = datetime(2026, 11, 20, 3, tzinfo=UTC)

    content = writing.activities(read_on, ["thu-nghiem"], today=TODAY, changed=changed)

    assert invalid(content) == []
    assert one(content).get("last-updated-datetime") == updated


STEPS = ("signing_date", "approval_date", "proposal_date", "status_date")


@pytest.mark.parametrize("first", range(len(STEPS)))
def test_without_a_start_signing_then_approval_then_proposal_is_the_planned_start(first):
    lens = trial({"planned_start": "", **dict.fromkeys(STEPS[first:], "2024-05")})
    activity = one(written(lens))

    kind, iso, edtf, said = dates_of(activity)[0]
    assert (kind, iso, edtf) == ("1", "2024-05-01", "2024-05")
    assert activity.find("activity-date").get(OF) == STEPS[first]
    assert said.startswith("No start is on record; in its place stands another date, ")
    assert said.endswith(": May 2024. The day is by convention.")


def test_an_actual_date_that_has_not_come_is_no_actual_date():
    lens = trial({"actual_start": "2027-01-01"})

    assert [d.get("type") for d in one(written(lens)).findall("activity-date")] == ["1", "3"]
    assert any("lies in the future" in text for text in sentences(lens))
