"""Accounts from a shell: what each command says, leaves behind, and never asks for in its words."""

import getpass
import io
from collections.abc import Callable

import pytest

from data.__main__ import main
from data.accounts import accounts, sign_ins
from data.accounts.guessing import Try
from data.roles import ALONE, Role
from data.schema import LANGUAGES
from data.store import Store

PASSWORD = "mường thanh 1954"
Shell = Callable[..., tuple[int, str]]


@pytest.fixture
def store(tmp_path, monkeypatch):
    """An empty store, which the commands open too."""
    url = f"sqlite:///{tmp_path}/store.sqlite"
    monkeypatch.setenv("DATABASE_URL", url)
    opened = Store(url)
    yield opened
    opened.close()


@pytest.fixture
def shell(store, capsys, monkeypatch) -> Shell:
    """Runs ``python -m data user …`` with a standard input; gives its status and words."""

    def run(*words: str, given: str = "", language: str = "en") -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        status = main(["--lang", language, "user", *words])
        return status, capsys.readouterr().out

    return run


def add(shell: Shell, account: str = "an", role: str = "administrator") -> tuple[int, str]:
    words = ("add", account, "--name", "Quàng Văn An", "--role", role, "--password-stdin")
    return shell(*words, given=PASSWORD + "\n")


def test_an_account_that_was_added_can_sign_in(store, shell):
    assert add(shell) == (0, "“an” has an account now.\n")

    token = sign_ins.enter(store, Try("an", "192.0.2.1"), PASSWORD)
    assert sign_ins.whose(store, token).role is Role.ADMINISTRATOR
    assert shell("list") == (0, "an\tQuàng Văn An\tAdministrator\tsigned in\n")


def test_a_role_a_password_and_the_account_itself_are_changed(store, shell):
    add(shell)
    add(shell, "ban", "editor")
    assert shell("role", "ban", "approver")[0] == 0
    assert shell("password", "ban", "--password-stdin", given="a new password\n")[0] == 0

    token = sign_ins.enter(store, Try("ban", "192.0.2.1"), "a new password")
    assert sign_ins.whose(store, token).role is Role.APPROVER
    assert shell("remove", "ban")[0] == 0
    assert [one.account for one in accounts.every(store, by=ALONE)] == ["an"]


def test_a_password_is_asked_for_twice_and_not_shown(store, shell, monkeypatch):
    typed = iter([PASSWORD, PASSWORD, "one password", "another password"])
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: next(typed))

    words = ("add", "an", "--name", "An", "--role", "administrator")
    assert shell(*words)[0] == 0
    assert shell("password", "an") == (1, "The two passwords differ; nothing was changed.\n")
    assert sign_ins.enter(store, Try("an", "192.0.2.1"), PASSWORD)


def test_no_command_takes_a_password_as_an_argument(shell, capsys):
    for words in (["add", "an", "--password", "x"], ["password", "an", "secret"]):
        with pytest.raises(SystemExit):
            main(["user", *words])
    assert "unrecognized arguments" in capsys.readouterr().err


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    ("words", "given"),
    [
        (("remove", "nobody"), ""),
        (("role", "nobody", "editor"), ""),
        (("role", "an", "reader"), ""),
        (("remove", "an"), ""),
        (("password", "an", "--password-stdin"), "short\n"),
        (("password", "an", "--password-stdin"), "x" * 1000),
        (("password", "an", "--password-stdin"), ""),
        (("add", "an", "--name", "An", "--role", "reader", "--no-password"), ""),
        (("add", "a b", "--name", "An", "--role", "reader", "--no-password"), ""),
        (("add", "ban", "--name", " ", "--role", "reader", "--no-password"), ""),
    ],
)
def test_what_cannot_be_done_is_one_sentence_in_each_language(shell, store, words, given, code):
    add(shell)
    before = accounts.every(store, by=ALONE)

    status, said = shell(*words, given=given, language=code)

    assert status == 1
    assert said.count("\n") == 1
    assert accounts.every(store, by=ALONE) == before
