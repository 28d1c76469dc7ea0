"""RIFF chunks: which stay byte for byte, in frames too, and what is no WebP that can be followed."""

import struct

import pytest

from tests.scrub import pictures as p
from wbs.scrub import exif, webp
from wbs.scrub.edit import Damaged

ANIM = p.riff(b"ANIM", bytes(6))
ICC, ALPHA, EXIF, XMP, ANIMATION = 0x20, 0x10, 0x08, 0x04, 0x02


def chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    """Name and data of every chunk, by other code than ours."""
    found, at = [], 12
    assert struct.unpack_from("<I", content, 4)[0] == len(content) - 8
    while at < len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        found.append((name, content[at + 8 : at + 8 + size]))
        at += 8 + size + size % 2
    return found


def test_flags_say_what_is_left() -> None:
    content = p.webp("RGBA", exif=p.camera(), xmp=p.XMP, icc_profile=p.profile("Display P3", p.P3))
    assert dict(chunks(content))[b"VP8X"][0] == ICC | ALPHA | EXIF | XMP
    left = dict(chunks(webp.clean(content).content))
    assert left[b"VP8X"][0] == ICC | ALPHA
    assert set(left) == {b"VP8X", b"ICCP", b"ALPH", b"VP8 "}


def test_only_the_orientation_is_left_of_an_exif() -> None:
    for head in (b"", b"Exif\0\0"):
        content = p.webp(exif=p.camera())
        turned = p.riff(b"EXIF", head + p.camera(orientation=6))
        content = content.replace(p.riff(b"EXIF", p.camera()), turned)
        content = content[:4] + struct.pack("<I", len(content) - 8) + content[8:]
        edit = webp.clean(content)
        assert edit.found == p.CAMERA_KINDS
        left = dict(chunks(edit.content))
        assert left[b"EXIF"] == exif.minimal(6)
        assert left[b"VP8X"][0] == EXIF
        assert webp.clean(edit.content) == (edit.content, frozenset(), True)


def test_pixels_stay_byte_for_byte_within_frames() -> None:
    content = p.animation("WEBP")
    told = p.in_frames(content, p.riff(b"EXIF", p.camera()))
    edit = webp.clean(told)
    assert edit.found == p.CAMERA_KINDS
    assert edit.content == content


def test_unknown_chunks_and_second_pictures_go() -> None:
    simple = p.webp()
    second = dict(chunks(simple))[b"VP8 "]
    edit = webp.clean(p.with_riff(simple, p.riff(b"SITI", b"odd"), p.riff(b"VP8 ", second)))
    assert edit == (simple, frozenset({"other"}), True)


def test_bytes_behind_the_end_go() -> None:
    edit = webp.clean(p.webp() + b"Siti")
    assert edit == (p.webp(), frozenset({"trailer"}), True)


def test_a_missing_last_padding_byte_is_forgiven() -> None:
    content = p.with_riff(p.webp(), b"XMP " + struct.pack("<I", 3) + b"<x>")
    edit = webp.clean(content)
    assert edit == (p.webp(), frozenset({"other"}), True)


def test_an_odd_chunk_is_padded() -> None:
    content = p.webp(exif=p.camera(), xmp=p.XMP + b" " * (len(p.XMP) % 2 == 0))
    left = webp.clean(content).content
    assert len(left) % 2 == 0
    assert [name for name, _ in chunks(left)] == [b"VP8X", b"VP8 "]


@pytest.mark.parametrize(
    "content",
    [
        b"RIFF\4\0\0\0WEBP",
        b"RIFF\x0c\0\0\0WEBPXMP \0\0\0\0",
        p.webp()[:-2],
        p.webp()[:12] + b"VP8X\x0a\0\0\0" + bytes(10),
        p.with_riff(p.webp(), b"XMP \xff\xff\0\0"),
        p.with_riff(p.webp(), b"XMP"),
        p.with_riff(p.webp(), p.riff(b"VP8X", bytes(4))),
        p.with_riff(p.webp(), p.riff(b"ANMF", bytes(4))),
        p.with_riff(p.webp(), p.riff(b"ANMF", bytes(16) + b"VP8 \xff\0\0\0")),
        p.with_riff(p.webp(), p.riff(b"ANMF", bytes(16) + p.riff(b"abcd", b"") * 17)),
        p.with_riff(p.animation("WEBP"), p.riff(b"ANMF", bytes(16) + p.riff(b"abcd", b"") * 17)),
        p.with_riff(p.animation("WEBP"), p.riff(b"ANMF", bytes(4))),
        p.with_riff(p.webp(), p.riff(b"ANIM", bytes(6))),
        p.with_riff(p.webp(), p.riff(b"ALPH", b"Siti")).replace(b"VP8 ", b"VP8L"),
        p.with_riff(p.webp(), p.riff(b"VP8L", b"Siti")),
        p.with_riff(p.animation("WEBP"), p.riff(b"VP8 ", b"Siti")),
        p.with_riff(p.webp(), p.riff(b"ANMF", bytes(16) + p.webp()[12:])),
        p.in_frames(p.animation("WEBP"), p.riff(b"VP8 ", b"Siti")),
        p.with_riff(p.animation("WEBP").replace(ANIM, p.riff(b"ANIM", ANIM[8:] + b"Siti"))),
    ],
)
def test_what_cannot_be_followed_is_damaged(content: bytes) -> None:
    with pytest.raises(Damaged):
        webp.clean(content)
