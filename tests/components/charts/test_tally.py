"""The bars of a chart of counts say what its figure says, in colours for day and night."""

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
    drawn = by_partner.on_screen().drawn

    shares = [[round(piece.share) for piece in pieces] for pieces in drawn.bars.values()]
    assert shares == [[67, 33], [33]]


def test_each_piece_says_its_count_and_what_it_is_of(by_partner, lens):
    lens = lens("en")
    drawn = by_partner.on_screen().drawn

    first = next(iter(drawn.bars.values()))[0]
    assert first.text.endswith(" 2")
    assert first.says.endswith(": 2")
    assert lens.language.country("FR") in first.says


def test_each_colour_is_one_by_day_and_one_by_night(by_partner):
    drawn = by_partner.on_screen().drawn

    first = next(iter(drawn.bars.values()))[0]
    assert first.ink.fill == (LIGHT.project_state["running"], DARK.project_state["running"])


def test_texts_stand_beside_bars_of_one_piece(lens):
    lens = lens("en")
    chart = counts.projects_by_state(lens, {"running": 3, "ended": 0})

    drawn = chart.on_screen().drawn

    assert drawn.beside
    assert [len(pieces) for pieces in drawn.bars.values()] == [1, 0]
    assert drawn.legend == {}


def test_text_that_looks_like_markup_is_text():
    trace = {
        "y": ["&lt;b&gt;A&lt;/b&gt;<br>B"],
        "x": [1],
        "marker": {"color": "#fff", "line": {"color": "#000"}},
    }

    assert list(tally([trace], [trace]).bars) == ["<b>A</b> B"]


def test_a_page_draws_the_bars_of_the_figure(by_partner):
    drawn = by_partner.on_screen().drawn
    figure = by_partner.figure(LIGHT)

    counts_of = [count for trace in figure.data for count in trace.x if count]
    assert sorted(counts_of) == sorted(
        int(piece.text.split(" ")[-1]) for pieces in drawn.bars.values() for piece in pieces
    )
    assert [ink.fill[0] for ink in drawn.legend.values()] == [
        trace.marker.color for trace in figure.data
    ]
