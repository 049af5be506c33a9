"""The form to sign in, and a person's own account: plain pages, without script and socket."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlencode

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from components import links
from components.entrance import browsers, clients, gate, hosts
from components.web import plain_page
from components.web.forms import RefusedForm, check_sender, fields, onward, spoken
from data.accounts import accounts, sign_ins
from data.accounts.guessing import TooEarly, Try
from data.accounts.passwords import LEAST, MOST, Unfit
from data.accounts.sentences import Fault, role_name, sentence
from data.accounts.sign_ins import WrongPassword
from data.language import Language
from data.roles import Caller
from data.store import StoreError, store, troubles

SIGN_IN, SIGN_OUT, ACCOUNT = "/sign-in", "/sign-out", "/account"
# Hashing takes 64 MB each time: the other tries wait without holding a thread.
_HASHING = CapacityLimiter(2)

Made = TypeVar("Made")
Answering = Callable[[Request], Awaitable[Response]]


def routes() -> Sequence[BaseRoute]:
    """The addresses of these pages; where there are no accounts, they lead home."""
    return [
        Route(SIGN_IN, _with_accounts(_form), methods=["GET"]),
        Route(SIGN_IN, _with_accounts(_enter), methods=["POST"]),
        Route(SIGN_OUT, _with_accounts(_leave), methods=["POST"]),
        Route(ACCOUNT, _with_accounts(_account), methods=["GET"]),
        Route(ACCOUNT, _with_accounts(_change_password), methods=["POST"]),
    ]


def _with_accounts(answer: Answering) -> Answering:
    async def answering(request: Request) -> Response:
        language = _language(request)
        if gate.how() is not gate.SignIn.ACCOUNTS:
            return RedirectResponse(links.href("", language.code), 303)
        try:
            return await answer(request)
        except RefusedForm as refused:
            return _page(request, "refused.html", refused.status, error=refused.sentence)
        except StoreError as trouble:
            error = troubles.sentence(trouble, language)
            return _page(request, "refused.html", 503, error=error)

    return answering


async def _form(request: Request) -> Response:
    """The form; whoever is signed in already goes on."""
    caller = await run_in_threadpool(gate.caller_of, request)
    if caller.is_signed_in:
        return RedirectResponse(_goes_on(request), 303)
    return _sign_in_page(request, notice=_notice(request))


def _notice(request: Request) -> str:
    """What happened before the form came."""
    _ = _language(request).text
    return {
        "out": _("You are signed out."),
        # The answer to the form set a cookie, and the browser comes without it.
        "in": _(
            "The browser did not keep the sign-in. The address must begin with https://, and the "
            "browser must allow cookies."
        ),
        "ended": _("Your sign-in has ended. Sign in again to go on."),
    }.get(request.query_params.get("after", ""), "")


async def _enter(request: Request) -> Response:
    """Sign in; what the browser had before ends."""
    language = _language(request)
    form = await fields(request, language)
    account = accounts.plain(form.get("account", ""))
    password = form.get("password", "")
    if not account or not password:
        error = language.text("Fill in account and password.")
        return _sign_in_page(request, 422, account=account, error=error)
    if len(password) > MOST:
        return _sign_in_page(request, 422, account=account, error=sentence(Unfit(), language))
    try:
        token = await _hashing(sign_ins.enter, store(), _tried(request, account), password)
    except (TooEarly, WrongPassword) as fault:
        error = sentence(fault, language)
        return _sign_in_page(request, _status(fault), account=account, error=error, fault=fault)
    await run_in_threadpool(sign_ins.end, store(), _token(request))
    back = {"after": "in", "to": onward(request.query_params.get("to"))}
    response = RedirectResponse(links.href(SIGN_IN[1:], language.code, **back), 303)
    _keep(request, response, token, account)
    return response


async def _leave(request: Request) -> Response:
    """Sign out."""
    language = _language(request)
    check_sender(request, language)
    await run_in_threadpool(sign_ins.end, store(), _token(request))
    response = RedirectResponse(links.href(SIGN_IN[1:], language.code, after="out"), 303)
    response.delete_cookie(gate.COOKIE, httponly=True, samesite="lax", secure=_is_secure(request))
    return response


async def _account(request: Request) -> Response:
    """A person's own account."""
    caller = await run_in_threadpool(gate.caller_of, request)
    if not caller.is_signed_in:
        return _to_form(request)
    done = ""
    if request.query_params.get("after") == "password":
        done = _language(request).text(
            "The password is changed. All other browsers have been signed out."
        )
    return _account_page(request, caller, done=done)


