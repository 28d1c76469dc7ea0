"""The payload's chunks: any change is noticed, and nothing unauthentic is ever released."""

from __future__ import annotations

import io
import os
import threading
import time
import tracemalloc
from pathlib import Path
from random import Random
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto import stream
from crypto.errors import PayloadError
from crypto.stream import CHUNK, TAG

KEY = bytes(range(32))
SEALED = CHUNK + TAG
BATCH = 16 * CHUNK  # what is read at a time, after the first chunk
TEXT = Random(7).randbytes(2 * BATCH + CHUNK + 5)


def sealed(text: bytes, key: bytes = KEY) -> bytes:
    sink = io.BytesIO()
    stream.seal_stream(io.BytesIO(text), sink, key)
    return sink.getvalue()


def opened(data: bytes, key: bytes = KEY) -> tuple[PayloadError | None, bytes]:
    sink = io.BytesIO()
    try:
        stream.open_stream(io.BytesIO(data), sink, key)
    except PayloadError as error:
        return error, sink.getvalue()
    return None, sink.getvalue()


LONG = sealed(TEXT)
EDGES = sorted(
    {max(0, end + off) for end in (0, CHUNK, BATCH, CHUNK + BATCH, 2 * BATCH) for off in (-1, 0, 1)}
)


@pytest.mark.parametrize("size", [*EDGES, len(TEXT)])
def test_every_size_comes_back(size: int) -> None:
    data = sealed(TEXT[:size])
    assert len(data) == size + TAG * max(1, -(-size // CHUNK))
    assert opened(data) == (None, TEXT[:size])


@settings(max_examples=30)
@given(length=st.integers(0, len(LONG) - 1) | st.sampled_from([n * SEALED for n in range(34)]))
def test_a_truncation_releases_only_whole_chunks_before_it(length: int) -> None:
    error, released = opened(LONG[:length])
    assert isinstance(error, PayloadError)
    assert released == TEXT[: length // SEALED * CHUNK]


@settings(max_examples=30)
@given(position=st.integers(0, len(LONG) - 1), flip=st.integers(1, 255))
def test_a_changed_byte_releases_only_whole_chunks_before_it(position: int, flip: int) -> None:
    changed = LONG[:position] + bytes([LONG[position] ^ flip]) + LONG[position + 1 :]
    error, released = opened(changed)
    assert isinstance(error, PayloadError)
    assert released == TEXT[: position // SEALED * CHUNK]


@settings(max_examples=20)
@given(one=st.integers(0, 32), other=st.integers(0, 32))
def test_chunks_cannot_change_places(one: int, other: int) -> None:
    chunks = [LONG[start : start + SEALED] for start in range(0, len(LONG), SEALED)]
    chunks[one], chunks[other] = chunks[other], chunks[one]
    error, released = opened(b"".join(chunks))
    if one == other:
        assert (error, released) == (None, TEXT)
    else:
        assert isinstance(error, PayloadError)
        assert released == TEXT[: min(one, other) * CHUNK]


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, BATCH - 1])
@pytest.mark.parametrize("more", [b"x", bytes(TAG), bytes(SEALED)])
def test_nothing_may_follow_a_short_last_chunk(size: int, more: bytes) -> None:
    error, released = opened(sealed(TEXT[:size]) + more)
    assert isinstance(error, PayloadError)
    assert released == TEXT[: size // CHUNK * CHUNK]


@pytest.mark.parametrize("size", [CHUNK, BATCH, 2 * BATCH])
def test_a_full_last_chunk_is_released_before_what_follows_it_is_refused(size: int) -> None:
    error, released = opened(sealed(TEXT[:size]) + b"x")
    assert "follows" in str(error)
    assert released == TEXT[:size]


def test_an_empty_last_chunk_after_others_is_refused() -> None:
    empty = sealed(b"")
    error, released = opened(LONG[: 3 * SEALED] + empty)
    assert isinstance(error, PayloadError)
    assert released == TEXT[: 3 * CHUNK]


def test_another_key_opens_nothing() -> None:
    error, released = opened(LONG, bytes(32))
    assert isinstance(error, PayloadError)
    assert released == b""


class Failing(io.BytesIO):
    """Reads or takes so many bytes, then fails as a disk does."""

    def __init__(self, data: bytes, left: int) -> None:
        super().__init__(data)
        self._left = left

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # a bytearray or a memoryview
        self._spend(len(buffer))
        return super().readinto(buffer)

    def write(self, data: bytes) -> int:  # type: ignore[override]  # likewise
        self._spend(len(data))
        return super().write(data)

    def _spend(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise OSError(5, "Input/output error")


@pytest.mark.parametrize("left", [0, BATCH + 1, BATCH + 100, 2 * BATCH + 100])
def test_a_failing_disk_is_reported_and_no_thread_stays(left: int) -> None:
    before = threading.active_count()
    with pytest.raises(OSError, match="Input/output"):
        stream.seal_stream(Failing(TEXT, left), io.BytesIO(), KEY)
    sink = Failing(b"", left)
    with pytest.raises(OSError, match="Input/output"):
        stream.open_stream(io.BytesIO(LONG), sink, KEY)
    assert TEXT.startswith(sink.getvalue())
    assert threading.active_count() == before


class Hiccup(Failing):
    """Fails once, loses what it was asked for, and goes on."""

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # a bytearray or a memoryview
        try:
            return super().readinto(buffer)
        except OSError:
            self.seek(len(buffer), os.SEEK_CUR)
            self._left = len(TEXT)
            raise


@pytest.mark.parametrize("left", [100, CHUNK + 100, 2 * BATCH])
def test_nothing_is_sealed_past_a_gap(left: int) -> None:
    sink = io.BytesIO()
    with pytest.raises(OSError, match="Input/output"):
        stream.seal_stream(Hiccup(TEXT, left), sink, KEY)
    assert TEXT.startswith(opened(sink.getvalue())[1])


class Silent(io.BytesIO):
    """A descriptor that does not wait: nothing now is not the end."""

    def readinto(self, _buffer: bytearray) -> None:  # type: ignore[override]  # what a raw stream may answer
        return None

    def write(self, _data: bytes) -> None:  # type: ignore[override]  # likewise
        return None


def test_a_stream_that_does_not_wait_is_not_taken_for_an_end() -> None:
    with pytest.raises(BlockingIOError):
        stream.seal_stream(Silent(), io.BytesIO(), KEY)
    with pytest.raises(BlockingIOError):
        stream.seal_stream(io.BytesIO(TEXT), Silent(), KEY)


class Uneven(io.BytesIO):
    """Takes its time, now and then."""

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # a bytearray or a memoryview
        time.sleep(Random(self.tell()).choice([0, 0.004]))
        return super().readinto(buffer)

    def write(self, data: bytes) -> int:  # type: ignore[override]  # likewise
        time.sleep(Random(self.tell() + 1).choice([0, 0.004]))
        return super().write(data)


def test_slow_reading_and_writing_keep_the_order() -> None:
    text = Random(8).randbytes(12 * BATCH)
    sink, back = Uneven(), Uneven()
    stream.seal_stream(Uneven(text), sink, KEY)
    stream.open_stream(Uneven(sink.getvalue()), back, KEY)
    assert back.getvalue() == text


class Zeros(io.RawIOBase):
    """So many zero bytes, held nowhere."""

    def __init__(self, size: int) -> None:
        self._left = size

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # a bytearray or a memoryview
        count = min(len(buffer), self._left)
        self._left -= count
        return count


def test_memory_is_constant() -> None:
    with Path(os.devnull).open("wb") as sink:
        tracemalloc.start()
        stream.seal_stream(cast("io.BytesIO", Zeros(100 * BATCH)), sink, KEY)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 6 * BATCH


def pulled(data: bytes) -> tuple[PayloadError | None, bytes]:
    chunks: list[bytes] = []
    try:
        chunks.extend(stream.opened(io.BytesIO(data), KEY))
    except PayloadError as error:
        return error, b"".join(chunks)
    return None, b"".join(chunks)


@pytest.mark.parametrize("size", [*EDGES, len(TEXT)])
def test_every_size_can_be_pulled(size: int) -> None:
    assert pulled(sealed(TEXT[:size])) == (None, TEXT[:size])


@settings(max_examples=60)
@given(
    length=st.integers(0, len(LONG)) | st.sampled_from([n * SEALED for n in range(34)]),
    flip=st.integers(0, 255),
    position=st.integers(0, len(LONG) - 1),
    more=st.sampled_from([b"", b"x", bytes(TAG), LONG[:SEALED]]),
)
def test_pulling_finds_what_opening_finds(length: int, flip: int, position: int, more: bytes) -> None:
    changed = bytearray(LONG)
    changed[position] ^= flip
    data = bytes(changed[:length]) + more
    (error, released), (other, expected) = pulled(data), opened(data)
    assert (str(error), released) == (str(other), expected)


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1, len(TEXT)])
def test_a_watcher_sees_what_was_sealed_in_order(size: int) -> None:
    seen: list[bytes] = []
    sink = io.BytesIO()
    stream.seal_stream(io.BytesIO(TEXT[:size]), sink, KEY, lambda data: seen.append(bytes(data)))
    assert b"".join(seen) == TEXT[:size]
    assert sink.getvalue() == sealed(TEXT[:size])


def test_a_watcher_that_fails_ends_the_sealing() -> None:
    def fail(_: memoryview) -> None:
        raise ValueError("seen")

    sink = io.BytesIO()
    with pytest.raises(ValueError, match="seen"):
        stream.seal_stream(io.BytesIO(TEXT), sink, KEY, fail)
    assert len(sink.getvalue()) == SEALED
