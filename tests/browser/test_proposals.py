"""A proposal's whole way between two people, and what the raw socket gives to whom."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect
from streamlit.proto.WidgetStates_pb2 import WidgetState

from components.entrance import gate
from data.accounts import accounts, sign_ins
from data.desk import mappings, proposing
from data.intake.mapping import ColumnMapping, Meaning, Rule
from data.record.canonical import canonical
from data.record.loading import CURATED
from data.record.rows import rows_of
from data.roles import Caller, Role
from data.schema import LANGUAGES, TABLES
from data.store import Store, proposals, seed
from data.store.proposals import State
from tests.browser.lending import Lend, lending, tab
from tests.browser.reader import DESK, PHONE_AT_NIGHT, Reader, Screen, in_language
from tests.browser.serving import Server
from tests.browser.settling import settle
from tests.browser.sockets import Socket, pressed, socket, typed
from tests.browser.tab import Tab
from tests.browser.touring import grave_faults, turn_to
from tests.pages.desk import written

pytestmark = pytest.mark.browser
NAMROM = "namrom-multihazard"
OLD, NEW = "Nậm Rốm – đa thiên tai", "Nậm Rốm – chống lũ đa mục tiêu"
LAST = "Nậm Rốm – chống lũ và thiên tai"
FORM = '[data-testid="stForm"]'
BOSS = Caller("chu", "Chủ", Role.ADMINISTRATOR)
NAMES = {
    Role.READER: "Vàng A Đọc",
    Role.EDITOR: "Lò Thị Ban",
    Role.APPROVER: "Cà Văn Dũng",
    Role.ADMINISTRATOR: "Quàng Văn An",
}


class Office(NamedTuple):
    """A server with an account of each role, its store, and the token of each."""

    server: Server
    store: Store
    tokens: dict[Role | None, str | None]


@pytest.fixture(scope="module")
def office(start: Callable[..., tuple[Server, Reader]]) -> Iterator[Office]:
    """A server on which people sign in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NHIP_CAU_SIGN_IN", "accounts")
        patch.setenv("NHIP_CAU_COOKIE_KEY", "k" * 40)
        server, _reader = start()
        store = Store(f"sqlite:///{server.log.parent / 'store.sqlite'}")
        seed(store, CURATED)
        tokens: dict[Role | None, str | None] = {None: None}
        for role, name in NAMES.items():
            accounts.add(store, role, name, role, None, by=BOSS)
            tokens[role] = sign_ins.begin(store, role)
        yield Office(server, store, tokens)
        store.close()


@pytest.fixture(scope="module")
def lend(browser: Browser, office: Office) -> Iterator[Lend]:
    with lending(browser, office.server.origin) as lend:
        yield lend


@pytest.fixture
def sign_in(lend: Lend, office: Office) -> Iterator[Callable[..., Page]]:
    """A tab of somebody who has signed in, in a browser of their own."""
    with ExitStack() as stack:

        def one(role: Role, screen: Screen = DESK) -> Page:
            context = stack.enter_context(lend())
            cookie = gate.cookie_of(office.tokens[role] or "")
            context.add_cookies(
                [{"name": gate.COOKIE, "value": cookie, "url": office.server.origin}]
            )
            return tab(context, screen)

        yield one


def go(page: Page, office: Office, path: str) -> None:
    page.goto(office.server.origin + path)
    settle(page)


def trip(page: Page, office: Office, paths: Iterable[str]) -> Iterator[str]:
    """Addresses in turn, each gone to in the same document."""
    here = Tab(page, office.server.origin)
    for path in paths:
        if here.at:
            here.walk(path)
        else:
            here.load(path)
        yield path


def changed_file(name: str) -> bytes:
    rows = list(rows_of("projects", (CURATED / "projects.csv").read_bytes()).values())
    assert rows[0]["short_name_vi"] == OLD
    return written("projects", [{**rows[0], "short_name_vi": name}])


def hand_in(page: Page, path: Path, content: bytes, note: str) -> None:
    path.write_bytes(content)
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(path)
    page.locator(FORM).wait_for()
    settle(page)
    page.locator(f'{FORM} [data-testid="stTextInput"] input').fill(note)
    page.get_by_role("button", name="Gửi đề xuất").click()


def say(page: Page, text: str, button: str) -> None:
    settle(page)  # the form of the last comment goes only with the run that took it
    page.locator(f"{FORM} textarea").fill(text)
    page.get_by_role("button", name=button, exact=True).click()


