"""HTTP(S) to one portal, straight or through a SOCKS5 proxy such as Tor's; names are looked up by the proxy.

Certificates are always verified. Without TLS only loopback and .onion are called: there is nobody in between.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from wbs.desk.errors import NotSynced
from wbs.language import N_

# A circuit of Tor may take a minute to stand.
_PATIENCE = 120.0
_PORTS = {"http": 80, "https": 443}
_PROXY_SCHEME = "socks5h"

# RFC 1928
_VERSION = 5
_NO_LOGIN = 0
_CONNECT = 1
_NAME = 3
_BOUND_LENGTHS = {1: 4, 4: 16}
_LONGEST_NAME = 255
_REPLIES = {
    1: "kegagalan umum",
    2: "dilarang",
    3: "jaringan tak terjangkau",
    4: "tujuan tak terjangkau",
    5: "ditolak tujuan",
    6: "waktu habis",
}
# What Python's own messages, in English, say of a connection; the first that fits.
_CAUSES: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    (ssl.SSLCertVerificationError, N_("sertifikatnya tidak dapat dipercaya")),
    (ssl.SSLError, N_("sambungan aman (TLS) gagal")),
    (socket.gaierror, N_("nama alamat itu tidak ditemukan; periksa jaringan dan ejaannya")),
    (TimeoutError, N_("tidak ada jawaban dalam dua menit")),
    (ConnectionRefusedError, N_("tidak ada yang menjawab di alamat itu")),
    ((ConnectionError, http.client.HTTPException), N_("sambungan terputus")),
)


@dataclass(frozen=True)
class Proxy:
    """A SOCKS5 proxy that asks for no login."""

    host: str
    port: int

    @classmethod
    def parse(cls, address: str) -> Self:
        """Read ``socks5h://127.0.0.1:9050``; NotSynced otherwise."""
        scheme, host, port = _parts(address)
        if scheme != _PROXY_SCHEME or port is None:
            raise NotSynced("Proksi ditulis socks5h://127.0.0.1:9050, bukan {address}.", address=address)
        return cls(host, port)


@dataclass(frozen=True)
class Portal:
    """Where the courier's side of a portal is."""

    scheme: str
    host: str
    port: int

    @classmethod
    def parse(cls, address: str) -> Self:
        """Read ``https://kurir.contoh.go.id``; NotSynced for another kind, or one without TLS."""
        scheme, host, port = _parts(address)
        if scheme not in _PORTS:
            raise NotSynced("Alamat portal ditulis https://…, bukan {address}.", address=address)
        if scheme == "http" and not (host.endswith(".onion") or _is_loopback(host)):
            raise NotSynced("Tanpa TLS hanya alamat .onion yang dipanggil, bukan {address}.", address=address)
        return cls(scheme, host, port or _PORTS[scheme])

    @property
    def origin(self) -> str:
        """What a browser says in ``Origin``."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")


class Call(http.client.HTTPConnection):
    """One connection to a portal, by the way that was asked for."""

    def __init__(self, portal: Portal, proxy: Proxy | None, context: ssl.SSLContext | None = None) -> None:
        """Dial when something is asked first. ``context``: instead of the system's certificates."""
        super().__init__(portal.host, portal.port, timeout=_PATIENCE)
        if portal.host.endswith(".onion") and proxy is None:
            raise NotSynced("Alamat .onion memerlukan --proxy socks5h://127.0.0.1:9050.")
        self._portal = portal
        self._proxy = proxy
        self._context = context or ssl.create_default_context()

    def connect(self) -> None:
        """Dial."""
        end = self._portal if self._proxy is None else self._proxy
        sock = socket.create_connection((end.host, end.port), _PATIENCE)
        try:
            if self._proxy is not None:
                _ask_proxy(sock, self._portal)
            if self._portal.scheme == "https":
                sock = self._context.wrap_socket(sock, server_hostname=self._portal.host)
        except BaseException:
            sock.close()
            raise
        self.sock = sock


def ask(
    call: Call, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> http.client.HTTPResponse:
    """Ask, and return the answer, its body unread; NotSynced if none comes."""
    try:
        call.request(method, path, body, dict(headers or {}))
        return call.getresponse()
    except (OSError, http.client.HTTPException) as error:
        raise unreachable(error) from None


def unreachable(error: Exception) -> NotSynced:
    """Return what to say of a connection that failed."""
    known = next((cause for kinds, cause in _CAUSES if isinstance(error, kinds)), None)
    # Quoted, it is translated with the sentence around it.
    cause = NotSynced(known) if known is not None else str(error) or type(error).__name__
    return NotSynced("Portal tidak terhubung: {cause}.", cause=cause)


def _ask_proxy(sock: socket.socket, portal: Portal) -> None:
    """Have a SOCKS5 proxy connect to a name (RFC 1928); OSError if it does not."""
    name = portal.host.encode("idna")
    if len(name) > _LONGEST_NAME:
        raise OSError("nama terlalu panjang untuk proksi")
    sock.sendall(bytes((_VERSION, 1, _NO_LOGIN)))
    if _exactly(sock, 2) != bytes((_VERSION, _NO_LOGIN)):
        raise OSError("proksi bukan SOCKS5 tanpa sandi")
    sock.sendall(bytes((_VERSION, _CONNECT, 0, _NAME, len(name))) + name + portal.port.to_bytes(2, "big"))
    version, reply, _, kind = _exactly(sock, 4)
    if version != _VERSION or reply != 0:
        raise OSError(f"proksi: {_REPLIES.get(reply, reply)}")
    length = _BOUND_LENGTHS[kind] if kind in _BOUND_LENGTHS else _exactly(sock, 1)[0]
    # Which address the proxy calls from tells nothing.
    _exactly(sock, length + 2)


def _exactly(sock: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        piece = sock.recv(size - len(data))
        if not piece:
            raise OSError("proksi menutup sambungan")
        data += piece
    return data


def _parts(address: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port; NotSynced where there is more to it."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    plain = parts.path in ("", "/") and not (parts.query or parts.fragment or "@" in parts.netloc)
    if not parts.hostname or not plain:
        raise NotSynced("{address} bukan alamat yang lengkap tanpa jalur.", address=address)
    return parts.scheme, parts.hostname, port


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
