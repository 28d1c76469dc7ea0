"""Encrypt and decrypt one age v1 file: the file key, the header's MAC, the payload (C2SP age).

Sealing knows two kinds only: one to eight post-quantum recipients, or one passphrase. Opening takes anything
that can unwrap a file key.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable, Sequence
from typing import BinaryIO, Protocol

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from crypto import armor, header, passphrase, stream
from crypto.errors import HeaderError, HmacError, NoMatch, RecipientError
from crypto.header import Header, Stanza
from crypto.hybrid import Identity, Recipient
from crypto.passphrase import Passphrase

FILE_KEY = 16
NONCE = 16
MOST_RECIPIENTS = 8


class IdentityLike(Protocol):
    """Whatever unwraps a file key: ``hybrid.Identity``, ``Passphrase``."""

    def unwrap(self, stanzas: Sequence[Stanza], /) -> bytes:
        """The 16-byte file key; NoMatch, or HeaderError for a stanza that its own kind forbids."""


def encrypt(
    source: BinaryIO,
    sink: BinaryIO,
    recipients: Sequence[Recipient] | Passphrase,
    *,
    random: Callable[[int], bytes] = os.urandom,
) -> None:
    """Seals ``source`` to its end; the stanzas stand in the order of ``recipients``.

    ``random`` gives the file key, the nonce and a passphrase's salt; the stanzas' own keys come from the
    library. RecipientError, before anything is written, unless there are 1 to 8 recipients or a passphrase.
    """
    file_key = random(FILE_KEY)
    nonce = random(NONCE)
    stream.write_all(sink, _header(file_key, recipients, random) + nonce)
    stream.seal_stream(source, sink, _payload_key(file_key, nonce))


def decrypt(source: BinaryIO, sink: BinaryIO, identities: Sequence[IdentityLike]) -> None:
    """Opens a binary or armoured file to its end.

    NoMatch if none of the identities opens it; Damaged otherwise. On PayloadError and ArmorError the chunks
    before the fault are in ``sink`` already: authentic, but never to be taken for the whole.
    """
    first = source.readline(header.LIMIT)
    if armor.begins(first):
        source = armor.unarmor(source, first)
        first = source.readline(header.LIMIT)
    file_key = _open(header.parse(source, first), identities)
    nonce = bytearray(NONCE)
    if stream.fill(source, memoryview(nonce)) != NONCE:
        raise HeaderError("the file ends within its nonce")
    stream.open_stream(source, sink, _payload_key(file_key, bytes(nonce)))


def rewrap(
    source: BinaryIO,
    identity: Identity,
    recipients: Sequence[Recipient],
    *,
    random: Callable[[int], bytes] = os.urandom,
) -> bytes:
    """A new header that, put before the payload of the binary file ``source``, makes a valid file for
    ``recipients``. Leaves ``source`` at its payload, which is neither read nor checked.

    Whoever could open the old file can open the new one: the file key is the same.
    """
    return _header(_open(header.parse(source), [identity]), recipients, random)


def _header(
    file_key: bytes, recipients: Sequence[Recipient] | Passphrase, random: Callable[[int], bytes]
) -> bytes:
    if isinstance(recipients, Passphrase):
        stanzas: tuple[Stanza, ...] = (recipients.wrap(file_key, random),)
    else:
        if not 1 <= len(recipients) <= MOST_RECIPIENTS:
            raise RecipientError(
                f"a file is sealed to 1 to {MOST_RECIPIENTS} recipients, not to {len(recipients)}"
            )
        if not all(isinstance(recipient, Recipient) for recipient in recipients):
            raise RecipientError("a file is sealed to post-quantum recipients only, and never to a mixture")
        stanzas = tuple(recipient.wrap(file_key) for recipient in recipients)
    return header.serialize(Header(stanzas, header.mac(_derive(file_key, b"", b"header"), stanzas)))


def _open(parsed: Header, identities: Sequence[IdentityLike]) -> bytes:
    """The file key, once the header is known to be the one it was sealed with."""
    if len(parsed.stanzas) > 1 and any(stanza.type == passphrase.TYPE for stanza in parsed.stanzas):
        raise HeaderError("a passphrase stanza must stand alone")
    file_key = _unwrap(parsed.stanzas, identities)
    if not hmac.compare_digest(header.mac(_derive(file_key, b"", b"header"), parsed.stanzas), parsed.mac):
        raise HmacError("the header was changed after sealing")
    return file_key


def _unwrap(stanzas: Sequence[Stanza], identities: Sequence[IdentityLike]) -> bytes:
    reason = NoMatch("no identity was given")
    for identity in identities:
        try:
            return identity.unwrap(stanzas)
        except NoMatch as error:
            reason = error
    raise reason


def _payload_key(file_key: bytes, nonce: bytes) -> bytes:
    return _derive(file_key, nonce, b"payload")


def _derive(file_key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), stream.KEY, salt, info).derive(file_key)
