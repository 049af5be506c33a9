"""People of an office sign in at its own server, in a browser, where reading needs it."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from data.accounts import accounts
from data.roles import Caller, Role
from data.store import Store
from tests.browser.lending import Lend, lending
from tests.browser.office import HOST, Office, free_port, office, secrets
from tests.browser.serving import ROOT, Server, serving
from tests.browser.settling import settle

pytestmark = pytest.mark.browser
AN = Caller("an", "An", Role.ADMINISTRATOR)
LAN = "lan@office.example"


class Desk(NamedTuple):
    """A server for whose pages one signs in, its store, and the office's own server."""

    server: Server
    store: Store
    office: Office


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    scratch, port = tmp_path_factory.mktemp("openid"), free_port(HOST)
    file = scratch / "secrets.toml"
    metadata_url = f"http://{HOST}:{port}/.well-known/openid-configuration"
    file.write_text(secrets("http://127.0.0.1:{port}/oauth2callback", metadata_url), "utf-8")
    settings = {
        "NHIP_CAU_SIGN_IN": "openid",
        "NHIP_CAU_READING": "signed-in",
        "NHIP_CAU_OPENID_CLAIM": "groups",
        "NHIP_CAU_OPENID_ROLES": "nhip-cau-approvers:approver",
        "STREAMLIT_SECRETS_FILES": str(file),
    }
    with (
        serving(ROOT, scratch, **settings) as server,
        office(f"{server.origin}/oauth2callback", port=port) as provider,
    ):
        store = Store(f"sqlite:///{scratch}/store.sqlite")
        accounts.add(store, "an", "An", Role.ADMINISTRATOR, None, by=AN)
        accounts.add(store, LAN, "Lò Thị Lan", Role.EDITOR, None, by=AN)
        yield Desk(server, store, provider)
        store.close()


@pytest.fixture(scope="module")
def chromium(launch: Callable[..., Browser]) -> Browser:
    hosts = ", ".join(f"EXCLUDE {host}" for host in ("127.0.0.1", HOST))
    return launch(f"--host-resolver-rules=MAP * ~NOTFOUND, {hosts}")


@pytest.fixture(scope="module")
def lend(chromium: Browser, desk: Desk) -> Iterator[Lend]:
    with lending(chromium, desk.server.origin) as lend:
        yield lend


@pytest.fixture
def page(lend: Lend) -> Iterator[Page]:
    with lend() as context:
        yield context.new_page()


def sign_in(page: Page, desk: Desk, name: str, path: str = "/reports?lang=en") -> None:
    """Ask for a page, and sign in where that leads."""
    page.goto(f"{desk.server.origin}{path}")
    page.get_by_role("link", name=re.compile("^Sign in at")).click()
    page.locator('[name="login"]').fill(name)
    page.locator('[name="password"]').fill("any")
    page.locator('[type="submit"]').click()


def stands(page: Page) -> None:
    """A page of ours is drawn to its end; its first answer, without scripts, is not enough."""
    expect(page.locator('[data-testid="stApp"] .nc-footer')).to_be_visible(timeout=60_000)
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def account(page: Page, desk: Desk) -> str:
    """Who the server says is signed in."""
    page.goto(f"{desk.server.origin}/sign-in?lang=en")
    return page.locator("main").inner_text()


def test_an_editor_signs_in_and_comes_back_to_the_page_that_was_asked_for(desk, page):
    sign_in(page, desk, "lan")

    stands(page)
    assert page.url == f"{desk.server.origin}/reports?lang=en"
    page.goto(f"{desk.server.origin}/data?lang=en")
    stands(page)
    expect(page.locator('[data-testid="stFileUploader"]')).to_be_visible()
    assert LAN in account(page, desk)
    asked = {line.split()[1] for line in desk.server.calls.read_text().splitlines()}
    assert asked == {HOST}  # nobody but the office


def test_a_group_of_the_office_approves(desk, page):
    sign_in(page, desk, "minh", "/data?lang=en")

    stands(page)
    assert "minh@office.example" in account(page, desk)


def test_somebody_without_account_reads_who_can_help_and_nothing_else(desk, page):
    sign_in(page, desk, "khach")

    expect(page.get_by_role("alert")).to_contain_text("Ask an administrator of this program")
    page.goto(f"{desk.server.origin}/reports?lang=en")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.parametrize("cookie", ["", "_streamlit_user=.eJx9j8tOwzAQRX8l8po8bDU.aSc.forged"])
def test_without_sign_in_no_socket_opens_and_no_upload_arrives(desk, page, cookie):
    page.goto(f"{desk.server.origin}/sign-in?lang=en")
    page.evaluate("cookie => { document.cookie = cookie }", cookie)

    closed = page.evaluate(
        """() => new Promise((done) => {
          const socket = new WebSocket(`ws://${location.host}/_stcore/stream`, ["streamlit"]);
          socket.onopen = () => done("opened");
          socket.onclose = () => done("closed");
        })"""
    )
    statuses = page.evaluate(
        """async () => [
          (await fetch("/_stcore/upload_file/a/b", { method: "PUT", body: "x" })).status,
          (await fetch("/api/v1/visits.json")).status,
        ]"""
    )

    assert (closed, statuses) == ("closed", [403, 401])


def test_a_sign_out_ends_every_tab_and_then_offers_the_offices_own(desk, page):
    sign_in(page, desk, "lan")
    stands(page)
    other = page.context.new_page()
    other.goto(f"{desk.server.origin}/data?lang=en")
    stands(other)
    expect(other.locator('[data-testid="stFileUploader"]')).to_be_visible()

    page.goto(f"{desk.server.origin}/sign-in?lang=en")
    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    other.locator(".st-key-nc-menu a").first.click()
    expect(other.get_by_text("Your sign-in has ended.")).to_be_visible(timeout=60_000)
    expect(other.locator(".nc-footer")).to_have_count(0)
    other.goto(f"{desk.server.origin}/data?lang=en")
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Sign out at")).click()
    page.get_by_role("button", name=re.compile("sign me out", re.IGNORECASE)).click()
    expect(page.get_by_role("heading", name="Đăng nhập")).to_be_visible()


def test_who_is_removed_meanwhile_is_refused_at_the_next_click(desk, page):
    accounts.add(desk.store, "khach@office.example", "Khách", Role.EDITOR, None, by=AN)
    sign_in(page, desk, "khach")
    stands(page)

    accounts.remove(desk.store, "khach@office.example", by=AN)
    page.locator(".st-key-nc-menu a").first.click()

    expect(page.get_by_text("Your sign-in has ended.")).to_be_visible(timeout=60_000)
    expect(page.locator(".nc-footer")).to_have_count(0)


@pytest.mark.parametrize("code", ["vi", "en", "fr"])
def test_an_office_that_does_not_answer_is_one_sentence_in_each_language(desk, page, code):
    desk.office.stop()

    page.goto(f"{desk.server.origin}/sign-in?lang={code}")
    page.locator("main .button").click()

    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(desk.office.issuer.removeprefix("http://"))
    assert page.locator("html").get_attribute("lang") == code
    assert "Traceback" not in desk.server.said()
