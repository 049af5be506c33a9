"""Charts as a page draws them: places on an axis, what is uncertain, words and addresses."""

from datetime import date

import pytest

from components import html
from components.charts.money import money_by_project, money_of_project
from components.charts.progress import progress_over_time
from components.charts.projects import project_over_time, projects_over_time
from components.charts.time_axis import Bar
from components.charts.timeline import Ink, axis_of
from components.charts.visits import visits_over_time
from components.look import DARK, LIGHT
from data.schema import LANGUAGES
from tests.components.charts.timed import TODAY

HOSTILE = "<b>$x$</b> `y` ${alert(1)} <img src=x onerror=alert(2)>"
INK = Ink.named("muted")


@pytest.fixture
def axis(made):
    return axis_of(made("en", TODAY), Bar(date(2020, 1, 1), date(2029, 12, 31)), today=True)


@pytest.fixture
def one(made):
    """The lane of one project with these cells."""

    def drawn(language="en", **cells):
        row = {"project_id": "p", "short_name_vi": "Cầu", **cells}
        chart = projects_over_time(made(language, TODAY, projects=[row]), ["p"])
        return chart.on_screen().drawn

    return drawn


def page(chart):
    screen = chart.on_screen()
    return html.render(screen.template, chart.lens, drawn=screen.drawn, alt=chart.alt)


def kinds(lane):
    return [mark.kind for mark in lane.marks]


def test_a_bar_reaches_to_the_end_of_its_last_day(axis):
    mark = axis.mark("actual", Bar(date(2021, 1, 1), date(2021, 12, 31)), INK)

    assert mark.at == axis.at(date(2021, 1, 1))
    assert mark.at + mark.wide == pytest.approx(axis.at(date(2022, 1, 1)), abs=0.02)


def test_names_of_years_stand_at_their_first_day(axis):
    assert axis.named
    for place in axis.named:
        assert place.at == axis.at(date(int(place.lines[0]), 1, 1))


def test_today_is_marked_where_it_is_and_dated(axis):
    assert axis.today.at == axis.at(TODAY)
    assert axis.today.lines == ["Today, 30 Jun 2026"]
    assert f"var(--nc-now) {axis.today.at}%" in axis.grid


def test_an_axis_that_ends_with_the_calendar_can_be_drawn(made):
    axis = axis_of(made("en", TODAY), Bar(date(9990, 1, 1), date.max))

    assert axis.mark("actual", Bar(date(9999, 1, 1), date.max), INK).wide > 0


def test_the_days_that_a_bar_may_not_have_covered_are_parts_of_it(one):
    (lane,) = one(actual_start="2020", actual_end="2023-12-31", status_code="4").lanes
    (bar,) = lane.marks

    assert bar.begins == pytest.approx(25, abs=1)  # the first of four years
    assert bar.ends == 0


def test_a_bar_of_one_uncertain_date_is_uncertain_on_both_sides(one):
    (lane,) = one(actual_end="2023/2024").lanes
    (bar,) = lane.marks

    assert (bar.begins, bar.ends) == (50, 50)


def test_a_doubtful_day_fades_like_a_month(one):
    sure = {"planned_start": "2020-01-01", "planned_end": "2020-12-31"}
    (lane,) = one(**sure | {"planned_end": "2020-12-31?"}).lanes
    (bar,) = lane.marks

    assert (bar.begins, bar.ends) == (0, round(100 * 30 / 366))
    assert one(**sure | {"planned_start": "2020-01-01~"}).is_unsure
    assert not one(**sure).is_unsure


def test_the_legend_explains_what_fades_only_where_something_does(one):
    assert one(actual_start="2020").is_unsure
    assert not one(actual_start="2020-01-01", actual_end="2021-03-02").is_unsure


def test_bars_of_a_late_project_are_those_of_its_picture(one):
    drawn = one(
        planned_start="2021",
        planned_end="2025-12-31",
        actual_start="2022",
        status_code="2",
        status_date="2026-05",
        requested_end="2028-06-30",
    )
    (lane,) = drawn.lanes

    assert kinds(lane) == ["planned", "actual", "requested", "late"]
    assert [entry.kind for entry in drawn.legend] == kinds(lane)
    assert lane.marks[1].ink == (LIGHT.project_state["running"], DARK.project_state["running"])
    assert lane.marks[3].ink == (LIGHT.accent, DARK.accent)


def test_what_is_too_short_for_a_bar_is_a_sign_in_the_middle_of_its_days(one):
    drawn = one(proposal_date="2016-01-01", actual_end="2023-05")
    sign = drawn.lanes[0].marks[-1]

    assert (sign.kind, sign.wide) == ("actual", 0)
    assert sign.at == drawn.axis.at(date(2023, 5, 16))


def test_a_lane_says_name_state_and_phases_and_leads_to_its_project(one):
    (lane,) = one(planned_start="2020", planned_end="2022").lanes

    assert lane.said.name == "Cầu [vi]"
    assert lane.said.address == "/projects?project=p&lang=en"
    assert lane.said.days == ["Planned: 2020 – 2022"]


