"""One gunicorn for one app: no access log, a private error log, nothing trusted of a proxy.

The app is made before the workers are forked, so that they share its memory.
"""

import contextlib
import ctypes
import errno
import logging
import os
import select
import socket
import struct
import time
from collections.abc import Callable
from typing import Any, BinaryIO

import gunicorn.http.message
import gunicorn.http.wsgi
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.http.body import Body, LengthReader
from gunicorn.http.wsgi import Response
from gunicorn.workers.gthread import TConn, ThreadWorker

from wbs.portal.privacy import PrivateHandler, silence_logging

# mallopt(3): blocks of this many bytes are mapped by themselves, and unmapped when they are freed.
_M_MMAP_THRESHOLD = -3
_MAPPED = 1 << 20
# Bytes of a body that are copied at a time.
_READ = 8192

# What gunicorn says of connections that broke and of requests that are none. Whatever it says, a system's
# journal puts a time before it, and that is when someone was here.
_OF_VISITORS = ("Socket error processing request", "Invalid request from ")

SILENCE = 20
"""Seconds that a client may be silent in the middle of a request or an answer."""

PACE = 2048.0
"""Bytes that a client must take of an answer in each second after those."""


class PrivateLogger(Logger):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn's log without requests: its master tells of its workers, the rest only where it happened."""

    def setup(self, cfg: Any) -> None:
        """Send what is logged through PrivateFormatter, and nothing to the access log."""
        self.cfg = cfg
        self.loglevel = logging.INFO
        self._access_log_enabled = False
        self.error_log.handlers = [PrivateHandler()]
        self.error_log.setLevel(logging.INFO)
        self.access_log.handlers = [logging.NullHandler()]

    # The record is to name the caller, not gunicorn's wrapper or this one.
    def critical(self, msg: str, *args: object, **kwargs: Any) -> None:
        """Log as gunicorn does."""
        super().critical(msg, *args, stacklevel=3, **kwargs)

    def error(self, msg: str, *args: object, **kwargs: Any) -> None:
        """Log as gunicorn does."""
        super().error(msg, *args, stacklevel=3, **kwargs)

    def warning(self, msg: str, *args: object, **kwargs: Any) -> None:
        """Log as gunicorn does, but nothing of visitors."""
        if not msg.startswith(_OF_VISITORS):
            super().warning(msg, *args, stacklevel=3, **kwargs)

    def info(self, msg: str, *args: object, **kwargs: Any) -> None:
        """Log as gunicorn does."""
        super().info(msg, *args, stacklevel=3, **kwargs)

    def exception(self, msg: str, *args: object, **kwargs: Any) -> None:
        """Log as gunicorn does, but nothing of visitors."""
        if not msg.startswith(_OF_VISITORS):
            super().exception(msg, *args, stacklevel=3, **kwargs)

    def access(self, *_args: object, **_more: object) -> None:
        """Write nothing."""


class DirectBody(Body):  # type: ignore[misc]  # gunicorn ships no types
    """A request's body that can be received where it is wanted; gunicorn copies an upload five times."""

    def hurry(self, seconds: int) -> None:
        """Wait less for a silent client, and hang up once it is answered, whatever it still sends."""
        if isinstance(self.reader, LengthReader):
            _wait_at_most(self.reader.unreader.sock, seconds)
        self.failed = True

    def readinto(self, buffer: bytearray | memoryview) -> int:
        """Receive up to as much as ``buffer`` holds; 0 if there is no more, or the connection ended."""
        reader, view = self.reader, memoryview(buffer)
        if not isinstance(reader, LengthReader) or self.buf.tell():
            return _copy(self.read(min(len(view), self.buf.tell() or _READ)), view)
        if came := reader.unreader.buf.tell():
            # With the head, or asked for by read().
            return _copy(reader.read(min(len(view), came)), view)
        try:
            count = reader.unreader.sock.recv_into(view[: reader.length]) if reader.length else 0
        except OSError:
            self.failed = True
            raise
        reader.length -= count
        return int(count)


def _wait_at_most(sock: socket.socket, seconds: int) -> None:
    limit = struct.pack("ll", seconds, 0)
    for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
        # By the system, since gunicorn sets the socket's own timeout back.
        sock.setsockopt(socket.SOL_SOCKET, option, limit)


def _copy(data: bytes, buffer: memoryview) -> int:
    buffer[: len(data)] = data
    return len(data)


