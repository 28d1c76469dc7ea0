"""Segments: which stay byte for byte, and what is no JPEG that can be followed."""

import struct

import pytest

from tests.scrub import pictures as p
from tests.scrub.test_images import pixels, samples
from wbs.scrub import exif, jpeg
from wbs.scrub.edit import Damaged

GPS = p.exif_segment(p.camera())
TURNED = p.exif_segment(p.camera(orientation=6))
# Markers of frames, tables, scans and intervals, which say themselves how long they are.
LENGTHS = [0xC0, 0xC1, 0xC2, 0xC4, 0xC9, 0xCC, 0xDA, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF]
FRAME = p.jpeg()[p.jpeg().index(b"\xff\xc0") :][:19]
JPEGS = sorted(name for name in samples() if name.endswith(".jpg"))


def picture_parts(content: bytes) -> list[bytes]:
    """Every segment but APPn and COM, with its scan; read segment by segment, by other code than ours."""
    parts: list[bytes] = []
    at = 2
    while True:
        assert content[at] == 0xFF
        while content[at + 1] == 0xFF:
            at += 1
        marker = content[at + 1]
        if marker == 0xD9:
            return parts
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        if marker == 0xDA:
            while content[end] != 0xFF or content[end + 1] == 0 or 0xD0 <= content[end + 1] <= 0xD7:
                end += 1
        if not 0xE0 <= marker <= 0xEF and marker != 0xFE:
            parts.append(content[at:end])
        at = end


@pytest.mark.parametrize("name", JPEGS)
def test_tables_frames_and_scans_stay_byte_for_byte(name: str) -> None:
    content = samples()[name].content
    assert picture_parts(jpeg.clean(content).content) == picture_parts(content)


def test_progressive_pictures_keep_every_scan() -> None:
    parts = picture_parts(jpeg.clean(samples()["turned.jpg"].content).content)
    assert sum(part.startswith(b"\xff\xda") for part in parts) > 5


def test_only_the_orientation_is_left_of_an_exif() -> None:
    content = jpeg.clean(p.inserted(p.jpeg(), TURNED)).content
    assert content.count(b"Exif\0\0") == 1
    assert content[2:].startswith(p.exif_segment(exif.minimal(6)))
    assert b"Siti" not in content


def test_an_upright_picture_keeps_no_exif() -> None:
    assert b"Exif" not in jpeg.clean(p.inserted(p.jpeg(), GPS)).content


def test_a_picture_with_nothing_but_its_orientation_is_not_edited() -> None:
    content = p.inserted(p.jpeg(), p.exif_segment(exif.minimal(3)))
    assert jpeg.clean(content) == (content, frozenset(), True)


def test_the_first_of_two_exifs_turns_the_picture() -> None:
    edit = jpeg.clean(p.inserted(p.jpeg(), TURNED, p.exif_segment(p.camera(orientation=3))))
    assert edit.content[2:].startswith(p.exif_segment(exif.minimal(6)))
    assert edit.content.count(b"Exif") == 1


def test_copies_of_what_stays_hide_no_exif_behind_them() -> None:
    turned = p.exif_segment(exif.minimal(6))
    edit = jpeg.clean(p.inserted(p.jpeg(), *[turned] * 16, GPS))
    assert edit == (p.inserted(p.jpeg(), turned), frozenset({"other"}), True)


def test_of_two_adobe_segments_the_last_says_the_colours() -> None:
    adobe = [p.segment(0xEE, b"Adobe\0\x65\1\2\3\4" + bytes((transform,)) + b"Siti") for transform in (2, 0)]
    edit = jpeg.clean(p.inserted(p.jpeg(), *adobe))
    assert edit.found == {"other"}
    assert edit.content == p.inserted(p.jpeg(), p.segment(0xEE, b"Adobe\0\x64" + bytes(5)))


def test_a_thumbnail_in_jfif_goes_and_its_density_stays() -> None:
    small = p.segment(0xE0, b"JFIF\0\1\2\1\0\x48\0\x48\2\2" + bytes(12))
    edit = jpeg.clean(p.inserted(p.jpeg(), small))
    assert edit.found == {"thumbnail"}
    assert edit.content[2:].startswith(p.segment(0xE0, b"JFIF\0\1\2\1\0\x48\0\x48\0\0"))


def test_a_profile_whose_parts_stand_in_another_order_is_read() -> None:
    parts = p.icc_segments(p.profile("Display P3", p.P3), 100)
    edit = jpeg.clean(p.inserted(p.jpeg(), *reversed(parts)))
    assert "profile" not in edit.found
    assert edit.content.count(b"ICC_PROFILE\0\1\1") == 1


def test_a_profile_of_many_small_parts_is_read() -> None:
    edit = jpeg.clean(p.inserted(p.jpeg(), *p.icc_segments(p.profile("Display P3", p.P3), 20)))
    assert "profile" not in edit.found
    assert edit.content.count(b"ICC_PROFILE\0\1\1") == 1


def test_a_second_jfif_without_a_thumbnail_is_no_thumbnail() -> None:
    edit = jpeg.clean(p.inserted(p.jpeg(), p.jpeg()[2:20]))
    assert edit == (p.jpeg(), frozenset({"other"}), True)


