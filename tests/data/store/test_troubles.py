"""Troubles and refusals: every one has a sentence in every language."""

import ast
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from data.faults import Fault
from data.language import Language
from data.schema import LANGUAGES
from data.store import BadAddress, Conflict, Damaged, NoVersion, TooNew, Unreachable, Version
from data.store.troubles import sentence

DATA = Path(__file__).parents[3] / "data"
VERSION = Version(
    "abc", 7, None, "Lò Thị Mai", "ghi chú", datetime(2026, 1, 1, tzinfo=UTC), {}, None, None
)
TROUBLES = [
    (Conflict(VERSION), "7"),
    (NoVersion(None), ""),
    (NoVersion("nope"), "nope"),
    (Damaged(VERSION, "projects"), "7"),
    (Damaged(VERSION, "original"), "7"),
    (Damaged(VERSION, "description"), "7"),
    (TooNew(9, 1), "9"),
    (Unreachable("password authentication failed"), ""),
    (BadAddress(), "DATABASE_URL"),
]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(("trouble", "names"), TROUBLES, ids=lambda value: str(value)[:20])
def test_each_trouble_of_the_store_is_one_sentence_of_its_own(code, trouble, names):
    said = sentence(trouble, Language(code))

    assert names in said
    assert said != sentence(trouble, Language("en")) or code == "en"
    assert "password" not in said


def test_no_two_troubles_are_told_alike():
    sentences = [sentence(trouble, Language("vi")) for trouble, _ in TROUBLES]

    assert len(set(sentences)) == len(sentences)


@cache
def kinds() -> set[str]:
    """Kinds of faults that the code names where it makes one."""
    place = {"Fault": 0, "NoTable": 0, "Unread": 1, "_strictly": 2}
    messages = set()
    for path in DATA.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "id", "")
            if isinstance(node, ast.Call) and name in place and len(node.args) > place[name]:
                argument = node.args[place[name]]
                if isinstance(argument, ast.Constant):
                    messages.add(str(argument.value))
    return messages


def test_each_kind_of_fault_has_a_sentence():
    languages = [Language(code) for code in LANGUAGES]

    def sentences(kind: str) -> set[str]:
        return {Fault(kind, "a.csv").sentence(language) for language in languages}

    assert [kind for kind in kinds() if len(sentences(kind)) != len(LANGUAGES)] == []


def test_the_kinds_are_found():
    assert {"open-quote", "coordinate", "is-pdf", "reference"} - {"is-pdf"} <= kinds()
