"""Receipt codes, tried against their definition in the module's docstring, written here a second time."""

import hashlib
import hmac
import random
import unicodedata
from itertools import combinations, permutations

import pytest
from argon2.exceptions import HashingError
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given
from hypothesis import strategies as st

from crypto import receipt
from crypto.errors import CryptoError, ReceiptError
from crypto.receipt import (
    WORDS,
    Correction,
    Reading,
    Receipt,
    UnknownWords,
    Unreadable,
    WrongLength,
    WrongOrder,
)
from tests.factories import INSTANCE, seed

CODES = [Receipt.from_packed(seed(f"code {n}", 11)) for n in range(4)]
CODE = CODES[0]
NOT_A_WORD = "xxxx"


def times(a: int, b: int) -> int:
    """Multiply in GF(2)[x] / (x^11 + x^2 + 1), bit by bit."""
    product = 0
    while b:
        product ^= a * (b & 1)
        a <<= 1
        if a & 2048:
            a ^= 0b100000000101
        b >>= 1
    return product


def power(exponent: int) -> int:
    value = 1
    for _ in range(exponent):
        value = times(value, 2)
    return value


def syndromes(numbers: list[int]) -> tuple[int, int]:
    s0 = s1 = 0
    for position, number in enumerate(numbers):
        s0 ^= number
        s1 ^= times(number, power(position))
    return s0, s1


def numbers_of(code: Receipt) -> list[int]:
    return [WORDS.index(word) for word in code.words]


def with_word(code: Receipt, position: int, word: str) -> str:
    return " ".join([*code.words[:position], word, *code.words[position + 1 :]])


def exchanged(code: Receipt, i: int, j: int) -> str:
    words = list(code.words)
    words[i], words[j] = words[j], words[i]
    return " ".join(words)


# The code


def test_a_is_primitive() -> None:
    powers = [1]
    while (following := times(powers[-1], 2)) != 1:
        powers.append(following)
    assert len(powers) == 2047


@pytest.mark.parametrize("code", CODES, ids=lambda _: "code")
def test_code_words_satisfy_both_equations_and_hold_the_bits(code: Receipt) -> None:
    numbers = numbers_of(code)
    assert syndromes(numbers) == (0, 0)
    bits = "".join(f"{number:011b}" for number in numbers[:8])
    assert int(bits, 2).to_bytes(11, "big") == code.packed
    assert Receipt.from_packed(code.packed) == code


@given(st.binary(min_size=11, max_size=11))
def test_every_88_bits_are_a_code(packed: bytes) -> None:
    code = Receipt.from_packed(packed)
    assert code.packed == packed
    assert receipt.read(str(code)) == Reading(code, None)


def test_generate_asks_for_11_bytes() -> None:
    assert Receipt.generate(lambda count: bytes(range(count))) == Receipt.from_packed(bytes(range(11)))
    assert Receipt.generate() != Receipt.generate()


@pytest.mark.parametrize("length", [0, 10, 12])
def test_from_packed_takes_11_bytes_only(length: int) -> None:
    with pytest.raises(ReceiptError):
        Receipt.from_packed(bytes(length))


def test_a_receipt_is_a_valid_code_or_does_not_exist() -> None:
    for words in [CODE.words[:9], (*CODE.words, WORDS[0]), (NOT_A_WORD, *CODE.words[1:]), CODE.words[::-1]]:
        with pytest.raises(ReceiptError):
            Receipt(words)


# One wrong word


@pytest.mark.parametrize("code", [Receipt.from_packed(bytes(11)), *CODES], ids=lambda _: "code")
def test_every_single_wrong_word_is_corrected(code: Receipt) -> None:
    """All 10 x 2,047 of them; the code is linear, so what holds for its zero word holds for every code."""
    for position, right in enumerate(code.words):
        for wrong in WORDS:
            if wrong != right:
                reading = receipt.read(with_word(code, position, wrong))
                assert reading == Reading(code, Correction(position, wrong, right))


def test_the_code_is_linear() -> None:
    for one, other in combinations(CODES, 2):
        total = [a ^ b for a, b in zip(numbers_of(one), numbers_of(other), strict=True)]
        assert syndromes(total) == (0, 0)


def test_syndromes_tell_every_single_error_from_every_other() -> None:
    seen = {(error, times(error, power(i))) for i in range(10) for error in range(1, 2048)}
    assert len(seen) == 10 * 2047
    assert all(s0 for s0, _ in seen)


@pytest.mark.parametrize("position", range(10))
def test_one_word_that_is_not_in_the_list_is_corrected(position: int) -> None:
    for code in [Receipt.from_packed(bytes(11)), *CODES]:
        for typed in (NOT_A_WORD, "abc", "ñandú", "слово"):
            reading = receipt.read(with_word(code, position, typed))
            assert reading.receipt == code
            assert reading.correction is not None
            assert (reading.correction.position, reading.correction.word) == (position, code.words[position])


