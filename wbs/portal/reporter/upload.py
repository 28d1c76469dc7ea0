"""multipart/form-data (RFC 7578), pulled from the network as it is asked for; nothing of it is kept.

Read as browsers write it: CRLF line ends, no preamble, and names in UTF-8 of which only ``"``, CR and LF are
escaped (HTML, "Multipart form data"). werkzeug's own decoder is not used: it adds a CR to a file when a read
ends within the last boundary.
"""

import io
import math
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol, cast, runtime_checkable

from werkzeug.exceptions import ClientDisconnected
from werkzeug.http import parse_options_header

FIELDS = 512 * 1024
"""Bytes of all fields together."""

# An upload has 99 files at most, and some ten fields; a whole gallery, chosen by mistake, is still counted.
_MOST_PARTS = 2000
_HEADERS = 8192
_READ = 64 * 1024
_WINDOW = 256 * 1024
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=?-]{1,70}")
_DISPOSITION = re.compile(rb"content-disposition:[ \t]*form-data((?:;[ \t]*[a-z]+=\"[^\"]*\")+)[ \t]*", re.I)
_PARAMETER = re.compile(rb";[ \t]*([a-z]+)=\"([^\"]*)\"", re.I)
_ESCAPED = re.compile("%22|%0D|%0A", re.I)
_PATIENCE = 2 << 30


class Broken(Exception):
    """The connection was cut, or what came is no form of ours."""


@dataclass(frozen=True)
class Field:
    """A field of the form, whole."""

    name: str
    text: str


@dataclass(frozen=True)
class Part:
    """A file: its name as the browser sent it, and its bytes, to be read before the next part is asked for.

    A form field in which no file was chosen comes as one without a name and without bytes.
    """

    name: str
    filename: str
    stream: BinaryIO


@runtime_checkable
class Receiver(Protocol):
    """A source that writes what it receives where it is told to."""

    def readinto(self, buffer: memoryview, /) -> int:
        """Receive into ``buffer``; how many bytes."""


@runtime_checkable
class Hasty(Protocol):
    """A source that can be told to wait less for a silent client."""

    def hurry(self, seconds: int, /) -> None:
        """Give up on a client that is silent for so long, and on the connection with the answer."""


@dataclass(frozen=True)
class Pace:
    """How long a body may be waited for: ``seconds``, and one more for each ``rate`` bytes that came."""

    seconds: int
    rate: float


#: A phone at the edge of its network sends more than this; who holds a place for nothing sends less.
STEADY = Pace(60, 2048.0)
#: For whoever is sent away. The fields come first, in the first packet.
HURRIED = Pace(3, math.inf)


class Body:
    """The body of a request, of known length; Broken if the connection ends, fails or crawls."""

    def __init__(
        self,
        source: BinaryIO,
        length: int,
        pace: Pace = STEADY,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        """Read ``length`` bytes from ``source``, and nothing behind them.

        ``timer``: seconds that only go forward. What is done between two reads does not count.
        """
        self._source = source
        self._left = length
        self._pace, self._timer = pace, timer
        self._came = 0
        self._waited = 0.0

    def read(self, size: int = _READ) -> bytes:
        """Read up to ``size`` bytes, as many as are there; none at the end."""
        buffer = bytearray(min(size, self._left))
        return bytes(buffer[: self.readinto(memoryview(buffer))])

    def readinto(self, buffer: memoryview) -> int:
        """Read into ``buffer``, directly where the source can; how many bytes, 0 at the end."""
        wanted = min(len(buffer), self._left)
        if not wanted:
            return 0
        begun = self._timer()
        try:
            count = self._receive(buffer[:wanted])
        except (OSError, ClientDisconnected):
            count = 0
        self._count(count, begun)
        return count

    def _receive(self, buffer: memoryview) -> int:
        if isinstance(self._source, Receiver):
            return self._source.readinto(buffer)
        data = self._source.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _count(self, count: int, begun: float) -> None:
        self._waited += self._timer() - begun
        self._came += count
        if not count or self._waited > self._pace.seconds + self._came / self._pace.rate:
            # Who asks again must not wait again.
            self._left = 0
            raise Broken
        self._left -= count


def parts(stream: BinaryIO, content_type: str) -> Iterator[Field | Part]:
    """Give the fields and files of a form in their order.

    Broken, also while a file is read: not such a form, cut short, too many parts, or too much in its fields.
    What is not read of a file is passed over.
    """
    mimetype, options = parse_options_header(content_type)
    boundary = options.get("boundary", "")
    if mimetype.lower() != "multipart/form-data" or not _BOUNDARY.fullmatch(boundary):
        raise Broken
    reader = _Reader(stream, b"\r\n--" + boundary.encode())
    reader.expect_first()
    left = FIELDS
    for _ in range(_MOST_PARTS):
        if reader.at_end():
            return
        name, filename = _names(reader.headers())
        content = _Content(reader)
        file = io.BufferedReader(content)
        if filename is None:
            data = file.read(left + 1)
            left -= len(data)
            if left < 0:
                raise Broken
            yield Field(name, data.decode(errors="replace"))
        else:
            yield Part(name, filename, cast("BinaryIO", file))
        content.skip()
    raise Broken


def drain(stream: BinaryIO) -> None:
    """Read the rest of a body and throw it away, up to 2 GiB.

    Closing on a browser that still sends shows it an error of its own instead of our page.
    """
    left = _PATIENCE
    try:
        while left > 0 and (data := stream.read(_READ)):
            left -= len(data)
    except Broken:
        return


def _names(headers: bytes) -> tuple[str, str | None]:
    """Return the names of a part's field and file."""
    found = [match for line in headers.split(b"\r\n") if (match := _DISPOSITION.fullmatch(line))]
    if len(found) != 1:
        raise Broken
    named = {name.lower(): _text(value) for name, value in _PARAMETER.findall(found[0][1])}
    if b"name" not in named:
        raise Broken
    return named[b"name"], named.get(b"filename")


def _text(value: bytes) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[0][1:], 16)), value.decode(errors="replace"))


