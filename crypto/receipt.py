"""Receipt codes: ten Indonesian words that hold 88 random bits, and the keys that follow from them.

**Words to numbers.** ``words.txt`` holds 2,048 words, sorted, one a line; a word's number is its line, from
0. No two begin with the same four letters.

**Code.** Words w0 … w7 are the 88 bits, most significant first, 11 bits a word; w8 and w9 are check words of
a shortened Reed-Solomon code over GF(2^11). The field is GF(2)[x] / (x^11 + x^2 + 1), a number's bit k being
the coefficient of x^k, and a = x (the number 2), which is primitive. Ten numbers are a code if both
syndromes are zero (sums in the field, so XOR; the roots are a^0 and a^1):

    S0 = w0 + w1 + … + w9                S1 = w0 + a·w1 + a^2·w2 + … + a^9·w9

With s0, s1 the sums over w0 … w7: w9 = (s1 + a^8·s0) / (a^8 + a^9), w8 = s0 + w9.

**Reading.** Text is put into NFKD, loses its marks (Mn) and invisible characters (Cf), each character becomes
lower case, and the text falls apart wherever one is not a letter (L*). There must be ten pieces. A piece
whose first four characters are those of a word is that word, any other is unknown.

- One unknown, at i: put 0 there; if S1 = a^i·S0, the word is S0, otherwise the code is unreadable.
- None unknown and S0 = S1 = 0: valid.
- None unknown and S0 ≠ 0: if S1/S0 = a^k with 0 ≤ k ≤ 9, word k is corrected to w_k + S0.
- The rest is unreadable. S0 = 0 and S1 ≠ 0 says that the words are right and their order is not, for a wrong
  order leaves S0 as it was; so no swap is ever taken for a wrong word, and swapping two different words i and
  j, d their sum, always shows: S1 = d·(a^i + a^j) ≠ 0.

Any one wrong word is found. Two wrong words look like one in about 0.5 % of cases, so a correction must be
confirmed by whoever typed the code.

**Keys.** K is Argon2id (RFC 9106) of the 11 packed bytes; the rest is HKDF-SHA256 of K without salt.
"""

import hashlib
import os
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from crypto.errors import CryptoError, ReceiptError
from crypto.minisign import SigningKey

BITS = 11
LENGTH = 10
CHECKS = 2
PACKED_BYTES = (LENGTH - CHECKS) * BITS // 8

LONGEST = 2_000
"""Characters of a text that may be a code."""

_POLYNOMIAL = 0b1000_0000_0101
_ORDER = 2**BITS - 1


def _powers() -> tuple[tuple[int, ...], dict[int, int]]:
    """Return a^0 … a^2046 and the logarithm of each number but 0."""
    powers = [1]
    for _ in range(_ORDER - 1):
        doubled = powers[-1] << 1
        powers.append(doubled ^ _POLYNOMIAL if doubled >> BITS else doubled)
    return tuple(powers), {number: log for log, number in enumerate(powers)}


_EXP, _LOG = _powers()

WORDS: tuple[str, ...] = tuple(Path(__file__).with_name("words.txt").read_text("ascii").split())
_NUMBER = {word: number for number, word in enumerate(WORDS)}
_PREFIX = {word[:4]: word for word in WORDS}


class WrongLength(ReceiptError):
    """The text holds ``count`` words, not ten."""

    def __init__(self, count: int) -> None:
        super().__init__(f"a receipt code has {LENGTH} words, this text has {count}")
        self.count = count


class Unreadable(ReceiptError):
    """Ten words that are no code, nor one wrong word away from one: at least two are wrong."""

    def __init__(self, reason: str = "at least two words are wrong") -> None:
        super().__init__(reason)


class UnknownWords(Unreadable):
    """More than one word is not in the list: ``unknown`` has (position from 0, as typed) of each."""

    def __init__(self, unknown: tuple[tuple[int, str], ...]) -> None:
        # What was typed stays out of the message: messages reach logs, and most of it is the code.
        positions = ", ".join(str(position + 1) for position, _ in unknown)
        super().__init__(f"{len(unknown)} words are not in the list: numbers {positions}")
        self.unknown = unknown


