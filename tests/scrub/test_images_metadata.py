"""What EXIF, XMP and IPTC tell is named; what of them is broken costs nothing and breaks nothing."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scrub import pictures as p
from wbs.scrub import KINDS, exif, iptc, xmp


@pytest.mark.parametrize("order", ["<", ">"])
def test_every_ifd_is_read_in_both_byte_orders(order: str) -> None:
    content = p.camera(order=order, orientation=5, thumbnail=p.thumbnail())
    assert exif.kinds(content) == p.CAMERA_KINDS | {"thumbnail"}
    assert exif.orientation(content) == 5


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(("told", "kept"), [(0, 1), (1, 1), (2, 2), (8, 8), (9, 1), (600, 1)])
def test_orientation_is_one_of_eight(order: str, told: int, kept: int) -> None:
    field = p.Field(0x0112, 3, 1, struct.pack(f"{order}HH", told, 0))
    assert exif.orientation(p.tiff({0: [field]}, order=order)) == kept


def test_the_minimal_exif_says_the_orientation_and_nothing_else() -> None:
    for turned in range(2, 9):
        assert exif.orientation(exif.minimal(turned)) == turned
        assert exif.keep(exif.minimal(turned)) == exif.minimal(turned)
        assert exif.kinds(exif.minimal(turned)) == {"other"}
        assert len(exif.minimal(turned)) == 26


@pytest.mark.parametrize(
    ("ifd", "field", "kinds"),
    [
        (0, p.text(0x013B, "Siti"), {"author"}),
        (0, p.text(0x010E, "Rapat"), {"description"}),
        (0, p.text(0x9C9C, "x"), {"comments"}),
        (0, p.text(0x010F, "    "), {"other"}),
        (0, p.text(0xC999, "unknown"), {"other"}),
        (0, p.Field(0x02BC, 7, len(p.XMP), p.XMP), p.XMP_KINDS),
        (0, p.Field(0x83BB, 7, 9, b"\x1c\x02\x5a\0\4Riau"), {"place"}),
        (0x8769, p.Field(0x9286, 7, 20, b"ASCII\0\0\0third floor\0"), {"comments"}),
        (0x8769, p.Field(0x9286, 7, 20, b"ASCII\0\0\0            "), {"other"}),
        (0x8769, p.rational(0x829A, "<", 30), {"device"}),
        (0x8825, p.Field(0, 1, 4, b"\2\3\0\0"), {"other"}),
        (0x8825, p.text(0x1D, "2026:11:01"), {"dates"}),
        (0x8825, p.rational(6, "<", 8), {"place"}),
    ],
)
def test_tags_are_named(ifd: int, field: p.Field, kinds: set[str]) -> None:
    assert exif.kinds(p.tiff({ifd: [field]})) == kinds


def test_a_thumbnail_that_is_not_compressed_is_named() -> None:
    strips = p.Field(0x0111, 4, 1, bytes(4))
    assert exif.kinds(p.tiff({0: [], 1: [strips]})) == {"thumbnail"}
    assert exif.kinds(p.tiff({0: [strips]})) == {"other"}


def test_loops_of_ifds_end() -> None:
    loop = b"II*\0\x08\0\0\0\1\0" + struct.pack("<HHII", 0x8769, 4, 1, 8) + struct.pack("<I", 8)
    assert exif.kinds(loop) == {"other"}
    assert exif.orientation(loop) == 1


@given(st.integers(0, 400), st.binary(min_size=1, max_size=8))
def test_damaged_exif_is_answered(at: int, new: bytes) -> None:
    content = p.camera(orientation=6)
    damaged = content[:at] + new + content[at + len(new) :]
    for each in (damaged, content[:at], new):
        assert exif.kinds(each) <= set(KINDS)
        assert exif.kinds(each)
        assert 1 <= exif.orientation(each) <= 8


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("<dc:creator>", {"author"}),
        (' exif:GPSLatitude="6,13S"', {"place"}),
        (" photoshop:City='Jakarta'", {"place"}),
        ("<xmp:CreateDate>", {"dates"}),
        (" xmp:CreatorTool=''", {"software"}),
        ("<dc:title>", {"description"}),
        (" xmpMM:OriginalDocumentID=''", {"identifiers"}),
        ("<xmpMM:History>", {"revisions"}),
        ("<xmp:Thumbnails>", {"thumbnail"}),
        ("<aux:SerialNumber>", {"device", "identifiers"}),
        ("<siti:secret>", {"other"}),
        ("<rdf:li>", {"other"}),
        (" tiff:Orientation='6'", {"other"}),
        ("", {"other"}),
        ("<" * 100_000, {"other"}),
        ("<a" * 100_000, {"other"}),
    ],
)
def test_properties_are_named(text: str, kinds: set[str]) -> None:
    assert xmp.kinds(text.encode()) == kinds
    assert xmp.kinds(text.encode("utf-16-be")) == kinds


@pytest.mark.parametrize(
    ("data", "kinds"),
    [
        (b"", {"other"}),
        (b"8BIM", {"other"}),
        (p.resource(0x040C, b"jpeg"), {"thumbnail"}),
        (p.resource(0x0424, p.XMP), p.XMP_KINDS),
        (p.resource(0x0404, b"\x1c\x02\x50\0\4Siti"), {"author"}),
        (p.resource(0x0404, b"\x1c\x02\x50\x80\x04\0\0\0\4Siti\x1c\x02\x5a\0\1x"), {"author", "place"}),
        (p.resource(0x0404, b"\x1c\x02\x00\0\2\0\4"), {"other"}),
        (p.resource(0x0404, b"\x1c\x02"), {"other"}),
        (b"8BIM\x04\x04\x04name\0\0\0\0\x09\x1c\x02\x50\0\4Siti", {"author"}),
        (p.resource(0x0425, bytes(16)) + p.resource(0x040C, b"x"), {"identifiers", "thumbnail"}),
    ],
)
def test_resources_are_named(data: bytes, kinds: set[str]) -> None:
    assert iptc.resource_kinds(data) == kinds


@given(st.binary(max_size=80))
def test_damaged_resources_are_answered(data: bytes) -> None:
    for each in (data, b"8BIM" + data, p.resource(0x0404, b"\x1c" + data)):
        assert iptc.resource_kinds(each) <= set(KINDS)
