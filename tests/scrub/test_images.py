"""Whole pictures: what is named is what exiftool finds, nothing of it is left, and no pixel changes."""

import io
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image, ImageSequence

from tests.scrub import judge, pictures
from wbs.scrub import KINDS
from wbs.scrub.images import scrub_image


class Sample(NamedTuple):
    name: str
    content: bytes
    kinds: set[str]


@cache
def samples() -> dict[str, Sample]:
    """Every sample with the kinds that it gives away."""
    made = [*_jpegs(), *_pngs(), *_webps()]
    return {sample.name: sample for sample in made}


def _jpegs() -> Iterator[Sample]:
    p = pictures
    exif = p.exif_segment(p.camera(thumbnail=p.thumbnail()))
    behind = p.jpeg() + b"\0\0"
    yield Sample("clean.jpg", p.jpeg(), set())
    yield Sample("camera.jpg", p.inserted(p.jpeg(), exif), p.CAMERA_KINDS | {"thumbnail"})
    turned = p.exif_segment(p.camera(order=">", orientation=6))
    yield Sample("turned.jpg", p.inserted(p.jpeg(progressive=True), turned), p.CAMERA_KINDS)
    extended = p.segment(
        0xE1, b"http://ns.adobe.com/xmp/extension/\0" + p.GUID + bytes(3) + b"\x20" + bytes(4) + p.XMP
    )
    xmp = p.segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + p.XMP)
    yield Sample("xmp.jpg", p.inserted(p.jpeg("L"), xmp, extended), p.XMP_KINDS)
    yield Sample("iptc.jpg", p.inserted(p.jpeg(), p.iptc_segment()), p.IPTC_KINDS)
    yield Sample("comment.jpg", p.inserted(p.jpeg(), p.segment(0xFE, b"third floor")), {"comments"})
    jfxx = p.segment(0xE0, b"JFXX\0\x10" + p.thumbnail())
    yield Sample("jfxx.jpg", p.inserted(p.jpeg(), jfxx, behind=20), {"thumbnail"})
    small = p.segment(0xE0, b"JFIF\0\1\2\0\0\1\0\1\2\2" + bytes(range(12)))
    yield Sample("jfif.jpg", p.jpeg()[:2] + small + p.jpeg()[20:], {"thumbnail"})
    yield Sample(
        "motion.jpg", p.inserted(p.jpeg(), exif) + p.motion(), p.CAMERA_KINDS | {"thumbnail", "trailer"}
    )
    mpf = p.inserted(p.mpf(p.drawing()), exif)
    yield Sample("mpf.jpg", mpf, p.CAMERA_KINDS | {"thumbnail", "trailer"})
    yield Sample("zip.jpg", behind + b"PK\5\6" + bytes(18), {"trailer"})
    yield Sample("c2pa.jpg", p.inserted(p.jpeg(), p.segment(0xEB, b"JP\0\1\0\0\0\1jumb")), {"identifiers"})
    others = [p.segment(0xE0 + number, b"SECRET OF %d" % number) for number in (3, 4, 5, 6, 7, 8, 9, 10, 15)]
    yield Sample("others.jpg", p.inserted(p.jpeg(), *others), {"other"})
    ink = p.inserted(p.jpeg("CMYK"), p.segment(0xFE, b"ink"))
    yield Sample("ink.jpg", ink, {"comments"})
    restarts = p.jpeg(restart_marker_blocks=1, optimize=True)
    yield Sample("restarts.jpg", p.inserted(restarts, b"\xff\xff\xff", p.segment(0xFE, b"x")), {"comments"})
    usual = p.inserted(p.jpeg(), *p.icc_segments(p.lcms_srgb(), 300))
    yield Sample("usual.jpg", usual, {"dates", "software"})
    screen = p.inserted(p.jpeg(), *p.icc_segments(p.profile("Siti's screen", p.SCREEN)))
    yield Sample("screen.jpg", screen, {"profile", "dates", "device", "software", "identifiers"})


def _pngs() -> Iterator[Sample]:
    p = pictures
    yield Sample("clean.png", p.png(), set())
    yield Sample("texts.png", p.png("RGBA", pnginfo=p.texts()), p.TEXT_KINDS)
    yield Sample(
        "camera.png", p.with_chunks(p.png(), p.chunk(b"eXIf", p.camera(orientation=8))), p.CAMERA_KINDS
    )
    raw = [p.raw_profile(b"exif", b"Exif\0\0" + p.camera()), p.raw_profile(b"iptc", p.iptc_segment()[4:])]
    yield Sample("raw.png", p.with_chunks(p.png("L"), *raw), p.CAMERA_KINDS | p.IPTC_KINDS)
    p3 = p.png(icc_profile=p.profile("Display P3", p.P3))
    yield Sample("p3.png", p3, {"dates", "device", "software", "identifiers"})
    others = [
        p.chunk(b"tIME", b"\x07\xea\x0b\1\1\1\1"),
        p.chunk(b"caBX", b"jumb"),
        p.chunk(b"iDOT", bytes(28)),
    ]
    yield Sample("others.png", p.with_chunks(p.png(), *others), {"dates", "identifiers", "software"})
    private = p.with_chunks(p.png(), p.chunk(b"prVt", b"Siti")) + b"PK\3\4 and more"
    yield Sample("private.png", private, {"other", "trailer"})
    moving = p.animation("PNG")
    yield Sample("moving.png", p.with_chunks(moving, p.chunk(b"tEXt", b"Author\0Siti")), {"author"})


