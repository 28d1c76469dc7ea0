"""The classic X25519 identity of age: for the vectors of others only, the product seals to nobody with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from crypto import bech32
from crypto.errors import HeaderError, KeyFormatError, NoMatch
from crypto.header import Stanza, decode_base64


@dataclass(frozen=True)
class X25519Identity:
    """As the C2SP specification defines it."""

    secret: bytes = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        hrp, secret = bech32.decode(text)
        if hrp != "AGE-SECRET-KEY-" or len(secret) != 32:
            raise KeyFormatError("not a classic identity")
        return cls(secret)

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes:
        key = X25519PrivateKey.from_private_bytes(self.secret)
        public = key.public_key().public_bytes_raw()
        for stanza in stanzas:
            if stanza.type != "X25519":
                continue
            share = decode_base64(stanza.args[0]) if len(stanza.args) == 1 else b""
            if len(share) != 32 or len(stanza.body) != 32:
                raise HeaderError("malformed X25519 stanza")
            try:
                secret = key.exchange(X25519PublicKey.from_public_bytes(share))
            except ValueError:
                raise HeaderError("X25519 share of low order") from None
            wrap_key = HKDF(SHA256(), 32, share + public, b"age-encryption.org/v1/X25519").derive(secret)
            try:
                return ChaCha20Poly1305(wrap_key).decrypt(bytes(12), stanza.body, None)
            except InvalidTag:
                continue
        raise NoMatch("no X25519 stanza opens")
