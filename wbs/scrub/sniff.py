"""What a file is, by its first bytes and never by its name."""

import re
from typing import Final

from wbs.scrub import heic

#: How much of a file's beginning decides.
HEAD: Final = 4096

#: The type of what is none of the known ones.
UNKNOWN: Final = "application/octet-stream"

_OFFICE = "application/vnd.openxmlformats-officedocument."
# The first part of an ODF file is not compressed.
_MIMETYPE = re.compile(rb"mimetype(application/vnd\.oasis\.opendocument\.[a-z.-]+)")

# Where a signature starts, the signature, format, media type; the first that fits decides.
_SIGNATURES: Final = (
    (0, b"\xff\xd8\xff", "jpeg", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "png", "image/png"),
    (8, b"WEBP", "webp", "image/webp"),
    (0, b"GIF87a", "", "image/gif"),
    (0, b"GIF89a", "", "image/gif"),
    (0, b"II*\0", "", "image/tiff"),
    (0, b"MM\0*", "", "image/tiff"),
    (8, b"WAVE", "", "audio/wav"),
    (8, b"AVI ", "", "video/x-msvideo"),
    (0, b"OggS", "", "application/ogg"),
    (0, b"ID3\2", "", "audio/mpeg"),
    (0, b"ID3\3", "", "audio/mpeg"),
    (0, b"ID3\4", "", "audio/mpeg"),
    (0, b"\xff\xfb", "", "audio/mpeg"),
    (0, b"\xff\xf3", "", "audio/mpeg"),
    (0, b"\xff\xf2", "", "audio/mpeg"),
    (0, b"Rar!\x1a\x07", "", "application/vnd.rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "", "application/x-7z-compressed"),
    (0, rb"{\rtf", "", "application/rtf"),
)

# Streams of an OLE file's directory, named in UTF-16.
_OLE: Final = (
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
_PARTS: Final = (
    (b"word/", "wordprocessingml.document"),
    (b"xl/", "spreadsheetml.sheet"),
    (b"ppt/", "presentationml.presentation"),
)

# A size, two numbers that are not used, where the pixels are, and a header of one of the known sizes.
_BMP = re.compile(rb"BM.{4}\0{4}.{4}[\x0c\x28\x34\x38\x40\x6c\x7c]\0{3}", re.S)
_HTML = re.compile(
    rb"\s*(<!--.{0,1000}?-->\s*)?<(!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_MAIL = re.compile(
    rb"(from \S+ .*\r?\n)?(received|return-path|delivered-to|from|to|date|subject|message-id|mime-version|"
    rb"content-type|x-[a-z0-9-]+):[^\r\n]*\r?\n([ \t][^\r\n]*\r?\n)*[a-z][a-z0-9-]*:",
    re.IGNORECASE,
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def sniff(head: bytes) -> tuple[str, str]:
    """Format as in ``Scrubbed`` (empty: not one that is edited) and media type of what begins with ``head``.

    Zip files are told apart as far as the names at their beginning go; what their parts say is exact.
    """
    head = head[:HEAD]
    for start, signature, name, media_type in _SIGNATURES:
        if head.startswith(signature, start) and (start != 8 or head.startswith(b"RIFF")):
            return name, media_type
    if found := heic.sniff(head) or _zip(head):
        return found
    # Readers look for it in the first kilobyte.
    return ("pdf", "application/pdf") if b"%PDF-" in head[:1024] else ("", _other(head))


def _zip(head: bytes) -> tuple[str, str] | None:
    if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    if found := _MIMETYPE.match(head, 30):
        return "odf", found[1].decode("ascii")
    if b"[Content_Types].xml" in head or head[30:].startswith(b"_rels/.rels"):
        for part, kind in _PARTS:
            if part in head:
                return "ooxml", _OFFICE + kind
    return "", "application/zip"


def _other(head: bytes) -> str:
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        names = (kind for name, kind in _OLE if name.encode("utf-16-le") in head)
        return next(names, "application/x-ole-storage")
    if _BMP.match(head):
        return "image/bmp"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text/plain"
    if not head or _CONTROLS.search(head):
        return UNKNOWN
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "text/html"
    return "message/rfc822" if _MAIL.match(head) else _text(head)


def _text(head: bytes) -> str:
    try:
        head.decode()
    except UnicodeDecodeError as error:
        # The head may end within a character.
        if len(head) < HEAD or error.start < HEAD - 3:
            return UNKNOWN
    return "text/plain"