def _webps() -> Iterator[Sample]:
    p = pictures
    camera = p.webp(exif=p.camera(orientation=6), xmp=p.XMP, icc_profile=p.lcms_srgb())
    yield Sample("clean.webp", p.webp(), set())
    yield Sample("camera.webp", camera, p.CAMERA_KINDS | p.XMP_KINDS)
    yield Sample("lossless.webp", p.webp("RGBA", lossless=True, xmp=p.XMP), p.XMP_KINDS)
    yield Sample(
        "behind.webp", p.with_riff(p.webp(), p.riff(b"SITI", b"odd")) + b"more", {"other", "trailer"}
    )
    moving = p.in_frames(p.animation("WEBP", exif=p.camera()), p.riff(b"XMP ", p.XMP))
    yield Sample("moving.webp", moving, p.CAMERA_KINDS | p.XMP_KINDS)


def pixels(content: bytes) -> list[tuple[str, int]]:
    """A hash of every frame's pixels, and how it is to be turned; of several JPEGs in one file the first."""
    with Image.open(io.BytesIO(content)) as image:
        turned = image.getexif().get(0x0112, 1)
        frames = [image] if image.format == "MPO" else ImageSequence.Iterator(image)
        return [(sha256(frame.copy().tobytes()).hexdigest(), turned) for frame in frames]


def cleaned(sample: Sample) -> bytes:
    scrubbed = scrub_image(sample.content)
    assert scrubbed
    assert scrubbed.warning == ""
    return sample.content if scrubbed.content is None else scrubbed.content


NAMES = [sample.name for sample in (*_jpegs(), *_pngs(), *_webps())]


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_keeps_its_pixels_and_loses_what_it_gives_away(name: str) -> None:
    sample = samples()[name]
    scrubbed = scrub_image(sample.content)
    assert scrubbed
    assert scrubbed.found == scrubbed.removed == tuple(kind for kind in KINDS if kind in sample.kinds)
    assert (scrubbed.content is None) == (not sample.kinds)
    assert pixels(cleaned(sample)) == pixels(sample.content)
    again = scrub_image(cleaned(sample))
    assert again
    assert (again.found, again.removed, again.content, again.warning) == ((), (), None, "")


def test_exiftool_finds_something_before_and_nothing_after(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    after.mkdir()
    given = judge.read({name: sample.content for name, sample in samples().items()}, before)
    kept = judge.read({name: cleaned(sample) for name, sample in samples().items()}, after)
    for name, sample in samples().items():
        # exiftool does not list chunks and bytes that it does not know.
        if sample.kinds - {"other", "trailer", "thumbnail"} and name not in ("c2pa.jpg", "others.png"):
            assert judge.left(given[name]), name
        assert judge.left(kept[name]) == {}, name


# As exiftool writes them; JPEG has some more.
_TAGS = (
    "-GPSLatitude=6.2", "-GPSLatitudeRef=S", "-GPSLongitude=106.8", "-GPSLongitudeRef=E", "-Make=Nusantara",
    "-Model=N-7", "-SerialNumber=4711", "-Artist=Siti", "-Software=Darkroom", "-AllDates=2026:11:01 09:30:00",
    "-XMP:Creator=Siti", "-XMP:City=Jakarta", "-UserComment=third floor", "-Orientation#=6",
    "-ImageUniqueID=00112233445566778899aabbccddeeff", "-XMP-xmpMM:DocumentID=xmp.did:1",
)  # fmt: skip
_JPEG_TAGS = (
    "-Comment=hello", "-IPTC:By-line=Siti", "-IPTC:City=Jakarta", "-IPTC:Headline=Rapat",
    "-ThumbnailImage<=small", "-Photoshop:URL=https://example.org",
)  # fmt: skip


@pytest.mark.parametrize("name", ["clean.jpg", "clean.png", "clean.webp"])
def test_what_exiftool_writes_is_named_and_goes(name: str, tmp_path: Path) -> None:
    (tmp_path / "small").write_bytes(pictures.thumbnail())
    more = _JPEG_TAGS if name.endswith("jpg") else ()
    content = judge.write(samples()[name].content, name, tmp_path, *_TAGS, *more)
    assert len(judge.left(judge.read({name: content}, tmp_path)[name])) > 25
    scrubbed = scrub_image(content)
    assert scrubbed
    assert scrubbed.content
    kinds = {"place", "device", "author", "dates", "software", "identifiers", "comments"}
    assert set(scrubbed.removed) == kinds | ({"description", "thumbnail"} if more else set())
    left = judge.read({name: scrubbed.content}, tmp_path)[name]
    assert judge.left(left) == {}
    assert left["IFD0:Orientation"] == "Rotate 90 CW"
    assert pixels(scrubbed.content) == pixels(content)
