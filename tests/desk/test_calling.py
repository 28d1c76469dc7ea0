"""How a portal is called: which addresses, with which certificates, and through which proxy."""

import datetime as dt
import http.client as http_client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from wbs.desk.calling import Call, Portal, Proxy, ask, unreachable
from wbs.desk.errors import NotSynced
from wbs.refusals import told

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
ONION = "kurir" + "a" * 51 + ".onion"


@contextmanager
def server(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """Serve one connection in a thread; yield the port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def run() -> None:
            try:
                sock, _ = listening.accept()
            except OSError:
                return
            with sock:
                serve(sock)

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            # Whoever never came is not waited for.
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def http(sock: socket.socket) -> None:
    """Answer one request."""
    asked = b""
    while b"\r\n\r\n" not in asked:
        asked += sock.recv(4096)
    sock.sendall(ANSWER)


def said(portal: Portal, proxy: Proxy | None = None, context: ssl.SSLContext | None = None) -> bytes:
    with closing(Call(portal, proxy, context)) as call:
        return ask(call, "GET", "/").read()


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://kurir.contoh.go.id", "https://kurir.contoh.go.id"),
        ("https://Kurir.contoh.go.id:443/", "https://kurir.contoh.go.id"),
        ("https://kurir.contoh.go.id:8443", "https://kurir.contoh.go.id:8443"),
        (f"http://{ONION}", f"http://{ONION}"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("http://localhost:8000", "http://localhost:8000"),
    ],
)
def test_an_address_is_the_origin_that_a_browser_would_name(address: str, origin: str) -> None:
    assert Portal.parse(address).origin == origin


@pytest.mark.parametrize(
    "address",
    [
        "http://kurir.contoh.go.id",
        "http://127.0.0.1.contoh.go.id",
        "http://contoh.go.id/.onion",
        "ftp://kurir.contoh.go.id",
        "https://nama:sandi@kurir.contoh.go.id",
        "https://kurir.contoh.go.id/jalur",
        "https://kurir.contoh.go.id?x=y",
        "https://kurir.contoh.go.id:99999",
        "kurir.contoh.go.id",
        "https://",
        "",
    ],
)
def test_other_addresses_are_not_called(address: str) -> None:
    with pytest.raises(NotSynced):
        Portal.parse(address)


@pytest.mark.parametrize(
    "address", ["socks5://127.0.0.1:9050", "http://127.0.0.1:9050", "socks5h://127.0.0.1"]
)
def test_only_a_proxy_that_looks_names_up_is_one(address: str) -> None:
    with pytest.raises(NotSynced):
        Proxy.parse(address)


def test_an_onion_is_never_asked_of_the_system_s_names() -> None:
    with pytest.raises(NotSynced, match="--proxy"):
        Call(Portal.parse(f"http://{ONION}"), None)


class Socks:
    """A SOCKS5 proxy that answers a request for any name itself; ``asked``: what was asked of it."""

    def __init__(self, reply: int = 0, greeting: bytes = b"\5\0", bound: bytes = b"\1\0\0\0\0\0\0") -> None:
        self._greeting, self._reply, self._bound = greeting, reply, bound
        self.asked = b""

    def __call__(self, sock: socket.socket) -> None:
        self.asked = sock.recv(3, socket.MSG_WAITALL)
        sock.sendall(self._greeting)
        if self._greeting != b"\5\0":
            return
        head = sock.recv(5, socket.MSG_WAITALL)
        rest = sock.recv(head[4] + 2, socket.MSG_WAITALL)
        self.asked += head + rest
        sock.sendall(bytes((5, self._reply, 0)) + self._bound)
        if self._reply == 0:
            http(sock)


@pytest.mark.parametrize("bound", [b"\1" + bytes(6), b"\4" + bytes(18), b"\3\4nama\0\0"])
def test_the_proxy_is_given_the_name(bound: bytes) -> None:
    socks = Socks(bound=bound)
    with server(socks) as port:
        assert said(Portal.parse(f"http://{ONION}"), Proxy.parse(f"socks5h://127.0.0.1:{port}")) == b"ok"
    assert socks.asked == b"\5\1\0" + b"\5\1\0\3" + bytes((len(ONION),)) + ONION.encode() + b"\0\x50"


@pytest.mark.parametrize(
    ("socks", "reason"),
    [
        (Socks(reply=5), "ditolak tujuan"),
        (Socks(reply=99), "99"),
        (Socks(greeting=b"\5\xff"), "tanpa sandi"),
        (Socks(greeting=b"\4\0"), "bukan SOCKS5"),
        (Socks(greeting=b""), "menutup sambungan"),
    ],
)
def test_a_proxy_that_does_not_connect_is_told(socks: Socks, reason: str) -> None:
    with server(socks) as port, pytest.raises(NotSynced, match=reason):
        said(Portal.parse(f"http://{ONION}"), Proxy.parse(f"socks5h://127.0.0.1:{port}"))


def test_nobody_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(NotSynced) as refused:
        said(Portal.parse(f"http://127.0.0.1:{port}"))
    assert told(refused.value) == "Portal tidak terhubung: tidak ada yang menjawab di alamat itu."


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (socket.gaierror(-2, "Name or service not known"), "nama alamat itu tidak ditemukan"),
        (TimeoutError("timed out"), "tidak ada jawaban"),
        (ssl.SSLCertVerificationError("self-signed certificate"), "sertifikatnya"),
        (ssl.SSLError("wrong version number"), "sambungan aman"),
        (http_client.RemoteDisconnected("closed"), "sambungan terputus"),
        (http_client.BadStatusLine("x"), "sambungan terputus"),
        (OSError("proksi: ditolak tujuan"), "proksi: ditolak tujuan"),
    ],
)
def test_what_broke_is_said_in_words(error: Exception, cause: str) -> None:
    assert told(unreachable(error)).startswith(f"Portal tidak terhubung: {cause}")


def certificate(folder: Path) -> Path:
    """Write a certificate of our own for 127.0.0.1, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    pem = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)

    def serve(sock: socket.socket) -> None:
        try:
            with context.wrap_socket(sock, server_side=True) as secure:
                http(secure)
        except (ssl.SSLError, ConnectionError):
            # The caller hung up.
            return

    with server(serve) as port, pytest.raises(NotSynced, match="sertifikatnya"):
        said(Portal.parse(f"https://127.0.0.1:{port}"))
    with server(serve) as port:
        trusting = ssl.create_default_context(cafile=str(pem))
        assert said(Portal.parse(f"https://127.0.0.1:{port}"), context=trusting) == b"ok"