@pytest.mark.parametrize("keep", [slice(1, None), slice(0, -1)])
def test_a_profile_that_lacks_a_part_goes(keep: slice) -> None:
    parts = p.icc_segments(p.profile("Display P3", p.P3), 100)
    edit = jpeg.clean(p.inserted(p.jpeg(), *parts[keep]))
    assert edit.found >= {"profile"}
    assert b"ICC_PROFILE" not in edit.content


def test_pictures_behind_the_end_are_named_and_go() -> None:
    edit = jpeg.clean(
        p.jpeg() + bytes(100) + p.inserted(p.jpeg(), GPS) + p.inserted(p.jpeg(), p.iptc_segment())
    )
    assert edit.found == p.CAMERA_KINDS | p.IPTC_KINDS | {"trailer"}
    assert edit.content == p.jpeg()


def test_a_broken_picture_behind_the_end_goes_too() -> None:
    edit = jpeg.clean(p.jpeg() + p.inserted(p.jpeg(), p.iptc_segment()) + b"\xff\xd8\xff\xe1\0\0")
    assert edit.found == p.IPTC_KINDS | {"trailer"}
    assert edit.content == p.jpeg()


def test_what_a_phone_notes_behind_the_end_goes() -> None:
    notes = b"\0\0\1\x0a\x0e\0\0\0Image_UTC_Data1700000000000SEFHk\0\0\0\1\0\0\0SEFT"
    edit = jpeg.clean(p.jpeg() + notes)
    assert edit == (p.jpeg(), frozenset({"trailer"}), True)


def test_a_metadata_segment_between_scans_goes() -> None:
    content = p.jpeg(progressive=True)
    second = content.index(b"\xff\xda", content.index(b"\xff\xda") + 2)
    edit = jpeg.clean(p.inserted(content, GPS, behind=content.rindex(b"\xff\xc4", 0, second)))
    assert edit.content == content
    assert edit.found == p.CAMERA_KINDS


def test_bytes_of_no_segment_go() -> None:
    edit = jpeg.clean(p.inserted(p.jpeg(), b"Siti was here"))
    assert edit == (p.jpeg(), frozenset({"other"}), True)


def test_fill_bytes_before_a_marker_are_followed() -> None:
    content = p.jpeg()
    edit = jpeg.clean(p.inserted(content, b"\xff\xff\xff\xff", GPS, b"\xff\xff"))
    assert edit.content == content


def test_the_number_of_lines_behind_the_first_scan_stays() -> None:
    lines = p.segment(0xDC, b"\0\x28")
    content = p.jpeg()[:-2] + lines + b"\xff\xd9"
    assert jpeg.clean(p.inserted(content, GPS)).content == content


def test_arithmetic_coding_is_a_picture_too() -> None:
    content = p.jpeg().replace(b"\xff\xc0", b"\xff\xc9")
    content = p.inserted(content, p.segment(0xCC, b"\0\x10"), behind=20)
    assert jpeg.clean(p.inserted(content, GPS)).content == content


def test_impossible_markers_within_a_scan_stay_with_it() -> None:
    content = p.jpeg(restart_marker_blocks=1)
    middle = content.index(b"\xff\xda") + 40
    content = p.inserted(content, b"\xff\x01\xff\x77", behind=middle)
    edit = jpeg.clean(p.inserted(content, GPS))
    assert edit.content == content


@pytest.mark.parametrize("cut", [2, 3, 40])
def test_a_picture_that_just_ends_is_cleaned_as_far_as_it_goes(cut: int) -> None:
    content = p.inserted(p.jpeg(), TURNED)[:-cut]
    edit = jpeg.clean(content)
    assert edit.whole is (cut < 2)
    assert edit.found == p.CAMERA_KINDS
    assert edit.content == p.inserted(p.jpeg(), p.exif_segment(exif.minimal(6)))[:-cut]
    assert jpeg.clean(edit.content) == (edit.content, frozenset(), False)


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8" + GPS,
        b"\xff\xd8" + GPS + b"\xff\xd9",
        p.inserted(p.jpeg(), b"\xff\xd8"),
        p.inserted(p.jpeg(), b"\xff\xe1\0\1"),
        p.inserted(p.jpeg(), b"\xff\xe1\xff\xff"),
        p.inserted(p.jpeg(), p.segment(0xF7, b"JPEG-LS")),
        p.inserted(p.jpeg(), p.segment(0xC8, b"")),
        p.jpeg().replace(b"\xff\xc0", b"\xff\xe5"),
        p.jpeg()[: p.jpeg().index(b"\xff\xda")],
        p.jpeg()[:-2] + p.jpeg(),
        *(p.inserted(p.jpeg(), p.segment(marker, b"Siti was here")) for marker in LENGTHS),
        p.inserted(p.jpeg(), FRAME),
        p.jpeg().replace(FRAME, FRAME[:3] + bytes((FRAME[3] + 4,)) + FRAME[4:] + b"Siti"),
    ],
)
def test_what_cannot_be_followed_is_damaged(content: bytes) -> None:
    with pytest.raises(Damaged):
        jpeg.clean(content)


def test_ink_keeps_its_colours() -> None:
    content = samples()["ink.jpg"].content
    edit = jpeg.clean(content)
    assert b"Adobe" in edit.content
    assert pixels(edit.content) == pixels(content)
