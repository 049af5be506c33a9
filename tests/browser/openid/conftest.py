"""A certified OpenID provider, and a server of ours that asks it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton

from data.accounts import accounts
from data.roles import Role
from data.store import Store
from tests.browser.office import (
    Office,
    office,
    secrets,
)
from tests.browser.openid.visiting import AN, HERE


@pytest.fixture(scope="module")
def provider() -> Iterator[Office]:
    with office(f"{HERE}/oauth2callback") as started:
        yield started


@pytest.fixture
def settings(tmp_path, monkeypatch) -> Iterator[Callable[..., None]]:
    """Writes Streamlit's secrets as an administrator would."""
    file, before = tmp_path / "secrets.toml", config.get_option("secrets.files")

    def write(metadata_url: str, **others: Any) -> None:
        text = secrets(f"{HERE}/oauth2callback", metadata_url, **others)
        file.write_text(text, "utf-8")
        config.set_option("secrets.files", [str(file)])
        secrets_singleton._reset()

    monkeypatch.setenv("NHIP_CAU_SIGN_IN", "openid")
    yield write
    config.set_option("secrets.files", before)
    secrets_singleton._reset()


@pytest.fixture
def store(tmp_path, monkeypatch) -> Iterator[Store]:
    """A store in which Lan is an editor."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/store.sqlite")
    kept = Store(f"sqlite:///{tmp_path}/store.sqlite")
    accounts.add(kept, "an", "An", Role.ADMINISTRATOR, None, by=AN)
    accounts.add(kept, "lan@office.example", "Lò Thị Lan", Role.EDITOR, None, by=AN)
    yield kept
    kept.close()


@pytest.fixture
def by_groups(monkeypatch) -> None:
    monkeypatch.setenv("NHIP_CAU_OPENID_CLAIM", "groups")
    monkeypatch.setenv(
        "NHIP_CAU_OPENID_ROLES", "nhip-cau-editors:editor, nhip-cau-approvers:approver"
    )
