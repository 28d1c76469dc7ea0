"""Nothing that identifies is logged, and pages of one class have one length.

**Logging is closed by default.** A record loses its message, its arguments and its traceback: what remains
is the level, the place in the code that logged, and for an exception its type and the places it passed.
Messages of exceptions are left out because they quote what they choke on. Only the loggers named in
``_PLAIN``, and those of gunicorn's messages that its master process writes about itself, keep their text:
none of them ever has a request at hand.

**Length.** An HTML page is filled with spaces in a comment up to its class's size; a page that is larger than
its class goes to the next power of two. Nothing dynamic is compressed.
"""

import contextlib
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TextIO

from flask import Flask, Response

PUBLIC = 16 * 1024
PRIVATE = 64 * 1024

#: Whoever operates the server is told with this logger; nothing of a request may go into its messages.
operations = logging.getLogger("wbs.operations")

_PLAIN = frozenset({operations.name})
_ROOT = Path(__file__).resolve().parents[2]
_OPEN, _CLOSE = b"<!--", b"-->"


class PrivateHandler(logging.Handler):
    """Writes private lines to a stream, by default to what standard error is at the time."""

    def __init__(self, stream: TextIO | None = None) -> None:
        """Write to ``stream``; None is standard error."""
        super().__init__()
        self._stream = stream
        self.setFormatter(PrivateFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record; say nothing of one that cannot be written, which logging would print whole."""
        stream = self._stream or sys.stderr
        with contextlib.suppress(OSError, ValueError):
            stream.write(f"{self.format(record)}\n")
            stream.flush()


class PrivateFormatter(logging.Formatter):
    """Writes a record as level, place in the code and, for exceptions, their type and where they passed."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line; whatever the record carries, no value of it."""
        said = record.getMessage() if _is_plain(record) else ""
        parts = [record.levelname, f"{_place(record.pathname)}:{record.lineno}", said]
        if record.exc_info:
            parts.append(describe(record.exc_info[1]))
        return " ".join(part for part in parts if part)


def describe(error: BaseException | None) -> str:
    """Return an exception's type and where it passed, innermost first; never its message."""
    if error is None:
        return ""
    frames = traceback.extract_tb(error.__traceback__)[::-1]
    kind = type(error)
    passed = ", ".join(f"{_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames[:12])
    return f"{kind.__module__}.{kind.__qualname__} at {passed or 'no frame'}"


def silence_logging(stream: TextIO | None = None) -> None:
    """Let no record of this process past but through PrivateFormatter, uncaught exceptions included.

    For whole server processes: replaces the handlers of every logger there is and both exception hooks.
    """
    handler = PrivateHandler(stream)
    # Warnings quote the line that caused them; through logging they lose it.
    logging.captureWarnings(capture=True)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    operations.setLevel(logging.INFO)
    for logger in list(logging.Logger.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            logger.handlers = []
            logger.propagate = True

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        root.error("", exc_info=(kind, error, trace))

    def thread_hook(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            hook(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook = hook
    threading.excepthook = thread_hook


def init_app(app: Flask, page_size: Callable[[], int]) -> None:
    """Give the app a private logger, and fill each HTML page up to the size that ``page_size`` says."""
    app.logger.handlers = [PrivateHandler()]
    app.logger.propagate = False

    @app.after_request
    def fill(response: Response) -> Response:
        if response.mimetype == "text/html" and not response.is_streamed:
            response.set_data(padded(response.get_data(), page_size()))
        return response


def padded(page: bytes, size: int) -> bytes:
    """Fill a page with spaces in a comment before its end: to ``size``, or the next power of two it fits."""
    smallest = len(page) + len(_OPEN) + len(_CLOSE)
    while size < smallest:
        size *= 2
    body, end, rest = page.rpartition(b"</body>")
    filler = _OPEN + b" " * (size - smallest) + _CLOSE
    return body + filler + end + rest if end else page + filler


def _is_plain(record: logging.LogRecord) -> bool:
    # The master writes about processes and sockets of its own; workers log with requests at hand. Now and
    # then it quotes a traceback, in lines.
    of_master = record.name == "gunicorn.error" and Path(record.pathname).name == "arbiter.py"
    quotes = record.exc_info is not None or "\n" in record.getMessage()
    return record.name in _PLAIN or (of_master and not quotes)


def _place(filename: str) -> str:
    """Return a path below the project, or just the file's name and folder for what others wrote."""
    path = Path(filename)
    try:
        return str(path.relative_to(_ROOT))
    except ValueError:
        return str(Path(*path.parts[-2:]))
