"""Broken and hostile pictures: never an exception, never a changed pixel, nothing found twice."""

import io
import struct
import time
import warnings
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageSequence, UnidentifiedImageError

from tests.scrub import pictures
from tests.scrub.test_images import NAMES, samples
from wbs.scrub.images import scrub_image


def decoded(content: bytes) -> list[bytes] | None:
    """Every frame's pixels; None if the picture cannot be shown."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(content)) as image:
                frames = [image] if image.format == "MPO" else ImageSequence.Iterator(image)
                return [frame.copy().tobytes() for frame in frames]
        except (
            UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error,
            KeyError, IndexError, TypeError, AttributeError, Image.DecompressionBombError, MemoryError,
        ):  # fmt: skip
            return None


def check(content: bytes) -> None:
    scrubbed = scrub_image(content)
    if scrubbed is None:
        return
    assert scrubbed.found == scrubbed.removed
    assert (scrubbed.content is None) == (scrubbed.found == ())
    if scrubbed.content is None:
        return
    again = scrub_image(scrubbed.content)
    assert again
    assert (again.found, again.content, again.warning) == ((), None, scrubbed.warning)
    before = decoded(content)
    assert before is None or decoded(scrubbed.content) == before


@pytest.mark.parametrize("name", ["motion.jpg", "turned.jpg", "texts.png", "camera.webp", "moving.webp"])
def test_every_truncation_is_answered(name: str) -> None:
    content = samples()[name].content
    for end in range(len(content)):
        scrubbed = scrub_image(content[:end])
        assert scrubbed is None or scrubbed.warning or scrubbed.found or scrubbed.content is None
    for end in range(1, len(content), 61):
        check(content[:end])


@given(
    name=st.sampled_from(NAMES),
    edits=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 3), st.binary(max_size=6)), min_size=1, max_size=6
    ),
)
@settings(max_examples=600)
def test_random_damage_is_answered(name: str, edits: list[tuple[float, int, bytes]]) -> None:
    content = samples()[name].content
    for place, gone, new in edits:
        at = int(place * len(content))
        content = content[:at] + new + content[at + gone :]
    check(content)


@given(
    st.binary(max_size=300),
    st.sampled_from([b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n", b"RIFF\x40\0\0\0WEBP"]),
)
def test_any_bytes_are_answered(content: bytes, head: bytes) -> None:
    check(content)
    check(head + content)


def _many_segments() -> bytes:
    return pictures.inserted(pictures.jpeg(), b"\xff\xfe\0\2" * 2_000_000)


def _many_restarts() -> bytes:
    return pictures.inserted(pictures.jpeg(), b"\xff\xd0" * 4_000_000)


def _many_exifs() -> bytes:
    ring = struct.pack("<HHHII", 1, 0x8769, 4, 5000, 30) + struct.pack("<I", 8)
    loop = (
        b"II*\0\x08\0\0\0" + ring + b"".join(struct.pack("<I", 8 + at) for at in range(5000)) + bytes(40_000)
    )
    return pictures.inserted(pictures.jpeg(), pictures.exif_segment(loop) * 200)


def _many_scans() -> bytes:
    jpeg = pictures.inserted(pictures.jpeg(), pictures.segment(0xFE, b"x"))
    scan = jpeg.index(b"\xff\xda")
    return jpeg[:scan] + jpeg[scan:-2] * 8000 + b"\xff\xd9"


def _many_trailers() -> bytes:
    return pictures.jpeg() + b"\xff\xd8\xff" * 3_000_000


def _many_chunks() -> bytes:
    return pictures.with_chunks(pictures.png(), pictures.chunk(b"prVt", b"") * 700_000)


def _many_bombs() -> bytes:
    bomb = pictures.chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(20_000_000)))
    return pictures.with_chunks(pictures.png(), bomb * 400)


def _profile_bomb() -> bytes:
    body = b"icc\0\0" + zlib.compress(bytes(200_000_000), 1)
    return pictures.with_chunks(pictures.png(), pictures.chunk(b"iCCP", body))


def _long_xmp() -> bytes:
    return pictures.with_riff(pictures.webp(), pictures.riff(b"XMP ", b"<a:b" * 2_000_000))


def _many_riff_chunks() -> bytes:
    return pictures.with_riff(pictures.webp(), pictures.riff(b"abcd", b"") * 1_000_000)


@pytest.mark.parametrize(
    "make",
    [
        _many_segments, _many_restarts, _many_exifs, _many_scans, _many_trailers, _many_chunks, _many_bombs,
        _profile_bomb, _long_xmp, _many_riff_chunks,
    ],
)  # fmt: skip
def test_hostile_pictures_cost_no_more_than_their_size(make: Callable[[], bytes]) -> None:
    content = make()
    start = time.process_time()
    scrubbed = scrub_image(content)
    assert time.process_time() - start < 5
    assert scrubbed
    assert scrubbed.found or scrubbed.warning