def test_the_lane_of_a_project_on_its_own_page_has_no_name(made):
    lens = made("en", TODAY, projects=[{"project_id": "p", "planned_start": "2020"}])

    written = page(project_over_time(lens, "p"))

    assert "nc-time-one" in written
    assert "<a" not in written
    assert "Planned: 2020" in written


def test_a_visit_of_uncertain_days_is_a_hollow_sign_on_all_its_possible_days(made):
    rows = [
        {"visit_id": "maybe", "direction": "outgoing", "start_date": "2024-05"},
        {"visit_id": "sure", "direction": "incoming", "start_date": "2026-05-03"},
    ]
    drawn = visits_over_time(made("en", TODAY, visits=rows), ["maybe", "sure"]).on_screen().drawn
    maybe, sure = drawn.countries[0].lanes

    assert (maybe.sign.kind, maybe.days.kind) == ("outgoing-unsure", "maybe")
    assert maybe.days.at == drawn.axis.at(date(2024, 5, 1))
    assert maybe.sign.at == drawn.axis.at(date(2024, 5, 16))
    assert (sure.sign.kind, sure.days.kind) == ("incoming", "days")
    assert [entry.name for entry in drawn.legend] == ["Outgoing, date uncertain", "Incoming"]
    assert maybe.when == "Outgoing, date uncertain · May 2024"


def test_visits_that_may_be_of_one_time_stand_on_lines_of_their_own(made):
    rows = [{"visit_id": key, "start_date": "2024"} for key in ("a", "b", "c")]

    drawn = visits_over_time(made("en", TODAY, visits=rows), ["a", "b", "c"]).on_screen().drawn

    assert drawn.countries[0].lines == 3
    assert sorted(lane.line for lane in drawn.countries[0].lanes) == [0, 1, 2]


AMOUNTS = [
    {"amount_id": "loan", "project_id": "p", "kind": "loan", "amount": "2000000"},
    {"amount_id": "again", "project_id": "p", "kind": "loan", "amount": "500000"},
]


def test_a_bar_of_money_is_as_long_as_its_part_of_the_largest(made):
    again = {"restates_amount_id": "loan", "date": "2024"}
    rows = [{**AMOUNTS[0], "date": "2023"}, {**AMOUNTS[1], **again}]
    lens = made("en", TODAY, project_amounts=[{**row, "currency": "EUR"} for row in rows])

    (group,) = money_of_project(lens, ["loan", "again"], "EUR").on_screen().drawn

    assert [one.share for one in group.sums] == [100, 25]
    assert [one.is_pale for one in group.sums] == [False, True]
    assert [one.amount for one in group.sums] == ["EUR\xa02 million", "EUR\xa0500,000"]
    assert group.sums[0].address == "/projects?amount=loan&lang=en"


def test_each_statement_of_progress_stands_at_its_height_and_its_days(made):
    rows = [
        {"progress_id": "a", "date": "2024-05", "value": "42"},
        {"progress_id": "b", "date": "2024-09-01", "value": "130"},
    ]
    rows = [{"metric": "completed_value", "unit": "percent", **row} for row in rows]
    chart = progress_over_time(made("en", TODAY, project_progress=rows), ["a", "b"])

    drawn = chart.on_screen().drawn
    unsure, beyond = drawn.steps

    assert unsure.above == 40  # of the 105 percent that the height is
    assert unsure.days.at == drawn.axis.at(date(2024, 5, 1))
    assert unsure.address == "/projects?progress=a&lang=en"
    assert beyond.days is None
    assert (beyond.above, beyond.figure) == (100, "130%")  # at the edge, and told


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_comes_from_files_is_text_in_every_chart(made, language):
    named = {f"{part}_{code}": HOSTILE for part in ("name", "short_name") for code in LANGUAGES}
    told = {
        f"{part}_{code}": HOSTILE for part in ("title", "statement", "label") for code in LANGUAGES
    }
    lens = made(
        language,
        TODAY,
        projects=[{"project_id": "p", "actual_start": "2021", **named}],
        visits=[{"visit_id": "v", "start_date": "2024", **_of(told, "title")}],
        project_amounts=[{**AMOUNTS[0], "currency": "EUR", **_of(told, "label")}],
        project_progress=[
            {
                "progress_id": "s",
                "date": "2024",
                "value": "4",
                "unit": "percent",
                "metric": "completed_value",
                **_of(told, "statement"),
            }
        ],
    )

    for chart in (
        projects_over_time(lens, ["p"]),
        visits_over_time(lens, ["v"]),
        money_by_project(lens, ["loan"], "EUR"),
        progress_over_time(lens, ["s"]),
    ):
        written = page(chart)
        assert "&lt;img src=x" in written
        assert "<img" not in written
        assert "<b>$x" not in written


def _of(cells, part):
    return {name: text for name, text in cells.items() if name.startswith(part)}


def test_a_chart_of_thirty_projects_is_a_few_kilobytes(made):
    cells = {"planned_start": "2020", "planned_end": "2024", "actual_start": "2021"}
    rows = [
        {"project_id": f"p{number}", "short_name_en": "A project of rather long a name", **cells}
        for number in range(30)
    ]

    written = page(
        projects_over_time(made("en", TODAY, projects=rows), [r["project_id"] for r in rows])
    )

    assert written.count('class="nc-lane"') == 30
    assert len(written) < 40_000