class WrongOrder(Unreadable):
    """The right words, in the wrong order (or, once in 2,048, several wrong ones).

    ``swap`` is the first of the two neighbouring positions that give a code when exchanged, if exactly one
    such pair does. Nothing is exchanged silently: whoever holds the paper decides.
    """

    def __init__(self, swap: int | None) -> None:
        hint = "" if swap is None else f": numbers {swap + 1} and {swap + 2} seem exchanged"
        super().__init__(f"the words are not in the right order{hint}")
        self.swap = swap


@dataclass(frozen=True)
class Receipt:
    """A valid code. Its words are the reporter's whole secret, and so do not show in a repr."""

    words: tuple[str, ...] = field(repr=False)

    def __post_init__(self) -> None:
        """Raise ReceiptError unless these are ten words of the list that are a code."""
        if len(self.words) != LENGTH or any(word not in _NUMBER for word in self.words):
            raise ReceiptError(f"a receipt code is {LENGTH} words of the list")
        if _syndromes([_NUMBER[word] for word in self.words]) != (0, 0):
            raise ReceiptError("the check words do not fit")

    @classmethod
    def generate(cls, random: Callable[[int], bytes] = os.urandom) -> Self:
        """Make a new code from 11 random bytes."""
        return cls.from_packed(random(PACKED_BYTES))

    @classmethod
    def from_packed(cls, packed: bytes) -> Self:
        """Return the code of these 11 bytes; ReceiptError for another length."""
        if len(packed) != PACKED_BYTES:
            raise ReceiptError(f"a packed receipt code has {PACKED_BYTES} bytes")
        numbers = _numbers(packed, LENGTH - CHECKS)
        s0, s1 = _syndromes(numbers)
        w9 = _divide(s1 ^ _times_power(s0, 8), _EXP[8] ^ _EXP[9])
        return cls(tuple(WORDS[number] for number in (*numbers, s0 ^ w9, w9)))

    @property
    def packed(self) -> bytes:
        """The 88 bits of the first eight words, 11 bytes."""
        bits = 0
        for word in self.words[: LENGTH - CHECKS]:
            bits = bits << BITS | _NUMBER[word]
        return bits.to_bytes(PACKED_BYTES, "big")

    def __str__(self) -> str:
        """Return the ten words, one space between."""
        return " ".join(self.words)


@dataclass(frozen=True)
class Correction:
    """The one word that was wrong: its position from 0, the text typed, and the word that belongs there."""

    position: int
    typed: str = field(repr=False)
    word: str = field(repr=False)


@dataclass(frozen=True)
class Reading:
    """What a text says; a correction is to be confirmed before the receipt is used."""

    receipt: Receipt
    correction: Correction | None


@dataclass(frozen=True)
class ReporterKeys:
    """Everything a returning reporter needs, by the names of the protocol.

    Seeds of the age identity and the Ed25519 key, and ``thread`` (T): 32 secret bytes each. ``case``: 32
    bytes, ``report_id``: 16 bytes.
    """

    identity_seed: bytes = field(repr=False)
    sign_seed: bytes = field(repr=False)
    thread: bytes = field(repr=False)
    case: bytes = field(repr=False)
    report_id: bytes = field(repr=False)


def read(text: str) -> Reading:
    """Read a code as people type it, and correct one wrong word.

    ReceiptError otherwise: WrongLength, UnknownWords, WrongOrder or Unreadable. Text of more than 2,000
    characters is no code: the time that accents take to be ordered grows with the square of their number.
    """
    if len(text) > LONGEST:
        raise Unreadable(f"a code has at most {LONGEST} characters")
    typed = _pieces(text)
    if len(typed) != LENGTH:
        raise WrongLength(len(typed))
    words = [_PREFIX.get(piece[:4]) for piece in typed]
    unknown = [position for position, word in enumerate(words) if word is None]
    if len(unknown) > 1:
        raise UnknownWords(tuple((position, typed[position]) for position in unknown))
    numbers = [0 if word is None else _NUMBER[word] for word in words]
    s0, s1 = _syndromes(numbers)
    if unknown:
        position = unknown[0]
        if s1 != _times_power(s0, position):
            raise Unreadable
    elif (s0, s1) == (0, 0):
        return Reading(_receipt(numbers), None)
    elif s0 == 0:
        raise WrongOrder(_only_swap(numbers, s1))
    else:
        # Where S1 is 0 no power fits, and the default is beyond the last word.
        position = _LOG.get(_divide(s1, s0), LENGTH)
        if position >= LENGTH:
            raise Unreadable
    numbers[position] ^= s0
    return Reading(_receipt(numbers), Correction(position, typed[position], WORDS[numbers[position]]))


