"""An office that signs its people in: a certified OpenID provider, and what stands before it."""

import json
import os
import shutil
import socket
import socketserver
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PROVIDER = Path(__file__).parents[1] / "provider"
HOST = "127.0.0.2"  # another host than the dashboard's: browsers give cookies to every port of one
CLIENT, SECRET = "nhip-cau", "the secret that both servers know"
COOKIE_SECRET = "a secret for the cookies of the tests"
PEOPLE: Mapping[str, Mapping[str, Any]] = {
    "lan": {"email": "Lan@office.example", "email_verified": True, "name": "Lò Thị Lan"},
    "minh": {
        "email": "minh@office.example",
        "email_verified": True,
        "name": "Quàng Văn Minh",
        "groups": ["everybody", "nhip-cau-approvers"],
    },
    "khach": {"email": "khach@office.example", "email_verified": True, "name": "Khách"},
    "gia": {"email": "lan@office.example", "email_verified": False, "name": "Giả"},
    "im": {"email": "lan@office.example", "name": "Im"},
    "khong": {"name": "Không có thư"},
}


class Office(NamedTuple):
    """The provider: its address, and the process that can be stopped."""

    issuer: str
    port: int
    process: subprocess.Popen[str]

    @property
    def metadata_url(self) -> str:
        """Where its configuration is read."""
        return f"{self.issuer}/.well-known/openid-configuration"

    def stop(self) -> None:
        """Stop answering."""
        self.process.terminate()
        self.process.wait()


@contextmanager
def office(
    callback: str, *, port: int = 0, issuer: str = "", key: str = "", certificate: str = ""
) -> Iterator[Office]:
    """A provider that signs ``PEOPLE`` in with any password, and sends them to ``callback``."""
    port = port or free_port(HOST)
    settings = {
        "issuer": issuer or f"http://{HOST}:{port}",
        "port": port,
        "host": HOST,
        "client": {"id": CLIENT, "secret": SECRET, "callback": callback},
        "accounts": PEOPLE,
        "key": key,
        "certificate": certificate,
    }
    with subprocess.Popen(
        (_node(), str(PROVIDER / "provider.mjs")),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(settings) + "\n")
        process.stdin.flush()
        assert process.stdout.readline().startswith("ready")
        try:
            yield Office(str(settings["issuer"]), port, process)
        finally:
            process.terminate()


def secrets(redirect_uri: str, metadata_url: str, *, timeout: float = 5, **others: str) -> str:
    """The section [auth] as an administrator writes it."""
    entries = {
        "redirect_uri": redirect_uri,
        "cookie_secret": COOKIE_SECRET,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "server_metadata_url": metadata_url,
        **others,
    }
    lines = [f"{name} = {json.dumps(text)}" for name, text in entries.items()]
    further = ["[auth.client_kwargs]", 'prompt = "login"', f"timeout = {timeout}"]
    return "\n".join(["[auth]", *lines, *further, ""])


def free_port(host: str) -> int:
    with socket.socket() as listener:
        listener.bind((host, 0))
        return int(listener.getsockname()[1])


class Authority(NamedTuple):
    """A certificate authority of the office's own, and a server's certificate from it."""

    file: Path  # the authority's certificate, as machines are told to trust it
    key: str
    certificate: str


def authority(folder: Path, name: str) -> Authority:
    """An authority whose certificate lies in ``folder``, and a key and certificate for a name."""
    own, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of the office")])
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    root = _certificate(issuer, issuer, own.public_key()).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    )
    leaf = _certificate(issuer, subject, key.public_key()).add_extension(
        x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False
    )
    pem = serialization.Encoding.PEM
    file = folder / "authority.pem"
    file.write_bytes(root.sign(own, hashes.SHA256()).public_bytes(pem))
    secret = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    return Authority(file, secret, leaf.sign(own, hashes.SHA256()).public_bytes(pem).decode())


def _certificate(
    issuer: x509.Name, subject: x509.Name, key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .subject_name(subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
    )


class Proxy(NamedTuple):
    """A forward proxy: its address, and the names that it was asked for."""

    address: str
    asked: list[str]


@contextmanager
def forward_proxy(host: str, port: int) -> Iterator[Proxy]:
    """A proxy that alone knows where the names of the office lead: all to ``host`` and ``port``."""
    asked: list[str] = []

    class Tunnel(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            asked.append(self.rfile.readline().decode().split()[1])
            while self.rfile.readline().strip():
                pass  # its headers
            with socket.create_connection((host, port)) as beyond:
                self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                back = Thread(target=_pass_on, args=(beyond, self.connection), daemon=True)
                back.start()
                _pass_on(self.connection, beyond)
                back.join()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Tunnel) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield Proxy(f"http://127.0.0.1:{server.server_address[1]}", asked)
        server.shutdown()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while part := source.recv(65536):
            target.sendall(part)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def answering(status: int, content: bytes, *, after: float = 0) -> Iterator[str]:
    """The address of a server that is no provider and answers everything in one way."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            time.sleep(after)
            with suppress(OSError):
                self.send_response(status)
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, *_parts: object) -> None:
            pass

    with ThreadingHTTPServer((HOST, 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{HOST}:{server.server_address[1]}"
        server.shutdown()


def _node() -> str:
    """Node.js with the provider's packages; skipped where there are none, except in CI."""
    program = shutil.which("node")
    if program is None or not (PROVIDER / "node_modules" / "oidc-provider").is_dir():
        answer = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        answer("the OpenID provider of the tests is not installed: sh setup.sh provider")
    return program or ""
