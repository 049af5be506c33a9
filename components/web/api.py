"""The read-only HTTP API: files of the record at plain addresses, for other programs."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

import components
from components import shelf
from components.entrance import gate
from components.pictures import addressed
from components.web import making
from components.web.etag import has
from components.web.sending import Sent, busy
from data.exports.edition import Edition, exact_day
from data.exports.feeds import Feed, Made, Refusal
from data.exports.formats import media_type
from data.exports.making import Busy, Line
from data.exports.openapi import ROOT
from data.language import LOCALES, Language
from data.record.hiding import Hidden
from data.record.loading import DataError
from data.roles import Caller
from data.schema import DATA, LANGUAGES
from data.store import StoreError
from data.values.dates import PROVINCE_ZONE, province_today
from data.views.filtering import UnknownValue

READING = ("GET", "HEAD", "OPTIONS")
_SHOWN = ("json", "geojson", "png")  # a browser shows these and does not save them
_FOR_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Content-Disposition",
    "X-Content-Type-Options": "nosniff",
}
_BEFOREHAND = {
    "Access-Control-Allow-Methods": ", ".join(READING),
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}


def routes() -> Sequence[BaseRoute]:
    """Whatever is asked below the root gets a file or a sentence in JSON; above it, a sentence."""
    every = [*READING, "POST", "PUT", "PATCH", "DELETE"]
    above = ROOT.rpartition("/")[0]
    return [
        Route(f"{ROOT}/{{path:path}}", _answer, methods=every),
        *(Route(path, _nothing, methods=every) for path in (ROOT, above, f"{above}/{{path:path}}")),
    ]


def _nothing(request: Request) -> Response:
    """What is beside the root: 404, and where the files are."""
    _ = Language.of(request.query_params.get("lang")).text
    return _refused(404, _("There is nothing at this address."), (f"{ROOT}/openapi.json",))


async def _answer(request: Request) -> Response:
    """The file, made in its line; the store is asked in a thread."""
    language = Language.of(request.query_params.get("lang"))
    try:
        found = await run_in_threadpool(_found, request, language)
        if isinstance(found, Response):
            return found
        try:
            made = await making.made(request, found.line, found.make)
        except Busy:
            raise Refusal(503, busy(language)) from None
        named = {"Content-Disposition": found.disposition(made.name)} if made.name else {}
        return Sent(made.content, headers={**found.headers, **named})
    except Refusal as refusal:
        headers = {405: {"Allow": ", ".join(READING)}, 503: {"Retry-After": "10"}}
        said = headers.get(refusal.status, {})
        return _refused(refusal.status, refusal.sentence, refusal.known, said)
    except UnknownValue as wrong:
        return _refused(400, no_value(language, wrong.name, wrong.value), wrong.known)
    except DataError as broken:
        sentences = [fault.sentence(language) for fault in broken.faults[:10]]
        return _refused(503, sentences[0], headers={"Retry-After": "600"}, faults=sentences)
    except StoreError as broken:
        sentence = language.text("The store of the record does not answer: {why}")
        return _refused(503, sentence.format(why=broken), headers={"Retry-After": "30"})


class _Found(NamedTuple):
    """A file that is to be made: where, how, and what is said of it."""

    line: Line
    make: Callable[[], Made]
    headers: Mapping[str, str]
    disposition: Callable[[str], str]


def _found(request: Request, language: Language) -> Response | _Found:
    """The answer where nothing is to be made, else the file that is; raises Refusal."""
    _ = language.text
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=_FOR_ALL | _BEFOREHAND)
    if request.method not in READING:
        raise Refusal(405, _("This address can only be read."))
    path = request.path_params["path"]
    wanted = addressed.feed(path, language)
    asked = asked_of(request, wanted, language)
    day = day_of(asked.pop("day", ""), language)
    caller = gate.caller_of(request)
    edition = shelf.edition(language.code, caller)
    changed = _changed(edition, wanted)
    names = wanted.names_people and gate.sees_editors(caller)
    marks = _marks(edition, path, asked, (day if wanted.by_day else date.min, names))
    marks |= keeping(caller)
    marks["Last-Modified"] = format_datetime(changed.astimezone(UTC), usegmt=True)
    if _is_known(request, marks["ETag"], changed):
        return Response(status_code=304, headers=_FOR_ALL | marks)
    version = edition.version
    make = partial(
        _made if wanted.is_kept else _made.__wrapped__,
        (version.id, version.mark),
        language.code,
        path,
        tuple(sorted(asked.items())),
        day,
        hidden=gate.hidden_from(caller),
        names_people=names,
    )
    headers = {
        **_FOR_ALL,
        **marks,
        "Content-Type": media_type(wanted.ending),
        "Content-Language": language.code,
    }
    kept = "inline" if wanted.ending in _SHOWN else "attachment"
    return _Found(wanted.line, make, headers, partial(_disposition, kept, path))


@lru_cache(maxsize=64)
def _made(
    version: tuple[str, str],
    code: str,
    path: str,
    asked: tuple[tuple[str, str], ...],
    day: date,
    *,
    hidden: Hidden,
    names_people: bool,
) -> Made:
    """The file, kept for the next request; what it depends on is its cache key."""
    edition = replace(shelf.edition_at(version[0], code, day, hidden), names_people=names_people)
    return addressed.feed(path, edition.lens.language).make(edition, dict(asked))


shelf.when_struck(_made.cache_clear)


def asked_of(request: Request, wanted: Feed, language: Language) -> dict[str, str]:
    """The filters of a request; raises Refusal for an unknown, repeated or wrong parameter."""
    _ = language.text
    known = ("lang", *wanted.filters, *(("day",) if wanted.by_day else ()))
    asked: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in known:
            sentence = _("“{name}” is no parameter of this address.")
            raise Refusal(400, sentence.format(name=name[:60]), known)
        if name in asked:
            raise Refusal(400, _("“{name}” is given twice.").format(name=name), known)
        asked[name] = value
    code = asked.pop("lang", "vi")
    if code not in LANGUAGES:
        raise Refusal(400, no_value(language, "lang", code), tuple(LANGUAGES))
    return {name: value for name, value in asked.items() if value}


def day_of(written: str, language: Language) -> date:
    """The day of reading that is asked for, else today; raises Refusal for what is no day."""
    if not written:
        return province_today()
    day = exact_day(written)
    if day is None:
        raise Refusal(400, no_value(language, "day", written), ("2026-11-26",))
    return day


def no_value(language: Language, name: str, value: str) -> str:
    """The sentence for a value that a parameter does not have."""
    sentence = language.text("“{value}” is no value of “{name}”.")
    return sentence.format(value=value[:60], name=name)


def _changed(edition: Edition, wanted: Feed) -> datetime:
    """When a file last changed; where it holds states, they may have changed with the day."""
    created = edition.version.changed
    if not wanted.by_day:
        return created
    return max(created, datetime.combine(province_today(), time.min, ZoneInfo(PROVINCE_ZONE)))


def _marks(
    edition: Edition, path: str, asked: Mapping[str, str], seen: tuple[date, bool]
) -> dict[str, str]:
    """Headers by which a client knows whether it already has this file.

    ``seen`` is the day it is read for, and whether it names who published.
    """
    version = edition.version
    read = version.mark, edition.lens.record.version, edition.lens.language.code
    parts = (_program(), *read, path, sorted(asked.items()), seen)
    digest = hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
    return {
        # Weak: compressed or not, it is the same answer.
        "ETag": f'W/"{version.id}-{edition.lens.language.code}-{digest}"',
    }


def keeping(caller: Caller) -> dict[str, str]:
    """Headers that say who may keep an answer: where people sign in, it is for one of them."""
    if gate.how() is gate.SignIn.NOBODY:
        return {"Cache-Control": "public, no-cache"}
    kept = "private" if caller.is_signed_in else "public"
    return {"Cache-Control": f"{kept}, no-cache", "Vary": "Cookie"}


@cache
def _program() -> str:
    """A hash of the code and texts that write the files: a new release may write others."""
    digest = hashlib.sha256()
    drawing = Path(components.__path__[0])
    for folder, pattern in (
        *((DATA, "**/*.py"), (DATA, "*.json"), (LOCALES, "**/*.po")),
        *((drawing, "**/*.py"), (drawing, "templates/*"), (drawing, "assets/*.*")),
    ):
        for path in sorted(folder.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _is_known(request: Request, etag: str, created: datetime) -> bool:
    """Whether the client has the file: by its ETag if it gives one, else by its date (RFC 9110)."""
    if request.headers.get("if-none-match"):
        return has(request, etag)
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except ValueError:
        return False
    since = since if since.tzinfo else since.replace(tzinfo=UTC)
    return created.replace(microsecond=0) <= since


def _disposition(kept: str, path: str, name: str) -> str:
    """The name to save a file under: a plain one for old programs, the full one for others."""
    plain = f"nhip-cau-{path.replace('/', '-')}"
    return f"{kept}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _refused(
    status: int,
    sentence: str,
    known: Sequence[str] = (),
    headers: Mapping[str, str] | None = None,
    *,
    faults: Sequence[str] = (),
) -> Response:
    answer: dict[str, object] = {"error": sentence, "status": status}
    if known:
        answer["known"] = list(known)
    if faults:
        answer["faults"] = list(faults)
    return JSONResponse(
        answer, status, headers={**_FOR_ALL, "Cache-Control": "no-store", **(headers or {})}
    )
