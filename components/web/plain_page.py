"""Pages that work without Streamlit: whole documents with our marks, letters and colours."""

import re
from typing import Any

from starlette.responses import HTMLResponse

from components import assets, html
from data.language import Language
from data.schema import LANGUAGES

# A path of ours: browsers take “//host” and “/\host” for another server.
_OWN = re.compile(r"/(?![/\\])[!-~]*", re.ASCII)


def answer(template: str, language: Language, status: int, **context: Any) -> HTMLResponse:
    """A filled-in template of a whole page; it shows nothing of the record, and is kept nowhere."""
    page = html.plain(
        template,
        language,
        mark=assets.url("own/mark.svg"),
        styles=[assets.url(f"own/{name}.css") for name in ("fonts", "plain")],
        languages=LANGUAGES,
        **context,
    )
    return HTMLResponse(page, status, {"Cache-Control": "no-store"})


def own_path(written: object) -> str:
    """Where to go on after signing in: a path of ours, or the first page."""
    return written if isinstance(written, str) and _OWN.fullmatch(written) else "/"
