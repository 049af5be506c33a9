"""The names on an axis of time, as a browser draws them: each at its own day, none on another."""

import json
from datetime import date, timedelta
from itertools import pairwise

import plotly.graph_objects as go
import pytest
from plotly.offline import get_plotlyjs

from components.charts import time_axis
from components.look import LIGHT
from data.language import Language
from data.schema import LANGUAGES

pytestmark = pytest.mark.browser

BEGIN = date(2021, 11, 17)
# From a few days to two centuries, so that each step of the axis is met, and its neighbours.
LENGTHS = (
    1,
    3,
    9,
    20,
    45,
    80,
    120,
    200,
    340,
    500,
    700,
    900,
    1300,
    2200,
    3000,
    9000,
    30_000,
    73_000,
)
_READ = """([figure, width]) => {
  const chart = document.getElementById("chart");
  chart.style.width = width + "px";
  return Plotly.react(chart, figure.data, {...figure.layout, width, height: 200}).then(() => {
    const axis = chart._fullLayout.xaxis;
    return [...chart.querySelectorAll(".xtick text")].map((text) => {
      const box = text.getBoundingClientRect();
      return {
        text: [...text.querySelectorAll("tspan")].map((line) => line.textContent).join("<br>")
          || text.textContent,
        middle: (box.left + box.right) / 2, left: box.left, right: box.right,
        from: chart.getBoundingClientRect().left + axis._offset, wide: axis._length,
      };
    });
  });
}"""


@pytest.fixture(scope="module")
def read(browser):
    """Draws an axis of some days in one page, and reads its names and where they stand."""
    page = browser.new_page()
    page.set_content('<div id="chart"></div>')
    page.add_script_tag(content=get_plotlyjs())

    def drawn(axis, language, width):
        figure = go.Figure(go.Scatter(x=[axis.first.isoformat(), axis.last.isoformat()], y=[1, 1]))
        figure.update_layout(template=LIGHT.template(), margin={"l": 24, "r": 24})
        time_axis.lay(figure, LIGHT, Language(language), axis, "top")
        return page.evaluate(_READ, [json.loads(figure.to_json()), width])

    yield drawn
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_every_zoom_each_name_stands_at_its_day_and_none_lies_on_another(read, language):
    for days in LENGTHS:
        shown = time_axis.Bar(BEGIN, BEGIN + timedelta(days=days))
        axis = time_axis.around(shown)
        wanted = time_axis.ticks(Language(language), axis)

        names = read(shown, language, 228)  # an axis of 180 pixels

        assert [name["text"] for name in names] == [tick.text for tick in wanted], days
        for name, tick in zip(names, wanted, strict=True):
            share = (tick.day - axis.first) / (axis.last - axis.first)
            assert abs(name["from"] + share * name["wide"] - name["middle"]) < 2, (days, tick)
        assert all(one["right"] < after["left"] for one, after in pairwise(names)), days
