"""Money and figures of progress on the way out: transactions, budgets and results."""

import pytest

from data.iati import writing
from data.iati.terms import EDTF
from tests.data.iati.records import TODAY, lens, with_rows
from tests.data.iati.rulesets import broken, invalid, parsed
from tests.data.iati.trial import BODY, one, sentences, trial, written


@pytest.mark.parametrize(
    ("kind", "code"), [("loan", "11"), ("grant", "11"), ("pledge", "13"), ("disbursed", "4")]
)
def test_each_kind_of_money_has_the_transaction_type_of_the_recipients_side(kind, code):
    activity = one(written(trial(None, {"kind": kind})))

    assert activity.find("transaction/transaction-type").get("code") == code


@pytest.mark.parametrize("kind", ["contract", "completed_value", "allocated", "counterpart"])
def test_a_kind_that_iati_does_not_have_is_left_out_and_said(kind):
    lens = trial(None, {"kind": kind})

    assert one(written(lens)).find("transaction") is None
    assert any("IATI has no transaction of this kind." in text for text in sentences(lens))


def test_a_total_is_a_budget_only_of_a_project_within_a_year():
    short, long = (
        trial(None, {"kind": "total"}),
        trial({"planned_end": "2027-12-31"}, {"kind": "total"}),
    )

    budget = one(written(short)).find("budget")

    assert budget.find("period-start").get("iso-date") == "2025-01-01"
    assert budget.find("period-end").get("iso-date") == "2025-12-31"
    assert invalid(written(short)) == broken(written(short)) == []
    assert one(written(long)).find("budget") is None
    assert any("an IATI budget needs" in text for text in sentences(long))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"date": "../2025-02"}, "its date is known only as February 2025 or earlier."),
        ({"date": "2026", "kind": "disbursed"}, "its date may yet come."),
        ({"date": ""}, "its date is not on record."),
        ({"date": "2031-01-01"}, "its date lies in the future."),
        (
            {"qualifier": "more_than"},
            "the figure is not exact (more than), and IATI cannot say so.",
        ),
        ({"scope": "multi_province"}, "it covers more than this project (several provinces)."),
        ({"charted": "false"}, "the record marks the figure as not credible."),
        (
            {"restates_amount_id": "thu-0"},
            "it puts another statement of the same money another way.",
        ),
    ],
)
def test_an_amount_that_would_mislead_is_left_out_and_the_reason_said(change, reason):
    lens = trial(None, change)

    kept = [money.get("ref") for money in one(written(lens)).findall("transaction")]
    assert "thu-1" not in kept
    assert sum(text.endswith(reason) for text in sentences(lens)) == 1


def test_of_a_running_total_only_the_latest_state_is_told():
    states = (
        {"amount_id": f"thu-{day}", "kind": "disbursed", "date": f"2025-03-0{day}"}
        for day in (1, 2)
    )
    lens = trial(None, *states)

    days = [d.get("iso-date") for d in one(written(lens)).findall("transaction/transaction-date")]

    assert days == ["2025-03-02"]
    assert any("a later state" in text for text in sentences(lens))


PROGRESS = {
    "progress_id": "tien-do-1",
    "project_id": "thu-nghiem",
    "date": "2025-06",
    "metric": "packages_started",
    "value": "5",
    "unit": "packages",
    "base_value": "7",
    "base_unit": "packages",
    "qualifier": "about",
    "statement_vi": "Năm gói",
    "source_ids": "afd-press-2021-11",
    "confidence": "stated",
}


def reported(*changes):
    """The trial project with reports of its progress."""
    rows = [{**PROGRESS, "progress_id": f"tien-do-{n}", **one} for n, one in enumerate(changes, 1)]
    return lens(with_rows(projects=[BODY], project_progress=rows))


def test_figures_of_one_measure_are_periods_of_one_result_with_their_whole_and_unit():
    content = written(reported({}, {"date": "2025-09-30", "value": "6", "qualifier": "exact"}))
    result = one(content).find("result")

    assert invalid(content) == broken(content) == []
    assert result.findtext("title/narrative[2]") == "Packages started (packages)"
    assert [
        [period.find(part).attrib for part in ("period-start", "period-end", "target", "actual")]
        for period in result.findall("indicator/period")
    ] == [
        [
            {"iso-date": "2025-01-01"},
            {"iso-date": "2025-06-30", EDTF: "2025-06"},
            {"value": "7"},
            {"value": "5"},
        ],
        [{"iso-date": "2025-01-01"}, {"iso-date": "2025-09-30"}, {"value": "7"}, {"value": "6"}],
    ]
    said = result.findtext("indicator/period/actual/comment/narrative")
    assert said == "Năm gói – Khoảng – Chỉ biết: 6/2025; ngày ghi theo quy ước."


def test_a_figure_without_a_past_day_and_a_step_without_a_figure_are_no_result_and_are_told():
    step = {"value": "", "unit": "", "base_value": "", "base_unit": "", "metric": "milestone"}
    lens = reported({"date": ""}, step)

    assert one(written(lens)).find("result") is None
    assert "1 progress figure has no date, and an IATI result needs a period." in sentences(lens)
    assert "1 reported step without a figure is no IATI result." in sentences(lens)


@pytest.mark.parametrize(
    ("kind", "day"),
    [("grant", "2025-02-01"), ("pledge", "2025-02-01"), ("disbursed", "2025-02-28")],
)
def test_an_amount_of_a_month_has_its_first_day_and_a_running_total_its_last(kind, day):
    content = written(trial(None, {"kind": kind, "date": "2025-02"}))
    transaction = one(content).find("transaction")

    assert invalid(content) == broken(content) == []
    assert transaction.find("transaction-date").attrib == {"iso-date": day, EDTF: "2025-02"}
    assert transaction.find("value").get("value-date") == day
    assert transaction.findtext("description/narrative") == (
        "Viện trợ – Chỉ biết: 02/2025; ngày ghi theo quy ước."
    )


def test_the_loan_of_afd_goes_out_though_only_its_month_is_known():
    root = parsed(writing.activities(lens(), ["namrom-multihazard"], today=TODAY))

    loan = root.xpath("//transaction[@ref='amt-001']")[0]
    assert loan.findtext("value") == "24650000"
    assert loan.find("transaction-date").get("iso-date") == "2021-11-01"
