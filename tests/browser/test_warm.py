"""A server for others draws its pages before readers come, and says when that is done."""

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest

from data.schema import LANGUAGES
from deploy import asking
from tests.browser.serving import ROOT, serving

pytestmark = [pytest.mark.browser, pytest.mark.waits]
NAME = "cau.example"
SIGN_IN = {"NHIP_CAU_SIGN_IN": "accounts", "NHIP_CAU_COOKIE_KEY": "k" * 40}
BEHIND_A_PROXY = {**SIGN_IN, "NHIP_CAU_HOSTS": NAME}
IN_AN_OFFICE = {**SIGN_IN, "STREAMLIT_SERVER_ADDRESS": "0.0.0.0"}
FOR_ONE: dict[str, str] = {}
THROUGH = {"Host": NAME, "X-Forwarded-Proto": "https"}  # as the proxy says


class Cold:
    """A server that has just answered for the first time, and what it has drawn since."""

    def __init__(self, origin: str, told: Path) -> None:
        self.origin, self._told = origin, told

    @property
    def drawn(self) -> int:
        return self._told.read_text().count("done") if self._told.exists() else 0

    def is_warm(self) -> bool:
        """What ``deploy/restart`` is told, which goes on to the next server then."""
        return asking.readiness(urlsplit(self.origin).port or 0)["warm"]


@pytest.fixture
def cold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str]
) -> Iterator[Cold]:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    told = tmp_path / "drawn.txt"
    with serving(ROOT, tmp_path, "tests.browser.counting", str(told)) as us:
        yield Cold(us.origin, told)


@pytest.mark.parametrize(
    ("settings", "headers"),
    [(BEHIND_A_PROXY, THROUGH), (IN_AN_OFFICE, {})],
    ids=["behind a proxy", "without a name"],
)
def test_pages_of_a_new_server_are_there_before_their_readers(cold, headers):
    was_warm = cold.is_warm()
    until = time.monotonic() + 150
    while not cold.is_warm() and time.monotonic() < until:
        assert httpx2.get(f"{cold.origin}/healthz", timeout=30).text == "ok"
        time.sleep(0.2)
    drawn = cold.drawn

    pages = [
        httpx2.get(f"{cold.origin}{path}{query}", headers=headers, timeout=60).text
        for path in ("/", "/visits", "/projects", "/outcomes", "/partners", "/sources")
        for query in ("", *(f"?lang={code}" for code in LANGUAGES if code != "vi"))
    ]

    assert not was_warm
    assert cold.is_warm()
    assert all("nc-footer" in page for page in pages)
    assert drawn >= len(pages)
    assert cold.drawn == drawn


@pytest.mark.parametrize("settings", [FOR_ONE])
def test_a_server_for_this_machine_alone_draws_nothing_by_itself_or_for_a_made_up_port(cold):
    assert cold.is_warm()
    assert cold.drawn == 0

    hosts = ("127.0.0.1:1", "127.0.0.1:65000", "localhost", "localhost:8501")
    path = "/sources?section=changes"
    pages = [
        httpx2.get(f"{cold.origin}{path}", headers={"Host": host}, timeout=60).text
        for host in hosts
    ]

    assert cold.drawn == 1
    for host, page in zip(hosts, pages, strict=True):
        assert f"http://{host}/api/v1/changes.atom" in page
        assert ".invalid" not in page
