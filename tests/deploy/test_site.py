"""The site as it is reached through nginx with the configuration that the installation writes."""

import asyncio
import json
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
import uvicorn

from tests.deploy.machines import NAME, Machine, copied, made, proxied

pytestmark = [pytest.mark.slow, pytest.mark.server]
UPGRADE = (
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
)


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def headers(answer: bytes) -> dict[str, str]:
    lines = answer.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")[1:]
    return {name.lower(): value.strip() for name, _is, value in (x.partition(":") for x in lines)}


def upgraded(machine: Machine, *lines: str, host: str = "") -> bytes:
    head = ("GET /_stcore/stream HTTP/1.1", f"Host: {host or machine.host}", *UPGRADE, *lines)
    return machine.ask("\n".join((*head, "", "")))


def plain(port: int, request: str) -> bytes:
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(request.replace("\n", "\r\n").encode())
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return answer


def test_pages_and_files_come_over_tls_with_a_certificate_for_the_name(served):
    page, file = served.get("/"), served.get("/api/v1/visits.csv")

    assert status(page) == 200
    assert b"<title>" in page
    assert status(file) == 200
    with pytest.raises(ssl.SSLCertVerificationError):
        served.ask("GET / HTTP/1.1\n\n", name="other.example")


def test_the_program_compresses_and_nginx_does_not_say_which_release_it_is(served):
    found = headers(served.get("/", "Accept-Encoding: gzip"))

    assert found["content-encoding"] == "gzip"
    assert found["server"] in ("nginx", "uvicorn")


@pytest.mark.parametrize("path", ["/", "/sign-in", "/api/v1/visits.csv", "/nowhere"])
def test_browsers_are_told_to_come_by_https_alone_and_only_where_they_do(served, path):
    through = headers(served.get(path))
    asked = f"GET {path} HTTP/1.1\nHost: 127.0.0.1:{served.port}\nConnection: close\n\n"
    direct = headers(plain(served.port, asked))

    assert through["strict-transport-security"] == f"max-age={182 * 24 * 3600}"
    assert "strict-transport-security" not in direct


def test_websockets_of_its_own_pages_are_opened(served):
    assert status(upgraded(served, f"Origin: https://{served.host}")) == 101


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "https://nhipcau.example", "https://127.0.0.1:8501", "null"]
)
def test_a_page_of_a_foreign_origin_is_refused_behind_nginx_too(served, origin):
    assert status(upgraded(served, f"Origin: {origin}")) == 403
    assert status(served.get("/_stcore/health", f"Origin: {origin}")) == 403


@pytest.mark.parametrize("host", ["evil.example", "nhipcau.example.evil.example", "203.0.113.7"])
def test_a_foreign_host_is_refused_behind_nginx_too(served, host):
    assert status(served.get("/", host=host)) == 400
    assert status(upgraded(served, host=host)) in (400, 403)


def test_http_leads_to_https_under_the_servers_own_name_whatever_name_was_asked(served):
    answer = plain(
        served.http, "GET /map?lang=fr HTTP/1.1\nHost: evil.example\nConnection: close\n\n"
    )

    assert status(answer) == 301
    assert headers(answer)["location"] == f"https://{served.host}/map?lang=fr"


def test_a_stranger_can_neither_publish_nor_upload_through_nginx(served):
    head = f"PUT /_stcore/upload_file/a/b HTTP/1.1\nHost: {served.host}\nContent-Length: 0\n"

    assert status(served.ask(f"{head}Origin: https://{served.host}\nConnection: close\n\n")) == 403


def test_a_strangers_file_is_refused_while_it_is_still_to_come(served):
    length = 40 * 1024 * 1024
    head = (
        f"PUT /_stcore/upload_file/a/b HTTP/1.1\nHost: {served.host}\n"
        f"Origin: https://{served.host}\nContent-Length: {length}\n\n"
    )
    answer = served.ask(head + "x" * 100_000)  # and nothing more

    assert status(answer) == 403


def test_elsewhere_than_at_the_address_for_files_no_large_body_is_taken(served):
    length = 2 * 1024 * 1024
    for path in ("/", "/data", "/account", "/_stcore/stream"):
        head = f"POST {path} HTTP/1.1\nHost: {served.host}\nContent-Length: {length}\n\n"

        assert status(served.ask(head)) == 413


def test_what_was_searched_for_and_whose_upload_it_is_is_not_noted(served):
    served.get("/projects?q=secret-word")
    served.ask(
        f"PUT /_stcore/upload_file/session-of-somebody/file HTTP/1.1\nHost: {served.host}\n"
        "Content-Length: 0\nConnection: close\n\n"
    )
    noted = (served.root / "var/log/nginx/nhip-cau.log").read_text()

    assert '"GET /projects" 200' in noted
    assert '"PUT /_stcore/upload_file/" 403' in noted
    assert "secret-word" not in noted
    assert "session-of-somebody" not in noted


def test_a_body_that_is_too_large_is_refused_before_it_is_read_in_a_sentence(served):
    length = 52 * 1024 * 1024
    head = f"POST /sign-in HTTP/1.1\nHost: {served.host}\nContent-Length: {length}\n\n"
    answer = served.ask(head)

    assert status(answer) == 413
    assert "Tệp lớn hơn 50 MB" in answer.decode()


