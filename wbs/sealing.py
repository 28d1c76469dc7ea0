"""The one door between letters and age files: whatever is sealed or opened passes here.

SealingError            nothing can be sealed so: a recipient that is none, too many, the wrong kind of letter
├── NotForMe            the file was not sealed to this identity
└── Damaged             not a valid age file, or none with a letter inside

A letter is sealed to exactly 8 stanzas in random order, those of its readers and as many throwaway ones as it
takes, so that a file tells neither how many read it nor who. A reply has one stanza and 8,192 bytes. The
plaintext stands in memory only, a block at a time, and an opened file counts once its last byte was checked.
"""

import io
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO, TypeAlias, cast

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from crypto import age, header, hybrid, stream
from crypto.errors import CryptoError, NoMatch, RecipientError
from crypto.hybrid import Identity, Recipient
from crypto.minisign import SigningKey
from wbs.letters import tarball
from wbs.letters.board import SLOT, Slot, tag
from wbs.letters.errors import FormatError
from wbs.letters.letter import Attachment, Letter, Reply, peek_unverified
from wbs.letters.signed import Signed

STANZAS = 8
_SEED = 32

Random: TypeAlias = Callable[[int], bytes]


class SealingError(Exception):
    """Nothing can be sealed so."""


class NotForMe(SealingError):
    """The file was not sealed to this identity."""


class Damaged(SealingError):
    """Not a valid age file, or none with a letter inside.

    ``begun``: its payload had begun to open, so that its key is the right one, and no other opens more of it.
    """

    def __init__(self, message: str, *, begun: bool = False) -> None:
        """Say what is wrong with it."""
        super().__init__(message)
        self.begun = begun


@dataclass(frozen=True)
class ReaderKeys:
    """What one seed makes of a reader."""

    identity: Identity
    signing: SigningKey

    @property
    def recipient(self) -> str:
        """What stands in the keyring."""
        return str(self.identity.recipient)


