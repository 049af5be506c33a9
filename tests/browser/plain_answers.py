"""The first answers of the pages as a test asks for them: plain HTML, without a browser."""

from html import unescape

from components import links
from data.language import Language
from tests.browser.serving import Server
from tests.browser.test_served import ask

# The pages that anybody may open.
OPEN = [f"/{page.path}" for page in links.pages(Language("en")) if page.least is None]


def got(server: Server, path: str) -> str:
    with ask(server, path) as answer:
        return answer.read().decode()


def plain(page: str) -> str:
    """The plain page of an answer, without what Streamlit needs."""
    return unescape(page).partition('<div id="nc-first">')[2].partition('<div id="root">')[0]


def with_language(path: str, code: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={code}"
