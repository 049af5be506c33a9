"""Charts in frames of other sites: off by default, and for the sites of the setting alone."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from components.charts import named
from components.web import headers
from tests.answering import answering

Ask = Callable[..., Response]
SITE = "https://portal.example"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The server's own routes beside the pages, over a store with the shipped record."""
    with answering(tmp_path_factory.mktemp("embed")) as client:
        yield client


@pytest.fixture
def ask(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """``ask("projects-by-state", country="FR")``: a frame's page in English."""
    monkeypatch.setenv("NHIP_CAU_EMBED", SITE)
    return lambda name, **asked: client.get(f"/embed/{name}", params={"lang": "en", **asked})


def figure_of(page: str) -> dict[str, object]:
    found = re.search(r'id="nc-figure">(.*?)</script>', page, re.DOTALL)
    assert found
    figure: dict[str, object] = json.loads(found[1])
    return figure


def test_without_the_setting_there_is_no_page_for_frames(ask, monkeypatch):
    monkeypatch.delenv("NHIP_CAU_EMBED")

    answer = ask("projects-by-state")

    assert answer.status_code == 404
    assert answer.json()["error"] == "This server lets no other site show its charts in a frame."


def test_only_the_sites_of_the_setting_may_hold_it():
    policy = headers.Policies.of((), (SITE,)).at("/embed/projects-by-state")

    assert f"frame-ancestors 'self' {SITE}" in policy
    assert "'unsafe-eval'" not in policy


@pytest.mark.parametrize("name", named.CHARTS)
def test_every_chart_is_a_page_that_runs_no_script_but_ours(ask, name):
    asked = {"project": "namrom-multihazard"} if name.startswith("project-") else {}

    answer = ask(name, **asked)

    assert answer.status_code == 200
    assert figure_of(answer.text)["data"]
    scripts = re.findall(r"<script([^>]*)>", answer.text)
    assert scripts
    assert all('src="/assets/' in one or "application/json" in one for one in scripts)
    assert "version" in answer.text.lower()


def test_the_map_is_drawn_without_any_script_and_with_both_archipelagos(ask):
    answer = ask("map", frame="france")

    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert "Hoàng Sa" in answer.text
    assert "Trường Sa" in answer.text


@pytest.mark.parametrize(
    ("name", "asked", "status", "said"),
    [
        ("nothing", {}, 404, "There is no chart “nothing”."),
        ("projects-by-state", {"country": "XX"}, 400, "“XX” is no value of “country”."),
        ("projects-by-state", {"width": "800"}, 400, "“width” is no parameter of this address."),
        ("projects-by-state", {"day": "soon"}, 400, "“soon” is no value of “day”."),
    ],
)
def test_what_there_is_not_is_refused_with_a_sentence(ask, name, asked, status, said):
    answer = ask(name, **asked)

    assert (answer.status_code, answer.json()["error"]) == (status, said)


def test_filters_that_match_nothing_give_a_sentence(ask):
    answer = ask("projects-by-state", status="5", record="proposal")

    assert "No row fits these filters: " in answer.text
    assert "nc-figure" not in answer.text


def test_a_frame_leads_to_the_page_with_the_same_filters(ask):
    answer = ask("projects-by-state", country="FR")

    assert 'href="/projects?country=FR' in answer.text
