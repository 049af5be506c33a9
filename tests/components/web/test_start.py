"""A setting that makes no sense stops the start with a sentence and no traceback."""

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
        ("NHIP_CAU_SILENT_MONTHS", "two years", "give a whole number of months, such as 24."),
        ("NHIP_CAU_HOSTS", "http://intranet", "NHIP_CAU_HOSTS cannot hold “http://intranet”"),
        ("NHIP_CAU_HOSTS", "desk.example", "Set NHIP_CAU_SIGN_IN=accounts or"),
        ("STREAMLIT_SERVER_ADDRESS", "0.0.0.0", "Set NHIP_CAU_SIGN_IN=accounts or"),
        ("NHIP_CAU_SIGN_IN", "ldap", "NHIP_CAU_SIGN_IN cannot be “ldap”"),
        ("NHIP_CAU_SIGN_IN", "accounts", "needs a secret of at least 32 characters"),
        ("NHIP_CAU_SIGN_IN", "openid", "needs the section [auth] in .streamlit/secrets.toml"),
        ("NHIP_CAU_READING", "signed-in", "NHIP_CAU_READING=signed-in needs"),
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