def sealed_size(plain: int, stanzas: int = STANZAS) -> int:
    """Return the size of the age file with ``plain`` bytes inside."""
    frame = len("age-encryption.org/v1\n--- \n") + _base64(32)
    stanza = len(f"-> {hybrid.TYPE} \n\n") + _base64(hybrid.ENC) + _base64(hybrid.BODY)
    chunks = max(1, -(-plain // stream.CHUNK))
    return frame + stanzas * stanza + age.NONCE + plain + chunks * stream.TAG


def _base64(length: int) -> int:
    """Return how many characters unpadded base64 takes."""
    return (length * 4 + 2) // 3


# Every letter without files has this size.
TEXT_SEALED = sealed_size(tarball.TEXT_SIZE)


def reader_keys(seed: bytes) -> ReaderKeys:
    """Return a reader's keys; the seed's backup restores both. SealingError unless it has 32 bytes."""
    if len(seed) != _SEED:
        raise SealingError(f"a reader's seed has {_SEED} bytes")
    return ReaderKeys(
        Identity(_labelled(seed, b"wbs/v1/reader/identity")),
        SigningKey(_labelled(seed, b"wbs/v1/reader/sign")),
    )


def reporter_identity(seed: bytes) -> Identity:
    """Return the identity that opens a reporter's replies; SealingError unless the seed has 32 bytes."""
    if len(seed) != _SEED:
        raise SealingError(f"a reporter's seed has {_SEED} bytes")
    return Identity(seed)


def seal(
    signed: Signed,
    recipients: Sequence[str],
    sink: BinaryIO,
    *,
    attachments: Sequence[tuple[Attachment, BinaryIO]] = (),
    authentic: bool = False,
    random: Random = os.urandom,
) -> None:
    """Seal a report, a message or a note to 1 to 8 different readers; ``authentic`` as in tarball.pack.

    SealingError, before anything is written: recipients that cannot be, or a reply. FormatError: no letter,
    or (then ``sink`` must be thrown away) attachments that are not the ones it lists.
    """
    if isinstance(peek_unverified(signed), Reply):
        raise SealingError("a reply is sealed to a slot of the board")
    pieces = tarball.pack(signed, attachments, authentic=authentic)
    _encrypt(_stream(pieces), sink, _filled(_readers(recipients), random), random)


def open_letter(source: BinaryIO, identity: Identity, keep: tarball.Keep | None = None) -> Signed:
    """Open a sealed letter, whole: every byte of it is read and checked. Its signature is not verified.

    ``keep(path, attachment)`` says where an attachment's bytes go; what it received counts only once this
    has returned. NotForMe or Damaged otherwise.
    """
    return open_peeked(source, identity, keep)[0]


def open_peeked(
    source: BinaryIO, identity: Identity, keep: tarball.Keep | None = None
) -> tuple[Signed, Letter]:
    """Open as ``open_letter`` does, and say what the letter says, which reading it has found out anyway."""
    unpacker = tarball.Unpacker(keep)
    try:
        # All that decrypting asks of its sink is ``write``.
        age.decrypt(source, cast("BinaryIO", unpacker), [identity])
        return unpacker.peeked()
    except NoMatch as error:
        raise NotForMe(str(error)) from None
    except (CryptoError, FormatError) as error:
        raise Damaged(str(error), begun=unpacker.begun) from None


def seal_reply(signed: Signed, recipient: str, *, random: Random = os.urandom) -> bytes:
    """Seal a reply to its reporter: 8,192 bytes. SealingError: no recipient, or another kind of letter."""
    if not isinstance(peek_unverified(signed), Reply):
        raise SealingError("only a reply is sealed to a slot of the board")
    sink = io.BytesIO()
    _encrypt(_stream(tarball.pack(signed)), sink, [_parse(recipient)], random)
    return sink.getvalue()


def open_reply(sealed: bytes, identity: Identity) -> Signed:
    """Open a slot of the board. Its signature is not verified. NotForMe or Damaged."""
    if len(sealed) != SLOT:
        raise Damaged(f"a sealed reply has {SLOT} bytes")
    # The tar of any other kind of letter is larger than the whole slot.
    return open_letter(io.BytesIO(sealed), identity)


def filler_slot(random: Random = os.urandom) -> Slot:
    """Return a slot like any other, for nobody: its thread and identity are thrown away, it holds zeros."""
    sink = io.BytesIO()
    _encrypt(io.BytesIO(bytes(tarball.REPLY_SIZE)), sink, [_throwaway(random)], random)
    r = random(16)
    return Slot(r, tag(random(32), r), sink.getvalue())


def filler_drop(random: Random = os.urandom) -> bytes:
    """Return an age file like any other letter without files, for nobody: it holds zeros."""
    sink = io.BytesIO()
    _encrypt(io.BytesIO(bytes(tarball.TEXT_SIZE)), sink, _filled([], random), random)
    return sink.getvalue()


def rewrap(
    source: BinaryIO, identity: Identity, recipients: Sequence[str], *, random: Random = os.urandom
) -> bytes:
    """Return a header by which ``recipients`` open the payload of ``source``; see ``grant_source``.

    Nothing of the payload is read. NotForMe, Damaged, or SealingError for the recipients.
    """
    readers = _readers(recipients)
    try:
        return age.rewrap(source, identity, readers, random=random)
    except NoMatch as error:
        raise NotForMe(str(error)) from None
    except RecipientError as error:
        raise SealingError(str(error)) from None
    except CryptoError as error:
        raise Damaged(str(error)) from None


def grant_source(granted: bytes, original: BinaryIO) -> BinaryIO:
    """Return the age file that a granted header makes of an original one; Damaged if either is no header."""
    alone = io.BytesIO(granted)
    try:
        header.parse(alone)
        header.parse(original)
    except CryptoError as error:
        raise Damaged(str(error)) from None
    if alone.read(1):
        # It would bring a payload of its own.
        raise Damaged("bytes after a granted header")
    return _stream(_chain(granted, original))


def _stream(pieces: Iterator[bytes]) -> BinaryIO:
    return io.BufferedReader(stream.Pieces(pieces), stream.CHUNK)


def _chain(first: bytes, rest: BinaryIO) -> Iterator[bytes]:
    yield first
    while chunk := rest.read(stream.CHUNK):
        yield chunk


def _readers(recipients: Sequence[str]) -> list[Recipient]:
    if not 1 <= len(set(recipients)) == len(recipients) <= STANZAS:
        raise SealingError(f"a letter has 1 to {STANZAS} readers, each once")
    return [_reader(recipient) for recipient in recipients]


# Readers are public and few, and sealed to again and again; a reporter's recipient is never remembered.
@lru_cache(maxsize=64)
def _reader(recipient: str) -> Recipient:
    return _parse(recipient)


def _parse(recipient: str) -> Recipient:
    try:
        return Recipient.parse(recipient)
    except CryptoError as error:
        raise SealingError(str(error)) from None


def _filled(recipients: list[Recipient], random: Random) -> list[Recipient]:
    """Return 8 recipients in random order; whose are throwaway shows nowhere."""
    throwaways = [_throwaway(random) for _ in range(STANZAS - len(recipients))]
    return sorted(recipients + throwaways, key=lambda _: random(16))


def _throwaway(random: Random) -> Recipient:
    return Identity.generate(random).recipient


def _encrypt(source: BinaryIO, sink: BinaryIO, recipients: list[Recipient], random: Random) -> None:
    try:
        age.encrypt(source, sink, recipients, random=random)
    except CryptoError as error:
        raise SealingError(str(error)) from None


def _labelled(seed: bytes, label: bytes) -> bytes:
    return HKDF(SHA256(), 32, None, label).derive(seed)