def test_a_correction_tells_what_was_typed() -> None:
    assert receipt.read(with_word(CODE, 3, "Xxxx-")).correction == Correction(3, "xxxx", CODE.words[3])


def test_fewer_than_four_letters_are_no_word() -> None:
    reading = receipt.read(with_word(CODE, 3, CODE.words[3][:3]))
    assert reading == Reading(CODE, Correction(3, CODE.words[3][:3], CODE.words[3]))


# More than one


def test_every_swap_of_neighbours_is_noticed_and_looks_like_no_wrong_word() -> None:
    """For every code: the code is linear, so only the sum of the two words counts, 9 x 2,047 cases."""
    for first in range(9):
        for difference in range(1, 2048):
            error = [0] * 10
            error[first] = error[first + 1] = difference
            s0, s1 = syndromes(error)
            assert (s0, s1 != 0) == (0, True)


def test_the_same_holds_for_words_far_apart() -> None:
    for i, j in combinations(range(10), 2):
        factor = power(i) ^ power(j)
        assert all(times(difference, factor) for difference in range(1, 2048))


@pytest.mark.parametrize("first", range(9))
def test_a_swap_of_neighbours_is_noticed_and_named(first: int) -> None:
    for code in CODES:
        assert code.words[first] != code.words[first + 1]
        with pytest.raises(WrongOrder) as caught:
            receipt.read(exchanged(code, first, first + 1))
        assert caught.value.swap == first


def test_equal_neighbours_can_be_swapped_unnoticed_and_unharmed() -> None:
    code = Receipt.from_packed(bytes(11))
    assert receipt.read(exchanged(code, 0, 1)) == Reading(code, None)


def test_words_far_apart_exchanged_are_noticed() -> None:
    for i, j in combinations(range(10), 2):
        with pytest.raises(WrongOrder) as caught:
            receipt.read(exchanged(CODE, i, j))
        assert (caught.value.swap == i) if j == i + 1 else (caught.value.swap is None)


def test_no_order_of_the_words_is_ever_corrected() -> None:
    valid = 0
    for head in permutations(CODE.words[:6]):
        try:
            reading = receipt.read(" ".join((*head, *CODE.words[6:])))
        except WrongOrder:
            continue
        assert reading.correction is None
        valid += 1
    assert 1 <= valid <= 3


def test_two_unknown_words_are_named() -> None:
    words = list(CODE.words)
    words[2], words[7] = "Qqqq", "zz"
    with pytest.raises(UnknownWords) as caught:
        receipt.read(" ".join(words))
    assert caught.value.unknown == ((2, "qqqq"), (7, "zz"))
    assert "qqqq" not in str(caught.value)


def test_an_unknown_word_beside_a_wrong_one_is_unreadable() -> None:
    for wrong in WORDS[:200]:
        if wrong != CODE.words[5]:
            words = list(CODE.words)
            words[1], words[5] = NOT_A_WORD, wrong
            with pytest.raises(Unreadable):
                receipt.read(" ".join(words))


def test_two_wrong_words_are_mistaken_for_one_in_about_half_a_percent() -> None:
    source = random.Random(1)
    mistaken = 0
    for _ in range(20_000):
        words = list(CODE.words)
        for position in source.sample(range(10), 2):
            words[position] = source.choice([word for word in WORDS[:64] if word != CODE.words[position]])
        try:
            reading = receipt.read(" ".join(words))
        except Unreadable:
            continue
        assert reading.correction is not None
        mistaken += 1
    assert 0.002 < mistaken / 20_000 < 0.007


@pytest.mark.parametrize(("text", "count"), [("", 0), ("  \n", 0), ("satu", 1), ("... 12 34", 0)])
def test_another_number_of_words_is_told(text: str, count: int) -> None:
    with pytest.raises(WrongLength) as caught:
        receipt.read(text)
    assert caught.value.count == count


def test_a_word_less_or_more_is_told() -> None:
    for words in (CODE.words[:9], (*CODE.words, CODE.words[0])):
        with pytest.raises(WrongLength) as caught:
            receipt.read(" ".join(words))
        assert caught.value.count == len(words)


# How people type


@pytest.mark.parametrize(
    "text",
    [
        str(CODE).upper(),
        str(CODE).title(),
        "-".join(CODE.words),
        "\r\n".join(CODE.words),
        "\t \N{NO-BREAK SPACE}".join(CODE.words),
        "  " + ", ".join(CODE.words) + ".\n",
        "\n".join(f"{n}. {word}" for n, word in enumerate(CODE.words, 1)),
        " ".join(f"{n}{word}" for n, word in enumerate(CODE.words, 1)),
        " ".join(word[:4] for word in CODE.words),
        " ".join(f"{word[:4]}xyz" for word in CODE.words),
        str(CODE).replace("a", "a\N{SOFT HYPHEN}").replace("i", "\N{ZERO WIDTH JOINER}i"),
        "\N{ZERO WIDTH NO-BREAK SPACE}" + str(CODE),
        str(CODE).replace("a", "á").replace("e", "é"),
        unicodedata.normalize("NFD", str(CODE).replace("e", "è")),
        "".join(chr(ord(c) + 0xFEE0) if c != " " else "\N{IDEOGRAPHIC SPACE}" for c in str(CODE)),
        "\N{EN DASH}".join(CODE.words),
        "_".join(CODE.words),
        '"' + "' '".join(CODE.words) + '"',
    ],
)
def test_spelling_around_the_words_does_not_matter(text: str) -> None:
    assert receipt.read(text) == Reading(CODE, None)


