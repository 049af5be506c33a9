"""The routes of the server beside the pages, over a store with the shipped record."""

from collections.abc import Callable, Iterator

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.answering import answering

Ask = Callable[..., Response]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The server's own routes beside the pages, over a store with the shipped record."""
    with answering(tmp_path_factory.mktemp("api")) as client:
        yield client


@pytest.fixture(scope="module")
def ask(client: TestClient) -> Ask:
    """``ask("visits.csv", lang="fr")``: the answer of the API."""

    def answer(path: str, *, headers: dict[str, str] | None = None, **parameters: str) -> Response:
        return client.get(f"/api/v1/{path}", params=parameters, headers=headers)

    return answer
