"""One letter as a deterministic ustar archive: one letter has one tar, byte for byte.

letter.json, letter.json.minisig, then the attachments in the order in which letter.json lists them; mode
0644, owner 0 without a name, mtime 0. Zeros, at least two blocks of them, end it and fill it up to
64 KiB · 2^n (a reply: 6,533 bytes). GNU's ``tar --format=ustar`` makes the same headers. Everything else is
refused.

Nothing is held in memory but letter.json, its signature and the block at hand: attachments stream both ways.
"""

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import BinaryIO, TypeAlias

from wbs.letters.errors import FormatError
from wbs.letters.letter import JSON_LIMIT, Attachment, Letter, Message, Reply, peek_unverified
from wbs.letters.signed import SIGNATURE_LIMIT, Signed
from wbs.letters.ustar import BLOCK, END, header, rounded, size_in

TEXT_SIZE = 65_536
REPLY_SIZE = 6_533

JSON_NAME = "letter.json"
SIGNATURE_NAME = "letter.json.minisig"

_CHUNK = 65_536

Keep: TypeAlias = Callable[[str, Attachment], BinaryIO | None]
# A parser asks for bytes: at most that many now (False) or exactly that many (True).
_Parser: TypeAlias = Generator[tuple[int, bool], bytes, tuple[Signed, Letter]]


def padded_size(content: int) -> int:
    """Return the least 64 KiB · 2^n that holds ``content`` bytes, the end mark among them."""
    size = TEXT_SIZE
    while size < content:
        size *= 2
    return size


def pack(
    signed: Signed, attachments: Sequence[tuple[Attachment, BinaryIO]] = (), *, authentic: bool = False
) -> Iterator[bytes]:
    """Yield the archive piece by piece, each at most 64 KiB.

    FormatError: not a letter, not the attachments it lists, or (after pieces were yielded, so that these must
    be thrown away) a stream whose size or hash is not the listed one. ``authentic``: the streams themselves
    fail unless they give the bytes that were hashed for the list, so these are not hashed again.
    """
    letter = peek_unverified(signed)
    if not signed.signature.isascii() or not 0 < len(signed.signature) <= SIGNATURE_LIMIT:
        raise FormatError(f"{SIGNATURE_NAME}: empty, not ASCII, or longer than {SIGNATURE_LIMIT} bytes")
    if _listed(letter) != tuple(attachment for attachment, _ in attachments):
        raise FormatError("the attachments are not those that letter.json lists")
    return _pieces(signed, attachments, _zeros(letter, signed), _sized if authentic else _content)


def write(sink: BinaryIO, signed: Signed, attachments: Sequence[tuple[Attachment, BinaryIO]] = ()) -> int:
    """Write the archive and return its size; FormatError as in ``pack``."""
    return sum(sink.write(piece) for piece in pack(signed, attachments))


class Unpacker:
    """Reads an archive that is written into it; ``finish`` returns the letter, or it was none.

    ``keep(path, attachment)`` is asked for each attachment where its bytes go; None lets them pass. What it
    received counts only once ``finish`` has returned. FormatError, from either method, names the member.
    """

    def __init__(self, keep: Keep | None = None) -> None:
        """Start before the first byte."""
        self._parser = _parse(keep)
        self._wanted, self._exactly = next(self._parser)
        self._held = bytearray()
        self.begun = False
        self._found: tuple[Signed, Letter] | None = None

    def write(self, data: bytes | memoryview) -> int:
        """Take the next bytes, however many; ``begun`` says that there were some."""
        self.begun = True
        view = memoryview(data)
        while view:
            if self._found is not None:
                raise FormatError("bytes after the end of the letter")
            piece = bytes(view[: self._wanted - len(self._held)])
            view = view[len(piece) :]
            if self._exactly:
                self._held += piece
                if len(self._held) < self._wanted:
                    continue
                piece = bytes(self._held)
                self._held.clear()
            self._feed(piece)
        return len(data)

    def finish(self) -> Signed:
        """Return the letter once every byte was there; its signature is not verified."""
        return self.peeked()[0]

    def peeked(self) -> tuple[Signed, Letter]:
        """Return as ``finish`` does, with what the letter says."""
        if self._found is None:
            raise FormatError("the letter is cut short")
        return self._found

    def _feed(self, piece: bytes) -> None:
        try:
            self._wanted, self._exactly = self._parser.send(piece)
        except StopIteration as stop:
            self._found = stop.value


