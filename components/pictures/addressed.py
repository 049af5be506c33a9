"""Charts and maps at addresses of the API: ``charts/<name>.<ending>`` and ``map.<ending>``."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from components.charts import named
from components.look import LIGHT
from components.maps import named as maps
from components.pictures import offline_map, plates
from components.pictures.rendering import Form, NoPicture, can_draw
from data.exports import charted, feeds, making, openapi, places
from data.exports.charted import Plate
from data.exports.edition import Edition
from data.exports.feeds import Feed, Made, Parameters, Refusal
from data.exports.formats import EXCEL_CSV, endings
from data.language import Language
from data.views.filtering import UnknownValue

WIDTH, SCALE = "width", "scale"
NARROWEST, WIDEST = 400, 1600
SCALES = ("1", "2", "3")
_CHART = re.compile(r"charts/([^/.]+)\.([^/]+)")
_MAP = re.compile(r"map\.([^/]+)")
_DRAWN = ("png", "svg", "pdf")


def feed(path: str, language: Language) -> Feed:
    """The file at an address of the API; raises Refusal."""
    if path == "openapi.json":
        return Feed("json", (), lambda edition, _asked: Made(described(edition), ""))
    if match := _CHART.fullmatch(path):
        return _chart(match[1], match[2], language)
    if match := _MAP.fullmatch(path):
        return _map(match[1], language)
    return feeds.feed(path, language)


def address(what: str, asked: Mapping[str, str], ending: str, language: Language) -> str:
    """The address of a file of ``charts/<name>`` or of ``map``."""
    kept = {name: text for name, text in asked.items() if text}
    query = urlencode({**kept, "lang": language.code}, safe=",")
    return f"{openapi.ROOT}/{what}.{ending}?{query}"


def described(edition: Edition) -> bytes:
    """The description of the API, charts and maps in it."""
    _ = edition.lens.language.text
    chart = {
        "name": "chart",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "enum": list(named.CHARTS)},
    }
    also = {
        f"/charts/{{chart}}.{ending}": (
            _("A chart by its name, with the filters of its page"),
            ending,
            [chart, *_sizes(ending, width=True)],
        )
        for ending in endings("chart")
    } | {
        f"/map.{ending}": (_("The map, with the filters of its page"), ending, _sizes(ending))
        for ending in endings("map")
    }
    return openapi.described(edition.lens, also)


def _sizes(ending: str, *, width: bool = False) -> list[dict[str, Any]]:
    whole = {"type": "integer", "minimum": NARROWEST, "maximum": WIDEST}
    scale = {"type": "string", "enum": list(SCALES)}
    wide = [{"name": WIDTH, "in": "query", "schema": whole}] if width and ending in _DRAWN else []
    fine = [{"name": SCALE, "in": "query", "schema": scale}] if ending == "png" else []
    return [*wide, *fine]


def _chart(name: str, ending: str, language: Language) -> Feed:
    if name not in named.CHARTS:
        sentence = language.text("There is no chart “{name}”.")
        raise Refusal(404, sentence.format(name=feeds.short(name)), tuple(named.CHARTS))
    if ending not in (known := endings("chart")):
        raise feeds.no_format(language, ending, known)

    def make(edition: Edition, asked: Parameters) -> Made:
        narrow, width, scale = _asked(asked)
        drawn = named.drawn(edition, name, narrow)
        plate = drawn.plate
        writers: Mapping[str, Callable[[], bytes]] = {
            **_data(plate),
            "html": lambda: plates.offline_page(plate, drawn.chart.figure(LIGHT)),
        }
        if ending in writers:
            return Made(writers[ending](), plate.file_name(ending))
        with _drawing(language):
            figure = drawn.chart.figure(LIGHT)
            content = plates.chart(plate, figure, _form(ending), scale, width)
        return Made(content, _picture_name(plate, ending, scale))

    sizes = (WIDTH, *((SCALE,) if ending == "png" else ())) if ending in _DRAWN else ()
    takes = (*named.CHARTS[name].takes, *sizes)
    line = making.PICTURES if ending in _DRAWN else making.FILES
    return Feed(ending, takes, make, by_day=True, is_kept=ending != "html", line=line)


def _map(ending: str, language: Language) -> Feed:
    if ending not in (known := endings("map")):
        raise feeds.no_format(language, ending, known)

    def make(edition: Edition, asked: Parameters) -> Made:
        narrow, _width, scale = _asked(asked)
        scene, plate = maps.drawn(edition, narrow)
        writers: Mapping[str, Callable[[], bytes]] = {
            **_data(plate),
            "geojson": lambda: places.as_geojson(plate.extract),
            "svg": lambda: plates.drawn_scene(plate, scene, "svg"),
            "html": lambda: offline_map.offline_page(plate, scene),
        }
        if ending in writers:
            return Made(writers[ending](), plate.file_name(ending))
        with _drawing(language):
            content = plates.drawn_scene(plate, scene, _form(ending), scale)
        return Made(content, _picture_name(plate, ending, scale))

    takes = (*maps.TAKES, *((SCALE,) if ending == "png" else ()))
    # its drawing as SVG is made without the browser
    line = making.PICTURES if ending in _DRAWN and ending != "svg" else making.FILES
    return Feed(ending, takes, make, by_day=True, is_kept=ending != "html", line=line)


def _data(plate: Plate) -> Mapping[str, Callable[[], bytes]]:
    return {
        "csv": lambda: charted.as_csv(plate),
        EXCEL_CSV: lambda: charted.as_excel_csv(plate),
        "xlsx": lambda: charted.as_xlsx(plate),
        "json": lambda: charted.as_json(plate),
    }


def _form(ending: str) -> Form:
    forms: Mapping[str, Form] = {"png": "png", "svg": "svg", "pdf": "pdf"}
    return forms[ending]


def _picture_name(plate: Plate, ending: str, scale: int) -> str:
    language = plate.extract.lens.language
    made_for = (language.text("print"),) if scale == plates.PRINT_SCALE else ()
    return plate.file_name(ending, *made_for)


def _asked(asked: Parameters) -> tuple[dict[str, str], int, int]:
    """The filters, the width and the scale that are asked for; raises UnknownValue."""
    narrow = {name: text for name, text in asked.items() if name not in (WIDTH, SCALE)}
    width, scale = asked.get(WIDTH, ""), asked.get(SCALE, "1")
    if scale not in SCALES:
        raise UnknownValue(SCALE, scale, SCALES)
    if width and not (re.fullmatch("[0-9]{3,4}", width) and NARROWEST <= int(width) <= WIDEST):
        raise UnknownValue(WIDTH, width, (f"{NARROWEST}–{WIDEST}",))
    return narrow, int(width or plates.WIDTH), int(scale)


@contextmanager
def _drawing(language: Language) -> Iterator[None]:
    """Raise Refusal where nothing can draw, or drawing fails."""
    _ = language.text
    if not can_draw():
        sentence = _("This server has no browser to draw with (Chromium, Chrome or Edge).")
        raise Refusal(503, sentence, _without_browser())
    try:
        yield
    except NoPicture as none:
        raise Refusal(503, none.sentence(language)) from none


def _without_browser() -> Sequence[str]:
    return tuple(one for one in endings("chart") if one not in _DRAWN)
