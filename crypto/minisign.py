"""Minisign signatures and keys: prehashed Ed25519, as https://jedisct1.github.io/minisign/ describes it.

Texts, each line ended by one line feed, base64 padded and canonical:

    signature    untrusted comment: C / b64("ED" ‖ key id[8] ‖ S[64]) / trusted comment: T / b64(G[64])
    public key   untrusted comment: C / b64("Ed" ‖ key id[8] ‖ public key[32])
    secret key   untrusted comment: C / b64("Ed" ‖ kdf[2] ‖ "B2" ‖ salt[32] ‖ opslimit u64le ‖ memlimit u64le
                 ‖ key id[8] ‖ seed[32] ‖ public key[32] ‖ checksum[32])

S signs Blake2b-512 of the message, G signs S ‖ T. The older kind that signs the message itself ("Ed") is
refused. In a secret key, kdf is two zero bytes for one kept in the open (its checksum is 32 zero bytes), or
"Sc": everything from the key id on is XORed with scrypt's output, and the checksum is
Blake2b-256("Ed" ‖ key id ‖ seed ‖ public key).
"""

import base64
import hashlib
import os
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from crypto.errors import CryptoError, KeyFormatError, NoMatch, SignatureError, TooLittleMemory

_UNTRUSTED = "untrusted comment: "
_TRUSTED = "trusted comment: "
# The limits of stock minisign, in bytes with the prefix.
_UNTRUSTED_MAX = 1024
_TRUSTED_MAX = 8192

_SECRET = struct.Struct("<2s2s2s32sQQ104s")
_SCRYPT_R = 8
# What stock minisign asks for at most (N = 2^20, 1 GiB); a key file cannot make its reader spend more.
_SCRYPT_LOG_N_MAX = 20
_SCRYPT_P_MAX = 1

_P = 2**255 - 19
_Y8 = int.from_bytes(
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
)
# y of the points whose order divides 8, also as y + p where that still fits into 255 bits.
_SMALL_ORDER_Y = frozenset({0, 1, _Y8, _P - _Y8, _P - 1, _P, _P + 1})


