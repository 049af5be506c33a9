"""The page of accounts under Streamlit's own test runner: who sees it, and what it changes."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from components.entrance import gate
from components.web import routes
from data.accounts import accounts, sign_ins
from data.accounts.guessing import Try
from data.record.loading import CURATED
from data.roles import ALONE, STRANGER, Caller, Role
from data.store import Store, seed, sketches
from tests.pages.desk import ROUTER, said, shown, uploaded

AN = Caller("an", "Quàng Văn An", Role.ADMINISTRATOR)


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A server where people sign in, with an administrator and an editor."""
    url = f"sqlite:///{tmp_path}/store.sqlite"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("NHIP_CAU_SIGN_IN", "accounts")
    monkeypatch.setenv("NHIP_CAU_COOKIE_KEY", "k" * 32)
    store = Store(url)
    accounts.add(store, "an", "Quàng Văn An", Role.ADMINISTRATOR, None, by=ALONE)
    accounts.add(store, "ban", "Lò Thị Ban", Role.EDITOR, None, by=ALONE)
    yield store
    store.close()


@pytest.fixture
def ask(monkeypatch):
    """Decides who looks at the page from now on."""

    def asking(caller: Caller) -> None:
        monkeypatch.setattr(gate, "caller", lambda: caller)

    return asking


def opened(**parameters: str) -> AppTest:
    app = AppTest.from_file(ROUTER, default_timeout=60)
    app.switch_page("accounts.py")
    for parameter, value in {"lang": "en", **parameters}.items():
        app.query_params[parameter] = value
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    return next(one for one in app.button if one.label == label).click().run()


def roles(store: Store) -> dict[str, Role]:
    return {one.account: one.role for one in accounts.every(store, by=ALONE)}


@pytest.mark.parametrize(
    "caller",
    [STRANGER, *(Caller("ban", "Ban", role) for role in Role if role != Role.ADMINISTRATOR)],
    ids=["stranger", "reader", "editor", "approver"],
)
def test_nobody_but_an_administrator_sees_the_accounts(office, ask, caller):
    ask(caller)
    app = opened()

    assert "Only administrators" in said(app, "warning")
    assert "Lò Thị Ban" not in shown(app).replace(caller.name, "")
    assert not app.button


def test_an_administrator_sees_who_is_signed_in(office, ask):
    sign_ins.begin(office, "ban")
    ask(AN)
    app = opened()

    assert not app.exception
    assert "in 1 browser" in shown(app)
    assert shown(app).count("Also publishes") == 1  # the roles say what they allow
    assert "Lò Thị Ban" in shown(app)


def test_an_account_is_added_with_a_password_that_is_shown_once(office, ask):
    ask(AN)
    app = opened()
    app.text_input(key="account-new-account").input("Chi")
    app.text_input(key="account-new-name").input("Chi")
    press(app, "Add an account")

    password = app.code[0].value
    assert sign_ins.enter(office, Try("chi", "192.0.2.1"), password)
    assert roles(office)["chi"] is Role.READER
    app.run()
    assert not app.code


def test_a_role_is_changed_and_signs_out(office, ask):
    token = sign_ins.begin(office, "ban")
    ask(AN)
    app = opened(account="ban")
    app.selectbox(key="account-role-ban-editor-role").select("approver")
    press(app, "Change the role")

    assert roles(office)["ban"] is Role.APPROVER
    assert sign_ins.whose(office, token) == STRANGER


def test_ones_own_role_is_not_changed_without_a_tick(office, ask):
    accounts.set_role(office, "ban", Role.ADMINISTRATOR, by=ALONE)
    ask(AN)
    app = opened(account="an")
    app.selectbox(key="account-role-an-administrator-role").select("reader")
    press(app, "Change the role")
    assert "nothing was changed" in said(app, "warning")
    assert roles(office)["an"] is Role.ADMINISTRATOR

    app.checkbox(key="account-role-an-administrator-own").check()
    press(app, "Change the role")
    assert roles(office)["an"] is Role.READER


