"""Sign-in and sign-out where another server knows the people (OpenID Connect).

Streamlit's own two routes would pass over every fault in silence; these take their place.
"""

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from components import links
from components.entrance import openid
from components.entrance.openid import NotLetIn
from components.inside import signing_in
from components.web import plain_page, provider
from components.web.forms import RefusedForm, check_sender, onward, spoken
from components.web.provider import ProviderTrouble
from data.accounts import provided
from data.accounts.sign_ins import LASTS
from data.language import Language
from data.roles import Caller
from data.store import StoreError, store, troubles

BEGIN = "/sign-in/begin"
_KEPT = "nhip-cau"  # in the session: language and page of whoever is away to sign in


def routes() -> Sequence[Route]:
    """The addresses of signing in and out."""
    return [
        *(Route(path, _offer, methods=["GET"]) for path in ("/sign-in", "/account")),
        Route(BEGIN, _begin, methods=["GET"]),
        Route(openid.CALLBACK, _come_back, methods=["GET"]),
        Route("/sign-out", _sign_out, methods=["POST"]),
        *(Route(f"/auth/{name}", _to_offer, methods=["GET"]) for name in ("login", "logout")),
    ]


async def _offer(request: Request) -> Response:
    """Who is signed in, or the one button that begins to."""
    try:
        caller = await run_in_threadpool(openid.caller_of, request)
    except StoreError as trouble:
        return _page(request, fault=troubles.sentence(trouble, _language(request)), status=503)
    return _page(request, caller=caller)


async def _to_offer(_request: Request) -> Response:
    return RedirectResponse("/sign-in", 303)


async def _begin(request: Request) -> Response:
    request.session[_KEPT] = {
        "lang": _language(request).code,
        "to": onward(request.query_params.get("to")),
    }
    try:
        return await provider.begun(request)
    except ProviderTrouble as trouble:
        return _told(request, trouble)


async def _come_back(request: Request) -> Response:
    """The other server sends its user back: let in, or told why not."""
    if not request.query_params:  # it has signed its user out
        return RedirectResponse("/sign-in", 303)
    try:
        token = await provider.token_for(request)
        return await _let_in(request, token)
    except ProviderTrouble as trouble:
        return _told(request, trouble)
    except NotLetIn as refused:
        await run_in_threadpool(provided.refuse, store(), refused.account, refused.why)
        return _page(request, fault=_why_not(refused, _language(request)), status=403)
    except StoreError as trouble:
        return _page(request, fault=troubles.sentence(trouble, _language(request)), status=503)


async def _let_in(request: Request, token: Mapping[str, object]) -> Response:
    claims = token.get("userinfo")
    if not isinstance(claims, Mapping):
        raise NotLetIn("no-token")
    sign_in = openid.sign_in_of(claims)
    if await run_in_threadpool(provided.rights, store(), sign_in) is None:
        raise NotLetIn("no-role", sign_in.account)
    with suppress(NotLetIn):  # open pages of whoever sat here before are theirs no longer
        await _end(request)
    issued = min(datetime.fromtimestamp(int(claims["iat"]), UTC), datetime.now(UTC))
    await run_in_threadpool(provided.begin, store(), sign_in, issued)
    here = links.href("", _language(request).code)
    kept = request.session.pop(_KEPT, {})
    response = RedirectResponse(onward(kept.get("to")) or here, 303)
    await signing_in.keep_user(
        response,
        openid.to_keep(claims),
        {"id_token": token["id_token"]},  # the other server asks for it at sign-out
        seconds=int(LASTS.total_seconds()),
        secure=openid.own_origin().startswith("https:"),
    )
    return response


async def _sign_out(request: Request) -> Response:
    """End the sign-in here; at the other server only if the reader then asks for it."""
    try:
        check_sender(request, _language(request))
        await _end(request)
    except NotLetIn:
        pass  # nobody was signed in
    except RefusedForm as refused:
        return _page(request, fault=refused.sentence, status=refused.status)
    except StoreError as trouble:
        return _page(request, fault=troubles.sentence(trouble, _language(request)), status=503)
    elsewhere = await signing_in.sign_out_address(request)
    response = _page(request, signed_out=True, elsewhere=elsewhere)
    signing_in.forget_user(response, request)
    return response


async def _end(request: Request) -> None:
    """End the sign-in that a browser has here; raises NotLetIn where it has none."""
    sign_in = openid.sign_in_of(openid.kept_of(request))
    await run_in_threadpool(provided.end, store(), sign_in)


def _told(request: Request, trouble: ProviderTrouble) -> Response:
    logging.getLogger("nhip-cau").warning("sign-in failed at the provider: %s", trouble.why)
    status = 400 if trouble.why in ("old", "denied", "not-ours") else 502
    fault = trouble.sentence(_language(request))
    return _page(request, fault=fault, is_broken=True, status=status)


def _page(
    request: Request,
    *,
    caller: Caller | None = None,
    fault: str = "",
    is_broken: bool = False,
    signed_out: bool = False,
    elsewhere: str | None = None,
    status: int = 200,
) -> Response:
    to = onward(request.query_params.get("to"))
    return plain_page.answer(
        "openid_sign_in.html",
        _language(request),
        status,
        caller=caller if caller and caller.is_signed_in else None,
        fault=fault,
        is_broken=is_broken,
        signed_out=signed_out,
        elsewhere=elsewhere,
        host=openid.provider_host(),
        begin=BEGIN,
        here=lambda code: links.href("sign-in", code, to=spoken(to, code)),
        to=to,
    )


def _language(request: Request) -> Language:
    """As the address says, or as the page where the sign-in began."""
    kept = request.session.get(_KEPT)
    begun = kept.get("lang") if isinstance(kept, dict) else None
    return Language.of(request.query_params.get("lang") or begun)


def _why_not(refused: NotLetIn, language: Language) -> str:
    _ = language.text
    host, account = openid.provider_host(), refused.account
    sentences = {
        "no-role": _(
            "{host} knows you as {account}; this program has no account of that name. Ask an "
            "administrator of this program to add it."
        ),
        "unverified": _(
            "{host} says that the address {account} is not verified. Verify it there, then sign in "
            "again."
        ),
        "not-said-verified": _(
            "{host} does not say whether the address {account} is verified, so it opens no "
            "account. An administrator can allow this in the settings."
        ),
        "no-address": _("{host} did not tell your e-mail address, so no account could be found."),
        "no-token": _("{host} sent no token that says who you are."),
    }
    return sentences[refused.why].format(host=host, account=account)
