import hashlib
from dataclasses import replace

import pytest

from tests.factories import INSTANCE, seed, signing_key
from wbs.letters.canonical import Value
from wbs.letters.errors import FormatError, Unproven
from wbs.letters.signed import KINDS, SIGNATURE_LIMIT, Signed, check, sign

KEY = signing_key("a")
VALUE: Value = {"note": "isi", "wbs": 1}
SIGNED = sign("note", INSTANCE, VALUE, KEY)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_was_signed_comes_back_verified(kind: str) -> None:
    signed = sign(kind, INSTANCE, VALUE, KEY)
    assert check(kind, INSTANCE, signed, KEY.public) == VALUE
    assert len(signed.signature) <= SIGNATURE_LIMIT


def test_the_comments_are_those_of_the_protocol() -> None:
    lines = SIGNED.signature.split("\n")
    assert lines[0] == "untrusted comment: wbs/v1"
    assert lines[2] == f"trusted comment: wbs/v1 note {INSTANCE.hex()}"
    assert SIGNED.signature.endswith("\n")


def test_the_hash_is_that_of_the_bytes() -> None:
    assert SIGNED.hash == hashlib.sha256(SIGNED.json).digest()


def test_another_kind_is_refused() -> None:
    for kind in KINDS - {"note"}:
        with pytest.raises(Unproven):
            check(kind, INSTANCE, SIGNED, KEY.public)


def test_another_portal_is_refused() -> None:
    with pytest.raises(Unproven):
        check("note", seed("another", 16), SIGNED, KEY.public)


def test_another_key_is_refused() -> None:
    with pytest.raises(Unproven):
        check("note", INSTANCE, SIGNED, signing_key("b").public)


def test_a_kind_that_nobody_signs_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="letter"):
        sign("letter", INSTANCE, VALUE, KEY)
    with pytest.raises(ValueError, match="letter"):
        check("letter", INSTANCE, SIGNED, KEY.public)


def test_every_changed_bit_is_refused() -> None:
    for bit in range(8 * len(SIGNED.json)):
        changed = bytearray(SIGNED.json)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Unproven):
            check("note", INSTANCE, replace(SIGNED, json=bytes(changed)), KEY.public)
    for bit in range(8 * len(SIGNED.signature)):
        text = bytearray(SIGNED.signature.encode())
        text[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Unproven):
            check("note", INSTANCE, replace(SIGNED, signature=text.decode("latin-1")), KEY.public)


def test_every_cut_is_refused() -> None:
    for end in range(len(SIGNED.json)):
        with pytest.raises(Unproven):
            check("note", INSTANCE, replace(SIGNED, json=SIGNED.json[:end]), KEY.public)
    for end in range(len(SIGNED.signature)):
        with pytest.raises(Unproven):
            check("note", INSTANCE, replace(SIGNED, signature=SIGNED.signature[:end]), KEY.public)


def test_the_unsigned_comment_carries_nothing_else() -> None:
    for comment in ("", "wbs/v1 ", "wbs/v2", "pesan tersembunyi"):
        text = SIGNED.signature.replace("untrusted comment: wbs/v1\n", f"untrusted comment: {comment}\n")
        with pytest.raises(Unproven):
            check("note", INSTANCE, replace(SIGNED, signature=text), KEY.public)


def signed_bytes(data: bytes) -> Signed:
    trusted = f"wbs/v1 note {INSTANCE.hex()}"
    return Signed(data, KEY.sign(data, trusted_comment=trusted, untrusted_comment="wbs/v1"))


def test_signed_bytes_that_are_not_canonical_are_refused() -> None:
    assert check("note", INSTANCE, signed_bytes(b'{"a":1}'), KEY.public) == {"a": 1}
    for data in (b'{"a": 1}', b'{"a":1}\n', b"null", b""):
        with pytest.raises(FormatError):
            check("note", INSTANCE, signed_bytes(data), KEY.public)


def test_a_limit_is_kept() -> None:
    assert check("note", INSTANCE, signed_bytes(b'{"a":1}'), KEY.public, limit=7) == {"a": 1}
    with pytest.raises(FormatError, match="more than 6 bytes"):
        check("note", INSTANCE, signed_bytes(b'{"a":1}'), KEY.public, limit=6)
