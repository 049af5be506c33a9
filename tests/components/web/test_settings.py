"""A setting that makes no sense is told in a sentence, before anything starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from components.entrance import gate, secrets_file
from components.inside import signing_in
from components.web import provider, settings
from data.language import Language
from tests import loops

ROOT = Path(__file__).parents[3]
PROVIDER = {
    "redirect_uri": "https://nhipcau.example/oauth2callback",
    "cookie_secret": "c" * 32,
    "client_id": "nhip-cau",
    "client_secret": "s",
    "server_metadata_url": "https://127.0.0.1:1/.well-known/openid-configuration",
}


@pytest.fixture(autouse=True)
def _only_what_a_test_sets(monkeypatch):
    others = {"FORWARDED_ALLOW_IPS", "DATABASE_URL", "STREAMLIT_SECRETS_FILES"}
    for name in {*os.environ} & {*settings.NAMES, *others}:
        monkeypatch.delenv(name)
    monkeypatch.setattr(signing_in, "heed_secrets_file", lambda: None)
    monkeypatch.setattr(signing_in, "sign_in_settings", dict)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("NHIP_CAU_SILENT_MONTHS", "two years", "give a whole number of months, such as 24."),
        ("NHIP_CAU_HOSTS", "http://intranet", "NHIP_CAU_HOSTS cannot hold “http://intranet”"),
        ("NHIP_CAU_HOSTS", "desk.example", "Set NHIP_CAU_SIGN_IN=accounts or"),
        ("NHIP_CAU_SIGN_IN", "ldap", "NHIP_CAU_SIGN_IN cannot be “ldap”"),
        ("NHIP_CAU_SIGN_IN", "accounts", "needs a secret of at least 32 characters"),
        ("NHIP_CAU_SIGN_IN", "openid", "needs the section [auth] in .streamlit/secrets.toml"),
        ("NHIP_CAU_READING", "signed-in", "NHIP_CAU_READING=signed-in needs"),
        ("NHIP_CAU_READING", "signedin", "NHIP_CAU_READING cannot be “signedin”"),
        ("NHIP_CAU_READNG", "signed-in", "no setting NHIP_CAU_READNG. Is NHIP_CAU_READING meant?"),
        ("NHIP_CAU_FOUR_EYES", "yes", "NHIP_CAU_FOUR_EYES cannot be “yes”"),
        ("NHIP_CAU_DRAWN_AHEAD", "later", "NHIP_CAU_DRAWN_AHEAD cannot be “later”"),
        ("NHIP_CAU_SIGNED_IN_ONLY", "peple", "“peple” is no table."),
        ("NHIP_CAU_EMBED", "a.example", "NHIP_CAU_EMBED cannot hold “a.example”"),
        ("NHIP_CAU_BACKUPS", "backups", "NHIP_CAU_BACKUPS cannot be “backups”"),
        ("NHIP_CAU_SOCKETS", "all", "NHIP_CAU_SOCKETS cannot be “all”: give a whole number from 1"),
        ("FORWARDED_ALLOW_IPS", "127.0.0.1,proxy", "FORWARDED_ALLOW_IPS cannot hold “proxy”"),
        ("FORWARDED_ALLOW_IPS", "10.0.0.1/8", "FORWARDED_ALLOW_IPS cannot hold “10.0.0.1/8”"),
        ("DATABASE_URL", "mysql://a/b", "DATABASE_URL names neither an SQLite file"),
        ("DATABASE_URL", "postgresql://[", "DATABASE_URL names neither an SQLite file"),
    ],
)
def test_a_setting_that_makes_no_sense_is_told_in_a_sentence(monkeypatch, name, value, sentence):
    monkeypatch.setenv(name, value)

    (fault,) = settings.faults()

    assert sentence in fault


def test_settings_that_make_sense_start(monkeypatch):
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "127.0.0.1, 10.0.0.0/24,::1")
    monkeypatch.setenv("DATABASE_URL", "postgresql://user@[::1]:5432/name")

    settings.check()


def test_all_that_is_wrong_is_told_at_once_and_nothing_twice(monkeypatch):
    monkeypatch.setenv("NHIP_CAU_READING", "x")
    monkeypatch.setenv("NHIP_CAU_EMBED", "y")

    with pytest.raises(SystemExit) as ended:
        settings.check()
    reading, embed = str(ended.value).splitlines()

    assert "NHIP_CAU_READING" in reading
    assert "NHIP_CAU_EMBED" in embed


def test_a_password_in_a_wrong_address_is_not_told(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:hoa#ban@localhost/name")

    assert "hoa" not in "".join(settings.faults())


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (None, "and there is no such file"),
        (b"[auth", "is no TOML"),
        (b'auth = "x"', "[auth] in {file} is no section"),
        (b"\xff", "is no text in UTF-8"),
        (b"", "it has no redirect_uri, cookie_secret, client_id"),
        (b"[auth]\nredirect_uri = 5", "it has no redirect_uri, cookie_secret, client_id"),
    ],
    ids=["none", "no TOML", "no section", "no text", "empty", "no text in it"],
)
def test_a_file_of_secrets_that_cannot_be_used_is_named_with_why(
    monkeypatch, tmp_path, capsys, written, sentence
):
    file = tmp_path / "secrets.toml"
    if written is not None:
        file.write_bytes(written)
    monkeypatch.setenv("NHIP_CAU_SIGN_IN", "openid")
    monkeypatch.setenv("STREAMLIT_SECRETS_FILES", str(file))

    assert settings.main([]) == 1
    said = capsys.readouterr().out
    assert sentence.format(file=file) in said
    assert str(file) in said


def test_a_folder_in_place_of_the_file_of_secrets_cannot_be_read(monkeypatch, tmp_path):
    monkeypatch.setenv("NHIP_CAU_SIGN_IN", "openid")
    monkeypatch.setenv("STREAMLIT_SECRETS_FILES", str(tmp_path))

    (fault,) = settings.faults()

    assert fault.startswith(f"{tmp_path} cannot be read: Is a directory; it must be a file that")


@pytest.mark.slow
def test_a_command_reads_the_same_file_of_secrets_as_the_server(tmp_path):
    file = tmp_path / "secrets.toml"
    file.write_text("[auth]\n" + "".join(f'{name} = "{text}"\n' for name, text in PROVIDER.items()))
    named = {"NHIP_CAU_SIGN_IN": "openid", "NHIP_CAU_HOSTS": "nhipcau.example"}
    said = subprocess.run(
        (sys.executable, "-m", "components.web.settings", "--provider"),
        cwd=ROOT,
        env={**os.environ, **named, "STREAMLIT_SECRETS_FILES": str(file)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.stdout == "The sign-in server 127.0.0.1:1 refuses the connection.\n"


@pytest.fixture
def by_openid(monkeypatch):
    monkeypatch.setenv("NHIP_CAU_SIGN_IN", "openid")
    monkeypatch.setenv("NHIP_CAU_HOSTS", "nhipcau.example")
    monkeypatch.setattr(secrets_file, "check", lambda: None)
    monkeypatch.setattr(signing_in, "sign_in_settings", lambda: PROVIDER)


def test_a_provider_that_cannot_be_reached_is_told_to_whoever_asks_for_it(
    by_openid, monkeypatch, capsys
):
    async def refused():
        raise provider.ProviderTrouble("refused")

    monkeypatch.setattr(provider, "asked", refused)
    trouble = provider.ProviderTrouble("refused").sentence(Language("en"))

    assert settings.main([]) == 0
    assert capsys.readouterr().out == ""
    assert loops.beside(lambda: settings.main(["--provider"])) == 2
    assert capsys.readouterr().out == f"{trouble}\n"


def test_without_openid_no_provider_is_asked(monkeypatch):
    monkeypatch.setattr(provider, "asked", lambda: pytest.fail("asked"))

    assert gate.how() is gate.SignIn.NOBODY
    assert settings.main(["--provider"]) == 0