@dataclass(frozen=True)
class PublicKey:
    """32 bytes of Ed25519 and the 8 bytes by which files name the key.

    Without a given ``key_id`` it is SHA-256(raw)[:8]; keys made by stock minisign carry random ones.
    """

    raw: bytes
    key_id: bytes = b""

    def __post_init__(self) -> None:
        """Raise KeyFormatError for wrong lengths, or a key under which anybody can sign."""
        if len(self.raw) != 32 or len(self.key_id) not in (0, 8):
            raise KeyFormatError("a minisign public key has 32 bytes and a key id of 8")
        if _small_order(self.raw):
            raise KeyFormatError("the public key is a point of small order")
        if not self.key_id:
            object.__setattr__(self, "key_id", hashlib.sha256(self.raw).digest()[:8])

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the base64 line, or a whole .pub file; KeyFormatError if it is neither."""
        data = _decode(_key_line(text), 42, KeyFormatError)
        if data[:2] != b"Ed":
            raise KeyFormatError("the key is not of minisign's kind")
        return cls(raw=data[10:], key_id=data[2:10])

    def __str__(self) -> str:
        """Return the base64 line: ``RW`` and 54 characters more."""
        return _encode(b"Ed" + self.key_id + self.raw)

    def file_text(self) -> str:
        """Return the text of a .pub file, to the letter as minisign writes it."""
        # It writes the id as a number, without zeros before it.
        return f"{_UNTRUSTED}minisign public key {int.from_bytes(self.key_id, 'little'):X}\n{self}\n"


@dataclass(frozen=True)
class SigningKey:
    """An Ed25519 seed of 32 bytes; ``key_id`` as in its PublicKey."""

    seed: bytes = field(repr=False)
    key_id: bytes = b""

    def __post_init__(self) -> None:
        """Raise KeyFormatError for wrong lengths."""
        if len(self.seed) != 32 or len(self.key_id) not in (0, 8):
            raise KeyFormatError("a minisign seed has 32 bytes and a key id of 8")
        if not self.key_id:
            object.__setattr__(self, "key_id", PublicKey(self._raw_public()).key_id)

    @classmethod
    def generate(cls, random: Callable[[int], bytes] = os.urandom) -> Self:
        """Make a new key from 32 random bytes."""
        return cls(random(32))

    @classmethod
    def parse(cls, text: str, passphrase: str | None = None) -> Self:
        """Read a secret key file, in the open or under a passphrase.

        KeyFormatError: not such a file, a passphrase where none is needed or none where one is, or a key
        derivation above 1 GiB. NoMatch: wrong passphrase (or a changed key: scrypt cannot tell).
        """
        data = _decode(_key_line(text), _SECRET.size, KeyFormatError)
        kind, kdf, checksum_kind, salt, opslimit, memlimit, body = _SECRET.unpack(data)
        if (kind, checksum_kind) != (b"Ed", b"B2"):
            raise KeyFormatError("the key is not of minisign's kind")
        if kdf == b"Sc":
            if passphrase is None:
                raise KeyFormatError("the key is under a passphrase")
            mask = _scrypt(passphrase, salt, opslimit, memlimit, len(body))
            body = bytes(a ^ b for a, b in zip(body, mask, strict=True))
            if body[72:] != hashlib.blake2b(b"Ed" + body[:72], digest_size=32).digest():
                raise NoMatch("wrong passphrase")
        elif kdf != bytes(2) or any((passphrase is not None, any(salt), opslimit, memlimit, any(body[72:]))):
            raise KeyFormatError("the key is not kept the way minisign keeps one in the open")
        key = cls(seed=body[8:40], key_id=body[:8])
        if key._raw_public() != body[40:72]:
            raise KeyFormatError("the key's two halves do not belong together")
        return key

    def file_text(self) -> str:
        """Return the text of a secret key file in the open, as ``minisign -G -W`` writes it."""
        body = self.key_id + self.seed + self._raw_public() + bytes(32)
        data = _SECRET.pack(b"Ed", bytes(2), b"B2", bytes(32), 0, 0, body)
        return f"{_UNTRUSTED}minisign secret key\n{_encode(data)}\n"

    @property
    def public(self) -> PublicKey:
        """The key that verifies what this one signs."""
        return PublicKey(self._raw_public(), self.key_id)

    def sign(self, message: bytes, *, trusted_comment: str, untrusted_comment: str = "wbs/v1") -> str:
        """Return the whole text of a .minisig file; SignatureError for a comment that cannot stand there."""
        _check_comment(_UNTRUSTED + untrusted_comment, _UNTRUSTED, _UNTRUSTED_MAX)
        _check_comment(_TRUSTED + trusted_comment, _TRUSTED, _TRUSTED_MAX)
        key = Ed25519PrivateKey.from_private_bytes(self.seed)
        signature = key.sign(hashlib.blake2b(message).digest())
        bound = key.sign(signature + trusted_comment.encode())
        return (
            f"{_UNTRUSTED}{untrusted_comment}\n{_encode(b'ED' + self.key_id + signature)}\n"
            f"{_TRUSTED}{trusted_comment}\n{_encode(bound)}\n"
        )

    def _raw_public(self) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()


def verify(message: bytes, signature: str, key: PublicKey) -> str:
    """Return the trusted comment of a .minisig text that ``key`` made over ``message``.

    SignatureError in every other case: another form, another key id, another message or comment.
    """
    lines = signature.split("\n")
    if len(lines) != 5 or lines[4]:
        raise SignatureError("a signature has four lines, each ended by a line feed")
    _check_comment(lines[0], _UNTRUSTED, _UNTRUSTED_MAX)
    trusted_comment = _check_comment(lines[2], _TRUSTED, _TRUSTED_MAX)
    data = _decode(lines[1], 74, SignatureError)
    bound = _decode(lines[3], 64, SignatureError)
    if data[:2] != b"ED":
        raise SignatureError("the signature is not of the prehashed kind")
    if data[2:10] != key.key_id:
        raise SignatureError("the signature names another key")
    made = data[10:]
    # libsodium, and so stock minisign, refuses such an R; every verifier must come to one verdict.
    if _small_order(made[:32]) or _small_order(bound[:32]):
        raise SignatureError("the signature holds a point of small order")
    public = Ed25519PublicKey.from_public_bytes(key.raw)
    try:
        public.verify(made, hashlib.blake2b(message).digest())
        public.verify(bound, made + trusted_comment.encode())
    except InvalidSignature:
        raise SignatureError("the signature does not fit") from None
    return trusted_comment


def _key_line(text: str) -> str:
    """Return the base64 line of a key's text; the file's comment counts for nothing."""
    lines = text.removesuffix("\n").split("\n")
    if len(lines) > 2 or (len(lines) == 2 and not lines[0].startswith(_UNTRUSTED)):
        raise KeyFormatError("a minisign key is one base64 line, in a file after one comment line")
    return lines[-1]


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decode(text: str, length: int, error: type[CryptoError]) -> bytes:
    """Decode padded base64 that has no other spelling."""
    # The length first: a giant line is refused unread.
    if len(text) != (length + 2) // 3 * 4:
        raise error(f"a line of base64 does not stand for {length} bytes")
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise error("a line is not base64") from None
    if len(data) != length or _encode(data) != text:
        raise error("a line is not canonical base64")
    return data


def _check_comment(line: str, prefix: str, limit: int) -> str:
    """Return the comment behind its prefix; printable or tab (stock minisign's own comments hold tabs)."""
    comment = line.removeprefix(prefix)
    if not line.startswith(prefix) or not comment.replace("\t", " ").isprintable():
        raise SignatureError("a comment line is missing or holds unprintable characters")
    if len(line.encode()) >= limit:
        raise SignatureError("a comment is too long")
    return comment


def _small_order(point: bytes) -> bool:
    return int.from_bytes(point, "little") & (2**255 - 1) in _SMALL_ORDER_Y


def _scrypt(passphrase: str, salt: bytes, opslimit: int, memlimit: int, length: int) -> bytes:
    """Run scrypt with the parameters that libsodium picks for a pair of limits."""
    opslimit = max(opslimit, 32768)
    if opslimit < memlimit // 32:
        log_n = max(1, (opslimit // (_SCRYPT_R * 4)).bit_length() - 1)
        p = 1
    else:
        log_n = max(1, (memlimit // (_SCRYPT_R * 128)).bit_length() - 1)
        p = min((opslimit // 4) >> log_n, 0x3FFFFFFF) // _SCRYPT_R
    if log_n > _SCRYPT_LOG_N_MAX or p != _SCRYPT_P_MAX:
        raise KeyFormatError("the key's passphrase asks for too much work")
    n = 1 << log_n
    try:
        return hashlib.scrypt(
            passphrase.encode("utf-8", "surrogatepass"),
            salt=salt,
            n=n,
            r=_SCRYPT_R,
            p=p,
            maxmem=128 * _SCRYPT_R * (n + p + 2),
            dklen=length,
        )
    except (ValueError, MemoryError):
        raise TooLittleMemory("scrypt could not run: too little memory") from None
