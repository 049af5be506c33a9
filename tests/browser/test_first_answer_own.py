"""The first answer of somebody who has signed in is nobody else's, however many ask at once."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import httpx2
import pytest

from components.entrance import gate
from data.accounts import accounts
from data.desk import proposing
from data.desk.papers import adding
from data.record.canonical import canonical
from data.record.loading import CURATED
from data.roles import ALONE, Caller, Role
from data.schema import TABLES
from data.store import Store, seed
from tests.browser.serving import ROOT, Server, serving
from tests.data.desk.papers.files import docx

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "mường thanh 1954"
ROLES = {"ban": Role.EDITOR, "dung": Role.APPROVER, "doc": Role.READER}
NAMES = {"ban": "Lò Thị Ban", "dung": "Cà Văn Dũng", "doc": "Vàng A Đọc"}
MEETING, SECRET = "2023-11-22-afd-paris", "Biên bản chưa công khai"
PATHS = ("/", f"/visits?meeting={MEETING}", "/sources", "/partners?org=afd", "/projects")
STRANGER = "stranger"
WAITING = 'class="nc-awaiting"'


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with three accounts, and a paper that only editors may know of."""
    settings = {"NHIP_CAU_SIGN_IN": "accounts", "NHIP_CAU_COOKIE_KEY": "k" * 40}
    with serving(ROOT, tmp_path_factory.mktemp("own"), **settings) as server:
        store = Store(f"sqlite:///{server.log.parent / 'store.sqlite'}")
        seed(store, CURATED)
        for account, name in NAMES.items():
            accounts.add(store, account, name, ROLES[account], PASSWORD, by=ALONE.called("shell"))
        cells = adding.add(store, docx("mật"), "a.docx", by=ALONE)
        paper = {
            "paper_id": "closed",
            "subject_table": "meetings",
            "subject_ids": MEETING,
            "title": SECRET,
            "language": "vi",
            "restricted": "true",
            **cells,
        }
        rows = canonical(TABLES["papers"], [paper])
        store.publish({"papers": rows}, parent=store.current_id(), author="An", note="Biên bản")
        store.close()
        yield server


@pytest.fixture(scope="module")
def people(office: Server) -> Iterator[dict[str, httpx2.Client]]:
    """A client of each, signed in by the form with a password, and a stranger's."""
    clients = {}
    for who in (*NAMES, STRANGER):
        client = httpx2.Client(base_url=office.origin, timeout=60)
        if who != STRANGER:
            content = urlencode({"account": who, "password": PASSWORD})
            kind = "application/x-www-form-urlencoded"
            answer = client.post(
                "/sign-in",
                content=content,
                headers={"Content-Type": kind, "Origin": office.origin},
            )
            assert answer.status_code == 303
            assert gate.COOKIE in client.cookies
        clients[who] = client
    yield clients
    for client in clients.values():
        client.close()


def named(page: str) -> set[str]:
    """Whose names stand in an answer."""
    return {who for who, name in NAMES.items() if name in page}


def checked(who: str, path: str, answer: httpx2.Response) -> None:
    kept = answer.headers["cache-control"]
    assert answer.status_code == 200, (who, path)
    assert 'id="nc-first"' in answer.text, (who, path)
    assert named(answer.text) == ({who} & set(NAMES)), (who, path)
    assert ("private" in kept) == (who != STRANGER), (who, path, kept)
    assert "no-cache" in kept
    assert "cookie" in answer.headers["vary"].lower()
    may_see = who in ("ban", "dung")
    if SECRET in answer.text:
        assert may_see, (who, path)
    elif MEETING in path:
        assert not may_see, (who, path)
    menu = set(re.findall(r'href="(/[a-z]*)[^"]*"[^>]*><p>', answer.text))
    assert ("/data" in menu) == may_see, (who, path, menu)


@pytest.mark.parametrize("path", PATHS)
def test_asked_at_once_by_all_each_gets_the_own_page(people, path):
    # An address that nobody has asked for yet, so that it is drawn while all wait for it.
    fresh = f"{path}{'&' if '?' in path else '?'}lang=fr"
    asked = [who for _time in range(6) for who in people]
    with ThreadPoolExecutor(len(asked)) as crowd:
        answers = list(crowd.map(lambda who: people[who].get(fresh), asked))

    drawn = [one for one in zip(asked, answers, strict=True) if 'id="nc-first"' in one[1].text]
    assert drawn
    for who, answer in drawn:
        checked(who, fresh, answer)
    # Who has waited too long for a turn gets the page that the socket fills.
    assert all(not named(one.text) for one in answers if 'id="nc-first"' not in one.text)


def test_one_after_the_other_in_any_order_each_gets_the_own_page(people):
    order = [*people, *reversed(people), *people]
    for path in PATHS:
        for who in order:
            checked(who, path, people[who].get(path))


def test_what_waits_for_somebody_is_told_at_once(office, people):
    before = people["dung"].get("/").text
    assert WAITING not in before
    store = Store(f"sqlite:///{office.log.parent / 'store.sqlite'}")
    (first, *_others) = store.history()[::-1]
    by = Caller("dung", NAMES["dung"], Role.APPROVER)
    proposal = proposing.propose_restore(first.id, store, by=by, note="Như cũ")
    try:
        assert WAITING in people["dung"].get("/").text
        assert WAITING not in people["doc"].get("/").text
    finally:
        proposing.withdraw(proposal, store, by=by)
        store.close()
    assert WAITING not in people["dung"].get("/").text


def test_the_mark_of_one_answer_is_none_of_anothers(people):
    marks = {who: client.get("/").headers["etag"] for who, client in people.items()}

    assert len(set(marks.values())) == len(people)
    for who, client in people.items():
        for other, mark in marks.items():
            answer = client.get("/", headers={"If-None-Match": mark})
            assert answer.status_code == (304 if who == other else 200), (who, other)


def test_after_signing_out_the_same_browser_is_a_strangers(office, people):
    with httpx2.Client(base_url=office.origin, cookies=people["ban"].cookies, timeout=60) as ban:
        checked("ban", "/", ban.get("/"))
        gone = ban.post("/sign-out", headers={"Origin": office.origin})
        assert gone.status_code == 303

        # also for who kept the cookie
        checked(STRANGER, "/", people["ban"].get("/"))


def test_whoever_goes_back_after_signing_out_is_shown_nothing_of_before(office, browser):
    """At a computer that several share; without scripts the first answer is all there is."""
    with browser.new_context(java_script_enabled=False) as reader:
        page = reader.new_page()
        page.goto(f"{office.origin}/sign-in")
        page.fill("input[name=account]", "ban")
        page.fill("input[name=password]", PASSWORD)
        page.click("form button")
        page.goto(f"{office.origin}/visits?meeting={MEETING}&lang=en")
        assert SECRET in page.content()
        page.click(".nc-account button")
        page.wait_for_url(lambda address: "sign-in" in address or address.endswith("/"))

        page.go_back()

        assert page.url.endswith(f"/visits?meeting={MEETING}&lang=en")
        assert SECRET not in page.content()
        assert named(page.content()) == set()
