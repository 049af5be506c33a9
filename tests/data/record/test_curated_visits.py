"""The curated visits: how many were held, and those that were once left out."""

import pytest

from tests.data.record.curated import KEYED, ROWS


@pytest.mark.parametrize(
    ("visit", "direction", "country"),
    [
        ("2025-05-dien-bien-to-saint-petersburg", "outgoing", "RU"),
        ("lao-ambassador-first-visit", "incoming", "LA"),
    ],
)
def test_a_held_visit_that_was_left_out_is_on_record_with_its_meeting(visit, direction, country):
    row = KEYED["visits"][visit]
    [held] = [meeting for meeting in ROWS["meetings"] if meeting["visit_id"] == visit]

    assert (row["status"], row["direction"], row["partner_country"]) == (
        "held",
        direction,
        country,
    )
    assert held["source_ids"] == row["source_ids"]


def test_thirty_nine_visits_were_held_nine_of_them_abroad():
    held = [row["direction"] for row in ROWS["visits"] if row["status"] == "held"]

    assert (len(held), held.count("outgoing")) == (39, 9)
