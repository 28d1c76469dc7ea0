"""Types by content, with the first bytes as programs really write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scrub import pictures as p
from wbs.scrub import heic
from wbs.scrub.sniff import HEAD, UNKNOWN, sniff

ZIP = b"PK\3\4\x14\0\0\0\x08\0\0\0!\0" + bytes(12)
OFFICE = "application/vnd.openxmlformats-officedocument."


def entry(name: bytes, content: bytes = b"") -> bytes:
    return ZIP + len(name).to_bytes(2, "little") + b"\0\0" + name + content


def ftyp(major: bytes, *others: bytes) -> bytes:
    body = b"ftyp" + major + bytes(4) + b"".join(others)
    return (len(body) + 4).to_bytes(4, "big") + body + b"\0\0\1\0meta"


def ole(name: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + name.encode("utf-16-le") + bytes(64)


@pytest.mark.parametrize(
    ("head", "known", "media_type"),
    [
        (p.jpeg(), "jpeg", "image/jpeg"),
        (p.png(), "png", "image/png"),
        (p.webp(), "webp", "image/webp"),
        (b"%PDF-1.7\n", "pdf", "application/pdf"),
        (b"\r\n\0junk%PDF-1.4\n", "pdf", "application/pdf"),
        (ftyp(b"heic", b"mif1", b"heic"), "heic", "image/heic"),
        (ftyp(b"mif1", b"mif1", b"heix"), "heic", "image/heic"),
        (ftyp(b"hevc", b"msf1"), "heic", "image/heic-sequence"),
        (ftyp(b"mif1", b"miaf"), "heic", "image/heif"),
        (ftyp(b"avif", b"avif", b"mif1"), "", "image/avif"),
        (ftyp(b"mif1", b"avif"), "", "image/avif"),
        (ftyp(b"isom", b"mp42"), "", "video/mp4"),
        (ftyp(b"qt  "), "", "video/quicktime"),
        (b"\0\0\0\x08wide\0\0\1\0mdat", "", "video/quicktime"),
        (ftyp(b"3gp4", b"3gp4"), "", "video/3gpp"),
        (ftyp(b"M4A ", b"isom"), "", "audio/mp4"),
        (b"ID3\3\0\0\0\0\0\0", "", "audio/mpeg"),
        (b"\xff\xfb\x90\x44" + bytes(100), "", "audio/mpeg"),
        (b"OggS\0\2", "", "application/ogg"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "", "audio/wav"),
        (b"RIFF\x24\0\0\0AVI LIST", "", "video/x-msvideo"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\1\x42\x82\x84webm", "", "video/webm"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\1\x42\x82\x88matroska", "", "video/x-matroska"),
        (b"GIF89a\1\0\1\0", "", "image/gif"),
        (b"II*\0\x08\0\0\0", "", "image/tiff"),
        (b"MM\0*\0\0\0\x08", "", "image/tiff"),
        (p.encoded("BMP"), "", "image/bmp"),
        (b"Rar!\x1a\x07\1\0", "", "application/vnd.rar"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "", "application/x-7z-compressed"),
        (ole("WordDocument"), "", "application/msword"),
        (ole("Workbook"), "", "application/vnd.ms-excel"),
        (ole("PowerPoint Document"), "", "application/vnd.ms-powerpoint"),
        (ole("Unknown"), "", "application/x-ole-storage"),
        (rb"{\rtf1\ansi", "", "application/rtf"),
        (entry(b"notes.txt", b"hello"), "", "application/zip"),
        (b"PK\5\6" + bytes(18), "", "application/zip"),
        (
            entry(b"mimetype", b"application/vnd.oasis.opendocument.textPK\3\4"),
            "odf",
            "application/vnd.oasis.opendocument.text",
        ),
        (entry(b"mimetype", b"application/epub+zip"), "", "application/zip"),
        (
            entry(b"[Content_Types].xml") + entry(b"word/document.xml"),
            "ooxml",
            OFFICE + "wordprocessingml.document",
        ),
        (entry(b"_rels/.rels") + entry(b"xl/workbook.xml"), "ooxml", OFFICE + "spreadsheetml.sheet"),
        (
            entry(b"[Content_Types].xml") + entry(b"ppt/presentation.xml"),
            "ooxml",
            OFFICE + "presentationml.presentation",
        ),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "", "text/html"),
        (b"<!-- a note -->\n<html lang=id>", "", "text/html"),
        (b"Received: from x\r\n\tby y\r\nDate: today\r\n\r\nHello", "", "message/rfc822"),
        (b"From siti@x Mon\nSubject: a\nFrom: b\n\n", "", "message/rfc822"),
        ("Kepada Yth. — laporan\n".encode(), "", "text/plain"),
        (("a" + "é" * 3000).encode(), "", "text/plain"),
        ("teks".encode("utf-16"), "", "text/plain"),
        (b"BMKG memberi laporan cuaca hari ini", "", "text/plain"),
        (b"The wide road", "", "text/plain"),
        (b"ID3 is a name", "", "text/plain"),
        (b"Date: only one line", "", "text/plain"),
        (b"caf\xe9 in Latin-1", "", UNKNOWN),
        (b"\0\1\2\3", "", UNKNOWN),
        (b"", "", UNKNOWN),
    ],
)
def test_types_are_told_by_content(head: bytes, known: str, media_type: str) -> None:
    assert sniff(head) == (known, media_type)


@given(st.binary(max_size=200))
def test_any_bytes_have_a_type_and_only_the_head_decides(content: bytes) -> None:
    known, media_type = sniff(content)
    assert known == "" or media_type != UNKNOWN
    assert sniff(content.ljust(HEAD, b" ") + b"\0more") == sniff(content.ljust(HEAD, b" "))


def test_what_a_heic_tells_is_named() -> None:
    content = ftyp(b"heic", b"mif1") + b"\0\0\0\6Exif\0\0" + p.camera() + b"...." + p.XMP
    assert heic.kinds(content) == p.CAMERA_KINDS | p.XMP_KINDS
    assert heic.kinds(ftyp(b"heic")) == frozenset()
