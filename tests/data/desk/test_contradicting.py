"""What an upload brings in by what it changes, and by what it removes."""

from datetime import date

import pytest

from data.desk.comparing import Mode
from data.desk.contradicting import brought_in, by_removal
from data.schema import TABLES

TODAY = date(2026, 11, 26)
FIGURE = {"project_id": "p", "metric": "completed_value", "unit": "percent", "qualifier": "exact"}
HALF = {**FIGURE, "date": "2025-03", "value": "50"}
WHOLE = {**FIGURE, "date": "2025-06", "value": "100"}
POST = {"name": "Lò Văn Cương", "role_vi": "Phó Chủ tịch", "role_date": "2025-03"}
OTHER_POST = {**POST, "role_vi": "Bí thư"}


def record(**tables):
    """Whole rows of some tables, by name and id."""
    return {
        name: {
            key: {**dict.fromkeys(TABLES[name].fields, ""), TABLES[name].key: key, **cells}
            for key, cells in rows.items()
        }
        for name, rows in tables.items()
    }


ENDED = record(
    projects={"p": {"record_kind": "project", "status_code": "4"}},
    project_progress={"half": HALF, "whole": WHOLE},
)


def kinds(found):
    return [one.kind for one in found]


def test_a_removed_row_that_kept_two_others_together_is_missed():
    uploaded = record(project_progress={"half": HALF})

    found = by_removal(ENDED, uploaded, TODAY)

    assert kinds(found.brought) == ["open-progress"]
    assert found.settled == []


def test_a_contradiction_with_a_row_that_goes_is_settled():
    published = record(people={"old": POST})
    uploaded = record(people={"new": OTHER_POST})
    assert kinds(brought_in(published, uploaded, TODAY)) == ["two-posts"]

    found = by_removal(published, uploaded, TODAY)

    assert found.brought == []
    assert kinds(found.settled) == ["two-posts"]


@pytest.mark.parametrize("mode", Mode)
def test_what_the_record_holds_already_is_not_brought_in(mode):
    published = record(people={"old": POST, "other": OTHER_POST})

    assert brought_in(published, published, TODAY, mode) == []


def test_where_no_row_goes_replacing_brings_in_what_updating_does():
    published = record(people={"old": POST})
    uploaded = record(people={"old": POST, "new": OTHER_POST})

    assert by_removal(published, uploaded, TODAY) == ([], [])
