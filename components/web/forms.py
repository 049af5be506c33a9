"""Forms that a page of ours sends to the server itself, without Streamlit."""

from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

from components import links
from components.web import plain_page
from data.accounts.passwords import MOST
from data.language import Language

_LARGEST = 16_384  # bytes: more than any form of ours, all its letters escaped
_MOST_FIELDS = 20
_LONGEST_PATH = 2_000


class RefusedForm(Exception):  # noqa: N818 - the name says what happened
    """Raised for what is no form of ours; nothing of it was looked at. ``sentence`` says why."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


async def fields(request: Request, language: Language) -> dict[str, str]:
    """The fields of a form that a page of ours sent; raises RefusedForm."""
    _ = language.text
    check_sender(request, language)
    body = await _body(request)
    if body is None:
        text = _("That is too large. A password has at most {count} characters.")
        raise RefusedForm(413, text.format(count=MOST))
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind != "application/x-www-form-urlencoded":
            raise ValueError(kind)
        written = body.decode("ascii")
        return dict(parse_qsl(written, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise RefusedForm(400, _("This is no form of this page. Send it again.")) from None


def check_sender(request: Request, language: Language) -> None:
    """Raise RefusedForm where no browser says that a page of ours sends this.

    ``SameOrigin`` has compared the Origin, where there is one. Each browser that can show the
    dashboard sends one with a form; what comes without any word of its origin is not believed.
    """
    headers = request.headers
    if "origin" not in headers and headers.get("sec-fetch-site") != "same-origin":
        sentence = language.text("This was not sent from a page of this server. Send it again.")
        raise RefusedForm(403, sentence)


async def _body(request: Request) -> bytes | None:
    """What was sent; None where it is too large, of which the rest is not read."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or int(announced) > _LARGEST:
        return None
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LARGEST:
            return None
    return body


def spoken(path: str, code: str) -> str:
    """A path of ours in another language, as the form that leads there was switched to it."""
    if not path:
        return ""
    parts = urlsplit(path)
    query = {name: value for name, value in parse_qsl(parts.query) if name != "lang"}
    return links.href(parts.path[1:], code, **query)


def onward(written: str | None) -> str:
    """Where to go on: a path of ours as it was written; "" where none is named."""
    path = plain_page.own_path(written)
    if path == "/" or len(path) > _LONGEST_PATH:
        return ""
    return "" if urlsplit(path).path in ("/sign-in", "/sign-out") else path
