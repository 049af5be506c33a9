"""What is wrong with a server is told in sentences: each case is a set-up that somebody broke."""

import contextlib
import io
import sqlite3
import subprocess
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from data.language import Language
from data.store import Store
from data.store.tables import FORMAT
from deploy import asking, check, checking, findings, program
from deploy.trouble import ended
from tests.data.store.stores import first
from tests.deploy.machines import Machine, copied, proxied, running

pytestmark = [pytest.mark.slow, pytest.mark.server]


@pytest.fixture(scope="module")
def machine(installed, tmp_path_factory):
    """A machine whose program runs; nginx is started by each test."""
    one = copied(installed, tmp_path_factory.mktemp("checked") / "machine")
    with closing(Store(f"sqlite:///{one.store}")) as store:
        first(store)
    with running(one):
        assert one.run("backup").returncode == 0
        yield one


@pytest.fixture(autouse=True)
def settled(request, monkeypatch):
    """What the program says of its settings is asked only by the tests that are about it."""
    if "asks" not in request.fixturenames:
        monkeypatch.setattr(program, "asked", lambda *_given: program.Said([], []))


@pytest.fixture
def asks():
    """Asks the program too."""


def checked(
    machine: Machine, *, words: Sequence[str] = ("--lang", "en"), nginx: bool = True
) -> subprocess.CompletedProcess[str]:
    """The command within this process, which has all of it imported already."""
    out, err = io.StringIO(), io.StringIO()
    with (
        proxied(machine) if nginx else nullcontext(),
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        patch.setenv("ROOT", str(machine.root))
        code = ended(check.main, words)
    return subprocess.CompletedProcess([], code, out.getvalue(), err.getvalue())


def edit(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return change


def test_a_server_as_it_was_installed_is_in_order(machine):
    with proxied(machine):
        done = machine.run("check", "--lang", "en")

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines() == [
        (
            "1. The certificate is signed by this server itself, so browsers warn. "
            "Run deploy/install with one of your authority."
        ),
        "The server is set up as it should be.",
    ]


def test_it_speaks_vietnamese_and_english_where_no_language_is_chosen(machine):
    said = checked(machine, words=(), nginx=False)

    assert "Không có trả lời tại https" in said.stdout
    assert "Nothing answers at https" in said.stdout
    assert said.stderr == "Số điểm cần khắc phục: 1.\n1 things are to be mended.\n"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            edit("proxy_set_header Upgrade    $http_upgrade;", ""),
            "The proxy does not pass websockets on",
        ),
        (
            edit("proxy_set_header Host       $http_host;", 'proxy_set_header Host "127.0.0.1";'),
            "The site answers to foreign host names",
        ),
        (
            edit(
                "proxy_set_header Host       $http_host;", 'proxy_set_header Host "app.internal";'
            ),
            "The program does not know the name nhipcau.example",
        ),
        (
            edit("proxy_pass http://127.0.0.1:", "proxy_pass http://127.0.0.2:"),
            "The proxy answers 503 instead of the program.",
        ),
        (
            edit("return 301 https://", "return 200 http://"),
            "The site is served at http as well",
        ),
    ],
    ids=["no websockets", "host replaced", "host lost", "leads elsewhere", "http"],
)
def test_a_proxy_that_was_changed_is_found(machine, change, sentence):
    as_it_was = machine.site.read_text()
    machine.site.write_text(change(as_it_was))
    try:
        said = checked(machine)
    finally:
        machine.site.write_text(as_it_was)

    assert said.returncode == 1
    assert sentence in said.stdout


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (edit("NHIP_CAU_SIGN_IN=accounts", "NHIP_CAU_SIGN_IN="), "Without sign-in the server"),
        (edit("NHIP_CAU_HOSTS=nhipcau.example\n", ""), "The server does not know its name"),
        (edit("HOSTS=nhipcau.example", "HOSTS=https://x/"), "NHIP_CAU_HOSTS is wrong."),
        (edit("HOSTS=nhipcau", "HOSTS=other"), "The certificate is not for the name other.example"),
        (edit("cookie-key", "no-key"), "The secret that signs the cookies cannot be read"),
        (edit("NHIP_CAU_SIGN", "FORWARDED_ALLOW_IPS=*\nNHIP_CAU_SIGN"), "FORWARDED_ALLOW_IPS=*"),
        (edit("nhip-cau.sqlite", "none.sqlite"), "none.sqlite cannot be read"),
        (edit("sqlite:///", "mysql://"), "The store is not found. DATABASE_URL names neither"),
        (edit("sqlite:///", "postgresql://["), "The store is not found. DATABASE_URL is no whole"),
        (
            edit("sqlite:///", "postgresql://127.0.0.1:1"),
            "The store is not found. psql",
        ),
        (edit("SERVER_PORT=", "SERVER_PORT=1"), "A setting is wrong. STREAMLIT_SERVER_PORT cannot"),
        (edit("BACKUPS=/", "BACKUPS="), "A setting is wrong. NHIP_CAU_BACKUPS cannot be"),
        (
            edit("NHIP_CAU_SIGN", "NHIP_CAU_BACKUPS_KEPT=all\nNHIP_CAU_SIGN"),
            "A setting is wrong. NHIP_CAU_BACKUPS_KEPT cannot be “all”",
        ),
    ],
)
def test_a_setting_that_was_changed_is_found(machine, change, sentence):
    as_it_was = machine.settings.read_text()
    machine.settings.write_text(change(as_it_was))
    try:
        said = checked(machine, nginx=False)
    finally:
        machine.settings.write_text(as_it_was)

    assert said.returncode == 1
    assert sentence in said.stdout
    assert "Traceback" not in said.stderr


