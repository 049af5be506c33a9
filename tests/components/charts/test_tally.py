"""The bars of a chart of counts say what its figure says, in colours for day and night."""

import plotly.graph_objects as go
import pytest

from components.charts import counts
from components.charts.tally import tally
from components.look import DARK, LIGHT


@pytest.fixture
def by_partner(lens):
    lens = lens("en")
    tallies = {"FR": {"running": 2, "ended": 1}, "LA": {"unclear": 1}}
    return counts.projects_by_partner(lens, tallies)


def test_each_piece_is_as_long_as_its_part_of_the_longest_bar(by_partner):
    drawn = tally(by_partner.figure(LIGHT), by_partner.figure(DARK))

    shares = [[round(piece.share) for piece in pieces] for pieces in drawn.bars.values()]
    assert shares == [[67, 33], [33]]


def test_each_piece_says_its_count_and_what_it_is_of(by_partner, lens):
    lens = lens("en")
    drawn = tally(by_partner.figure(LIGHT), by_partner.figure(DARK))

    first = next(iter(drawn.bars.values()))[0]
    assert first.text.endswith(" 2")
    assert first.says.endswith(": 2")
    assert lens.language.country("FR") in first.says


def test_each_colour_is_one_by_day_and_one_by_night(by_partner):
    drawn = tally(by_partner.figure(LIGHT), by_partner.figure(DARK))

    first = next(iter(drawn.bars.values()))[0]
    assert first.ink.fill == (LIGHT.project_state["running"], DARK.project_state["running"])


def test_texts_stand_beside_bars_of_one_piece(lens):
    lens = lens("en")
    chart = counts.projects_by_state(lens, {"running": 3, "ended": 0})

    drawn = tally(chart.figure(LIGHT), chart.figure(DARK))

    assert drawn.beside
    assert [len(pieces) for pieces in drawn.bars.values()] == [1, 0]
    assert drawn.legend == {}


def test_text_that_looks_like_markup_is_text():
    figure = go.Figure(
        go.Bar(
            y=["&lt;b&gt;A&lt;/b&gt;<br>B"],
            x=[1],
            text=["1"],
            orientation="h",
            marker={"color": "#fff", "line": {"color": "#000"}},
        )
    )

    assert list(tally(figure, figure).bars) == ["<b>A</b> B"]
