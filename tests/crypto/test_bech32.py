"""Keys as text: BIP 173's own examples, and what must not pass for a key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import bech32
from crypto.errors import KeyFormatError

# Of BIP 173, those whose data is a whole number of bytes.
VALID = [
    "A12UEL5L",
    "a12uel5l",
    "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
    "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
    "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
    "?1ezyfcl",
]
INVALID = [
    "\x201nwldj5",
    "\x7f1axkwrx",
    "\x801eym55h",
    "pzry9x0s0muk",
    "1pzry9x0s0muk",
    "x1b4n0q5v",
    "li1dgmt3",
    "de1lg7wt\xff",
    "A1G7SGD8",
    "10a06t8",
    "1qzzfhee",
    "",
    "1",
    "age1",
    "a12UEL5L",
]

HRP = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=30)


@pytest.mark.parametrize("text", VALID)
def test_valid_examples_decode_and_encode_back(text: str) -> None:
    hrp, data = bech32.decode(text)
    assert bech32.encode(hrp, data) == text


@pytest.mark.parametrize("text", INVALID)
def test_invalid_examples_are_refused(text: str) -> None:
    with pytest.raises(KeyFormatError):
        bech32.decode(text)


@given(hrp=HRP.map(str.lower) | HRP.map(str.upper), data=st.binary(max_size=1300))
def test_what_was_encoded_decodes(hrp: str, data: bytes) -> None:
    text = bech32.encode(hrp, data)
    assert text in (text.lower(), text.upper())
    assert bech32.decode(text) == (hrp, data)


@given(text=st.text())
def test_only_the_canonical_text_decodes(text: str) -> None:
    try:
        hrp, data = bech32.decode(text)
    except KeyFormatError:
        return
    assert bech32.encode(hrp, data) == text


@given(data=st.binary(min_size=1, max_size=60), where=st.integers(0), letter=st.characters())
def test_one_wrong_letter_never_passes(data: bytes, where: int, letter: str) -> None:
    text = bech32.encode("kunci", data)
    where %= len(text)
    changed = text[:where] + letter + text[where + 1 :]
    if changed != text:
        with pytest.raises(KeyFormatError):
            bech32.decode(changed)


def test_spare_bits_must_be_zero_and_few() -> None:
    # One letter makes no byte, two make one and two bits more.
    for values in ([31], [0], [0, 1]):
        with pytest.raises(KeyFormatError, match="last character"):
            bech32.decode(_with_checksum("a", values))


def _with_checksum(hrp: str, values: list[int]) -> str:
    """Written out from BIP 173 once more, since ``encode`` never makes such a string."""
    checksum = 1
    for value in [*(ord(c) >> 5 for c in hrp), 0, *(ord(c) & 31 for c in hrp), *values, *[0] * 6]:
        top = checksum >> 25
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value
        for bit, term in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            checksum ^= term if top >> bit & 1 else 0
    checksum ^= 1
    values = [*values, *(checksum >> 5 * (5 - i) & 31 for i in range(6))]
    return hrp + "1" + "".join("qpzry9x8gf2tvdw0s3jn54khce6mua7l"[value] for value in values)
