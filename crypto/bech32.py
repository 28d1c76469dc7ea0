"""Keys as text: Bech32 with the checksum of BIP 173, without its limit of 90 characters (C2SP age).

The case of the prefix is kept and rules the whole string: ``age1pq…`` stays lower,
``AGE-SECRET-KEY-PQ-…`` upper.
"""

from __future__ import annotations

import base64

from crypto.errors import KeyFormatError

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
# Python counts in base 32 itself, with the digits 0 to v; RFC 4648 does with A to 7.
_TO_DIGITS = bytes.maketrans(_ALPHABET.encode(), b"0123456789abcdefghijklmnopqrstuv")
_TO_VALUES = bytes.maketrans(_ALPHABET.encode(), bytes(range(32)))
_FROM_RFC4648 = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", _ALPHABET.encode())
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM = 6


def encode(hrp: str, data: bytes) -> str:
    """``hrp`` + "1" + data + checksum. The prefix is printable ASCII of one case, else KeyFormatError."""
    _check_text(hrp)
    letters = base64.b32encode(data).rstrip(b"=").translate(_FROM_RFC4648)
    checked = _polymod(_expand(hrp.lower()) + letters.translate(_TO_VALUES) + bytes(_CHECKSUM)) ^ 1
    text = letters.decode()
    text += "".join(_ALPHABET[checked >> 5 * (_CHECKSUM - 1 - i) & 31] for i in range(_CHECKSUM))
    return f"{hrp}1{text.upper() if hrp.isupper() else text}"


def decode(text: str) -> tuple[str, bytes]:
    """The prefix as it was typed, and the data. KeyFormatError unless the text is exactly canonical."""
    _check_text(text)
    hrp, separator, rest = text.rpartition("1")
    if not separator or not hrp or len(rest) < _CHECKSUM:
        raise KeyFormatError("a key is a prefix, the digit 1 and at least six characters")
    letters = rest.lower()
    if foreign := set(letters).difference(_ALPHABET):
        raise KeyFormatError(f"the character {min(foreign)!r} is in no key")
    raw = letters.encode()
    if _polymod(_expand(hrp.lower()) + raw.translate(_TO_VALUES)) != 1:
        raise KeyFormatError("the key's checksum does not fit: a character is wrong or missing")
    size, spare = divmod((len(raw) - _CHECKSUM) * 5, 8)
    number = int(b"0" + raw[:-_CHECKSUM].translate(_TO_DIGITS), 32)
    if spare >= 5 or number & (1 << spare) - 1:
        raise KeyFormatError("the key's last character carries bits that mean nothing")
    return hrp, (number >> spare).to_bytes(size, "big")


def _check_text(text: str) -> None:
    if not text or not text.isascii() or not text.isprintable() or " " in text:
        raise KeyFormatError("a key is printable ASCII without spaces")
    if text != text.lower() and text != text.upper():
        raise KeyFormatError("a key is all lower or all upper case")


def _expand(hrp: str) -> bytes:
    raw = hrp.encode()
    return bytes(letter >> 5 for letter in raw) + b"\0" + bytes(letter & 31 for letter in raw)


def _reduced(top: int) -> int:
    """What five bits that leave the checksum at its upper end put back into it."""
    total = 0
    for bit, term in enumerate(_GENERATOR):
        if top >> bit & 1:
            total ^= term
    return total


_REDUCED = tuple(_reduced(top) for top in range(32))


def _polymod(values: bytes) -> int:
    checksum = 1
    for value in values:
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value ^ _REDUCED[checksum >> 25]
    return checksum
