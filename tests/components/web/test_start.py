"""A setting that makes no sense stops the start with a sentence and no traceback.

Which settings those are is tested beside this, in ``test_settings.py``.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("STREAMLIT_SERVER_ADDRESS", "0.0.0.0", "Set NHIP_CAU_SIGN_IN=accounts or"),
        ("NHIP_CAU_READING", "signedin", "NHIP_CAU_READING cannot be “signedin”"),
    ],
)
def test_a_setting_that_is_none_stops_the_start_with_a_sentence(tmp_path, name, value, sentence):
    ended = subprocess.run(
        (sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", "0"),
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'store.sqlite'}", name: value},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.returncode == 1
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stderr
