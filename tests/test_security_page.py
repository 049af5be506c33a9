"""The threat model says which test proves each point: all of them are there."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
_NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def functions(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_test_that_the_threat_model_names_is_there():
    named = _NAMED.findall(PAGE)

    assert len(named) > 20
    assert [f"{file}::{test}" for file, test in named if test and test not in functions(file)] == []


def test_every_threat_names_a_test():
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")][2:]

    assert len(rows) > 10
    assert [row[:60] for row in rows if not _NAMED.search(row)] == []