def test_proposed_talked_about_sent_back_handed_in_again_and_approved(office, sign_in, tmp_path):
    editor, approver = sign_in(Role.EDITOR), sign_in(Role.APPROVER)
    reader = sign_in(Role.READER)
    go(editor, office, "/data")
    expect(editor.get_by_label("Họ và tên")).to_have_count(0)
    hand_in(editor, tmp_path / "dự án.csv", changed_file(NEW), "Tên theo quyết định mới")
    editor.wait_for_url("**part=proposals**")
    expect(editor.locator("body")).to_contain_text("đề xuất số 1")
    expect(editor.locator(".nc-changes ins").first).to_have_text(NEW)
    expect(editor.get_by_role("button", name="Duyệt và công bố")).to_have_count(0)

    go(approver, office, "/data?part=proposals")
    expect(approver.locator('[data-testid="stButtonGroup"]').nth(1)).to_contain_text("(1)")
    approver.locator(".nc-table a").first.click()
    expect(approver.locator(".nc-changes del").first).to_have_text(OLD)
    say(approver, "Quyết định <b>số mấy</b>?", "Gửi ý kiến")
    expect(approver.locator(".nc-talk")).to_contain_text("Quyết định <b>số mấy</b>?")
    say(approver, "Ghi tên đầy đủ", "Trả lại")
    expect(approver.locator(".nc-proposal-sent_back")).to_be_visible()

    editor.reload()
    settle(editor)
    expect(editor.locator(".nc-talk")).to_contain_text("Ghi tên đầy đủ")
    say(editor, "Đã rõ", "Gửi ý kiến")
    expect(editor.locator(".nc-talk")).to_contain_text("Đã rõ")
    editor.get_by_role("link", name="Tải lên tệp đã sửa và gửi lại").click()
    settle(editor)
    hand_in(editor, tmp_path / "dự án 2.csv", changed_file(LAST), "Tên đầy đủ")
    editor.wait_for_url("**proposal=1**")
    expect(editor.locator(".nc-proposal-waiting")).to_be_visible()

    go(approver, office, "/data?part=proposals&proposal=1")
    approver.get_by_role("button", name="Duyệt và công bố").click()
    expect(approver.locator(".nc-proposal-approved")).to_be_visible()

    assert (office.store.current().author, office.store.current().approver) == (
        NAMES[Role.EDITOR],
        Role.APPROVER,
    )
    go(reader, office, "/projects?project=namrom-multihazard")
    reader.locator(".st-key-nc-history-projects summary").click()
    listed = reader.locator(".st-key-nc-history-projects .nc-changes")
    expect(listed).to_contain_text(LAST)
    expect(listed).to_contain_text(NAMES[Role.APPROVER])
    expect(listed).to_contain_text("dự án 2.csv")


@pytest.fixture
def waiting(office: Office) -> proposals.Proposal:
    """A proposal that waits."""
    rows = rows_of("projects", office.store.tables(office.store.current_id())["projects"])
    other = NEW if rows[NAMROM]["short_name_vi"] != NEW else LAST
    rows[NAMROM] = {**rows[NAMROM], "short_name_vi": other}
    content = canonical(TABLES["projects"], rows.values())
    work = proposals.Work(
        {"projects": content},
        office.store.current_id(),
        "update",
        "x",
        "dự án.csv",
        content,
    )
    by = proposals.Person(Role.EDITOR, NAMES[Role.EDITOR])
    return proposals.propose(office.store, work, by)


def test_on_a_phone_nothing_of_a_proposal_is_wider_than_the_screen(office, sign_in, waiting):
    page = sign_in(Role.APPROVER, PHONE_AT_NIGHT)
    parts = ("proposals", f"proposals&proposal={waiting.number}")
    paths = [f"/data?part={part}&lang={code}" for code in LANGUAGES for part in parts]
    for path in trip(page, office, paths):
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert (path, wide) <= (path, PHONE_AT_NIGHT.width)


_CUT = """() => [...document.querySelectorAll('[data-testid="stMain"] *')]
  .filter((part) => getComputedStyle(part).textOverflow === "ellipsis"
    && part.matches("p, a, button, label") && part.scrollWidth > part.clientWidth + 1)
  .map((part) => part.textContent)"""


