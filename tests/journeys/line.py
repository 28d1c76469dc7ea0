"""A line between browser and portal that can break in the middle of an upload."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_CHUNK = 65_536


class Line:
    """Carries bytes both ways; ``cut_after`` bytes of one connection from the browser, if set, it breaks."""

    def __init__(self, listen: int, to: int) -> None:
        """Listen on one port of the loopback, and carry to another."""
        self.cut_after: int | None = None
        self.cuts = 0
        self._to = to
        self._door = socket.create_server(("127.0.0.1", listen))
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._door.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._door.accept()
                threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        with near, contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self._to)) as far:
            back = threading.Thread(target=self._carry, args=(far, near), daemon=True)
            back.start()
            self._carry(near, far, outward=True)
            back.join()

    def _carry(self, source: socket.socket, sink: socket.socket, *, outward: bool = False) -> None:
        carried = 0
        with contextlib.suppress(OSError):
            while data := source.recv(_CHUNK):
                carried += len(data)
                if outward and self.cut_after is not None and carried > self.cut_after:
                    self.cuts += 1
                    break
                sink.sendall(data)
        for end in (source, sink):
            # The other direction may have come here first.
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def line(listen: int, to: int) -> Iterator[Line]:
    """Carry until the block ends."""
    made = Line(listen, to)
    try:
        yield made
    finally:
        made.close()
