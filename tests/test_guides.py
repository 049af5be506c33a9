"""The guides for people who change the code: what they name is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GUIDES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "deploy/README.md"]
_PATH = re.compile(r"`((?:components|data|docs|locales|pages|tests)/[\w./-]*)`")
_SETTING = re.compile(r"\b(?:NHIP_CAU_\w+|DATABASE_URL|SSL_CERT_FILE)\b")
PARTS = ("components", "data", "deploy", "pages")
_COMMAND = re.compile(r"`make (\w+)`")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_file_and_folder_that_a_guide_names_is_there(guide):
    named = _PATH.findall(guide.read_text(encoding="utf-8"))

    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_make_command_that_a_guide_names_is_there(guide):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = set(re.findall(r"^(\w+):", makefile, re.MULTILINE))

    assert set(_COMMAND.findall(guide.read_text(encoding="utf-8"))) <= commands


def test_the_plan_of_the_house_shows_every_room_and_no_other():
    plan = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("\n## The house\n")[2]
    shown: list[str] = []
    for indent, room in re.findall(r"^( *)(\w+)/(?:  |$)", plan.split("\n```")[1], re.MULTILINE):
        above = [path for path in shown if path.count("/") == len(indent) // 2 - 1]
        shown.append(f"{above[-1]}/{room}" if indent else room)
    rooms = {
        str(path.parent.relative_to(ROOT))
        for place in ("components", "data")
        for path in (ROOT / place).rglob("__init__.py")
    }

    assert {path for path in shown if path.startswith(("components", "data"))} == rooms
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize("guide", ["running.md", "running.vi.md"])
def test_the_page_on_running_names_every_setting_of_the_program_and_no_other(guide):
    sources = [ROOT / "app.py", *(path for part in PARTS for path in (ROOT / part).rglob("*.py"))]
    read = {name for path in sources for name in _SETTING.findall(path.read_text("utf-8"))}
    table = (ROOT / "docs" / guide).read_text("utf-8").rpartition("\n## ")[2]

    assert set(_SETTING.findall(table)) == read
