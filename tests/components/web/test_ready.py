"""Whether the server says of itself that it can do its work."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from components.web import ready
from data import store as stores
from data.accounts import accounts
from data.roles import ALONE, Role


@pytest.fixture
def client(monkeypatch, tmp_path) -> Iterator[TestClient]:
    """What asks a server with a store of its own; each time it looks anew."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'store.sqlite'}")
    monkeypatch.setattr(ready, "_KEPT", -1)
    stores.store().publish({"a": b"a\n"}, parent=None, author="a", note="n")
    yield TestClient(Starlette(routes=[Route("/readyz", ready.answer)]))
    stores._opened.cache_clear()


def test_a_server_that_is_well_says_so(client, monkeypatch):
    monkeypatch.setattr(ready, "can_draw", lambda: True)

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "checks": {"store": True, "disk": True, "clock": True, "pictures": True, "warm": True},
    }
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_a_browser_for_pictures_it_works_and_says_so(client, monkeypatch):
    monkeypatch.setattr(ready, "can_draw", lambda: False)

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["checks"]["pictures"] is False


def test_a_store_of_a_newer_program_is_not_ready(client):
    with stores.store().transaction(writing=True) as connection:
        connection.exec_driver_sql("UPDATE store_format SET number = 99")
    stores._opened.cache_clear()

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"]["store"] is False


def test_a_store_that_is_gone_is_not_ready_and_no_path_is_told(client, monkeypatch, tmp_path):
    folder = tmp_path / "secret-folder"
    folder.write_text("no folder")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{folder / 'store.sqlite'}")

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"]["store"] is False
    assert "secret-folder" not in answer.text
    assert str(tmp_path) not in answer.text


def test_a_full_disk_is_not_ready(client, monkeypatch):
    usage = shutil.disk_usage(Path.cwd())
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: usage._replace(free=1_000_000))

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"]["disk"] is False


def test_a_clock_before_the_newest_version_is_not_ready(client):
    later = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    with stores.store().transaction(writing=True) as connection:
        connection.exec_driver_sql(f"UPDATE versions SET created = '{later}'")

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"]["clock"] is False


def test_where_people_sign_in_there_must_be_an_administrator(client, monkeypatch):
    monkeypatch.setenv("NHIP_CAU_SIGN_IN", "accounts")
    assert client.get("/readyz").json()["checks"]["administrator"] is False
    assert client.get("/readyz").status_code == 503

    accounts.add(stores.store(), "mai", "Mai", Role.ADMINISTRATOR, None, by=ALONE)

    assert client.get("/readyz").json()["checks"]["administrator"] is True


def test_whoever_asks_again_and_again_gets_the_same_answer_for_a_while(client, monkeypatch):
    monkeypatch.setattr(ready, "_KEPT", 60)
    monkeypatch.setattr(ready, "_known", (float("-inf"), {}))
    first = client.get("/readyz").json()
    monkeypatch.setattr(ready, "_checks", lambda: pytest.fail("looked again"))

    assert client.get("/readyz").json() == first


def test_a_store_in_a_file_has_a_folder_and_one_elsewhere_has_none(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'store.sqlite'}")
    assert stores.folder() == tmp_path
    monkeypatch.setenv("DATABASE_URL", "postgresql://a@b/c")
    assert stores.folder() is None


def test_where_a_claim_makes_administrators_none_needs_an_account_here(client, monkeypatch):
    monkeypatch.setenv("NHIP_CAU_SIGN_IN", "openid")
    lacking = client.get("/readyz").json()["checks"]["administrator"]
    monkeypatch.setenv("NHIP_CAU_OPENID_CLAIM", "groups")
    monkeypatch.setenv("NHIP_CAU_OPENID_ROLES", "chiefs:administrator")

    assert lacking is False
    assert client.get("/readyz").json()["checks"]["administrator"] is True
