"""Whoever stands between a browser and the portal: keeps every byte from the browser, and can meddle."""

import contextlib
import gzip
import http.client
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import BinaryIO

_CHUNK = 65_536
# What belongs to one connection is not carried over to the next.
_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


@dataclass
class Request:
    """What came from a browser; ``head`` with the empty line, ``body`` as far as it came."""

    head: bytes
    body: bytearray = field(default_factory=bytearray)

    @property
    def method(self) -> str:
        """The method."""
        return self.head.split(b" ", 1)[0].decode()

    @property
    def target(self) -> str:
        """The path with its query."""
        return self.head.split(b" ", 2)[1].decode()

    @property
    def headers(self) -> dict[str, str]:
        """The headers, with small letters in their names."""
        lines = self.head.decode("latin-1").split("\r\n")[1:]
        pairs = (line.partition(": ") for line in lines if line)
        return {name.lower(): value for name, _, value in pairs}


@dataclass(frozen=True)
class Answer:
    """What goes back; ``cut``: of its body only so many bytes, then the line breaks."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    cut: int | None = None


Forward = Callable[[], Answer]
# None: the line breaks, and no answer comes.
Meddling = Callable[[Request, Forward], Answer | None]


class Middle:
    """Listens where the portal is reached, and carries to where it is; ``requests`` in order of arrival."""

    def __init__(self, listen: int, to: int) -> None:
        """Begin to listen."""
        self.requests: list[Request] = []
        # Of the body of a drop's request, after how many bytes the line breaks; how often it did.
        self.cut_after: int | None = None
        self.cuts = 0
        self._meddlings: list[tuple[re.Pattern[str], Meddling]] = []
        self._to = to
        self._door = socket.create_server(("127.0.0.1", listen))
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._door.close()

    @contextmanager
    def meddling(self, target: str, act: Meddling) -> Iterator[None]:
        """Let ``act`` answer what matches the expression ``target``, until the block ends."""
        entry = (re.compile(target), act)
        self._meddlings.append(entry)
        try:
            yield
        finally:
            self._meddlings.remove(entry)

    def take(self) -> list[Request]:
        """Return what came since the last time, and forget it."""
        taken = self.requests[:]
        del self.requests[: len(taken)]
        return taken

    def drops(self) -> list[Request]:
        """Return the requests that carried something to the portal."""
        return [each for each in self.requests if each.method not in ("GET", "HEAD")]

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._door.accept()
                threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        with near, contextlib.suppress(OSError), near.makefile("rb") as source:
            while (request := self._read(source)) is not None:
                answer = self._answer(request)
                if answer is None or not _write(near, answer):
                    break
            with contextlib.suppress(OSError):
                near.shutdown(socket.SHUT_RDWR)

    def _read(self, source: BinaryIO) -> Request | None:
        """Read one request; None where the browser, or we, broke the line."""
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = source.readline()
            if not line:
                return None
            head += line
        request = Request(head)
        self.requests.append(request)
        wanted = int(request.headers.get("content-length", "0"))
        assert "transfer-encoding" not in request.headers
        limit = self.cut_after if request.target.startswith("/surat") else None
        while len(request.body) < wanted:
            if limit is not None and len(request.body) >= limit:
                self.cuts += 1
                return None
            room = min(_CHUNK, wanted - len(request.body), *([] if limit is None else [limit]))
            data = source.read(room)
            if not data:
                return None
            request.body += data
        return request

    def _answer(self, request: Request) -> Answer | None:
        for pattern, act in reversed(self._meddlings):
            if pattern.fullmatch(request.target):
                return act(request, lambda: self._forward(request))
        return self._forward(request)

    def _forward(self, request: Request) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self._to, timeout=60)
        try:
            connection.putrequest(request.method, request.target, skip_host=True, skip_accept_encoding=True)
            for line in request.head.decode("latin-1").split("\r\n")[1:-2]:
                name, _, value = line.partition(": ")
                if name.lower() not in _HOP - {"content-length"}:
                    connection.putheader(name, value)
            connection.endheaders(bytes(request.body))
            response = connection.getresponse()
            return Answer(response.status, tuple(response.getheaders()), response.read())
        finally:
            connection.close()


def _write(near: socket.socket, answer: Answer) -> bool:
    """Send an answer; return whether the line still stands."""
    lines = [f"HTTP/1.1 {answer.status} {http.client.responses.get(answer.status, '')}"]
    lines += [f"{name}: {value}" for name, value in answer.headers if name.lower() not in _HOP]
    if answer.status != http.client.NO_CONTENT:
        lines.append(f"Content-Length: {len(answer.body)}")
    near.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
    near.sendall(answer.body if answer.cut is None else answer.body[: answer.cut])
    return answer.cut is None


def pass_on(_request: Request, forward: Forward) -> Answer:
    """Meddle with nothing."""
    return forward()


def refuse(status: int, body: bytes = b"", kind: str = "text/html") -> Meddling:
    """Answer with this in the portal's place."""
    return lambda _request, _forward: Answer(status, (("Content-Type", kind),), body)


def break_off(_request: Request, _forward: Forward) -> None:
    """Break the line before an answer."""


def halve(_request: Request, forward: Forward) -> Answer:
    """Break the line in the middle of the answer."""
    answer = forward()
    return replace(answer, cut=len(answer.body) // 2)


def once(act: Meddling) -> Meddling:
    """Meddle with the first request only."""
    left = [act]
    return lambda request, forward: left.pop()(request, forward) if left else forward()


def only(act: Meddling, *destinations: str) -> Meddling:
    """Meddle with what is fetched as one of these (Sec-Fetch-Dest): script, worker, empty."""

    def choose(request: Request, forward: Forward) -> Answer | None:
        chosen = request.headers.get("sec-fetch-dest") in destinations
        return act(request, forward) if chosen else forward()

    return choose


def changed(change: Callable[[bytes], bytes]) -> Meddling:
    """Change the answer's body, unpacked."""

    def act(_request: Request, forward: Forward) -> Answer:
        answer = forward()
        packed = dict(answer.headers).get("Content-Encoding") == "gzip"
        headers = tuple(pair for pair in answer.headers if pair[0] != "Content-Encoding")
        body = gzip.decompress(answer.body) if packed else answer.body
        return replace(answer, headers=headers, body=change(body))

    return act


@contextmanager
def middle(listen: int, to: int) -> Iterator[Middle]:
    """Listen until the block ends."""
    made = Middle(listen, to)
    try:
        yield made
    finally:
        made.close()
