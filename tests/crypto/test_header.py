"""The header's grammar is one-to-one, bounded, and says no to everything else."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import header
from crypto.errors import HeaderError
from crypto.header import Header, Stanza

ARGUMENT = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20)
STANZAS = st.lists(
    st.builds(Stanza, ARGUMENT, st.lists(ARGUMENT, max_size=3).map(tuple), st.binary(max_size=200)),
    min_size=1,
    max_size=8,
).map(tuple)
MAC = bytes(range(32))


@given(stanzas=STANZAS, mac=st.binary(min_size=32, max_size=32), rest=st.binary(max_size=50))
def test_what_was_written_parses_and_leaves_the_payload(
    stanzas: tuple[Stanza, ...], mac: bytes, rest: bytes
) -> None:
    source = io.BytesIO(header.serialize(Header(stanzas, mac)) + rest)
    assert header.parse(source) == Header(stanzas, mac)
    assert source.read() == rest


@given(stanzas=STANZAS, where=st.integers(0), byte=st.integers(0, 255))
def test_what_parses_is_what_would_be_written(stanzas: tuple[Stanza, ...], where: int, byte: int) -> None:
    data = bytearray(header.serialize(Header(stanzas, MAC)))
    data[where % len(data)] = byte
    source = io.BytesIO(bytes(data))
    try:
        parsed = header.parse(source)
    except HeaderError:
        return
    assert header.serialize(parsed) == data[: source.tell()]


@given(stanzas=STANZAS, where=st.integers(0))
def test_every_truncation_is_refused(stanzas: tuple[Stanza, ...], where: int) -> None:
    data = header.serialize(Header(stanzas, MAC))
    with pytest.raises(HeaderError):
        header.parse(io.BytesIO(data[: where % len(data)]))


@given(data=st.binary(max_size=500))
def test_base64_that_decodes_is_canonical(data: bytes) -> None:
    text = data.decode("latin-1")
    assert header.decode_base64(header.encode_base64(data)) == data
    try:
        decoded = header.decode_base64(text)
    except HeaderError:
        return
    assert header.encode_base64(decoded) == text


@pytest.mark.parametrize(
    "text", ["AA==", "AB", "AAB", "A", "AA\n", " AA", "A-_A", "AAAA=", "\u00c4\u00c4\u00c4\u00c4", "ＡＡＡＡ"]
)
def test_base64_that_is_not_canonical_is_refused(text: str) -> None:
    with pytest.raises(HeaderError):
        header.decode_base64(text)


@pytest.mark.parametrize("argument", ["", " ", "a b", "a\n", "\x7f", "é"])
def test_a_stanza_that_cannot_be_written_cannot_be_made(argument: str) -> None:
    with pytest.raises(HeaderError):
        Stanza(argument, (), b"")
    with pytest.raises(HeaderError):
        Stanza("a", (argument,), b"")


def test_a_header_without_stanzas_is_refused() -> None:
    with pytest.raises(HeaderError, match="no stanza"):
        header.parse(io.BytesIO(header.serialize(Header((), MAC))))


def test_the_limit_is_exact() -> None:
    # 22 bytes of version, 5 + 1 of arguments and an empty body, 48 of MAC.
    fitting = Header((Stanza("x" * (header.LIMIT - 22 - 5 - 48), (), b""),), MAC)
    assert len(header.serialize(fitting)) == header.LIMIT
    assert header.parse(io.BytesIO(header.serialize(fitting) + b"rest")) == fitting
    long = Header((Stanza(fitting.stanzas[0].type + "x", (), b""),), MAC)
    with pytest.raises(HeaderError, match="too long"):
        header.parse(io.BytesIO(header.serialize(long)))


def test_an_endless_header_is_not_read_to_its_end() -> None:
    source = io.BytesIO(b"age-encryption.org/v1\n" + b"-> a\n\n" * 100_000)
    with pytest.raises(HeaderError):
        header.parse(source)
    assert source.tell() <= header.LIMIT
