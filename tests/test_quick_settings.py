"""The settings that make a server fast are in force. How fast it is, benchmarks/ measures."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TELL = """
import gc, json
import app
from streamlit import config
print(json.dumps({
    "frozen": gc.get_freeze_count(),
    "thresholds": gc.get_threshold(),
    "after each run": config.get_option("runner.postScriptGC"),
}))
"""


@pytest.mark.slow
def test_a_server_looks_for_garbage_by_growth_and_not_after_each_run(tmp_path):
    told = subprocess.run(
        [sys.executable, "-c", TELL],
        cwd=ROOT,
        env={"DATABASE_URL": f"sqlite:///{tmp_path / 'store.sqlite'}", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    said = json.loads(told.splitlines()[-1])
    assert said["after each run"] is False
    assert said["frozen"] > 100_000  # what is imported
    youngest, middle, oldest = said["thresholds"]
    assert youngest * middle * oldest <= 1_000_000  # objects, before a full collection
