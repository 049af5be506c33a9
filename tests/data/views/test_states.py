"""The state of a project, a visit or an outcome on the day of reading, never typed."""

from datetime import date

import pytest

from data.schema import codelist
from data.views import states
from data.views.silence import silent_months

TODAY = date(2026, 11, 26)


def state(made, day=TODAY, **project):
    lens = made("en", day, projects=[{"project_id": "p", "record_kind": "project", **project}])
    return states.project_state(lens, lens.rows("projects")[0]).code


@pytest.mark.parametrize(
    ("project", "code"),
    [
        ({"status_code": "2", "status_date": "2025-09-11"}, "running"),
        ({"status_code": "2", "status_date": "2024-11-27"}, "running"),
        ({"status_code": "2", "status_date": "2024-11-26"}, "unclear"),
        ({"status_code": "2", "status_date": "2024"}, "running"),
        ({"status_code": "2", "status_date": "2015-02-05"}, "unclear"),
        ({"status_code": "2", "status_date": "2018/.."}, "unclear"),
        ({"status_code": "2"}, "unclear"),
        ({"status_code": "2", "status_date": "2025", "planned_end": "2026-11-25"}, "past_end"),
        ({"status_code": "2", "status_date": "2025", "planned_end": "2026-11-26"}, "running"),
        ({"status_code": "2", "status_date": "2025", "planned_end": "2026"}, "running"),
        ({"status_code": "2", "status_date": "2011", "planned_end": "2012"}, "past_end"),
        ({"status_code": "2", "status_date": "2026-05", "planned_end": "2025"}, "late"),
        ({"planned_end": "2020"}, "past_end"),
        ({"status_code": "1", "status_date": "2025"}, "preparing"),
        ({"status_code": "1", "status_date": "2016-05-17"}, "unclear"),
        ({"status_code": "1", "status_date": "2025", "planned_start": "2025"}, "unconfirmed"),
        ({"status_code": "1", "status_date": "2025", "planned_start": "2026"}, "preparing"),
        ({"status_code": "6", "status_date": "2026"}, "suspended"),
        ({"status_code": "6", "status_date": "2026-05", "planned_end": "2025"}, "suspended"),
        ({"status_code": "1", "status_date": "2026-05", "planned_end": "2025"}, "past_end"),
        ({"status_date": "2026-05", "planned_end": "2025"}, "past_end"),
        ({"status_code": "1", "status_date": "2025", "actual_start": "2025-05"}, "running"),
        ({"status_code": "2", "status_date": "2026", "actual_end": "2026-11"}, "ended"),
        ({"status_code": "2", "status_date": "202X"}, "unclear"),
        ({"status_code": "2", "status_date": "2015/2026"}, "unclear"),
        ({"status_code": "2", "status_date": "../2026"}, "unclear"),
        ({"status_code": "3", "status_date": "2015", "planned_end": "2016"}, "finalising"),
        ({"status_code": "4", "status_date": "2015"}, "ended"),
        ({"status_code": "5", "status_date": "2015"}, "cancelled"),
        ({"status_code": "2", "status_date": "2018", "actual_end": "2019"}, "ended"),
        ({}, "unknown"),
        ({"record_kind": "aggregate", "planned_end": "2020"}, ""),
    ],
)
def test_the_state_of_a_project_follows_from_its_last_report_its_dates_and_the_day(
    made, project, code
):
    assert state(made, **project) == code


EXTENDED = {"planned_end": "2025-12-31", "requested_end": "2027-10-31", "status_code": "2"}


@pytest.mark.parametrize(
    ("heard", "day", "code"),
    [
        ("2025-12-24?", date(2025, 12, 31), "running"),
        ("2025-12-24?", date(2026, 1, 1), "late"),
        ("2025-12-24?", date(2027, 10, 31), "late"),
        ("2025-12-24?", date(2027, 11, 1), "past_end"),  # the end asked for has passed as well
        ("2027-11", date(2027, 12, 1), "late"),
        ("2024-12-24", date(2026, 12, 24), "past_end"),  # unheard of for two years
    ],
)
def test_an_extension_asked_for_keeps_a_project_under_way_while_it_is_heard_of(
    made, heard, day, code
):
    assert state(made, day, status_date=heard, **EXTENDED) == code


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("project_progress", {"project_id": "p", "date": "2025-10"}),
        ("project_amounts", {"project_id": "p", "date": "2025-10"}),
        ("meetings", {"project_ids": "p;q", "date": "2025-10"}),
    ],
)
def test_a_project_is_heard_of_by_its_meetings_money_and_progress(made, table, row):
    projects = [
        {"project_id": key, "record_kind": "project", "status_code": "2", "status_date": "2015"}
        for key in ("p", "q")
    ]
    heard = made("en", TODAY, projects=projects, **{table: [row]})
    later = made("en", date(2029, 1, 1), projects=projects, **{table: [row]})

    assert states.project_state(heard, heard.rows("projects")[0]).code == "running"
    assert states.project_state(later, later.rows("projects")[0]).code == "unclear"


