"""Everything that passes between a browser and a portal, as whoever holds the server sees it."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_CHUNK = 65_536


@dataclass(frozen=True, order=True)
class Exchange:
    """One request and its answer: first lines, headers (but Date), and lengths of the bodies."""

    asked: str
    headers: tuple[str, ...]
    body: int
    answered: str
    answer_headers: tuple[str, ...]
    answer: int


class Tap:
    """Carries what comes to ``listen`` to another port of the loopback, and keeps both directions."""

    def __init__(self, listen: int, to: int) -> None:
        """Begin to listen."""
        self._to = to
        self._door = socket.create_server(("127.0.0.1", listen))
        self._heard: list[tuple[bytearray, bytearray]] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._door.close()

    def take(self) -> list[Exchange]:
        """Return what was exchanged since the last time, and forget it; all of it must be complete."""
        found = []
        for sent, received in self._heard:
            asked, told = bytes(sent), bytes(received)
            del sent[: len(asked)], received[: len(told)]
            while asked:
                line, headers, body, asked = _message(asked)
                answered, answer_headers, answer, told = _message(told)
                found.append(Exchange(line, headers, body, answered, answer_headers, answer))
            assert not told
        return found

    @property
    def sent(self) -> bytes:
        """Every byte from browsers that was not taken yet."""
        return b"".join(sent for sent, _ in self._heard)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._door.accept()
                heard = (bytearray(), bytearray())
                self._heard.append(heard)
                threading.Thread(target=self._connect, args=(near, *heard), daemon=True).start()

    def _connect(self, near: socket.socket, sent: bytearray, received: bytearray) -> None:
        with near, contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self._to)) as far:
            back = threading.Thread(target=_carry, args=(far, near, received), daemon=True)
            back.start()
            _carry(near, far, sent)
            back.join()


def _carry(source: socket.socket, sink: socket.socket, heard: bytearray) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(_CHUNK):
            heard += data
            sink.sendall(data)
    for end in (source, sink):
        # The other direction may have come here first.
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def _message(data: bytes) -> tuple[str, tuple[str, ...], int, bytes]:
    """Return first line, headers, length of the body, and what comes after it."""
    head, _, rest = data.partition(b"\r\n\r\n")
    line, *headers = head.decode("ascii").split("\r\n")
    named = {name.lower(): value for name, _, value in (each.partition(": ") for each in headers)}
    assert "transfer-encoding" not in named, line
    length = int(named.get("content-length", "0"))
    assert len(rest) >= length, line
    return line, tuple(each for each in headers if not each.startswith("Date: ")), length, rest[length:]


@contextmanager
def tap(listen: int, to: int) -> Iterator[Tap]:
    """Listen until the block ends."""
    made = Tap(listen, to)
    try:
        yield made
    finally:
        made.close()
