"""Charts of amounts: one bar for each statement, its own words over it, and nothing added up."""

import pytest

from components.charts import money
from components.look import LIGHT
from data.exports.charted import Stated

HOSTILE = "<b>$x$</b> `y` ${alert(1)} <a href='x'>"
LOAN = {"amount_id": "loan", "kind": "loan", "amount": "2000000", "currency": "EUR"}
GRANT = {"amount_id": "grant", "kind": "grant", "amount": "500000", "currency": "EUR"}


@pytest.fixture
def amounts(made):
    """``amounts(LOAN, …)``: a record of these amounts, all of one project."""

    def make(*rows, language="en", name="Power lines"):
        return made(
            language,
            projects=[{"project_id": "lines", "short_name_vi": name, "short_name_en": name}],
            project_amounts=list(rows),
        )

    return make


def charts(lens, keys, currency="EUR"):
    return [
        money.money_by_project(lens, keys, currency),
        money.money_of_project(lens, keys, currency),
    ]


def is_stated(cell):
    return isinstance(cell, Stated)


def words(figure):
    return [note.text for note in figure.layout.annotations]


def bars(figure):
    return list(figure.data[0].x)


def test_kinds_stand_side_by_side_and_are_never_added(amounts):
    for chart in charts(amounts(LOAN, GRANT), ["grant", "loan"]):
        assert bars(chart.figure(LIGHT)) == [2_000_000, 500_000]
        amounts_shown = [cell.number for row in chart.rows for cell in row if is_stated(cell)]
        assert sorted(amounts_shown) == [500_000, 2_000_000]


def test_two_statements_of_one_kind_are_two_bars(amounts):
    again = {**LOAN, "amount_id": "again", "restates_amount_id": "loan"}

    for chart in charts(amounts(LOAN, again), ["loan", "again"]):
        assert bars(chart.figure(LIGHT)) == [2_000_000, 2_000_000]


@pytest.mark.parametrize("currency", ["EUR", "VND"])
def test_a_chart_shows_one_currency_alone(amounts, currency):
    dong = {**LOAN, "amount_id": "dong", "amount": "9000000000", "currency": "VND"}

    for chart in charts(amounts(LOAN, dong), ["loan", "dong"], currency):
        (stated,) = [cell for row in chart.rows for cell in row if is_stated(cell)]
        assert stated.unit == currency
        assert bars(chart.figure(LIGHT)) == [stated.number]
        assert currency in chart.alt


def test_each_bar_has_its_kind_amount_and_date_in_words_above_it(amounts):
    figure = money.money_of_project(amounts({**LOAN, "date": "2024-05"}), ["loan"], "EUR").figure(
        LIGHT
    )
    (note,) = figure.layout.annotations

    assert note.text.startswith("Loan commitment: <b>EUR\N{NO-BREAK SPACE}2 million</b>")
    assert "May 2024" in note.text
    assert note.y < figure.data[0].y[0]
    assert note.yanchor == "bottom"
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]


def test_words_and_bars_of_several_statements_do_not_lie_on_each_other(amounts):
    rows = [{**LOAN, "amount_id": f"a-{number}", "amount": str(number)} for number in range(1, 6)]
    figure = money.money_by_project(
        amounts(*rows), [row["amount_id"] for row in rows], "EUR"
    ).figure(LIGHT)

    feet = [note.y for note in figure.layout.annotations]
    middles = list(figure.data[0].y)
    half = figure.data[0].width / 2

    assert feet == sorted(set(feet))
    for foot, middle, next_foot in zip(feet[1:], middles, [*feet[2:], 10_000], strict=True):
        assert foot <= middle - half
        assert middle + half < next_foot - 24  # two lines of the next words
    assert max(middles) + half <= figure.layout.yaxis.range[0]


def test_bars_of_one_project_stand_under_its_name(amounts):
    figure = money.money_by_project(amounts(LOAN, GRANT), ["loan", "grant"], "EUR").figure(LIGHT)

    assert [text for text in words(figure) if text == "<b>Power lines</b>"]
    assert words(figure)[0] == "<b>Power lines</b>"


def test_a_kind_that_is_no_commitment_is_not_among_the_main_statements(amounts):
    paid = {**LOAN, "amount_id": "paid", "kind": "disbursed"}

    chart = money.money_by_project(amounts(LOAN, paid), ["loan", "paid"], "EUR")

    assert bars(chart.figure(LIGHT)) == [2_000_000]
    assert len(chart.rows) == 1
    assert "(1 rows)" in chart.definition


@pytest.mark.parametrize("other", [{"restates_amount_id": "loan"}, {"qualifier": "forecast"}])
def test_what_is_said_anew_or_only_expected_is_paler(amounts, other):
    pale = {**LOAN, "amount_id": "pale", "date": "2024", **other}
    lens = amounts({**LOAN, "date": "2023"}, pale)

    figure = money.money_of_project(lens, ["pale", "loan"], "EUR").figure(LIGHT)

    full, faded = figure.data[0].marker.opacity
    assert full == 1
    assert faded < 0.6


def test_bars_start_at_zero(amounts):
    for chart in charts(amounts(LOAN), ["loan"]):
        assert chart.figure(LIGHT).layout.xaxis.rangemode == "tozero"


def test_the_table_has_the_number_and_unit_behind_each_amount(amounts):
    chart = money.money_by_project(amounts(LOAN), ["loan"], "EUR")
    ((project, kind, amount, date, _sources),) = chart.rows

    assert project == ("Power lines", "/projects?project=lines&lang=en")
    assert (kind, date) == ("Loan commitment", "date unknown")
    assert isinstance(amount, Stated)
    assert amount[1:] == (2_000_000, "EUR")
    assert list(chart.numeric) == ["Amount"]
    assert len(chart.heads) == 5


def test_an_unknown_id_is_left_out(amounts):
    for chart in charts(amounts(LOAN), ["loan", "gone"]):
        assert len(chart.rows) == 1


def test_no_amount_gives_an_empty_figure(amounts):
    for chart in charts(amounts(), []):
        figure = chart.figure(LIGHT)
        assert bars(figure) == []
        assert not figure.layout.annotations
        assert not chart.rows


def test_a_hostile_name_is_text(amounts):
    label = {"label_vi": HOSTILE, "label_en": HOSTILE}
    lens = amounts({**LOAN, **label}, name=HOSTILE)

    for chart in charts(lens, ["loan"]):
        figure = chart.figure(LIGHT)
        written = [*words(figure), *figure.data[0].customdata[0]]
        assert not any("<a" in text or "<b>$" in text for text in written)
        assert "&lt;b&gt;$x$&lt;/b&gt; `y` ${alert(1)} &lt;a href='x'&gt;" in "".join(written)
