"""Charts and the map at addresses: what is refused, and that a crowd does not stop the server."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from components.charts import named
from components.maps.frames import FRAMES
from components.pictures import addressed, plates, rendering
from data.exports import making
from tests.answering import answering

Ask = Callable[..., Response]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The server's own routes beside the pages, over a store with the shipped record."""
    with answering(tmp_path_factory.mktemp("addressed")) as client:
        yield client


@pytest.fixture
def ask(client: TestClient) -> Ask:
    """``ask("charts/projects-by-state.svg", width="800")``: the answer of the API in English."""
    return lambda path, **asked: client.get(f"/api/v1/{path}", params={"lang": "en", **asked})


@pytest.fixture
def _can_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addressed, "can_draw", lambda: True)


@pytest.mark.parametrize(
    ("path", "asked", "status", "said"),
    [
        ("charts/nothing.svg", {}, 404, "There is no chart “nothing”."),
        ("charts/projects-by-state.exe", {}, 404, "There is no format “exe”."),
        ("charts/projects-by-state", {}, 404, "There is nothing at this address."),
        ("map.docx", {}, 404, "There is no format “docx”."),
        ("charts/projects-by-state.svg", {"width": "100000"}, 400, "“100000” is no value"),
        ("charts/projects-by-state.svg", {"width": "-1"}, 400, "“-1” is no value of “width”."),
        ("charts/projects-by-state.svg", {"width": "1e3"}, 400, "“1e3” is no value of “width”."),
        ("charts/projects-by-state.png", {"scale": "99"}, 400, "“99” is no value of “scale”."),
        ("charts/projects-by-state.csv", {"width": "800"}, 400, "“width” is no parameter"),
        ("charts/projects-by-state.csv", {"country": "XX"}, 400, "“XX” is no value of “country”."),
        ("charts/projects-by-state.csv", {"direction": "incoming"}, 400, "“direction” is no"),
        ("charts/projects-over-time.csv", {"part": "2"}, 400, "“2” is no value of “part”."),
        ("charts/money-by-project.csv", {"currency": "XXX"}, 400, "“XXX” is no value"),
        ("charts/project-progress.csv", {}, 400, "“” is no value of “project”."),
        ("map.svg", {"frame": "moon"}, 400, "“moon” is no value of “frame”."),
        ("map.svg", {"place": "nowhere"}, 400, "“nowhere” is no value of “place”."),
    ],
)
@pytest.mark.usefixtures("_can_draw")
def test_what_there_is_not_is_refused_with_a_sentence_and_what_there_is(
    ask, path, asked, status, said
):
    answer = ask(path, **asked)

    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/json")
    assert answer.json()["error"].startswith(said)
    assert answer.json()["known"]


@pytest.mark.parametrize("frame", FRAMES)
def test_every_frame_of_the_map_is_a_drawing_with_both_archipelagos(ask, frame):
    answer = ask("map.svg", frame=frame)

    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    assert "Hoàng Sa" in answer.text
    assert "Trường Sa" in answer.text


@pytest.mark.parametrize("name", ["visits-over-time", "projects-by-state", "money-by-project"])
@pytest.mark.usefixtures("_can_draw")
def test_filters_that_match_nothing_give_a_sentence_in_place_of_a_drawing(ask, name):
    nothing = {"state": "cancelled", "country": "FR"}
    if name != "visits-over-time":
        nothing = {"status": "5", "record": "proposal"}

    drawn = ask(f"charts/{name}.svg", **nothing)
    page = ask(f"charts/{name}.html", **nothing)
    table = ask(f"charts/{name}.json", **nothing)

    said = table.json()["note"]
    assert said.startswith("No row fits these filters: ")
    assert said[:40] in drawn.text
    assert said[:40] in page.text
    assert table.json()["rows"] == []


@pytest.mark.parametrize("name", named.CHARTS)
def test_an_offline_page_holds_the_chart_and_asks_no_other_server(ask, name):
    asked = {"project": "namrom-multihazard"} if name.startswith("project-") else {}

    page = ask(f"charts/{name}.html", **asked)

    assert page.status_code == 200
    assert page.headers["content-disposition"].startswith("attachment")
    assert 'id="chart"' in page.text
    assert "<script src=" not in page.text


def test_a_crowd_that_asks_for_pictures_is_refused_politely_and_the_server_lives(
    client, ask, monkeypatch
):
    may_end = threading.Event()

    def slow(*_drawn: object) -> bytes:
        assert may_end.wait(60)
        return b"drawn"

    monkeypatch.setattr(addressed, "can_draw", lambda: True)
    monkeypatch.setattr(plates, "chart", slow)
    in_line = making.PICTURES.most
    with ThreadPoolExecutor(in_line) as crowd:
        waiting = [
            crowd.submit(ask, "charts/outcomes-by-state.png", width=str(500 + number))
            for number in range(in_line)
        ]
        while making.PICTURES.has_room:
            time.sleep(0.01)
        refused = [ask("charts/outcomes-by-state.png", width="900") for _time in range(50)]
        alive = client.get("/healthz"), ask("charts/outcomes-by-state.csv")
        may_end.set()
        given = [one.result(60) for one in waiting]

    assert {answer.status_code for answer in refused} == {503}
    assert refused[0].json()["error"].startswith("Many files are being made.")
    assert refused[0].headers["retry-after"] == "10"
    assert [answer.status_code for answer in alive] == [200, 200]
    assert {(answer.status_code, answer.content) for answer in given} == {(200, b"drawn")}
    assert ask("charts/outcomes-by-state.png", width="900").status_code == 200


def test_without_a_browser_on_the_server_a_picture_is_refused_and_what_there_is_named(
    ask, monkeypatch
):
    monkeypatch.setattr(addressed, "can_draw", lambda: False)

    answer = ask("charts/projects-by-partner.png")

    assert answer.status_code == 503
    assert answer.json()["error"].startswith("This server has no browser to draw with")
    assert "csv" in answer.json()["known"]
    assert ask("map.svg").status_code == 200


def test_a_browser_that_fails_is_told(ask, monkeypatch):
    def failing(*_drawn: object) -> bytes:
        raise rendering.NoPicture

    monkeypatch.setattr(addressed, "can_draw", lambda: True)
    monkeypatch.setattr(plates, "chart", failing)

    answer = ask("charts/projects-by-partner.pdf")

    assert answer.status_code == 503
    assert answer.json()["error"].startswith("The file could not be made.")
