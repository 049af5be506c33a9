"""What a reader is told of an error that nobody foresaw: a sentence with a number."""

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from components import html
from components.web import logs
from components.web.headers import Policies, for_all
from data.exports.openapi import ROOT
from data.language import Language


def of_page(error: Exception) -> bool:
    """Log what a page failed of, and tell its number on the page; True: Streamlit adds nothing."""
    reference = logs.failed("page failed", error)
    st.error(html.literal(_sentence(Language.of(st.query_params.get("lang")), reference)))
    return True


def of_request(request: Request, error: Exception) -> Response:
    """Log what a request failed of; the answer is a sentence with its number."""
    reference = logs.failed("request failed", error)
    sentence = _sentence(Language.of(request.query_params.get("lang")), reference)
    # This answer goes out before all that puts headers on others.
    said = {**for_all(request.url.path, Policies.of(())), "Cache-Control": "no-store"}
    if request.url.path.startswith(f"{ROOT}/"):
        return JSONResponse({"error": sentence, "status": 500}, 500, said)
    return PlainTextResponse(sentence, 500, said)


def _sentence(language: Language, reference: str) -> str:
    return language.text(
        "Something failed that should not. Try again; if it stays, give this number to the "
        "administrator: {reference}"
    ).format(reference=reference)
