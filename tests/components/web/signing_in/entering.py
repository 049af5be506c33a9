"""What somebody at a browser does, and what the pages say to it."""

import re

from httpx2 import Response
from starlette.testclient import TestClient

from data.roles import ALONE

PASSWORD = "mường thanh 1954"
SHELL = ALONE.called("shell")
HOME = "http://127.0.0.1:8501"


def enter(client: TestClient, password: str = PASSWORD, account: str = "ban", **query) -> Response:
    return client.post(
        "/sign-in",
        params=query,
        data={"account": account, "password": password},
        follow_redirects=False,
    )


def said(page: Response) -> str:
    """The words of a page, without its markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.text.partition("<main>")[2]).split())


def whose(client: TestClient) -> str:
    return client.get("/who", headers={"Origin": str(client.base_url)}).text
