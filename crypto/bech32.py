"""Keys as text: Bech32 with the checksum of BIP 173, without its limit of 90 characters (C2SP age).

The case of the prefix is kept and rules the whole string: ``age1pq…`` stays lower,
``AGE-SECRET-KEY-PQ-…`` upper.
"""

from __future__ import annotations

from collections.abc import Iterable

from crypto.errors import KeyFormatError

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUE = {letter: value for value, letter in enumerate(_ALPHABET)}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM = 6


def encode(hrp: str, data: bytes) -> str:
    """``hrp`` + "1" + data + checksum. The prefix is printable ASCII of one case, else KeyFormatError."""
    _check_text(hrp)
    values, left, bits = _regroup(data, 8, 5)
    if bits:
        values.append(left << 5 - bits)
    checked = _polymod([*_expand(hrp.lower()), *values, *[0] * _CHECKSUM]) ^ 1
    values += [checked >> 5 * (_CHECKSUM - 1 - i) & 31 for i in range(_CHECKSUM)]
    text = "".join(_ALPHABET[value] for value in values)
    return f"{hrp}1{text.upper() if hrp.isupper() else text}"


def decode(text: str) -> tuple[str, bytes]:
    """The prefix as it was typed, and the data. KeyFormatError unless the text is exactly canonical."""
    _check_text(text)
    hrp, separator, rest = text.rpartition("1")
    if not separator or not hrp or len(rest) < _CHECKSUM:
        raise KeyFormatError("a key is a prefix, the digit 1 and at least six characters")
    try:
        values = [_VALUE[letter] for letter in rest.lower()]
    except KeyError as error:
        raise KeyFormatError(f"the character {error.args[0]!r} is in no key") from None
    if _polymod([*_expand(hrp.lower()), *values]) != 1:
        raise KeyFormatError("the key's checksum does not fit: a character is wrong or missing")
    data, left, bits = _regroup(values[:-_CHECKSUM], 5, 8)
    if left or bits >= 5:
        raise KeyFormatError("the key's last character carries bits that mean nothing")
    return hrp, bytes(data)


def _check_text(text: str) -> None:
    if not text or not all("!" <= letter <= "~" for letter in text):
        raise KeyFormatError("a key is printable ASCII without spaces")
    if text != text.lower() and text != text.upper():
        raise KeyFormatError("a key is all lower or all upper case")


def _expand(hrp: str) -> list[int]:
    return [*(ord(letter) >> 5 for letter in hrp), 0, *(ord(letter) & 31 for letter in hrp)]


def _polymod(values: Iterable[int]) -> int:
    checksum = 1
    for value in values:
        top = checksum >> 25
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value
        for bit, term in enumerate(_GENERATOR):
            if top >> bit & 1:
                checksum ^= term
    return checksum


def _regroup(values: Iterable[int], have: int, want: int) -> tuple[list[int], int, int]:
    """Groups of ``have`` bits as groups of ``want``, then what is left over and how many bits that is."""
    groups, left, bits = [], 0, 0
    for value in values:
        left, bits = left << have | value, bits + have
        while bits >= want:
            bits -= want
            groups.append(left >> bits)
            left &= (1 << bits) - 1
    return groups, left, bits
