"""On a phone, in a frame and in narrow files no word of a chart is cut or lies on another one."""

import json
from functools import cache

import plotly.graph_objects as go
import pytest
from plotly.offline import get_plotlyjs

from components.charts.chart import Chart
from components.charts.narrow import fitted
from components.look import LIGHT
from components.pictures.lettering import faces
from data.exports.edition import edition_of
from data.language import Language
from data.record.loading import CURATED
from data.schema import LANGUAGES
from data.store import Store, seed
from tests.components.charts.all_charts import every_chart

pytestmark = pytest.mark.browser

# What a phone of 320 pixels leaves, the narrowest file, half a sheet, a wide screen.
WIDTHS = (288, 344, 640, 1200)
_MEASURED = """([figure, width]) => {
  document.body.replaceChildren();
  const chart = document.body.appendChild(document.createElement("div"));
  chart.style.width = width + "px";
  return Plotly.newPlot(chart, figure.data, {...figure.layout, width}).then(() => {
    const frame = chart.getBoundingClientRect();
    const words = [...chart.querySelectorAll(".main-svg text")]
      .filter((text) => text.textContent.trim() && text.getClientRects().length)
      .map((text) => ({text: text.textContent, box: text.getBoundingClientRect()}));
    const cut = words.filter(({box}) => box.left < frame.left - 1 || box.right > frame.right + 1
      || box.top < frame.top - 1 || box.bottom > frame.bottom + 1).map(({text}) => text);
    const lying = words.flatMap((one, place) => words.slice(place + 1).filter((other) =>
      Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left) > 0
      && Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top) > 3)
      .map((other) => one.text + " | " + other.text));
    return {words: words.length, cut, lying};
  });
}"""


@pytest.fixture(scope="module")
def charts(tmp_path_factory):
    """Every chart of the shipped record in a language, drawn once for all widths."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('charts') / 'store.sqlite'}")
    seed(store, CURATED)
    now = store.current()

    @cache
    def drawn(code: str) -> dict[str, tuple[Chart, go.Figure]]:
        edition = edition_of(now, store.tables(now.id), Language(code))
        charts = {name: drawn.chart for name, drawn in every_chart(edition)}
        return {name: (chart, chart.figure(LIGHT)) for name, chart in charts.items()}

    yield drawn
    store.close()


@pytest.fixture(scope="module")
def measured(browser):
    """Draws a figure so wide and tells which of its words are cut, and which lie on others."""
    page = browser.new_page(viewport={"width": max(WIDTHS), "height": 900})
    letters = faces(frozenset({"400", "600", "700"}))
    page.set_content(f"<!doctype html><style>{letters} body {{ margin: 0; }}</style>")
    page.evaluate("Promise.all([...document.fonts].map((face) => face.load()))")
    page.add_script_tag(content=get_plotlyjs())
    yield lambda figure, width: page.evaluate(_MEASURED, [json.loads(figure.to_json()), width])
    page.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_no_word_of_a_chart_is_cut_or_lies_on_another(charts, measured, code, width):
    told = {
        name: measured(fitted(figure, width), width)
        for name, (chart, figure) in charts(code).items()
        # a page and a frame show a list instead
        if width > 320 or not chart.spans
    }

    assert all(one["words"] > 2 for one in told.values())
    assert {name: (one["cut"], one["lying"]) for name, one in told.items()} == {
        name: ([], []) for name in told
    }
