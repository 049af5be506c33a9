"""What rests on Streamlit's inside stands in one room, and each file of it has its test."""

import re

from tests.components.inside.release import ROOT, ours

ROOM = "components/inside"
PLAIN = {"__init__.py", "changed.py"}  # rest on nothing of Streamlit's


def test_streamlits_inside_is_named_nowhere_else():
    inward = r"(?:from|import) streamlit\.|st\.\w+_generator|__streamlit|data-testid|index\.html"

    named = {path for path, text in ours(".py", ".html").items() if re.search(inward, text)}

    rooms = {f"{ROOM}/{one.name}" for one in (ROOT / ROOM).glob("*.py")}
    assert named == rooms - {f"{ROOM}/{one}" for one in PLAIN}


def test_each_file_that_rests_on_it_has_a_test_that_tells_of_a_new_release():
    tests = ROOT / "tests" / ROOM
    for one in (ROOT / ROOM).glob("*.py"):
        if one.name in PLAIN:
            continue
        (test,) = tests.glob(f"test_{one.stem}*.py")
        said = test.read_text(encoding="utf-8")
        assert "up to date" in said or "HERE" in said, f"{test} says nothing of a release"
