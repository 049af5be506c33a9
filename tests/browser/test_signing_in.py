"""A server where people sign in with a password: the whole way in a browser, and by hand."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from streamlit.proto.WidgetStates_pb2 import WidgetState

from components.entrance import gate
from data.accounts import accounts, sign_ins
from data.roles import ALONE, Role
from data.store import Store
from tests.browser.lending import Lend, lending, tab
from tests.browser.reader import MENU, NAMES, PHONE, PHONE_AT_NIGHT
from tests.browser.serving import Server
from tests.browser.settling import settle
from tests.browser.sockets import Socket, pressed, socket, typed
from tests.browser.touring import grave_faults

pytestmark = pytest.mark.browser
PASSWORD = "mường thanh 1954"
SHELL = ALONE.called("shell")
KEY = "k" * 32
LANG = "lang=en"


class Office(NamedTuple):
    """A server with an account of each role, and its store."""

    server: Server
    store: Store

    @property
    def origin(self) -> str:
        return self.server.origin

    def socket(self, who: str) -> AbstractContextManager[Socket]:
        """A socket opened by somebody who has just signed in, or by a stranger."""
        token = None if who == "stranger" else sign_ins.begin(self.store, who)
        return socket(self.server, token)

    def names(self) -> list[str]:
        return [one.account for one in accounts.every(self.store, by=SHELL)]


@pytest.fixture(scope="module")
def office(start) -> Iterator[Office]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NHIP_CAU_SIGN_IN", "accounts")
        patch.setenv("NHIP_CAU_COOKIE_KEY", KEY)
        server, _reader = start()
        store = Store(f"sqlite:///{server.log.parent / 'store.sqlite'}")
        for role in Role:
            accounts.add(store, role, f"{role} of the office", role, PASSWORD, by=SHELL)
        yield Office(server, store)
        store.close()
    assert not server.calls.exists(), server.calls.read_text()
    assert "Traceback" not in server.said()


@pytest.fixture(scope="module")
def lend(browser: Browser, office: Office) -> Iterator[Lend]:
    with lending(browser, office.origin) as lend:
        yield lend


@pytest.fixture
def context(lend: Lend) -> Iterator[BrowserContext]:
    """A browser that has never been here."""
    with lend() as lent:
        yield lent


def sign_in(page: Page, who: str, password: str = PASSWORD) -> None:
    page.fill("#account", who)
    page.fill("#password", password)
    page.click("main form button")


def test_an_editor_signs_in_works_and_is_stopped_at_the_next_click_after_signing_out_elsewhere(
    office, context
):
    page = context.new_page()
    page.goto(f"{office.origin}/data?lang=en")
    settle(page)
    expect(page.get_by_test_id("stFileUploader")).to_have_count(0)
    page.locator(".nc-account a").click()
    sign_in(page, "editor", "not the password")
    expect(page.locator("#error")).to_contain_text("do not belong together")
    sign_in(page, "editor")
    page.wait_for_url("**/data?lang=en")
    settle(page)
    expect(page.get_by_test_id("stFileUploader")).to_have_count(1)
    expect(page.locator(".nc-account")).to_contain_text("editor of the office")

    page.reload()
    settle(page)
    expect(page.get_by_test_id("stFileUploader")).to_have_count(1)

    other = context.new_page()
    other.goto(f"{office.origin}/account?lang=en")
    other.locator("main form button").first.click()
    expect(other.locator("main")).to_contain_text("You are signed out.")

    page.get_by_text("History", exact=True).click()
    expect(page.get_by_test_id("stAlert").first).to_contain_text("Your sign-in has ended")
    expect(page.get_by_test_id("stFileUploader")).to_have_count(0)
    expect(page.get_by_test_id("stSelectbox")).to_have_count(0)


@pytest.mark.parametrize("screen", [PHONE, PHONE_AT_NIGHT], ids=["light", "dark"])
def test_the_form_and_ones_own_account_have_no_grave_fault(office, context, screen):
    page = tab(context, screen)
    page.goto(f"{office.origin}/sign-in?lang=fr&to=/account?lang=fr")
    assert grave_faults(page) == []
    sign_in(page, "editor", "not the password")
    expect(page.locator("#error")).to_be_visible()
    assert grave_faults(page) == []
    sign_in(page, "editor")
    page.wait_for_url("**/account?lang=fr")

    assert grave_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE.width


def test_the_menu_offers_what_the_role_allows(office, context):
    page = context.new_page()
    offered = {}
    for who in ("reader", "editor", "administrator"):
        context.clear_cookies()
        page.goto(f"{office.origin}/sign-in?lang=en&to=/sources?lang=en")
        sign_in(page, who)
        page.wait_for_url("**/sources?lang=en")
        settle(page)
        offered[who] = [one.inner_text() for one in page.locator(MENU).all()]

    assert offered["reader"] == [name for name in NAMES if name not in ("Data desk", "Audit")]
    assert offered["editor"] == [name for name in NAMES if name != "Audit"]
    assert set(offered["administrator"]) == {*NAMES, "Accounts"}


@pytest.mark.parametrize("who", ["stranger", "reader"])
@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("data", "lang=en"),
        ("data", "lang=en&part=history"),
        ("data", "lang=en&part=history&version=1"),
        ("data", "lang=en&part=proposals"),
        ("accounts", "lang=en"),
        ("audit", "lang=en"),
    ],
)
def test_over_the_socket_a_page_gives_a_reader_a_sentence_and_no_control(office, who, page, query):
    with office.socket(who) as asked:
        asked.run(page, query)

    assert "Only " in asked.notices
    assert not asked.kinds & {"file_uploader", "button", "download_button", "selectbox"}


def forged(office: Office, account: str) -> tuple[WidgetState, ...]:
    """What a browser of an administrator sends to add an account."""
    with office.socket("administrator") as asked:
        asked.run("accounts", LANG)
    ids = asked.labelled
    fields = (typed(ids["Account"], account), typed(ids["Name"], "Forged"))
    return (*fields, pressed(ids["Add an account"]))


def test_over_the_socket_only_an_administrator_adds_an_account(office):
    for who in ("stranger", "reader", "editor", "approver"):
        with office.socket(who) as asked:
            asked.run("accounts", LANG)
            asked.run("accounts", LANG, forged(office, f"by-{who}"))
    assert set(office.names()) == set(Role)

    with office.socket("administrator") as asked:
        asked.run("accounts", LANG)
        asked.run("accounts", LANG, forged(office, "by-administrator"))
    assert set(office.names()) == {*Role, "by-administrator"}
    accounts.remove(office.store, "by-administrator", by=SHELL)


def test_a_socket_opened_before_the_role_was_lowered_does_nothing_more(office):
    accounts.add(office.store, "second", "Second", Role.ADMINISTRATOR, PASSWORD, by=SHELL)
    with office.socket("second") as asked:
        asked.run("accounts", LANG)
        assert "Add an account" in asked.labelled
        accounts.set_role(office.store, "second", Role.READER, by=SHELL)
        asked.run("accounts", LANG, forged(office, "too-late"))

    assert "Your sign-in has ended" in asked.notices
    assert "too-late" not in office.names()
    accounts.remove(office.store, "second", by=SHELL)


@pytest.mark.parametrize("who", ["stranger", "reader", "editor"])
def test_over_the_socket_only_an_approver_restores_a_version(office, who):
    """The form of an approver, sent by somebody else."""
    with office.socket("reader") as asked:
        asked.run("sources", LANG)  # the record is in the store from the first page on
    first = office.store.current()
    tables = office.store.tables(first.id)
    newest = office.store.publish(tables, parent=first.id, author="An", note="test")
    page, query = "data", f"lang=en&part=history&version={first.number}"
    with office.socket("approver") as asked:
        asked.run(page, query)
    ids = asked.labelled
    words = [typed(ids[label], "x") for label in ("Your name", "Why") if label in ids]
    button = next(name for label, name in ids.items() if label.startswith("Restore version"))
    form = (*words, pressed(button))

    with office.socket(who) as asked:
        asked.run(page, query)
        asked.run(page, query, form)
    assert office.store.current_id() == newest.id

    with office.socket("approver") as asked:
        asked.run(page, query)
        asked.run(page, query, form)
    assert office.store.current().number == newest.number + 1


@pytest.mark.parametrize("who", ["stranger", "reader"])
def test_nobody_without_the_right_uploads(office, who):
    cookie = "nothing=1"
    if who != "stranger":
        cookie = f"{gate.COOKIE}={gate.cookie_of(sign_ins.begin(office.store, who))}"
    request = urllib.request.Request(
        f"{office.origin}/_stcore/upload_file/session/file",
        method="PUT",
        data=b"hello",
        headers={"Cookie": cookie, "Content-Type": "text/plain"},
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=20)

    assert refused.value.code == 403
    refused.value.close()
