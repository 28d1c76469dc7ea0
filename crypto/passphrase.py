"""The recipient ``scrypt``: a file key under a passphrase, for vaults (C2SP age, "scrypt")."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from crypto.errors import HeaderError, KeyFormatError, NoMatch, TooLittleMemory
from crypto.header import Stanza, decode_base64, encode_base64

TYPE = "scrypt"

_LABEL = b"age-encryption.org/v1/scrypt"
_SALT = 16
_BODY = 32  # file key and tag
_DECIMAL = re.compile(r"[1-9][0-9]?")
# Safe because a wrapping key, salted anew each time, encrypts one file key and nothing else.
_NONCE = bytes(12)


@dataclass(frozen=True)
class Passphrase:
    """Seals with 2**log_n rounds (memory: 1 KiB times that), and opens what took at most 2**limit.

    KeyFormatError if the text is empty or not Unicode, or if it could not open what it seals.
    """

    text: str = field(repr=False)
    log_n: int = 18
    limit: int = 20

    def __post_init__(self) -> None:
        try:
            usable = bool(self.text.encode())
        except UnicodeEncodeError:
            usable = False
        if not usable:
            raise KeyFormatError("a passphrase is text, and not empty")
        if not 1 <= self.log_n <= self.limit:
            raise KeyFormatError(f"a passphrase's work factor is 1 to {self.limit}")

    def wrap(self, file_key: bytes, random: Callable[[int], bytes] = os.urandom) -> Stanza:
        """The file key under this passphrase; the one stanza of its header."""
        salt = random(_SALT)
        body = ChaCha20Poly1305(self._stretch(salt, self.log_n)).encrypt(_NONCE, file_key, None)
        return Stanza(TYPE, (encode_base64(salt), str(self.log_n)), body)

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes:
        """The file key. NoMatch if the passphrase is another or there is none; HeaderError if the stanza is
        malformed, not alone, or asks for more work than ``limit``."""
        ours = [stanza for stanza in stanzas if stanza.type == TYPE]
        if not ours:
            raise NoMatch("this file was not sealed with a passphrase")
        if len(stanzas) != 1:
            raise HeaderError("a passphrase stanza must stand alone")
        salt, log_n = self._arguments(ours[0])
        try:
            return ChaCha20Poly1305(self._stretch(salt, log_n)).decrypt(_NONCE, ours[0].body, None)
        except InvalidTag:
            raise NoMatch("the passphrase is wrong") from None

    def _arguments(self, stanza: Stanza) -> tuple[bytes, int]:
        if len(stanza.args) != 2:
            raise HeaderError("a passphrase stanza has two arguments")
        salt = decode_base64(stanza.args[0])
        if len(salt) != _SALT or len(stanza.body) != _BODY:
            raise HeaderError("a passphrase stanza has the wrong length")
        if not _DECIMAL.fullmatch(stanza.args[1]) or int(stanza.args[1]) > self.limit:
            raise HeaderError(f"a passphrase's work factor must be a number from 1 to {self.limit}")
        return salt, int(stanza.args[1])

    def _stretch(self, salt: bytes, log_n: int) -> bytes:
        try:
            scrypt = Scrypt(salt=_LABEL + salt, length=32, n=1 << log_n, r=8, p=1)
            return scrypt.derive(self.text.encode())
        except MemoryError:
            raise TooLittleMemory(f"this passphrase takes {1 << log_n} KiB of memory") from None