def test_the_last_administrator_stays(office, ask):
    ask(AN)
    app = opened(account="an")
    app.checkbox(key="account-remove-an-sure").check()
    press(app, "Remove the account")

    assert "only administrator" in said(app, "error")
    assert "an" in roles(office)


def test_an_account_is_removed_only_with_a_tick(office, ask):
    ask(AN)
    app = opened(account="ban")
    press(app, "Remove the account")
    assert "ban" in roles(office)

    app.checkbox(key="account-remove-ban-sure").check()
    press(app, "Remove the account")
    assert "ban" not in roles(office)


def test_drafts_of_somebody_without_an_account_are_removed_only_with_a_tick(office, ask):
    base = seed(office, CURATED).id
    sketches.begin(office, "le@office.example", "Lyon", base)
    ask(AN)
    app = opened()
    assert "le@office.example" in shown(app)
    press(app, "Remove the drafts")
    assert sketches.strays(office) != []

    next(one for one in app.checkbox if "These drafts may go" in one.label).check()
    press(app, "Remove the drafts")
    assert sketches.strays(office) == []
    assert "The drafts were removed" in said(app, "success")


def test_whoever_lost_the_role_meanwhile_changes_nothing(office, ask, monkeypatch):
    ask(AN)
    app = opened(account="ban")
    remove = accounts.remove
    monkeypatch.setattr(accounts, "remove", lambda *words, **_by: remove(*words, by=STRANGER))
    app.checkbox(key="account-remove-ban-sure").check()
    press(app, "Remove the account")

    assert "Only administrators" in said(app, "error")
    assert "ban" in roles(office)


def test_a_single_user_has_no_accounts_and_is_told_so(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/store.sqlite")

    app = opened()

    assert "one user" in said(app, "info")
    assert "nc-account" not in shown(app)
    assert "nc-footer" in shown(app)


def test_the_page_says_who_is_signed_in_and_when_that_has_ended(office, ask):
    ask(AN)
    app = opened()
    assert "Quàng Văn An" in shown(app)
    assert 'action="/sign-out?lang=en"' in shown(app)

    ask(STRANGER)
    app.run()
    assert "Your sign-in has ended" in said(app, "warning")
    assert 'href="/sign-in?to=%2Faccounts%3Flang%3Den&amp;lang=en"' in shown(app)


def test_where_reading_needs_sign_in_an_ended_one_shows_nothing_more(office, ask, monkeypatch):
    monkeypatch.setenv("NHIP_CAU_READING", "signed-in")
    ask(STRANGER)
    app = opened()

    assert "Your sign-in has ended" in said(app, "warning")
    assert not app.title
    assert "nc-footer" not in shown(app)


def test_files_of_an_ended_sign_in_are_not_kept_and_the_page_says_so(office, ask):
    ask(Caller("ban", "Lò Thị Ban", Role.EDITOR))
    app = uploaded(("du-an.csv", b"project_id,short_name_vi\nnew,New\n"))
    assert "desk-batch" in app.session_state

    ask(STRANGER)
    app.run()
    assert "Upload them again after signing in" in said(app, "info")
    assert "desk-batch" not in app.session_state


def test_another_person_on_the_same_page_finds_nothing_of_the_first(office, ask):
    ask(Caller("ban", "Lò Thị Ban", Role.EDITOR))
    app = opened()
    app.session_state["desk-signed"] = "of the first"

    ask(Caller("chi", "Chi", Role.EDITOR))
    app.run()
    assert "desk-signed" not in app.session_state


def test_a_store_that_is_away_is_a_sentence_on_the_page_and_no_role(office, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://127.0.0.1:1/nothing")
    with TestClient(Starlette(routes=routes.routes())) as client:
        cookie = f"{gate.COOKIE}={gate.cookie_of('token')}"
        assert client.get("/accounts", headers={"Cookie": cookie}).status_code == 503

    app = opened()
    assert "does not answer" in said(app, "error")
    assert not app.button
