"""The list of packages that `make sbom` writes."""

import json
import re
from pathlib import Path

import pytest

from tests import sbom

pytestmark = pytest.mark.slow  # lists the packages in processes of their own
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def listed():
    return sbom.listed()


def test_it_names_every_package_that_runs_with_its_version_and_hashes(listed):
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([\w.-]+)==([^\s;]+)", lock, re.MULTILINE))

    assert {(one["name"], one["version"]) for one in listed["components"]} == pinned
    assert all(
        reference["hashes"]
        for one in listed["components"]
        for reference in one["externalReferences"]
        if reference["type"] == "distribution"
    )


def test_it_holds_nothing_of_the_machine_on_which_it_was_made(listed):
    text = json.dumps(listed)

    assert str(ROOT) not in text
    assert str(Path.home()) not in text
    assert "timestamp" not in text
    assert sbom.listed("--no-validate") == listed  # what is valid once is so a second time


def test_it_says_under_which_licence_each_package_is(listed):
    names = {one["name"]: one["licenses"][0]["license"]["name"] for one in listed["components"]}

    assert names["psycopg"] == "LGPL-3.0-only"
    assert "MIT" in names["sqlalchemy"]


def test_every_package_that_lays_down_conditions_of_its_own_is_told_in_the_readme(listed):
    """Free without conditions on what uses it: all others are named to whoever passes it on."""
    free = re.compile(r"MIT|BSD|Apache|PSF|ISC|0BSD|Zope|HPND|Unlicense|see the package|not inst")
    readme = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    others = {
        one["name"]
        for one in listed["components"]
        if not free.search(one["licenses"][0]["license"]["name"])
    }

    assert {name for name in others if f"`{name}`" not in readme} == set()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_pinned_package_has_its_hashes(name):
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]

    assert lines
    assert [line[:60] for line in lines if "--hash=sha256:" not in line] == []