class _Reader:
    """A window on the body that knows up to where it holds nothing of a delimiter."""

    def __init__(self, source: BinaryIO, delimiter: bytes) -> None:
        self._source = source
        self._delimiter = delimiter
        self._window = bytearray(_WINDOW)
        # The first delimiter lacks the line end before it.
        self._window[:2] = b"\r\n"
        self._at = self._clear = 0
        self._end = 2
        self._found = False

    def expect_first(self) -> None:
        if self._take(len(self._delimiter)) != self._delimiter:
            raise Broken

    def at_end(self) -> bool:
        """Pass over what follows a delimiter; whether it was the last."""
        mark = self._take(2)
        if mark not in (b"--", b"\r\n"):
            raise Broken
        return mark == b"--"

    def headers(self) -> bytes:
        length = 0
        while (end := self._window.find(b"\r\n\r\n", self._at + length, self._end)) < 0:
            if self._end - self._at > _HEADERS:
                raise Broken
            length = max(0, self._end - self._at - 3)
            self._more()
        if end - self._at > _HEADERS:
            raise Broken
        headers = self._take(end - self._at)
        self._take(4)
        self._look()
        return headers

    def content_into(self, buffer: memoryview) -> int:
        """Fill ``buffer`` with what comes before the next delimiter; 0 behind it."""
        while self._at == self._clear:
            if self._found:
                return 0
            self._more()
            self._look()
        count = min(len(buffer), self._clear - self._at)
        buffer[:count] = memoryview(self._window)[self._at : self._at + count]
        self._at += count
        return count

    def pass_delimiter(self) -> None:
        self._at += len(self._delimiter)

    def _look(self) -> None:
        found = self._window.find(self._delimiter, self._at, self._end)
        self._found = found >= 0
        # A delimiter may have begun in the last bytes.
        self._clear = found if self._found else max(self._at, self._end - len(self._delimiter) + 1)

    def _take(self, count: int) -> bytes:
        while self._end - self._at < count:
            self._more()
        taken = bytes(self._window[self._at : self._at + count])
        self._at += count
        return taken

    def _more(self) -> None:
        """Read more behind what is not used yet, which is always less than a window."""
        rest = self._window[self._at : self._end]
        self._window[: len(rest)] = rest
        room = memoryview(self._window)[len(rest) :]
        if isinstance(self._source, Body):
            count = self._source.readinto(room)
        else:
            data = self._source.read(len(room))
            count = len(data)
            room[:count] = data
        if not count:
            raise Broken
        self._at, self._end = 0, len(rest) + count


class _Content(io.RawIOBase):
    """What stands between two delimiters."""

    def __init__(self, reader: _Reader) -> None:
        self._reader = reader
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # BufferedReader gives just that
        if self._ended:
            return 0
        count = self._reader.content_into(memoryview(buffer).cast("B"))
        if not count and len(buffer):
            self._reader.pass_delimiter()
            self._ended = True
        return count

    def skip(self) -> None:
        room = memoryview(bytearray(io.DEFAULT_BUFFER_SIZE))
        while self.readinto(room):
            pass