def stretch(receipt: Receipt, instance: bytes) -> bytes:
    """Return K, 32 bytes: Argon2id of the packed code, salted with the instance (its 16 raw bytes).

    Takes 19 MiB and some tens of milliseconds. ValueError if ``instance`` has another length.
    """
    if len(instance) != 16:
        raise ValueError("an instance has 16 bytes")
    try:
        return hash_secret_raw(
            secret=receipt.packed,
            salt=hashlib.sha256(b"wbs/receipt/v1" + instance).digest()[:16],
            time_cost=2,
            memory_cost=19456,
            parallelism=1,
            hash_len=32,
            type=Type.ID,
            version=19,
        )
    except HashingError as error:
        raise CryptoError(f"Argon2id could not run: {error}") from None


def derive(k: bytes) -> ReporterKeys:
    """Return the keys that follow from K."""
    sign_seed = _labelled(k, b"wbs/v1/sign")
    public = SigningKey(sign_seed).public.raw
    return ReporterKeys(
        identity_seed=_labelled(k, b"wbs/v1/identity"),
        sign_seed=sign_seed,
        thread=_labelled(k, b"wbs/v1/thread"),
        case=hashlib.sha256(b"wbs/v1/case" + public).digest(),
        report_id=_labelled(k, b"wbs/v1/report")[:16],
    )


def reporter_keys(receipt: Receipt, instance: bytes) -> ReporterKeys:
    """Return a code's keys at one instance: stretch, then derive."""
    return derive(stretch(receipt, instance))


def spell(digest: bytes, count: int = 12) -> tuple[str, ...]:
    """Return a fingerprint as words: the first 11 x count bits of the digest, most significant first.

    ValueError if the digest is shorter than that.
    """
    return tuple(WORDS[number] for number in _numbers(digest, count))


def _labelled(k: bytes, label: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=label).derive(k)


def _numbers(data: bytes, count: int) -> list[int]:
    surplus = len(data) * 8 - count * BITS
    if surplus < 0:
        raise ValueError(f"{len(data)} bytes are too few for {count} words")
    bits = int.from_bytes(data, "big") >> surplus
    return [bits >> BITS * place & _ORDER for place in reversed(range(count))]


def _pieces(text: str) -> list[str]:
    """Cut a text into words, as the module's docstring says."""
    kept = []
    for character in unicodedata.normalize("NFKD", text):
        category = unicodedata.category(character)
        if category not in ("Mn", "Cf"):
            kept.append(character.lower() if category.startswith("L") else " ")
    return "".join(kept).split()


def _receipt(numbers: Sequence[int]) -> Receipt:
    return Receipt(tuple(WORDS[number] for number in numbers))


def _times_power(number: int, power: int) -> int:
    """Return number · a^power."""
    return _EXP[(_LOG[number] + power) % _ORDER] if number else 0


def _divide(number: int, divisor: int) -> int:
    return _times_power(number, _ORDER - _LOG[divisor])


def _syndromes(numbers: Sequence[int]) -> tuple[int, int]:
    s0 = s1 = 0
    for position, number in enumerate(numbers):
        s0 ^= number
        s1 ^= _times_power(number, position)
    return s0, s1


def _only_swap(numbers: Sequence[int], s1: int) -> int | None:
    """Return the one position whose exchange with the next makes S1 zero."""
    fits = [
        position
        for position in range(LENGTH - 1)
        if _times_power(numbers[position] ^ numbers[position + 1], position)
        ^ _times_power(numbers[position] ^ numbers[position + 1], position + 1)
        == s1
    ]
    return fits[0] if len(fits) == 1 else None