def test_while_the_program_is_away_the_site_says_so(installed, tmp_path):
    site, https = installed.site.read_text(), made(tmp_path)
    stopped = Machine(tmp_path, https.port, https.http, https.https)
    for name in ("etc/nginx/sites-enabled", "etc/nhip-cau"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "etc/nhip-cau/tls.crt").write_bytes(
        (installed.root / "etc/nhip-cau/tls.crt").read_bytes()
    )
    for ours, theirs in zip(installed[1:], stopped[1:], strict=True):
        site = re.sub(rf"\b{ours}\b", str(theirs), site)
    (tmp_path / "etc/nginx/sites-enabled/site").write_text(site)
    with proxied(stopped):
        answer = stopped.get("/")

    assert status(answer) == 503
    assert "Xin thử lại sau một phút" in answer.decode()
    assert headers(answer)["retry-after"] == "30"


@contextmanager
def echoing(machine: Machine) -> Iterator[None]:
    """In the program's place: says who asks, as uvicorn hands it to the program."""

    async def app(scope, _receive, send):
        if scope["type"] != "http":
            return
        told = {
            "client": scope["client"][0],
            "scheme": scope["scheme"],
            "headers": sorted(name.decode() for name, _value in scope["headers"]),
        }
        body = json.dumps(told).encode()
        length = [(b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": length})
        await send({"type": "http.response.body", "body": body})

    server = uvicorn.Server(
        uvicorn.Config(app, port=machine.port, log_level="error", lifespan="off")
    )
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def echoed(installed, tmp_path_factory):
    machine = copied(installed, tmp_path_factory.mktemp("echo") / "machine")
    # Those who are slow are waited for a second here, so that the test need not wait longer.
    text = machine.site.read_text()
    slow = re.compile(r"(client_(?:header|body)_timeout\s+)\d+s")
    assert len(slow.findall(text)) == 2
    machine.site.write_text(slow.sub(r"\g<1>1s", text))
    with echoing(machine), proxied(machine):
        yield machine


def test_what_a_stranger_says_of_their_address_is_not_believed(echoed):
    said = (
        "X-Forwarded-For: 198.51.100.1",
        "X-Forwarded-For: 198.51.100.2, 127.0.0.1",
        "X-Forwarded-Proto: http",
        "X-Forwarded-Host: evil.example",
        "X-Forwarded-Port: 1",
        "X-Forwarded-Prefix: /evil",
        "X-Real-IP: 198.51.100.1",
        "Forwarded: for=198.51.100.1",
        "Via: 1.1 evil.example",
    )
    answer = json.loads(echoed.get("/", *said).partition(b"\r\n\r\n")[2])

    assert answer["client"] == "127.0.0.1"
    assert answer["scheme"] == "https"
    assert [name for name in answer["headers"] if name.startswith(("x-", "forw", "via"))] == [
        "x-forwarded-for",
        "x-forwarded-proto",
    ]


@pytest.mark.parametrize(
    "begun",
    [
        "GET / HTTP/1.1\nHost: ",
        f"POST / HTTP/1.1\nHost: {NAME}\nContent-Length: 9\n\nhalf",
    ],
    ids=["a head", "a body"],
)
def test_who_sends_half_and_waits_does_not_keep_a_place(echoed, begun):
    start = time.monotonic()
    answer = echoed.ask(begun)

    assert time.monotonic() - start < 8
    assert answer == b"" or status(answer) == 408


@pytest.fixture(scope="module")
def counting(echoed, tmp_path_factory):
    """One more nginx before the same program, with room for two of each; a header says who asks."""
    machine = made(tmp_path_factory.mktemp("counting"))._replace(port=echoed.port)
    for name in ("etc/nginx/sites-enabled", "etc/nhip-cau"):
        (machine.root / name).mkdir(parents=True)
    (machine.root / "etc/nhip-cau/tls.crt").write_bytes(
        (echoed.root / "etc/nhip-cau/tls.crt").read_bytes()
    )
    site = echoed.site.read_text()
    for ours, theirs in ((echoed.http, machine.http), (echoed.https, machine.https)):
        site = re.sub(rf"\b{ours}\b", str(theirs), site)
    site, found = re.subn(r"(limit_conn +nhip_cau) \d+;", r"\1 2;", site)
    assert found == 1
    named = "set_real_ip_from 127.0.0.1;\nreal_ip_header X-Caller;\n"
    (machine.root / "etc/nginx/sites-enabled/site").write_text(named + site)
    with proxied(machine):
        yield machine


@pytest.mark.parametrize(
    ("same", "other"),
    [
        (("203.0.113.7",) * 3, "203.0.113.8"),
        (("2001:db8:1:2::a", "2001:db8:1:2::b", "2001:db8:1:2:c::a"), "2001:db8:1:3::a"),
        (("2001:db8:a0a:a0a::a", "2001:db8:a0a:a0a:a0a:a0a:a0a:a0a", "2001:db8:a0a:a0a::"), "::2"),
    ],
    ids=["IPv4", "IPv6", "IPv6 with bytes that are line breaks"],
)
def test_a_household_is_counted_as_one(counting, same, other):
    context = ssl.create_default_context(cafile=str(counting.root / "etc/nhip-cau/tls.crt"))
    with ExitStack() as stack:
        for caller in same[:2]:
            line = stack.enter_context(socket.create_connection(("127.0.0.1", counting.https), 20))
            one = stack.enter_context(context.wrap_socket(line, server_hostname=NAME))
            half = f"POST / HTTP/1.1\nHost: {NAME}\nX-Caller: {caller}\nContent-Length: 9\n\nhalf"
            one.sendall(half.replace("\n", "\r\n").encode())
        time.sleep(0.3)  # until nginx has read them; it waits a second for the rest
        third, stranger = (counting.get("/", f"X-Caller: {who}") for who in (same[2], other))

    assert status(third) == 429
    assert status(stranger) == 200
