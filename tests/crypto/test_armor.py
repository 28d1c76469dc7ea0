"""Armoured files beyond what the vectors try: long ones, and too much white space."""

from __future__ import annotations

import io
from base64 import encodebytes
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import age
from crypto.armor import unarmor
from crypto.errors import ArmorError
from crypto.hybrid import Identity

IDENTITY = Identity(bytes(range(32)))
BEGIN, END = b"-----BEGIN AGE ENCRYPTED FILE-----", b"-----END AGE ENCRYPTED FILE-----"


def armored(data: bytes) -> bytes:
    text = encodebytes(data).replace(b"\n", b"")
    lines = [text[start : start + 64] for start in range(0, len(text), 64)]
    return b"\n".join([BEGIN, *lines, END, b""])


def read(text: bytes) -> bytes:
    source = io.BytesIO(text)
    return unarmor(source, source.readline()).read()


@given(data=st.binary(max_size=500), pieces=st.lists(st.integers(1, 100), max_size=20))
def test_whatever_is_asked_for_at_a_time(data: bytes, pieces: list[int]) -> None:
    text = io.BytesIO(armored(data))
    source = unarmor(text, text.readline())
    assert b"".join([source.read(count) for count in pieces] + [source.read()]) == data


def test_a_long_armoured_file_opens() -> None:
    text = Random(4).randbytes(300_000)
    sealed, sink = io.BytesIO(), io.BytesIO()
    age.encrypt(io.BytesIO(text), sealed, [IDENTITY.recipient])
    age.decrypt(io.BytesIO(b"\n \r\n" + armored(sealed.getvalue()) + b"\n\n"), sink, [IDENTITY])
    assert sink.getvalue() == text


def test_little_white_space_may_stand_around_and_much_may_not() -> None:
    text = armored(b"isi")
    assert read(b"\n" * 1000 + text + b"\n" * 1000) == b"isi"
    for around in (b"\n" * 2000 + text, text + b"\n" * 2000, text + b" " * 5000):
        with pytest.raises(ArmorError, match="white space"):
            read(around)


@given(junk=st.binary(max_size=200))
def test_junk_is_refused_or_canonical(junk: bytes) -> None:
    try:
        data = read(BEGIN + b"\n" + junk + b"\n" + END)
    except ArmorError:
        return
    assert armored(data).split() == (BEGIN + b"\n" + junk + b"\n" + END).split()