@pytest.mark.parametrize(
    ("project", "code"),
    [
        # What is reported later is not known yet; the dates say what they can.
        ({"status_code": "4", "status_date": "2025", "actual_start": "2023"}, "running"),
        ({"status_code": "4", "status_date": "2024", "actual_end": "2024-03"}, "ended"),
        (
            {"status_code": "2", "status_date": "2024-01", "actual_end": "2025-03"}
            | {"planned_end": "2023-12-31"},
            "late",
        ),
        ({"status_code": "2", "status_date": "2025", "planned_start": "2025"}, "unknown"),
        (
            {"status_code": "2", "status_date": "2025", "proposal_date": "2023"},
            "preparing",
        ),
    ],
)
def test_an_earlier_day_has_the_state_that_was_known_then(made, project, code):
    assert state(made, date(2024, 6, 1), **project) == code


@pytest.mark.parametrize(
    ("published", "day", "code"),
    [
        (("2024-06-02", "2020"), date(2024, 6, 1), "unknown"),
        (("2024-06-01", "2020"), date(2024, 6, 1), "ended"),
        (("2020", ""), date(2024, 6, 1), "unknown"),  # as old as the newest source of the record
        (("2020", ""), date(2025, 12, 22), "ended"),
    ],
)
def test_a_status_without_its_date_is_known_since_its_sources_are(made, published, day, code):
    lens = made(
        "en",
        day,
        sources=[{"source_id": f"s{n}", "published": one} for n, one in enumerate(published)]
        + [{"source_id": "newest", "published": "2025-12-22"}],
        projects=[{"record_kind": "project", "status_code": "4", "source_ids": "s0;s1"}],
    )

    (row,) = lens.rows("projects")
    assert states.project_state(lens, row).code == code


@pytest.mark.parametrize(
    ("cells", "day", "code"),
    [
        ({"status": "no_report"}, date(2024, 6, 1), "not_followed"),
        ({"status": "no_report"}, TODAY, "no_report"),
        ({"status": "no_report", "checked_date": "2024-05"}, date(2024, 6, 1), "no_report"),
        ({"status": "done"}, date(2023, 6, 1), "not_followed"),
        ({"status": "done"}, date(2024, 6, 1), "done"),
    ],
)
def test_an_undated_search_is_as_old_as_the_record_and_a_report_as_its_source(
    made, cells, day, code
):
    sources = [{"source_id": "s", "published": "2024-01"}, {"published": "2025-12-22"}]
    request = {"kind": "request", "source_ids": "s", **cells}
    lens = made("en", day, sources=sources, meetings=[{"date": "2023"}], outcomes=[request])

    (row,) = lens.rows("outcomes")
    assert states.outcome_state(lens, row) == code


@pytest.mark.parametrize(
    ("months", "code"), [("", "running"), ("24", "running"), ("12", "unclear"), (" 9 ", "unclear")]
)
def test_how_long_silence_may_last_is_a_setting(made, monkeypatch, months, code):
    monkeypatch.setenv("NHIP_CAU_SILENT_MONTHS", months)

    assert state(made, status_code="2", status_date="2025-11-20") == code


@pytest.mark.parametrize("months", ["two", "0", "-3", "1.5", "²", "99999"])
def test_a_setting_that_is_no_number_of_months_stops_the_start_with_a_sentence(monkeypatch, months):
    monkeypatch.setenv("NHIP_CAU_SILENT_MONTHS", months)

    with pytest.raises(SystemExit, match=f"NHIP_CAU_SILENT_MONTHS cannot be “{months}”"):
        silent_months()


@pytest.mark.parametrize(
    ("project", "words"),
    [
        (
            {"status_date": "2025-12-24?", **EXTENDED},
            (
                "11 months past its approved end; extension to 31 Oct 2027 asked for, "
                "no decision found"
            ),
        ),
        (
            {"status_code": "2", "status_date": "2015"},
            "State unclear; last report: implementation (2015)",
        ),
        (
            {"planned_end": "2018", "status_date": "2017"},
            "Planned end passed, no report of an end (2017)",
        ),
        ({"status_code": "4"}, "Ended"),
    ],
)
def test_the_state_of_a_project_in_a_sentence(made, project, words):
    lens = made("en", TODAY, projects=[{"record_kind": "project", **project}])

    assert states.project_words(lens, lens.rows("projects")[0]) == words


