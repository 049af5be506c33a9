"""One row for asked, answered and what came of it, in the same words wherever it stands."""

import pytest

from data.views import telling
from data.views.chains import threads

BODIES = [
    {"org_id": "ppc", "country": "VN", "short_name_vi": "UBND tỉnh"},
    {"org_id": "afd", "country": "FR", "short_name_vi": "AFD"},
]


def told(made, **outcome):
    row = {"outcome_id": "one", "meeting_id": "paris", "from_org_ids": "ppc", "to_org_ids": "afd"}
    return made(
        organisations=BODIES,
        meetings=[{"meeting_id": "paris", "date": "2023-11-22"}],
        outcomes=[row | outcome],
    )


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ({"kind": "request"}, "Chờ AFD trả lời UBND tỉnh"),
        ({"kind": "request", "status": "partial"}, "Chờ AFD trả lời UBND tỉnh"),
        ({"kind": "request", "status": "done"}, "UBND tỉnh đề nghị AFD"),
        ({"kind": "commitment"}, "Chờ UBND tỉnh thực hiện với AFD"),
        ({"kind": "commitment", "status": "not_met"}, "UBND tỉnh cam kết với AFD"),
        ({"kind": "goodwill"}, "UBND tỉnh bày tỏ thiện chí với AFD"),
        ({"kind": "agreement"}, "UBND tỉnh và AFD thống nhất"),
        (
            {"kind": "request", "to_org_ids": ""},
            "UBND tỉnh đề nghị không nêu bên nhận",
        ),
    ],
)
def test_a_row_says_who_owes_whom_while_something_is_owed(made, outcome, words):
    lens = told(made, **outcome)

    assert telling.owed(lens, threads(lens)[0]) == words


def test_a_request_that_was_answered_is_no_longer_owed_an_answer(made):
    lens = made(
        organisations=BODIES,
        meetings=[{"meeting_id": "paris"}],
        outcomes=[
            {
                "outcome_id": "asked",
                "meeting_id": "paris",
                "kind": "request",
                "from_org_ids": "ppc",
                "to_org_ids": "afd",
            },
            {
                "outcome_id": "yes",
                "meeting_id": "paris",
                "kind": "information",
                "text_vi": "Đồng ý",
                "answers_outcome_ids": "asked",
            },
        ],
    )
    (thread,) = threads(lens)

    assert telling.owed(lens, thread) == "UBND tỉnh đề nghị AFD"
    assert telling.answered(lens, thread) == "Đồng ý"


def test_since_when_is_the_day_of_the_meeting_and_how_long_ago(made):
    lens = told(made, kind="request")

    assert telling.since(lens, threads(lens)[0]).startswith("22/11/2023, ")


def test_gifts_and_thanks_stand_after_what_is_asked_and_promised(made):
    kinds = ("courtesy", "thanks", "request", "information", "commitment")
    lens = made(
        meetings=[{"meeting_id": "paris"}],
        outcomes=[{"outcome_id": kind, "meeting_id": "paris", "kind": kind} for kind in kinds],
    )

    talk = telling.talks(lens, lens.rows("meetings"))["paris"]

    assert [thread.outcome["kind"] for thread in talk.threads] == ["request", "commitment"]
    assert [row["kind"] for row in talk.others] == ["information", "thanks", "courtesy"]


def test_what_is_counted_elsewhere_stands_at_its_own_meeting_in_its_own_words(made):
    lens = made(
        meetings=[{"meeting_id": "paris"}, {"meeting_id": "hanoi"}],
        outcomes=[
            {"outcome_id": "first", "meeting_id": "paris", "kind": "request", "status": "done"},
            {"outcome_id": "again", "meeting_id": "hanoi", "kind": "request", "same_as": "first"},
        ],
    )

    (thread,) = telling.talks(lens, lens.rows("meetings"))["hanoi"].threads

    assert thread.outcome["outcome_id"] == "again"
    assert thread.meeting["meeting_id"] == "hanoi"
    assert [row["outcome_id"] for row in thread.repeats] == ["first"]
    assert thread.state == "done"


def test_threads_of_one_meeting_stand_together(made):
    lens = made(
        meetings=[
            {"meeting_id": "old", "date": "2020"},
            {"meeting_id": "new", "date": "2024"},
        ],
        outcomes=[
            {"outcome_id": str(place), "meeting_id": meeting, "kind": "request"}
            for place, meeting in enumerate(("old", "new", "old"))
        ],
    )

    found = telling.by_meeting(threads(lens))

    assert [(one.meeting["meeting_id"], len(one.threads)) for one in found] == [
        ("new", 1),
        ("old", 2),
    ]


def test_what_is_late_and_what_is_known_come_first(made):
    given = ("done", None, "partial", "no_report")
    lens = made(
        meetings=[{"meeting_id": "paris"}],
        outcomes=[
            {
                "outcome_id": (status or "silent").replace("_", "-"),
                "meeting_id": "paris",
                "kind": "request",
                "status": status or "",
            }
            for status in given
        ]
        + [{"outcome_id": "due", "meeting_id": "paris", "kind": "request", "due_date": "2020"}],
    )

    found = telling.telling_first(threads(lens))

    ids = [thread.outcome["outcome_id"] for thread in found]
    assert ids == ["due", "partial", "no-report", "silent", "done"]
    assert telling.known(found) == 2
