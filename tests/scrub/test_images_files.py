"""The door to all formats, as far as it goes to pictures and to what is not edited."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scrub import pictures as p
from tests.scrub.test_sniff import ftyp
from wbs.scrub import DOCUMENT_LIMIT, IMAGE_LIMIT, KINDS, WARNINGS, Scrubbed
from wbs.scrub.files import scrub
from wbs.scrub.glance import look
from wbs.scrub.images import scrub_image

HEIC = ftyp(b"heic", b"mif1") + b"\0\0\0\6Exif\0\0" + p.camera()


def zipped(*names: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return sink.getvalue()


def test_a_picture_is_edited() -> None:
    answer = scrub(p.inserted(p.jpeg(), p.exif_segment(p.camera())))
    assert answer.content == p.jpeg()
    assert set(answer.removed) == p.CAMERA_KINDS


def test_a_heic_is_named_and_kept() -> None:
    answer = scrub(HEIC)
    assert set(answer.found) == p.CAMERA_KINDS
    assert (answer.format, answer.type, answer.warning) == ("heic", "image/heic", "heic")
    assert (answer.removed, answer.content) == ((), None)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"", "application/octet-stream"),
        (b"hello", "text/plain"),
        (ftyp(b"isom"), "video/mp4"),
        (ftyp(b"avif"), "image/avif"),
        (zipped("photo.jpg", "notes.txt"), "application/zip"),
        (zipped()[:-4], "application/zip"),
        (zipped("mimetype"), "application/zip"),
    ],
)
def test_what_is_not_looked_into_is_unknown(content: bytes, media_type: str) -> None:
    assert scrub(content) == look(content[:4096]) == Scrubbed("", media_type, warning="unknown")
    assert scrub_image(content) is None


def test_a_damaged_picture_is_kept() -> None:
    assert scrub(p.png()[:-20]) == Scrubbed("png", "image/png", warning="damaged")


def test_a_picture_beyond_the_limit_is_kept() -> None:
    large = p.jpeg() + bytes(IMAGE_LIMIT)
    assert scrub(large) == scrub_image(large) == look(large[:4096])
    assert look(large[:4096]) == Scrubbed("jpeg", "image/jpeg", warning="too_large")


def test_a_document_beyond_its_limit_is_kept() -> None:
    assert scrub(b"%PDF-1.7\n" + bytes(DOCUMENT_LIMIT)).warning == "too_large"


def test_office_files_are_told_by_their_directory() -> None:
    assert scrub(zipped("a.txt", "[Content_Types].xml")).format == "ooxml"
    assert scrub(zipped("a.txt", "mimetype", "META-INF/manifest.xml")).format == "odf"
    assert scrub(zipped("[Content_Types].xml") + bytes(DOCUMENT_LIMIT)).format == ""


def test_a_large_heic_is_still_a_heic() -> None:
    assert look(HEIC[:4096]) == Scrubbed("heic", "image/heic", warning="heic")


@given(st.binary(max_size=400), st.sampled_from([b"PK\3\4", b"%PDF-1.7\n", HEIC, b"\xff\xd8\xff", b""]))
def test_any_bytes_are_answered(content: bytes, head: bytes) -> None:
    for answer in (scrub(head + content), look(head + content)):
        assert set(answer.removed) <= set(answer.found) <= set(KINDS)
        assert answer.warning in ("", *WARNINGS)
