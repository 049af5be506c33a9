"""Hands out the files of papers: a browser saves them and never shows them as a page of ours.

A reader asks by the id of a paper in the newest version; whoever edits also by the SHA-256 of a
file, so that papers of drafts, proposals and older versions can be read. A paper that somebody may
not see is answered as one that is not there.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from components import shelf
from components.entrance import gate
from components.web.headers import NO_RIGHTS
from components.web.sending import Sent
from data.desk.papers import adding
from data.exports import papers as addresses
from data.language import Language
from data.roles import Act, Caller
from data.store import StoreError, papers, troubles

READING = ("GET", "HEAD")
_MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "jpeg": "image/jpeg",
    "png": "image/png",
}
_HASH = re.compile(r"[0-9a-f]{64}")
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "X-Download-Options": "noopen",
    "Content-Security-Policy": NO_RIGHTS,
    "Cache-Control": "private, no-cache",
    "Vary": "Cookie",
}


def routes() -> Sequence[BaseRoute]:
    """The addresses of files; what else is asked below the API's root is answered there."""
    return [
        Route(addresses.FILE.format(paper="{paper}"), _paper, methods=READING),
        Route(addresses.PREVIEW.format(paper="{paper}"), _preview, methods=READING),
        Route(addresses.BY_HASH.format(hash="{hash}"), _by_hash, methods=READING),
    ]


# None of these is async: Starlette runs them in threads, so that a large file never holds up pages.
def _paper(request: Request) -> Response:
    return _answered(request, _file)


def _preview(request: Request) -> Response:
    return _answered(request, _small)


def _by_hash(request: Request) -> Response:
    return _answered(request, _any_file)


_Make = Callable[[Request, Caller, Language], Response | None]


def _answered(request: Request, make: _Make) -> Response:
    language = Language.of(request.query_params.get("lang"))
    try:
        return make(request, gate.caller_of(request), language) or _nothing(language)
    except StoreError as trouble:
        sentence = troubles.sentence(trouble, language)
        return _refused(503, sentence)


def _file(request: Request, caller: Caller, language: Language) -> Response | None:
    lens = shelf.edition(language.code, caller).lens
    row = lens.record.by_key("papers").get(request.path_params["paper"])
    if row is None:
        return None
    content = papers.content(shelf.opened(), row["content_hash"])
    if content is None:
        sentence = language.text("The file of this paper is not kept any more.")
        return _refused(HTTPStatus.GONE, sentence)
    name = addresses.file_name(row["title"], row["format"])
    return _given(request, content, row["format"], row["content_hash"], name)


def _small(request: Request, caller: Caller, language: Language) -> Response | None:
    lens = shelf.edition(language.code, caller).lens
    row = lens.record.by_key("papers").get(request.path_params["paper"])
    small = papers.preview(shelf.opened(), row["content_hash"]) if row else None
    if row is None or small is None:
        return None
    kind = {"Content-Type": "image/jpeg", "Content-Disposition": "inline"}
    return _unless_known(request, small, f"{row['content_hash']}-small", kind)


def _any_file(request: Request, caller: Caller, language: Language) -> Response | None:  # noqa: ARG001
    hash_ = request.path_params["hash"]
    if not caller.may(Act.PROPOSE) or not _HASH.fullmatch(hash_):
        return None
    found = adding.given_out(shelf.opened(), hash_, by=caller)
    if found is None:
        return None
    kept, content = found
    name = addresses.file_name(hash_[:12], kept.format)
    return _given(request, content, kept.format, hash_, name)


def _given(request: Request, content: bytes, kind: str, hash_: str, name: str) -> Response:
    saved = addresses.disposition(f"paper-{hash_[:12]}.{kind}", name)
    headers = {"Content-Type": _MEDIA_TYPES[kind], "Content-Disposition": saved}
    return _unless_known(request, content, hash_, headers)


def _unless_known(
    request: Request, content: bytes, mark: str, headers: Mapping[str, str]
) -> Response:
    """The file, or nothing but 304 where the browser has it."""
    etag = f'W/"{mark}"'  # weak: compressed or not, it is the same file
    said = {**_SAFE, **headers, "ETag": etag}
    given = request.headers.get("if-none-match", "").split(",")
    if etag in map(str.strip, given):
        return Response(status_code=304, headers=said)
    return Sent(content, headers=said)


def _nothing(language: Language) -> Response:
    return _refused(404, language.text("There is no such paper."))


def _refused(status: int, sentence: str) -> Response:
    return JSONResponse(
        {"error": sentence, "status": status}, status, headers={"Cache-Control": "no-store"}
    )
