"""Files are handed out in one way only, and only to whom they were offered."""

import ast
from pathlib import Path

import pytest

from components.entrance import gate
from components.page import handing
from data.roles import ALONE, STRANGER, Caller, Forbidden, Role

ROOT = Path(__file__).parents[3]
LAN = Caller("lan", "Lò Thị Lan", Role.EDITOR)


def test_no_page_hands_out_a_file_in_another_way():
    users = {
        path.relative_to(ROOT).as_posix()
        for folder in ("components", "pages")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "download_button"
    }

    assert users == {Path(handing.__file__).relative_to(ROOT).as_posix()}


@pytest.fixture
def asked(monkeypatch) -> list[Caller]:
    """Who has the sign-in of the page, the newest last."""
    known = [LAN]
    monkeypatch.setattr(gate, "_caller_later", lambda: lambda: known[-1])
    gate.caller()  # as each run of a page begins
    return known


@pytest.mark.parametrize(
    "now", [STRANGER, Caller("lan", "Lò Thị Lan", Role.READER), Caller("an", "An", Role.EDITOR)]
)
def test_a_file_is_made_for_nobody_but_whom_it_was_offered_to(asked, now):
    make = gate.only_for_caller(lambda: b"all of it")
    assert make() == b"all of it"

    asked.append(now)

    with pytest.raises(Forbidden):
        make()


def test_the_only_user_of_a_machine_gets_every_file(monkeypatch):
    monkeypatch.delenv("NHIP_CAU_SIGN_IN", raising=False)
    assert gate.caller() == ALONE

    assert gate.only_for_caller(lambda: b"all of it")() == b"all of it"
