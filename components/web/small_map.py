"""The map of the first page, a picture at an address: a browser asks only for the size it shows."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from components import shelf
from components.entrance import gate
from components.maps.drawn import STILL, still
from components.maps.scenes import LINKS
from components.web import api
from components.web.etag import etag_of, has
from data.language import Language
from data.record.loading import DataError
from data.roles import STRANGER
from data.store import StoreError, Unreachable
from data.views.lens import Lens, kept


def answer(request: Request) -> Response:  # not async: it may ask the store
    """The picture in the size that is asked for; whoever has it already gets none."""
    size = request.query_params.get("size", "")
    if size not in STILL:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    language = Language.of(request.query_params.get("lang"))
    try:
        try:
            caller = gate.caller_of(request)
            held = api.keeping(caller)
        except Unreachable:  # the page goes on with what it read last, as a stranger sees it
            caller, held = STRANGER, {"Cache-Control": "no-store"}
        drawn = _drawn(shelf.edition(language.code, caller).lens, size)
    except (DataError, StoreError):  # the page says what is wrong
        return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
    tag = etag_of(drawn)
    headers = {**held, "ETag": tag}
    if has(request, tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(drawn, headers=headers, media_type="image/svg+xml")


@kept(24)  # two sizes, three languages, four kinds of readers
def _drawn(lens: Lens, size: str) -> bytes:
    return still(lens, LINKS, size).encode()