def read(source: BinaryIO, keep: Keep | None = None) -> Signed:
    """Read an archive to its end; as ``Unpacker``."""
    unpacker = Unpacker(keep)
    while chunk := source.read(_CHUNK):
        unpacker.write(chunk)
    return unpacker.finish()


def _listed(letter: Letter) -> tuple[Attachment, ...]:
    return letter.attachments if isinstance(letter, Message) else ()


def _zeros(letter: Letter, signed: Signed) -> int:
    """Return how many zeros end the archive."""
    members = [len(signed.json), len(signed.signature.encode()), *(a.size for a in _listed(letter))]
    content = sum(BLOCK + rounded(size) for size in members)
    # A reply of the largest letter.json and signature leaves more than the end mark.
    size = REPLY_SIZE if isinstance(letter, Reply) else padded_size(content + END)
    return size - content


def _pieces(
    signed: Signed,
    attachments: Iterable[tuple[Attachment, BinaryIO]],
    zeros: int,
    content: Callable[[Attachment, BinaryIO], Iterator[bytes]],
) -> Iterator[bytes]:
    for name, data in ((JSON_NAME, signed.json), (SIGNATURE_NAME, signed.signature.encode())):
        yield header(name, len(data)) + data + bytes(-len(data) % BLOCK)
    for attachment, stream in attachments:
        yield header(attachment.path, attachment.size)
        yield from content(attachment, stream)
        yield bytes(-attachment.size % BLOCK)
    for start in range(0, zeros, _CHUNK):
        yield bytes(min(_CHUNK, zeros - start))


def _content(attachment: Attachment, stream: BinaryIO) -> Iterator[bytes]:
    """Yield a stream's bytes; FormatError unless they are what the attachment says."""
    digest = hashlib.sha256()
    for chunk in _sized(attachment, stream):
        digest.update(chunk)
        yield chunk
    _check_content(attachment, 0, digest.digest())


def _sized(attachment: Attachment, stream: BinaryIO) -> Iterator[bytes]:
    """Yield a stream's bytes; FormatError unless they are as many as the attachment says."""
    left = attachment.size
    # One byte more than is listed, so that a longer stream shows.
    while chunk := stream.read(min(_CHUNK, left + 1)):
        left -= len(chunk)
        if left < 0:
            break
        yield chunk
    _check_content(attachment, left, attachment.sha256)


def _check_content(attachment: Attachment, left: int, digest: bytes) -> None:
    if left or digest != attachment.sha256:
        raise FormatError(f"{attachment.path}: not the bytes that letter.json lists")


def _parse(keep: Keep | None) -> _Parser:
    json = yield from _member(JSON_NAME, JSON_LIMIT)
    text = yield from _member(SIGNATURE_NAME, SIGNATURE_LIMIT)
    try:
        signed = Signed(json, text.decode("ascii"))
    except UnicodeDecodeError:
        raise FormatError(f"{SIGNATURE_NAME}: not ASCII") from None
    letter = peek_unverified(signed)
    for attachment in _listed(letter):
        yield from _attachment(attachment, keep)
    left = _zeros(letter, signed)
    while left:
        zeros = yield min(_CHUNK, left), False
        _check_zeros(zeros, "the end")
        left -= len(zeros)
    return signed, letter


def _member(name: str, limit: int) -> Generator[tuple[int, bool], bytes, bytes]:
    """Read one member of unknown size whole."""
    size = size_in((yield BLOCK, True), name)
    if not 0 < size <= limit:
        raise FormatError(f"{name}: empty, or longer than {limit} bytes")
    data = yield rounded(size), True
    _check_zeros(data[size:], name)
    return data[:size]


def _attachment(attachment: Attachment, keep: Keep | None) -> Generator[tuple[int, bool], bytes, None]:
    if (yield BLOCK, True) != header(attachment.path, attachment.size):
        raise FormatError(f"{attachment.path}: not its header")
    sink = keep(attachment.path, attachment) if keep else None
    digest = hashlib.sha256()
    left = attachment.size
    while left:
        chunk = yield min(_CHUNK, left), False
        left -= len(chunk)
        digest.update(chunk)
        if sink is not None:
            sink.write(chunk)
    _check_content(attachment, left, digest.digest())
    if rest := -attachment.size % BLOCK:
        zeros = yield rest, True
        _check_zeros(zeros, attachment.path)


def _check_zeros(data: bytes, where: str) -> None:
    if data.strip(b"\0"):
        raise FormatError(f"{where}: filled with something else than zeros")
