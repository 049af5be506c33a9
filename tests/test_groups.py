"""Tests that share what is costly to make are given to one worker, whatever xdist itself does."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import groups

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
    assert groups.group_of(nodeid) == group


def run(folder: Path, *words: str) -> str:
    """What pytest says of files of next to nothing, with the hooks alone and no other fixture."""
    (folder / "pytest.ini").touch()
    return subprocess.run(
        (sys.executable, "-m", "pytest", "-p", groups.__name__, *words),
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.slow
def test_files_that_wait_stand_apart_among_those_that_keep_the_processors_busy(tmp_path):
    for mark, names in {
        "waits": "bcde",
        "browser": "fghij",
        "slow": "a",
        "server": "k",
        "other": "lmn",
    }.items():
        for name in names:
            test = f"import pytest\n@pytest.mark.{mark}\ndef test(): pass\n"
            (tmp_path / f"test_{name}.py").write_text(test)

    said = run(tmp_path, "--collect-only", "-q", "-W", "ignore::pytest.PytestUnknownMarkWarning")

    assert "".join(re.findall(r"test_(\w)\.py::", said)) == "fghkbijcadelmn"


@pytest.mark.slow
def test_no_file_is_split_between_workers(tmp_path):
    files = [f"test_{name}.py" for name in ("first", "second", "third")]
    for file in files:
        (tmp_path / file).write_text("".join(f"def test_{n}(): pass\n" for n in range(9)))

    done = run(tmp_path, "-n", "2", "-v", "--dist", "loadscope", *files)

    at = re.findall(r"\[(gw\d)\].* (\S+\.py)::", done)
    assert len(at) == 9 * len(files)
    assert {file for _worker, file in at} == set(files)
    assert len(set(at)) == len(files)


def test_the_tests_here_are_handed_out_so(pytestconfig):
    hooks = pytestconfig.hook
    for heard in (hooks.pytest_xdist_make_scheduler, hooks.pytest_collection_modifyitems):
        assert groups.__name__ in {one.function.__module__ for one in heard.get_hookimpls()}
