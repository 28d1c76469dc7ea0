"""Sealing and opening whole files: who may, who may not, and what a damaged file does."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Sequence
from random import Random
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import age, errors, header, passphrase
from crypto.header import Header, Stanza
from crypto.hybrid import Identity, Recipient
from crypto.passphrase import Passphrase

IDENTITY = Identity(bytes(range(32)))
TEXT = b"rahasia"


def sealed(text: bytes, recipients: Sequence[Recipient] | Passphrase = (IDENTITY.recipient,)) -> bytes:
    sink = io.BytesIO()
    age.encrypt(io.BytesIO(text), sink, recipients)
    return sink.getvalue()


def outcome(file: bytes, *identities: age.IdentityLike) -> tuple[type[errors.CryptoError] | None, bytes]:
    """What opening raised, if anything, and what it released. An exception of others goes through."""
    sink = io.BytesIO()
    try:
        age.decrypt(io.BytesIO(file), sink, identities or [IDENTITY])
    except errors.CryptoError as error:
        return type(error), sink.getvalue()
    return None, sink.getvalue()


@given(text=st.binary(max_size=3000), count=st.integers(1, 8), opener=st.integers(0, 7))
def test_each_recipient_opens(text: bytes, count: int, opener: int) -> None:
    identities = [Identity(bytes([number]) * 32) for number in range(count)]
    file = sealed(text, [each.recipient for each in identities])
    assert outcome(file, identities[opener % count]) == (None, text)


def test_stanzas_stand_in_the_order_of_the_recipients() -> None:
    identities = [Identity(bytes([number]) * 32) for number in range(8)]
    stanzas = header.parse(io.BytesIO(sealed(TEXT, [each.recipient for each in identities]))).stanzas
    keys = {identity.unwrap([stanza]) for identity, stanza in zip(identities, stanzas, strict=True)}
    assert len(keys) == 1


def test_sealing_twice_gives_nothing_in_common() -> None:
    one, other = (header.parse(io.BytesIO(sealed(TEXT))) for _ in range(2))
    assert one.mac != other.mac
    assert one.stanzas[0].args != other.stanzas[0].args


def test_randomness_is_an_argument() -> None:
    given: list[int] = []

    def random(count: int) -> bytes:
        given.append(count)
        return bytes(count)

    sink = io.BytesIO()
    age.encrypt(io.BytesIO(TEXT), sink, [IDENTITY.recipient], random=random)
    assert given == [age.FILE_KEY, age.NONCE]
    assert IDENTITY.unwrap(header.parse(io.BytesIO(sink.getvalue())).stanzas) == bytes(16)
    assert outcome(sink.getvalue()) == (None, TEXT)


@pytest.mark.parametrize("count", [0, 9])
def test_refuses_the_wrong_number_of_recipients_before_writing(count: int) -> None:
    sink = io.BytesIO()
    with pytest.raises(errors.RecipientError):
        age.encrypt(io.BytesIO(TEXT), sink, [IDENTITY.recipient] * count)
    assert sink.getvalue() == b""


def test_refuses_a_mixture_before_writing() -> None:
    sink = io.BytesIO()
    mixed = cast("list[Recipient]", [IDENTITY.recipient, Passphrase("satu", log_n=1)])
    with pytest.raises(errors.RecipientError, match="mixture"):
        age.encrypt(io.BytesIO(TEXT), sink, mixed)
    assert sink.getvalue() == b""


def test_a_stranger_and_nobody_open_nothing() -> None:
    assert outcome(sealed(TEXT), Identity(bytes(32))) == (errors.NoMatch, b"")
    assert outcome(sealed(TEXT), Passphrase("satu", log_n=1)) == (errors.NoMatch, b"")
    with pytest.raises(errors.NoMatch):
        age.decrypt(io.BytesIO(sealed(TEXT)), io.BytesIO(), [])


def test_passphrase_opens_only_what_it_sealed() -> None:
    file = sealed(TEXT, Passphrase("satu", log_n=2))
    assert outcome(file, IDENTITY, Passphrase("satu")) == (None, TEXT)
    assert outcome(file, Passphrase("dua")) == (errors.NoMatch, b"")
    assert outcome(file, Passphrase("satu", log_n=1, limit=1)) == (errors.HeaderError, b"")


def test_too_little_memory_for_a_passphrase_is_no_wrong_one(monkeypatch: pytest.MonkeyPatch) -> None:
    file = sealed(TEXT, Passphrase("satu", log_n=2))

    def scrypt(**_parameters: object) -> None:
        raise MemoryError

    monkeypatch.setattr(passphrase, "Scrypt", scrypt)
    assert outcome(file, Passphrase("satu")) == (errors.TooLittleMemory, b"")
    with pytest.raises(errors.TooLittleMemory, match="4 KiB"):
        sealed(TEXT, Passphrase("satu", log_n=2))


def test_passphrase_stanza_beside_another_is_refused_for_every_identity() -> None:
    file_key = bytes(16)
    stanzas = (IDENTITY.recipient.wrap(file_key), Passphrase("satu", log_n=1).wrap(file_key))
    file = header.serialize(Header(stanzas, bytes(32)))
    assert outcome(file) == (errors.HeaderError, b"")
    with pytest.raises(errors.HeaderError):
        Passphrase("satu").unwrap(stanzas)


def test_no_secret_in_a_repr() -> None:
    assert IDENTITY.seed.hex() not in repr(IDENTITY)
    assert repr(IDENTITY.seed) not in repr(IDENTITY)
    assert "satu" not in repr(Passphrase("satu"))


def test_rewrap_keeps_the_payload_and_forgets_the_old_recipients() -> None:
    newcomer = Identity(bytes(32))
    old = io.BytesIO(sealed(TEXT))
    file = age.rewrap(old, IDENTITY, [newcomer.recipient] * 8) + old.read()
    assert outcome(file, newcomer) == (None, TEXT)
    assert outcome(file) == (errors.NoMatch, b"")


def test_rewrap_refuses_a_changed_header() -> None:
    parsed = header.parse(io.BytesIO(sealed(TEXT)))
    changed = header.serialize(Header((*parsed.stanzas, Stanza("grease", (), b"")), parsed.mac))
    with pytest.raises(errors.HmacError):
        age.rewrap(io.BytesIO(changed), IDENTITY, [IDENTITY.recipient])
    with pytest.raises(errors.NoMatch):
        age.rewrap(io.BytesIO(sealed(TEXT)), Identity(bytes(32)), [IDENTITY.recipient])


def test_every_truncation_is_an_error() -> None:
    file = sealed(TEXT)
    for length in range(len(file)):
        error, released = outcome(file[:length])
        assert error is not None and issubclass(error, errors.Damaged)
        assert released == b""


def test_every_flipped_bit_is_an_error() -> None:
    file = bytearray(sealed(TEXT))
    for position in range(len(file)):
        for bit in range(8):
            file[position] ^= 1 << bit
            error, released = outcome(bytes(file))
            assert error is not None
            assert released == b""
            file[position] ^= 1 << bit
    assert outcome(bytes(file)) == (None, TEXT)


@given(insert=st.binary(min_size=1, max_size=40), where=st.floats(0, 1))
def test_every_insertion_is_an_error(insert: bytes, where: float) -> None:
    file = sealed(TEXT)
    position = round(where * len(file))
    error, released = outcome(file[:position] + insert + file[position:])
    assert error is not None
    assert released == b""


@given(junk=st.binary(max_size=2000))
def test_junk_is_damaged(junk: bytes) -> None:
    error, released = outcome(junk)
    assert error is not None and issubclass(error, errors.Damaged)
    assert released == b""


@given(junk=st.binary(max_size=300))
def test_junk_after_a_good_start_is_damaged(junk: bytes) -> None:
    for start in (
        b"age-encryption.org/v1\n",
        b"age-encryption.org/v1\n-> ",
        b"-----BEGIN AGE ENCRYPTED FILE-----\n",
    ):
        error, _ = outcome(start + junk)
        assert error is not None and issubclass(error, errors.Damaged | errors.NoMatch)


class Dribble(io.RawIOBase):
    """A raw stream that gives and takes a few bytes at a time, as a pipe may."""

    def __init__(self, data: bytes = b"", *, most: int = 1000) -> None:
        self.data, self.taken, self._most, self._random = io.BytesIO(data), bytearray(), most, Random(1)

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # a bytearray or a memoryview
        return self.data.readinto(memoryview(buffer)[: self._random.randint(1, self._most)])

    def write(self, data: bytes) -> int:  # type: ignore[override]  # likewise
        some = bytes(data[: self._random.randint(1, self._most)])
        self.taken += some
        return len(some)


class ReadOnlyPromise:
    """No more than ``read`` and ``readline``: all that BinaryIO promises a reader here."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)
        self.read: Callable[[int], bytes] = self._data.read
        self.readline: Callable[[int], bytes] = self._data.readline


def test_streams_may_give_and_take_little_at_a_time() -> None:
    text = os.urandom(200_000)
    sink = Dribble()
    age.encrypt(cast("io.BytesIO", Dribble(text)), cast("io.BytesIO", sink), [IDENTITY.recipient])
    assert outcome(bytes(sink.taken)) == (None, text)
    back = Dribble()
    age.decrypt(cast("io.BytesIO", Dribble(bytes(sink.taken))), cast("io.BytesIO", back), [IDENTITY])
    assert back.taken == text
    plain = io.BytesIO()
    age.decrypt(cast("io.BytesIO", ReadOnlyPromise(bytes(sink.taken))), plain, [IDENTITY])
    assert plain.getvalue() == text