def test_on_a_phone_an_upload_that_replaces_shows_every_word_and_has_no_grave_fault(
    office, sign_in, tmp_path
):
    page = sign_in(Role.EDITOR, PHONE_AT_NIGHT)
    go(page, office, "/data?lang=fr&mode=replace")
    path = tmp_path / "dự án.csv"
    path.write_bytes(changed_file(NEW))
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(path)
    page.locator(FORM).wait_for()
    settle(page)
    expect(page.locator(".nc-rows-removed li").first).to_be_attached()

    assert page.evaluate(_CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE_AT_NIGHT.width
    assert grave_faults(page) == []


def test_proposals_have_no_grave_fault_by_day_on_a_desk_or_at_night_on_a_phone(
    office, sign_in, waiting
):
    page = sign_in(Role.APPROVER)
    parts = ("part=proposals", f"part=proposals&proposal={waiting.number}", "part=history")
    for path in trip(page, office, (f"/data?{part}&lang=fr" for part in parts)):
        for screen in (DESK, PHONE_AT_NIGHT):
            turn_to(page, screen)
            assert (path, screen, grave_faults(page)) == (path, screen, [])


def test_the_administrators_pages_have_no_grave_fault_and_fit_a_phone(office, sign_in):
    page = sign_in(Role.ADMINISTRATOR)
    paths = ("/accounts", "/audit", "/audit?part=strike&person=mua-a-son")
    for path in trip(page, office, (in_language(path, "fr") for path in paths)):
        for screen in (DESK, PHONE_AT_NIGHT):
            turn_to(page, screen)
            assert (path, screen, grave_faults(page)) == (path, screen, [])
            assert page.evaluate("document.documentElement.scrollWidth") <= screen.width


@pytest.fixture
def ask(office: Office) -> Iterator[Callable[[Role | None], Socket]]:
    """A raw socket of somebody."""
    with ExitStack() as stack:
        yield lambda role: stack.enter_context(socket(office.server, office.tokens[role]))


def test_over_the_raw_socket_strangers_and_readers_see_no_proposal(ask, waiting):
    approver = ask(Role.APPROVER)
    query = f"part=proposals&proposal={waiting.number}&lang=en"
    approver.run("data", query)
    assert NAMES[Role.EDITOR] in approver.text

    for role in (None, Role.READER):
        other = ask(role)
        other.run("data", query)

        assert NAMES[Role.EDITOR] not in other.text
        assert other.ids("Propose") == other.ids("Approve and publish") == []


@pytest.mark.parametrize("label", ["Approve and publish", "Send back", "Send the comment"])
def test_widgets_of_an_approver_sent_by_others_approve_nothing(office, ask, waiting, label):
    query = f"part=proposals&proposal={waiting.number}&lang=en"
    approver = ask(Role.APPROVER)
    approver.run("data", query)
    (button,) = approver.ids(label)
    before, said = office.store.current_id(), proposals.steps(office.store, waiting.number)

    for role in (None, Role.READER, Role.EDITOR):
        other = ask(role)
        other.run("data", query)
        other.run("data", query, (pressed(button),))

    assert office.store.current_id() == before
    assert proposals.one(office.store, waiting.number).state == State.WAITING
    assert proposals.steps(office.store, waiting.number) == said


def test_the_same_click_of_an_approver_does_approve(office, ask, waiting):
    query = f"part=proposals&proposal={waiting.number}&lang=en"
    approver = ask(Role.APPROVER)
    approver.run("data", query)
    (button,) = approver.ids("Approve and publish")
    before = office.store.current().number

    approver.run("data", query, (pressed(button),))

    assert office.store.current().number == before + 1


def test_a_restore_button_pressed_by_an_editor_restores_nothing(office, ask, waiting):
    let_through = Caller(Role.APPROVER, NAMES[Role.APPROVER], Role.APPROVER)
    proposing.approve(proposing.prospect(waiting, office.store), office.store, by=let_through)
    approver = ask(Role.APPROVER)
    query = "part=history&version=1&lang=en"
    approver.run("data", query)
    (button,) = approver.ids("Restore version 1")
    before = office.store.current_id()

    for role in (None, Role.READER, Role.EDITOR):
        other = ask(role)
        other.run("data", query)
        assert other.ids("Restore version 1") == []
        other.run("data", query, (pressed(button),))

    assert office.store.current_id() == before


@pytest.fixture
def remembered(office: Office) -> Iterator[str]:
    """A mapping that the desk remembers."""
    name = "Danh mục ODA"
    meaning = Meaning(Rule.AS_IS, "projects", ("name_vi",))
    editor = Caller("x", NAMES[Role.EDITOR], Role.EDITOR)
    mappings.remember(office.store, name, ColumnMapping("projects", (("Tên", meaning),)), by=editor)
    yield name
    for one in mappings.listed(office.store):
        mappings.remove(office.store, one.name, by=editor)


def test_widgets_of_an_editor_sent_by_others_change_no_mapping(office, ask, remembered):
    query = "part=mappings&lang=en"
    editor = ask(Role.EDITOR)
    editor.run("data", query)
    controls = editor.labelled
    sure = next(one for label, one in controls.items() if "is no longer needed" in label)
    renamed = (typed(controls["New name"], "Khác"), pressed(controls["Rename"]))
    removed = (WidgetState(id=sure, bool_value=True), pressed(controls["Remove the mapping"]))
    before = mappings.listed(office.store)

    for role in (None, Role.READER):
        other = ask(role)
        other.run("data", query)
        for states in (renamed, removed):
            other.run("data", query, states)
            assert remembered not in other.text
            assert other.download(editor.files[0]) == ""

    assert mappings.listed(office.store) == before
    editor.run("data", query, removed)  # the same states do it for who may
    assert mappings.listed(office.store) == []