@pytest.mark.parametrize(
    ("visit", "code"),
    [
        ({"status": "held", "start_date": "2023-11-21"}, "held"),
        ({"status": "planned", "start_date": "2027-01"}, "planned"),
        ({"status": "planned", "start_date": "2026-11-26"}, "planned"),
        ({"status": "planned", "start_date": "2026-11"}, "planned"),
        ({"status": "planned", "start_date": "2025-09-17"}, "unconfirmed"),
        ({"status": "planned", "start_date": "2025-09", "end_date": "2027"}, "planned"),
        ({"status": "planned", "start_date": "2024-11-06/.."}, "unconfirmed"),
        ({"status": "planned", "start_date": "2025-11-06/.."}, "planned"),
        ({"status": "cancelled", "start_date": "2025"}, "cancelled"),
        ({"status": "held", "start_date": "2027"}, "planned"),
    ],
)
def test_a_visit_announced_for_a_day_gone_by_is_not_confirmed(made, visit, code):
    lens = made("en", TODAY, visits=[visit])

    assert states.visit_state(lens, lens.rows("visits")[0]) == code


@pytest.mark.parametrize(
    ("outcome", "day", "code"),
    [
        ({}, TODAY, "not_followed"),
        ({"checked_date": "2026-11"}, TODAY, "not_followed"),
        ({"status": "no_report", "checked_date": "2026-11-20"}, TODAY, "no_report"),
        ({"status": "no_report", "checked_date": "2026-11-20"}, date(2026, 1, 1), "not_followed"),
        ({"status": "partial", "status_date": "2025"}, TODAY, "partial"),
        ({"status": "partial", "status_date": "2025"}, date(2024, 6, 1), "not_followed"),
        ({"due_date": "2025-12-31"}, date(2025, 12, 31), "not_followed"),
        ({"due_date": "2025-12-31"}, date(2026, 1, 1), "overdue"),
        ({"due_date": "2025", "status": "no_report"}, date(2026, 1, 1), "overdue"),
        ({"due_date": "2025-10/2025-12-15", "status": "partial"}, date(2025, 12, 15), "partial"),
        ({"due_date": "2025-10/2025-12-15", "status": "partial"}, date(2025, 12, 16), "late"),
        ({"due_date": "2025", "status": "in_progress"}, date(2026, 1, 1), "late"),
        ({"due_date": "2025-10/.."}, date(2030, 1, 1), "not_followed"),
        ({"due_date": "2025", "status": "done"}, date(2030, 1, 1), "done"),
        ({"due_date": "2025", "status": "in_force"}, date(2030, 1, 1), "in_force"),
        ({"due_date": "2025", "status": "not_met"}, date(2030, 1, 1), "not_met"),
    ],
)
def test_an_outcome_past_its_day_is_no_failure_and_not_looked_for_is_not_not_found(
    made, outcome, day, code
):
    lens = made("en", day, outcomes=[{"kind": "commitment", **outcome}])

    assert states.outcome_state(lens, lens.rows("outcomes")[0]) == code


def test_what_two_rows_tell_has_the_state_of_the_one_that_knows_more(made):
    lens = made(
        "en",
        TODAY,
        outcomes=[
            {"outcome_id": "a", "kind": "request", "due_date": "2025"},
            {"outcome_id": "b", "kind": "request", "same_as": "a", "status": "done"},
            {"outcome_id": "c", "kind": "request", "same_as": "b", "status": "no_report"},
        ],
    )

    assert {states.outcome_state(lens, row) for row in lens.rows("outcomes")} == {"done"}
    assert states.best_told(lens, lens.rows("outcomes")[0])["outcome_id"] == "b"


def test_the_year_of_the_last_report_is_that_of_the_status_and_not_of_a_later_meeting(made):
    lens = made(
        "en",
        TODAY,
        projects=[
            {"project_id": "p", "record_kind": "project", "status_code": "2"}
            | {"status_date": "2015"}
        ],
        meetings=[{"project_ids": "p", "date": "2019-05"}],
    )

    said = states.project_words(lens, lens.rows("projects")[0])

    assert said == "State unclear; last report: implementation (2015)"


def test_on_record_three_projects_are_under_way_today_and_one_in_june_2024(lens):
    def running(day):
        shown = lens("vi", day)
        rows = shown.rows("projects")
        found = {row["project_id"]: states.project_state(shown, row).code for row in rows}
        return {key: code for key, code in found.items() if code in states.RUNNING}

    assert running(TODAY) == {
        "namrom-multihazard": "late",
        "caen-museum-partnership": "running",
        "wvi-boarding-2025": "running",
    }
    assert running(date(2024, 6, 1)) == {
        "namrom-multihazard": "running",
        "warm-facility": "running",
    }


@pytest.mark.parametrize("table", ["projects", "visits", "outcomes"])
def test_every_row_on_record_has_a_state_that_its_codelist_knows(lens, table):
    shown = lens("fr")
    known = codelist(
        {"projects": "project", "visits": "visit", "outcomes": "outcome"}[table] + "_state"
    )

    for key in shown.record.by_key(table):
        told = states.computed(shown, table, key)
        assert told["day_state"] in {*known, ""}
        assert bool(told["day_state"]) == bool(told["day_state_words"])
        assert told["read_on"] == "2026-11-26"