@pytest.fixture
def set_up(machine):
    """Adds lines to the settings, for one test."""
    as_it_was = machine.settings.read_text()
    yield lambda *lines: machine.settings.write_text(as_it_was + "\n".join((*lines, "")))
    machine.settings.write_text(as_it_was)


@pytest.mark.usefixtures("asks")
def test_what_the_program_says_of_its_settings_is_told_once(machine, set_up):
    set_up("NHIP_CAU_FOUR_EYES=yes", "NHIP_CAU_READNG=signed-in", "NHIP_CAU_SIGN_IN=ldap")
    said = checked(machine, nginx=False).stdout

    assert "A setting is wrong. NHIP_CAU_FOUR_EYES cannot be “yes”: write on or off." in said
    assert "A setting is wrong. There is no setting NHIP_CAU_READNG." in said
    assert said.count("NHIP_CAU_SIGN_IN") == 1


@pytest.mark.usefixtures("asks")
def test_a_sign_in_server_that_is_away_is_found(machine, set_up, tmp_path):
    file = tmp_path / "secrets.toml"
    file.write_text(
        '[auth]\nredirect_uri = "https://nhipcau.example/oauth2callback"\n'
        f'cookie_secret = "{"c" * 32}"\nclient_id = "nhip-cau"\nclient_secret = "s"\n'
        'server_metadata_url = "https://127.0.0.1:1/.well-known/openid-configuration"\n'
    )
    set_up("NHIP_CAU_SIGN_IN=openid", f"STREAMLIT_SECRETS_FILES={file}")
    said = checked(machine, nginx=False).stdout

    assert "Nobody can sign in now. The sign-in server 127.0.0.1:1 refuses the connection." in said


def test_an_installation_that_was_broken_off_is_found(machine):
    mark = machine.root / "opt/nhip-cau/installed"
    mark.unlink()
    try:
        said = checked(machine, nginx=False).stdout
    finally:
        mark.touch()

    assert "The installation did not come to its end." in said


@pytest.mark.parametrize(
    ("checks", "sentence"),
    [
        ({"store": False, "administrator": False}, "cannot read or write its store"),
        ({"store": True, "administrator": False}, "Nobody is an administrator"),
    ],
)
def test_what_the_program_says_it_lacks_is_found(machine, monkeypatch, checks, sentence):
    monkeypatch.setattr(asking, "readiness", lambda _port: checks)
    found = [one.sentence(Language("en")) for one in checking._readiness(machine.port)]

    assert len(found) == 1
    assert sentence in found[0]


def test_the_program_that_runs_says_what_it_lacks(machine):
    assert asking.readiness(machine.port)["administrator"] is True
    assert asking.readiness(1) == {}


def test_a_service_that_does_not_run_is_found(machine):
    as_it_was = machine.settings.read_text()
    machine.settings.write_text(as_it_was.replace(f"PORT={machine.port}", "PORT=1"))
    try:
        said = checked(machine, nginx=False)
    finally:
        machine.settings.write_text(as_it_was)

    assert (
        "The program is not running. Start it by: systemctl start nhip-cau.service" in said.stdout
    )