async def _change_password(request: Request) -> Response:
    """Change one's own password; this browser stays signed in, every other one does not."""
    language = _language(request)
    form = await fields(request, language)
    caller = await run_in_threadpool(gate.caller_of, request)
    if not caller.is_signed_in:
        return _to_form(request)
    old, new = form.get("old", ""), form.get("password", "")
    if new != form.get("again", ""):
        error = language.text("The two new passwords differ.")
        return _account_page(request, caller, 422, error=error, at="again")
    if not LEAST <= len(new) <= MOST:
        return _account_page(request, caller, 422, error=sentence(Unfit(), language), at="password")
    try:
        tried = _tried(request, caller.account)
        await _hashing(sign_ins.confirm, store(), tried, old[: MOST + 1])
    except WrongPassword:
        error = language.text("This is not the present password.")
        return _account_page(request, caller, 403, error=error, at="old")
    except TooEarly as fault:
        error = sentence(fault, language)
        return _account_page(request, caller, 429, error=error, at="old", fault=fault)
    await _hashing(partial(accounts.set_password, by=caller), store(), caller.account, new)
    token = await run_in_threadpool(sign_ins.begin, store(), caller.account)
    to = links.href(ACCOUNT[1:], language.code, after="password")
    response = RedirectResponse(to, 303)
    _keep(request, response, token, caller.account)
    return response


async def _hashing(work: Callable[..., Made], *arguments: Any) -> Made:
    return await to_thread.run_sync(partial(work, *arguments), limiter=_HASHING)


def _tried(request: Request, account: str) -> Try:
    known = browsers.known(request.cookies.get(browsers.COOKIE, ""), account)
    return Try(account, clients.address(request), known)


def _status(fault: Fault) -> int:
    return 429 if isinstance(fault, TooEarly) else 401


def _keep(request: Request, response: Response, token: str, account: str) -> None:
    """Have the browser keep who is signed in, and that this browser has been."""
    known = browsers.remembering(request.cookies.get(browsers.COOKIE, ""), account)
    lasts = int(sign_ins.LASTS.total_seconds())
    for name, value, seconds in (
        (gate.COOKIE, gate.cookie_of(token), lasts),
        (browsers.COOKIE, known, browsers.LASTS),
    ):
        response.set_cookie(
            name,
            value,
            max_age=seconds,
            httponly=True,
            samesite="lax",  # with “strict”, a link in a mail would open the page as a stranger's
            secure=_is_secure(request),
        )


def _is_secure(request: Request) -> bool:
    """Whether the browser may send the cookie by https alone; its own machine has none."""
    return not hosts.is_loopback(request.url.hostname or "")


def _token(request: Request) -> str:
    return gate.token(request.cookies.get(gate.COOKIE, ""))


def _language(request: Request) -> Language:
    return Language.of(request.query_params.get("lang"))


def _goes_on(request: Request) -> str:
    to = onward(request.query_params.get("to"))
    return to or links.href("", _language(request).code)


def _to_form(request: Request) -> Response:
    return RedirectResponse(form_for(ACCOUNT, _language(request)), 303)


def form_for(path: str, language: Language) -> str:
    """Address of the form that leads back to a path of ours."""
    return links.href(SIGN_IN[1:], language.code, to=onward(path))


def _sign_in_page(
    request: Request,
    status: int = 200,
    *,
    account: str = "",
    notice: str = "",
    error: str = "",
    fault: Fault | None = None,
) -> Response:
    return _page(
        request,
        "sign_in.html",
        status,
        fault,
        account=account[:254],
        notice=notice,
        error=error,
        action=_address(request, SIGN_IN, to=onward(request.query_params.get("to"))),
        is_open=not gate.reading_needs_sign_in(),
    )


def _account_page(
    request: Request,
    caller: Caller,
    status: int = 200,
    *,
    done: str = "",
    error: str = "",
    at: str = "",
    fault: Fault | None = None,
) -> Response:
    return _page(
        request,
        "account.html",
        status,
        fault,
        caller=caller,
        role=role_name(caller.role, _language(request)),
        done=done,
        error=error,
        at=at,
        action=_address(request, ACCOUNT),
        sign_out=_address(request, SIGN_OUT),
        least=LEAST,
        most=MOST,
    )


def _page(
    request: Request, template: str, status: int, fault: Fault | None = None, **context: Any
) -> Response:
    here = partial(_in_language, request)
    response = plain_page.answer(template, _language(request), status, here=here, **context)
    if isinstance(fault, TooEarly):
        response.headers["Retry-After"] = str(fault.seconds)
    if status == 413:
        response.headers["Connection"] = "close"  # the rest is not read
    return response


def _address(request: Request, path: str, **parameters: str) -> str:
    return links.href(path[1:], _language(request).code, **parameters)


def _in_language(request: Request, code: str) -> str:
    """This page in another language; what happened before is not said again."""
    path = SIGN_IN if request.url.path == SIGN_OUT else request.url.path
    to = spoken(onward(request.query_params.get("to")), code)
    kept: Mapping[str, str] = {"to": to, "lang": code}
    return f"{path}?{urlencode({name: one for name, one in kept.items() if one})}"