@given(st.text())
def test_any_text_is_a_reading_or_a_receipt_error(text: str) -> None:
    with pytest.raises(ReceiptError):
        receipt.read(text)


@given(st.lists(st.sampled_from([*WORDS[:40], NOT_A_WORD]), min_size=10, max_size=10))
def test_any_ten_words_are_a_valid_reading_or_a_receipt_error(words: list[str]) -> None:
    try:
        reading = receipt.read(" ".join(words))
    except ReceiptError:
        return
    assert syndromes(numbers_of(reading.receipt)) == (0, 0)
    changed = sum(a != b for a, b in zip(words, reading.receipt.words, strict=True))
    assert changed == (reading.correction is not None)


# Secrets stay out of sight


def test_secrets_do_not_show() -> None:
    reading = receipt.read(with_word(CODE, 0, NOT_A_WORD))
    shown = repr([CODE, reading, receipt.derive(bytes(32))])
    assert shown.count("Receipt()") == 2
    assert "ReporterKeys()" in shown
    assert not any(word in shown for word in (*CODE.words, NOT_A_WORD))


# Keys


def labelled(k: bytes, label: bytes) -> bytes:
    """HKDF-SHA256 of RFC 5869 without salt, 32 bytes."""
    extracted = hmac.digest(bytes(32), k, "sha256")
    return hmac.digest(extracted, label + b"\x01", "sha256")


def test_stretch_is_argon2id_of_the_packed_code() -> None:
    """Against the other implementation at hand, OpenSSL's."""
    salt = hashlib.sha256(b"wbs/receipt/v1" + INSTANCE).digest()[:16]
    other = Argon2id(salt=salt, length=32, iterations=2, lanes=1, memory_cost=19456)
    assert receipt.stretch(CODE, INSTANCE) == other.derive(CODE.packed)


@pytest.mark.parametrize("length", [0, 15, 17, 32])
def test_an_instance_has_16_bytes(length: int) -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        receipt.stretch(CODE, bytes(length))


def test_stretch_fails_as_ours_without_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> bytes:
        raise HashingError("Memory allocation error")

    monkeypatch.setattr(receipt, "hash_secret_raw", fail)
    with pytest.raises(CryptoError, match="Memory allocation error"):
        receipt.stretch(CODE, INSTANCE)


def test_keys_follow_from_k_by_their_labels() -> None:
    k = seed("k")
    keys = receipt.derive(k)
    assert keys.identity_seed == labelled(k, b"wbs/v1/identity")
    assert keys.sign_seed == labelled(k, b"wbs/v1/sign")
    assert keys.thread == labelled(k, b"wbs/v1/thread")
    assert keys.report_id == labelled(k, b"wbs/v1/report")[:16]
    public = Ed25519PrivateKey.from_private_bytes(keys.sign_seed).public_key().public_bytes_raw()
    assert keys.case == hashlib.sha256(b"wbs/v1/case" + public).digest()


def test_reporter_keys_differ_by_code_and_instance() -> None:
    keys = receipt.reporter_keys(CODE, INSTANCE)
    assert keys == receipt.derive(receipt.stretch(CODE, INSTANCE))
    assert keys.case != receipt.reporter_keys(CODES[1], INSTANCE).case
    assert keys.case != receipt.reporter_keys(CODE, bytes(16)).case


def test_accents_in_their_thousands_are_never_put_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    def normalize(_form: str, text: str) -> str:
        raise AssertionError(len(text))

    with monkeypatch.context() as patch:
        patch.setattr(unicodedata, "normalize", normalize)
        with pytest.raises(receipt.Unreadable, match="2000"):
            receipt.read(str(CODE) + "\u0301\u0327" * 1000)
    room = 2000 - len(str(CODE))
    assert receipt.read(str(CODE) + "\u0301" * room).receipt == CODE


# Fingerprints


def test_spell_takes_bits_from_the_front() -> None:
    digest = hashlib.sha256(b"keyring").digest()
    bits = "".join(f"{byte:08b}" for byte in digest)
    spelled = receipt.spell(digest)
    assert spelled == tuple(WORDS[int(bits[i : i + 11], 2)] for i in range(0, 132, 11))
    assert receipt.spell(digest, 3) == spelled[:3]
    assert receipt.spell(b"", 0) == ()


def test_spell_never_pads() -> None:
    with pytest.raises(ValueError, match="too few"):
        receipt.spell(bytes(16))