@pytest.mark.parametrize(
    "name", ["etc/nhip-cau/settings", "etc/nhip-cau/tls.key", "var/lib/nhip-cau/nhip-cau.sqlite"]
)
def test_a_file_that_others_can_read_is_found(machine, name):
    file = machine.root / name
    file.chmod(0o644)
    try:
        said = checked(machine, nginx=False)
    finally:
        file.chmod(0o600)

    assert f"Other users of this machine can read {file}." in said.stdout


def test_a_cookie_key_that_is_short_is_found(machine):
    file = machine.root / "etc/nhip-cau/cookie-key"
    as_it_was = file.read_text()
    file.write_text("short")
    try:
        said = checked(machine, nginx=False)
    finally:
        file.write_text(as_it_was)

    assert "is shorter than 32 characters" in said.stdout


@pytest.mark.parametrize(
    ("statement", "back", "sentence"),
    [
        (
            "UPDATE store_format SET number = number + 90",
            "UPDATE store_format SET number = number - 90",
            f"A newer release of this program made the store (format {FORMAT + 90}, known here",
        ),
        (
            "UPDATE versions SET created = '2099' || substr(created, 5)",
            "UPDATE versions SET created = '2026' || substr(created, 5)",
            "The newest version of the record is from 2099",
        ),
    ],
    ids=["a newer format", "a clock that was wrong"],
)
def test_a_store_that_does_not_fit_is_found(machine, statement, back, sentence):
    with closing(sqlite3.connect(machine.store, timeout=20)) as store:
        store.execute(statement)
        store.commit()
        try:
            said = checked(machine, nginx=False)
        finally:
            store.execute(back)
            store.commit()

    assert sentence in said.stdout


def ending(machine: Machine, days: int) -> bytes:
    """The machine's certificate, but ending so many days from now."""
    folder = machine.root / "etc/nhip-cau"
    made_once = x509.load_pem_x509_certificate((folder / "tls.crt").read_bytes())
    key = load_pem_private_key((folder / "tls.key").read_bytes(), None)
    assert isinstance(key, EllipticCurvePrivateKey)
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(made_once.subject)
        .issuer_name(made_once.issuer)
        .public_key(made_once.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=9))
        .not_valid_after(now + timedelta(days=days))
    )
    return builder.sign(key, SHA256()).public_bytes(Encoding.PEM)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(-3, "The certificate ended on"), (5, "The certificate ends on")],
)
def test_a_certificate_that_ends_is_found(machine, days, sentence):
    file = machine.root / "etc/nhip-cau/tls.crt"
    kept = file.read_bytes()
    file.write_bytes(ending(machine, days))
    try:
        said = checked(machine, nginx=False)
    finally:
        file.write_bytes(kept)

    assert sentence in said.stdout


def test_a_key_of_another_certificate_and_a_missing_one_are_found(machine):
    key = machine.root / "etc/nhip-cau/tls.key"
    kept = key.read_bytes()
    command = ("openssl", "genpkey", "-algorithm", "ed25519", "-out", str(key))
    try:
        subprocess.run(command, check=True)
        other = checked(machine, nginx=False)
        key.unlink()
        missing = checked(machine, nginx=False)
    finally:
        key.write_bytes(kept)
        key.chmod(0o600)

    assert "is not the key of the certificate" in other.stdout
    assert "or its key is missing or cannot be read" in missing.stdout


def test_a_disk_that_is_nearly_full_is_found(machine):
    words = ("mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "none", str(machine.backups))
    subprocess.run(words, check=True)
    try:
        said = checked(machine, nginx=False)
    finally:
        subprocess.run(("umount", str(machine.backups)), check=True)

    assert f"Only 0.0 GB are free for {machine.backups}" in said.stdout


def test_backups_that_stopped_are_found(machine):
    (file,) = machine.backups.glob("*.sqlite")
    old = file.with_name("nhip-cau-2026-01-01T023000Z.sqlite")
    file.rename(old)
    try:
        said = checked(machine, nginx=False)
    finally:
        old.rename(file)

    assert "There is no backup of the last two days" in said.stdout


@pytest.mark.parametrize("code", ["vi", "en", "fr"])
def test_every_finding_has_its_sentence_in_each_language(code):
    names = "file why user least found known newest now folder free day name unit port status"
    named = dict.fromkeys(names.split(), "x")
    sentences = [
        findings.Finding(kind, **named).sentence(Language(code)) for kind in findings.kinds()
    ]

    assert len(set(sentences)) == len(sentences)
    assert all("{" not in sentence for sentence in sentences)
