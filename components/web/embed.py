"""A chart or the map as a small page, which the sites of ``NHIP_CAU_EMBED`` may hold in a frame."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from components import assets, html, links, shelf
from components.charts import named
from components.charts.chart import Span
from components.entrance import gate
from components.look import LIGHT
from components.maps import named as maps
from components.maps.drawn import drawn_map
from components.pictures import addressed
from components.web import api, framing, making
from components.web.sending import busy
from data.exports.charted import Plate
from data.exports.edition import Edition
from data.exports.feeds import Refusal, short
from data.exports.making import FILES, Busy
from data.language import Language
from data.record.loading import DataError
from data.store import StoreError
from data.views.filtering import UnknownValue
from data.views.lens import Lens

ADDRESS = "/embed"
MAP = "map"
# The page where a reader goes on, by the beginning of the chart's name.
_PAGES = {"outcomes": "outcomes", "visits": "visits", "map": "map"}


def routes() -> Sequence[BaseRoute]:
    """One route for every chart and the map."""
    return [Route(f"{ADDRESS}/{{name}}", _answer)]


async def _answer(request: Request) -> Response:
    language = Language.of(request.query_params.get("lang"))
    try:
        page = await making.made(request, FILES, partial(_page, request, language))
    except Busy:
        return _refused(503, busy(language), (), {"Retry-After": "10"})
    except Refusal as refusal:
        return _refused(refusal.status, refusal.sentence, refusal.known)
    except UnknownValue as wrong:
        return _refused(400, api.no_value(language, wrong.name, wrong.value), wrong.known)
    except (DataError, StoreError):
        return _refused(503, language.text("The store of the record does not answer."), ())
    return HTMLResponse(page, headers={"Cache-Control": "no-cache"})


def _page(request: Request, language: Language) -> str:
    _ = language.text
    if not framing.sites():
        raise Refusal(404, _("This server lets no other site show its charts in a frame."))
    name = request.path_params["name"]
    if name not in (known := (MAP, *named.CHARTS)):
        sentence = _("There is no chart “{name}”.").format(name=short(name))
        raise Refusal(404, sentence, known)
    at = f"{MAP}.json" if name == MAP else f"charts/{name}.json"
    asked = api.asked_of(request, addressed.feed(at, language), language)
    day = api.day_of(asked.pop("day", ""), language)
    edition = shelf.edition(language.code, gate.caller_of(request))
    edition = replace(edition, lens=Lens(edition.lens.record, language, day))
    return _written(edition, name, asked)


def _written(edition: Edition, name: str, asked: Mapping[str, str]) -> str:
    """The page: a drawing that answers to the pointer, or the map; its words, rows and origin."""
    lens = edition.lens
    figure, drawing = "", ""
    spans: Sequence[Span] = ()
    if name == MAP:
        scene, plate = maps.drawn(edition, asked)
        drawing, _height = drawn_map(lens, scene)
    else:
        drawn = named.drawn(edition, name, asked)
        plate = drawn.plate
        if not plate.nothing():
            spans = drawn.chart.spans
            figure = str(drawn.chart.figure(LIGHT).to_json()).replace("<", "\\u003c")
    return html.render(
        "embed.html",
        lens,
        plate=plate,
        look=LIGHT,
        spans=spans,
        figure=Markup(figure),  # noqa: S704 - JSON without any sign that begins a tag
        drawing=Markup(drawing),  # noqa: S704 - SVG made by us
        rows=[[str(getattr(cell, "text", cell)) for cell in row] for row in plate.rows],
        mark=assets.url("own/mark.svg"),
        style=assets.url("own/embed.css"),
        fonts=assets.url("own/fonts.css"),
        plotly=assets.url("plotly/plotly.min.js"),
        script=assets.url("own/embed.js"),
        onward=_onward(lens, name, asked, plate),
    )


def _onward(lens: Lens, name: str, asked: Mapping[str, str], plate: Plate) -> str:
    """The address of the page that shows more of it."""
    page = next((page for begins, page in _PAGES.items() if name.startswith(begins)), "projects")
    kept = dict(asked) if plate.extract.asked else {}
    kept.pop(named.PART, None)
    return links.href(page, lens.language.code, **kept)


def _refused(
    status: int,
    sentence: str,
    known: Sequence[str],
    headers: Mapping[str, str] | None = None,
) -> Response:
    answer: dict[str, object] = {"error": sentence, "status": status}
    if known:
        answer["known"] = list(known)
    return JSONResponse(answer, status, headers={"Cache-Control": "no-store", **(headers or {})})
