"""The picture of the first page's map, at its address."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from components import links
from components.entrance import gate
from components.maps.ground import islands
from data.schema import LANGUAGES
from data.store import Unreachable
from tests.answering import answering
from tests.components.maps.test_drawn_map import said


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The server's own routes beside the pages, over a store with the shipped record."""
    with answering(tmp_path_factory.mktemp("map")) as client:
        yield client


@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_it_is_a_picture_that_names_both_archipelagos(client, code, size):
    answer = client.get(links.SMALL_MAP, params={"size": size, "lang": code})

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert all(" ".join(label.lines) in said(answer.text) for label in islands(code))


def test_each_size_is_another_picture(client):
    wide, narrow = (
        client.get(links.SMALL_MAP, params={"size": size}).text for size in ("wide", "narrow")
    )

    assert 'width="616"' in wide
    assert 'width="358"' in narrow


def test_who_has_it_already_gets_none(client):
    first = client.get(links.SMALL_MAP, params={"size": "wide"})

    again = client.get(
        links.SMALL_MAP, params={"size": "wide"}, headers={"If-None-Match": first.headers["ETag"]}
    )

    assert first.headers["Cache-Control"] == "public, no-cache"
    assert (again.status_code, again.content) == (304, b"")


def test_while_the_store_is_away_it_is_the_last_that_a_stranger_saw(client, monkeypatch):
    before = client.get(links.SMALL_MAP, params={"size": "wide"})

    def away(*_asked: object) -> None:
        message = "no route to host"
        raise Unreachable(message)

    monkeypatch.setattr(gate, "caller_of", away)
    meanwhile = client.get(links.SMALL_MAP, params={"size": "wide"})

    assert meanwhile.content == before.content
    assert meanwhile.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("asked", [{}, {"size": "616"}, {"size": "wide' or 1"}])
def test_a_size_that_there_is_not_is_not_found(client, asked):
    assert client.get(links.SMALL_MAP, params=asked).status_code == 404
