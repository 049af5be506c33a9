"""What the API says of itself: valid, and what it answers."""

import json
from pathlib import Path

import pytest

from components import shelf
from components.pictures import addressed
from data.exports import openapi
from data.roles import ALONE
from data.schema import LANGUAGES, TABLES
from data.views.chains import TRIP
from tests.judges import judge

pytestmark = pytest.mark.slow


def test_the_description_is_valid_and_says_what_is_answered(ask, client):
    description = ask("openapi.json", lang="en").json()

    judge("openapi_spec_validator").validate(description)
    for path, described in description["paths"].items():
        if path.endswith(("{chart}.png", "{chart}.svg", "{chart}.pdf", "map.png", "map.pdf")):
            continue  # tests/browser/test_pictures.py draws them
        where = path.replace("{visit_id}", TRIP).replace("{chart}", "projects-by-state")
        about = {"org": "afd"} if path.endswith("briefing.docx") else {}
        answer = client.get(where, params=about)
        assert answer.status_code == 200, path
        kind = answer.headers["content-type"]
        assert list(described["get"]["responses"]["200"]["content"]) == [kind]


@pytest.mark.parametrize("table", TABLES)
def test_the_answers_fit_the_description(ask, table):
    description = ask("openapi.json", lang="en").json()
    schema = {"$ref": f"#/components/schemas/{table}", "components": description["components"]}

    faults = list(
        judge("jsonschema").Draft202012Validator(schema).iter_errors(ask(f"{table}.json").json())
    )

    assert faults == []


def with_parameters(description):
    """The paths of a description, each parameter in the place that points to it."""
    known = description["components"]["parameters"]
    paths = description["paths"]
    for path in paths.values():
        path["get"]["parameters"] = [
            known[one["$ref"].removeprefix("#/components/parameters/")] if "$ref" in one else one
            for one in path["get"]["parameters"]
        ]
    return paths


def test_a_parameter_of_several_addresses_is_described_once(ask, monkeypatch):
    short = ask("openapi.json", lang="en")
    monkeypatch.setattr(openapi, "_taken_out", lambda _paths: {})
    long = addressed.described(shelf.edition("en", ALONE))

    assert with_parameters(short.json()) == with_parameters(json.loads(long))
    assert len(short.content) < len(long) / 2


def filter_values(description):
    """The values that each filter of each address takes, by the address and the filter's name.

    A description has them in the order of its language.
    """
    return {
        (path.rpartition("/")[2], parameter["name"]): sorted(parameter["schema"]["items"]["enum"])
        for path, described in with_parameters(description).items()
        for parameter in described["get"]["parameters"]
        if path.endswith(".json") and parameter["schema"]["type"] == "array"
    }


def test_every_described_filter_value_is_accepted(ask):
    known, *others = (
        filter_values(ask("openapi.json", lang=language).json()) for language in LANGUAGES
    )

    assert known
    assert others == [known] * len(others)
    for (name, column), values in known.items():
        for value in (*values[:3], ",".join(values)):
            assert ask(name, **{column: value}).status_code == 200


def test_the_guide_names_the_addresses_that_the_description_names(ask):
    guide = (Path(__file__).parents[4] / "docs" / "api.md").read_text(encoding="utf-8")
    described = ask("openapi.json", lang="en").json()["paths"]

    single = [path for path in described if "{" not in path and "codelists" not in path]

    assert "/api/v1/calendar.ics" in single
    assert "/api/v1/changes.atom" in single
    assert [path for path in single if path.rpartition("/")[2].partition(".")[0] not in guide] == []
    assert [
        name for name in ("calendar.ics", "changes.atom") if f"`/api/v1/{name}`" not in guide
    ] == []