class PacedSocket:
    """What an answer asks of its socket; OSError for a client that takes nothing, or too little."""

    def __init__(self, sock: socket.socket) -> None:
        """Send on a socket that blocks, and that the system lets wait for SILENCE at most."""
        self._sock = sock
        self._head = b""

    def keep(self, head: bytes) -> None:
        """Send this with what comes next: whoever is answered wakes once."""
        self._head = head

    def flush(self) -> None:
        """Send what is kept, if nothing comes next."""
        if self._head:
            self.sendall(b"")

    def sendall(self, data: bytes) -> None:
        """Send all of it."""
        if self._head:
            data, self._head = self._head + data, b""
        view, piece = memoryview(data), int(SILENCE * PACE)
        # Python counts these seconds for the whole of a piece.
        self._sock.settimeout(SILENCE)
        try:
            for start in range(0, len(view), piece):
                self._sock.sendall(view[start : start + piece])
        finally:
            self._sock.settimeout(None)

    def sendfile(self, file: BinaryIO, offset: int, count: int) -> None:
        """Let the system send this much of a file."""
        self.flush()
        begun, sent = time.monotonic(), 0
        ready = select.poll()
        ready.register(self._sock, select.POLLOUT)
        self._sock.setblocking(False)
        try:
            while sent < count:
                if not ready.poll(SILENCE * 1000) or time.monotonic() - begun > SILENCE + sent / PACE:
                    raise TimeoutError
                with contextlib.suppress(BlockingIOError):
                    went = os.sendfile(self._sock.fileno(), file.fileno(), offset + sent, count - sent)
                    if went == 0:
                        # The file has shrunk, or the line is dead: to ask again would spin.
                        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))
                    sent += went
        finally:
            self._sock.setblocking(True)


class PatientResponse(Response):  # type: ignore[misc]  # gunicorn ships no types
    """An answer of which the system itself sends a file, and which waits for a client for a while."""

    headers_sent: bool

    def __init__(self, req: object, sock: socket.socket, cfg: object) -> None:
        """Answer a request."""
        self._paced = PacedSocket(sock)
        super().__init__(req, self._paced, cfg)

    def send_headers(self) -> None:
        """Let them leave together with what comes next."""
        if not self.headers_sent:
            lines = [*self.default_headers(), *(f"{name}: {value}\r\n" for name, value in self.headers)]
            self._paced.keep("".join([*lines, "\r\n"]).encode("latin-1"))
            self.headers_sent = True

    def close(self) -> None:
        """End the answer."""
        super().close()
        self._paced.flush()

    def can_sendfile(self) -> bool:
        """Whatever the environment says."""
        return True


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """A worker whose threads wait for a silent client for a while; gunicorn's wait for ever."""

    def handle(self, conn: TConn) -> object:
        """Handle a request; a client that falls silent is hung up on."""
        _wait_at_most(conn.sock, SILENCE)
        return super().handle(conn)


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Serves the app that ``make`` gives; ``in_worker`` runs in each worker once it is forked."""

    def __init__(
        self,
        make: Callable[[], Flask],
        *,
        listen: str,
        workers: int,
        threads: int,
        in_worker: Callable[[], object] = lambda: None,
    ) -> None:
        """Prepare to serve; ``run`` does, until a signal ends it."""
        self._make = make
        self._options = {
            "bind": [listen],
            "workers": workers,
            "threads": threads,
            "worker_class": PatientWorker,
            "preload_app": True,
            # The worker's heartbeat is a file: on a disk it would wait for other writers.
            "worker_tmp_dir": "/dev/shm",  # noqa: S108 -- gunicorn makes an unnamed file in it
            "timeout": 60,
            "graceful_timeout": 30,
            "keepalive": 5,
            "limit_request_line": 1024,
            "limit_request_fields": 64,
            # Cookies of other sites under the same domain come along, as many as those like.
            "limit_request_field_size": 16_384,
            "accesslog": None,
            "logger_class": PrivateLogger,
            "forwarded_allow_ips": "",
            "secure_scheme_headers": {},
            "forwarder_headers": "",
            "control_socket_disable": True,
            "post_worker_init": lambda _worker: in_worker(),
        }
        super().__init__()

    def load_config(self) -> None:
        """Take our options; no file, environment variable or argument adds to them."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Make the app, in the master process."""
        silence_logging()
        return_memory()
        gunicorn.http.wsgi.SERVER = "web"
        gunicorn.http.message.Body = DirectBody
        gunicorn.http.wsgi.Response = PatientResponse
        return self._make()


def return_memory() -> None:
    """Give what Argon2 worked in back to the system at once, cleared.

    Left to itself, glibc learns from the first 19 MiB to keep such blocks for the next, in every thread.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _MAPPED)
