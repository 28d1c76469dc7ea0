"""Chunks: which stay byte for byte, and what is no PNG that can be followed."""

import struct
import zlib

import pytest

from tests.scrub import pictures as p
from wbs.scrub import exif, png
from wbs.scrub.edit import Damaged


def chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    """Name and data of every chunk, by other code than ours."""
    found, at = [], 8
    while at < len(content):
        (size,) = struct.unpack_from(">I", content, at)
        found.append((content[at + 4 : at + 8], content[at + 8 : at + 8 + size]))
        at += 12 + size
    return found


KEPT = [
    p.chunk(b"gAMA", b"\0\0\xb1\x8f"),
    p.chunk(b"sRGB", b"\0"),
    p.chunk(b"cICP", b"\x09\x10\0\1"),
    p.chunk(b"sBIT", b"\x08\x08\x08"),
    p.chunk(b"bKGD", bytes(6)),
    p.chunk(b"pHYs", b"\0\0\x0b\x13\0\0\x0b\x13\1"),
    p.chunk(b"cHRM", bytes(32)),
]


def test_chunks_that_decoders_need_stay_in_their_order() -> None:
    content = p.with_chunks(p.png(), *KEPT)
    edit = png.clean(p.with_chunks(content, p.chunk(b"tEXt", b"Author\0Siti")))
    assert edit.found == {"author"}
    assert edit.content == content


def test_a_palette_stays_with_its_transparency() -> None:
    image = p.encoded("PNG", "P", transparency=b"\0\x80\xff")
    edit = png.clean(p.with_chunks(image, p.chunk(b"prVt", b"x")))
    assert edit.content == image


@pytest.mark.parametrize(
    ("chunk", "kind"),
    [
        (p.chunk(b"gAMA", b"\0\0\xb1\x8f and more"), "other"),
        (p.chunk(b"pHYs", bytes(9))[:-1] + b"\x99", "other"),
        (p.chunk(b"cHRM", b"Siti was here"), "other"),
        (p.chunk(b"fdAT", b"an earlier picture"), "other"),
        (p.chunk(b"fcTL", b"an earlier picture's frame"), "other"),
        (p.chunk(b"sPLT", b"Siti's palette\0\x08"), "other"),
        (p.chunk(b"tIME", b"\x07\xea\x0b\1\1\1\1"), "dates"),
        (p.chunk(b"caBX", b"jumb"), "identifiers"),
        (p.chunk(b"iDOT", bytes(28)), "software"),
        (p.chunk(b"tEXt", b"Software\0Darkroom"), "software"),
        (p.chunk(b"tEXt", b"parameters\0a man at a desk"), "software"),
        (p.chunk(b"tEXt", b"no zero at all"), "other"),
        (p.chunk(b"zTXt", b"Comment\0\0no zlib"), "comments"),
        (p.chunk(b"iTXt", b"Title\0\1"), "description"),
        (p.chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(b"\nexif\n  9\nnot hex\n")), "other"),
        (p.raw_profile(b"xmp", b"<dc:creator>"), "author"),
        (p.raw_profile(b"icc", b"profile"), "profile"),
        (p.raw_profile(b"siti", b"secret"), "other"),
        (p.chunk(b"eXIf", b"no TIFF"), "other"),
        (p.chunk(b"iCCP", b"icc\0\0no zlib"), "profile"),
    ],
)
def test_other_chunks_go_and_are_named(chunk: bytes, kind: str) -> None:
    edit = png.clean(p.with_chunks(p.png(), chunk))
    assert edit.content == p.png()
    assert kind in edit.found


@pytest.mark.parametrize("chunk", KEPT)
def test_a_chunk_that_may_be_there_once_stays_once(chunk: bytes) -> None:
    edit = png.clean(p.with_chunks(p.png(), chunk, chunk))
    assert edit == (p.with_chunks(p.png(), chunk), frozenset({"other"}), True)


def test_only_the_orientation_is_left_of_an_exif() -> None:
    turned = [p.chunk(b"eXIf", p.camera(orientation=side)) for side in (8, 3)]
    edit = png.clean(p.with_chunks(p.png(), *turned))
    assert edit.found == p.CAMERA_KINDS
    assert edit.content == p.with_chunks(p.png(), p.chunk(b"eXIf", exif.minimal(8)))


def test_a_usual_profile_stays_under_its_colour_space_s_name() -> None:
    edit = png.clean(p.png(icc_profile=p.profile("Siti's work", p.P3)))
    ((_, body),) = [chunk for chunk in chunks(edit.content) if chunk[0] == b"iCCP"]
    name, _, packed = body.partition(b"\0")
    assert name == b"Display P3"
    assert b"Siti" not in zlib.decompress(packed[1:])
    assert png.clean(edit.content) == (edit.content, frozenset(), True)


def test_bytes_behind_the_end_go() -> None:
    edit = png.clean(p.png() + p.png())
    assert edit == (p.png(), frozenset({"trailer"}), True)


def bad_crc(content: bytes, name: bytes) -> bytes:
    at = content.index(name)
    end = at + 4 + int.from_bytes(content[at - 4 : at], "big")
    return content[:end] + bytes(4) + content[end + 4 :]


@pytest.mark.parametrize(
    "content",
    [
        p.png()[:8],
        p.png()[:33],
        p.png()[:-12],
        p.png()[:-1],
        p.png()[:8] + p.chunk(b"tEXt", b"Author\0Siti") + p.png()[8:],
        p.png()[:8] + p.chunk(b"CgBI", bytes(4)) + p.png()[8:],
        p.png()[:33] + p.chunk(b"IEND", b""),
        p.png()[:-12] + p.chunk(b"IEND", b"Siti"),
        p.with_chunks(p.png(), p.chunk(b"UNKn", b"")),
        p.with_chunks(p.png(), p.chunk(b"a b1", b"")),
        bad_crc(p.png(), b"IDAT"),
        bad_crc(p.png(), b"IHDR"),
        p.with_chunks(p.png(), p.png()[8:33]),
        p.with_chunks(p.png(), p.chunk(b"PLTE", b"Siti" * 193)),
        p.with_chunks(p.png(), *[p.chunk(b"PLTE", b"Siti" * 3)] * 2),
    ],
)
def test_what_cannot_be_followed_is_damaged(content: bytes) -> None:
    with pytest.raises(Damaged):
        png.clean(content)
