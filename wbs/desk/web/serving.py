"""``wbs desk``: the pages on a port of 127.0.0.1, a browser on them, and an orderly end of both."""

import fcntl
import os
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from flask import Flask
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from wbs.desk import files
from wbs.desk.errors import DeskError
from wbs.desk.web import create_desk_app, memory
from wbs.desk.web.browser import Browser, write_launch
from wbs.desk.web.discreet import discreetly, tell
from wbs.desk.web.loopback import Door
from wbs.desk.web.session import Session

_TICK = 0.5
# A browser opens six at a time; beyond these, files for the desk's own work would run out.
_CONNECTIONS = 64


@dataclass(frozen=True)
class Wish:
    """What was asked for. ``port`` 0: any that is free; ``on_disk``: do without a folder in memory."""

    folder: Path
    idle: timedelta
    port: int = 0
    browser: bool = True
    on_disk: bool = False


class _Quiet(WSGIRequestHandler):
    """Addresses of pages name cases: nothing of a request is written anywhere."""

    # Seconds in which a connection must say or take something.
    timeout = 30

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002, ARG002 -- werkzeug's names
        return


class _Server(ThreadedWSGIServer):
    """A server that says where it failed and not with what, for so many connections at a time."""

    def __init__(self, *where: Any, **how: Any) -> None:
        """Listen as werkzeug's does."""
        super().__init__(*where, **how)
        self._room = threading.BoundedSemaphore(_CONNECTIONS)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread, or hang up where there are too many: any account here can connect."""
        if not self._room.acquire(blocking=False):
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except BaseException:
            self._room.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer one connection, and make room."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002, ARG002 -- werkzeug's names
        kind, _error, trace = sys.exc_info()
        if kind is not None:
            tell(kind, trace)

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002 -- socketserver's
        kind, _error, trace = sys.exc_info()
        tell(kind, trace)


def open_desk(wish: Wish, say: Callable[[Path], None]) -> None:
    """Serve the desk until its browser is closed, or the process is told to end.

    ``say`` is told the launch file once pages can be had. DeskError: it is open already, the port is taken,
    there is no folder in memory or no browser.
    """
    memory.harden()
    files.make_folder(wish.folder)
    with discreetly(), _only_one(wish.folder), _memory(wish) as place, _listening(wish.port) as listening:
        # Whatever a library might spool goes to memory too.
        tempfile.tempdir = str(place)
        door = Door(listening.getsockname()[1])
        session = Session(wish.folder, idle=wish.idle)
        launch = write_launch(place, f"{door.origin}/masuk?token={door.token}")
        browser = Browser(place, launch) if wish.browser else None
        try:
            with served(create_desk_app(session, door), listening):
                say(launch)
                _until_the_end(session, door, launch, browser)
        finally:
            session.close()
            if browser is not None:
                browser.end()
    if browser is not None and not door.used:
        raise DeskError("Peramban berakhir sebelum meja terbuka di sana. Coba lagi, atau pakai --no-browser.")


def _until_the_end(session: Session, door: Door, launch: Path, browser: Browser | None) -> None:
    while browser is None or browser.running:
        session.tick()
        if door.used:
            launch.unlink(missing_ok=True)
        time.sleep(_TICK)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let Ctrl-C, a closed terminal and a shutdown end the block in order, and quietly."""

    def end(_number: int, _frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    before = {each: signal.signal(each, end) for each in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    except KeyboardInterrupt:
        return
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Hold the desk for this process's pages; DeskError if another's are open."""
    lock = os.open(folder / "pages", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise DeskError("Meja ini sudah terbuka di peramban. Pakai yang itu, atau tutup dahulu.") from None
    finally:
        os.close(lock)


@contextmanager
def _memory(wish: Wish) -> Iterator[Path]:
    found = memory.places()
    if not found and not wish.on_disk:
        raise DeskError(
            "Tidak ada folder di memori (tmpfs) untuk profil peramban. "
            "Dengan --on-disk profil ditulis ke disk; isi kasus dapat tertinggal di sana."
        )
    place = found[0] if found else wish.folder
    memory.sweep(place)
    folder = memory.make(place)
    try:
        yield folder
    finally:
        memory.remove(folder)


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    try:
        listening = socket.create_server(("127.0.0.1", port))
    except OSError as error:
        raise DeskError("Port {port} tidak dapat dipakai ({error}).", port=port, error=error) from None
    with listening:
        yield listening


@contextmanager
def served(app: Flask, listening: socket.socket) -> Iterator[None]:
    """Answer requests in threads of their own until the block ends."""
    port = listening.getsockname()[1]
    server = _Server("127.0.0.1", port, app, _Quiet, fd=listening.fileno())
    thread = threading.Thread(target=server.serve_forever, args=(_TICK,), name="pages")
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
