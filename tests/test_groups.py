"""Tests that share what is costly to make are given to one worker, whatever xdist itself does."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import group_of

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("nodeid", "group"),
    [
        ("tests/data/test_bundles.py::test_a", "tests/data/test_bundles.py"),
        ("tests/data/views/test_lens.py::test_a[vi-/]", "tests/data/views/test_lens.py"),
        ("tests/browser/test_axe.py::test_a[vi-/visits]", "tour in vi"),
        ("tests/browser/test_language.py::test_a[en-fr-/map]", "tour in en"),
        ("tests/browser/test_axe.py::test_a[/map?place=caen]", "tests/browser/test_axe.py"),
    ],
)
def test_a_test_belongs_to_its_file_or_to_the_tour_in_its_language(nodeid, group):
    assert group_of(nodeid) == group


@pytest.mark.slow
def test_no_file_is_split_between_workers():
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadscope", "-v"]
    files = ["tests/data/test_bundles.py", "tests/data/test_shapes.py", "tests/test_page_list.py"]
    done = subprocess.run(
        [*command, *files], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    at = re.findall(r"\[(gw\d)\].* (tests/\S+\.py)::", done)
    assert {file for _worker, file in at} == set(files)
    assert len(set(at)) == len(files)
