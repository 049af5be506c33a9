"""Where the form of a page without scripts leads: to the address that says what was chosen."""

from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request

from components import links

_LONGEST = 2_000  # characters of a query
_MOST = 50  # parameters


def address(request: Request) -> str | None:
    """The address of a page with what was chosen in it; None where no form was sent.

    ``set=country=FR&set=org=`` names a country, and no organisation any more.
    """
    query = request.url.query
    if links.SET not in request.query_params or len(query) > _LONGEST:
        return None
    asked = dict(request.query_params.multi_items()[:_MOST])
    del asked[links.SET]
    for name in links.PARTS:
        asked.pop(name, None)
    for chosen in request.query_params.getlist(links.SET)[:_MOST]:
        asked.update(parse_qsl(chosen, keep_blank_values=True))
    kept = {name: value for name, value in asked.items() if value and name != links.SET}
    return request.url.path + (f"?{urlencode(kept)}" if kept else "")
