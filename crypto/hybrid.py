"""The recipient and the identity of ``mlkem768x25519``: ML-KEM-768 with X25519, the one kind letters use.

C2SP age, "MLKEM768-X25519"; HPKE base mode (RFC 9180) with the KEM of draft-ietf-hpke-pq.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from crypto import bech32
from crypto.errors import HeaderError, KeyFormatError, NoMatch, RecipientError
from crypto.header import Stanza, decode_base64, encode_base64

TYPE = "mlkem768x25519"
SEED = 32
ENC = 1120  # 1,088 bytes of ML-KEM ciphertext, then the ephemeral X25519 share
BODY = 32  # file key and tag
RAW = 1216  # 1,184 bytes of ML-KEM public key, then X25519

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_INFO = b"age-encryption.org/mlkem768x25519"
_MLKEM_PUBLIC = 1184
_MLKEM_CIPHERTEXT = 1088
_RECIPIENT_HRP = "age1pq"
_IDENTITY_HRP = "AGE-SECRET-KEY-PQ-"


@dataclass(frozen=True)
class Recipient:
    """1,216 bytes of public key. KeyFormatError if they cannot be one."""

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != RAW:
            raise KeyFormatError(f"a recipient is {RAW} bytes long")
        _ = self._key

    @classmethod
    def parse(cls, text: str) -> Self:
        """From ``age1pq1…``. RecipientError for age's other kinds, KeyFormatError for anything else."""
        if text.startswith("age1") and not text.startswith("age1pq1"):
            raise RecipientError(
                "this recipient is not post-quantum (age1pq1…); letters are sealed to no other kind"
            )
        hrp, raw = bech32.decode(text)
        if hrp != _RECIPIENT_HRP:
            raise KeyFormatError("a recipient begins with age1pq1")
        return cls(raw)

    def __str__(self) -> str:
        return bech32.encode(_RECIPIENT_HRP, self.raw)

    def wrap(self, file_key: bytes) -> Stanza:
        """The file key for this recipient; its randomness is the library's own. RecipientError if the key is
        one that gives every sender the same secret (an X25519 point of low order)."""
        try:
            sealed = _SUITE.encrypt(file_key, self._key, _INFO)
        except ValueError:
            raise RecipientError("nothing can be sealed to this recipient: its X25519 key is weak") from None
        return Stanza(TYPE, (encode_base64(sealed[:ENC]),), sealed[ENC:])

    @cached_property
    def _key(self) -> MLKEM768X25519PublicKey:
        try:
            return MLKEM768X25519PublicKey(
                MLKEM768PublicKey.from_public_bytes(self.raw[:_MLKEM_PUBLIC]),
                X25519PublicKey.from_public_bytes(self.raw[_MLKEM_PUBLIC:]),
            )
        except ValueError:
            raise KeyFormatError("these bytes are not an ML-KEM-768 key") from None


@dataclass(frozen=True)
class Identity:
    """A 32-byte seed that opens what was sealed to its ``recipient``."""

    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.seed) != SEED:
            raise KeyFormatError(f"an identity is {SEED} bytes long")

    @classmethod
    def parse(cls, text: str) -> Self:
        """From ``AGE-SECRET-KEY-PQ-1…``, in capitals as age writes it; KeyFormatError."""
        hrp, seed = bech32.decode(text)
        if hrp != _IDENTITY_HRP:
            raise KeyFormatError("an identity begins with AGE-SECRET-KEY-PQ-1")
        return cls(seed)

    @classmethod
    def generate(cls, random: Callable[[int], bytes] = os.urandom) -> Self:
        """A new identity from 32 bytes of ``random``."""
        return cls(random(SEED))

    def __str__(self) -> str:
        return bech32.encode(_IDENTITY_HRP, self.seed)

    @cached_property
    def recipient(self) -> Recipient:
        """What others seal to."""
        return Recipient(
            self._mlkem.public_key().public_bytes_raw() + self._x25519.public_key().public_bytes_raw()
        )

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes:
        """The file key. NoMatch if no stanza is for this identity, HeaderError if one is malformed."""
        for stanza in stanzas:
            if stanza.type != TYPE:
                continue
            enc = _enc(stanza)
            try:
                return _SUITE.decrypt(enc + stanza.body, self._key, _INFO)
            except InvalidTag:
                self._refuse_low_order(enc[_MLKEM_CIPHERTEXT:])
        raise NoMatch("this file was not sealed to this identity")

    def _refuse_low_order(self, share: bytes) -> None:
        # Such a stanza opens for nobody; the library reports it like one for somebody else.
        try:
            self._x25519.exchange(X25519PublicKey.from_public_bytes(share))
        except ValueError:
            raise HeaderError("a stanza carries an X25519 share of low order") from None

    @cached_property
    def _expanded(self) -> bytes:
        return hashlib.shake_256(self.seed).digest(96)

    @cached_property
    def _mlkem(self) -> MLKEM768PrivateKey:
        return MLKEM768PrivateKey.from_seed_bytes(self._expanded[:64])

    @cached_property
    def _x25519(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(self._expanded[64:])

    @cached_property
    def _key(self) -> MLKEM768X25519PrivateKey:
        return MLKEM768X25519PrivateKey(self._mlkem, self._x25519)


def _enc(stanza: Stanza) -> bytes:
    """The encapsulated key. Every length is checked before anything is decrypted: a longer body could be made
    to open under two keys, and tell which."""
    if len(stanza.args) != 1:
        raise HeaderError(f"a {TYPE} stanza has one argument")
    enc = decode_base64(stanza.args[0])
    if len(enc) != ENC or len(stanza.body) != BODY:
        raise HeaderError(f"a {TYPE} stanza has the wrong length")
    return enc
