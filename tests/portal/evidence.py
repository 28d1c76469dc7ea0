"""Small files of the sorts that reporters send, with something in each that gives its maker away."""

import io
import struct
import zlib
from collections.abc import Sequence

import pikepdf
from fpdf import FPDF

LATITUDE = (6, 12, 3141)
SERIAL = "SN-2244-8812"
AUTHOR = "Sari Wulandari"


def jpeg(*, exif: bool = True) -> bytes:
    """Return a grey picture of 8 by 8, with place and serial number of a camera if ``exif``."""
    quantum = _segment(0xDB, bytes([0]) + bytes([16]) * 64)
    frame = _segment(0xC0, bytes([8, 0, 8, 0, 8, 1, 1, 0x11, 0]))
    tables = _segment(0xC4, bytes([0x00, 1]) + bytes(15) + bytes([0])) + _segment(
        0xC4, bytes([0x10, 1]) + bytes(15) + bytes([0])
    )
    scan = _segment(0xDA, bytes([1, 1, 0, 0, 63, 0])) + bytes([0x3F])
    app1 = _segment(0xE1, b"Exif\0\0" + _tiff()) if exif else b""
    return b"\xff\xd8" + app1 + quantum + frame + tables + scan + b"\xff\xd9"


def png(text: str) -> bytes:
    """Return a picture of one pixel with a comment."""
    body = (
        _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + _chunk(b"tEXt", b"Comment\0" + text.encode("latin-1"))
        + _chunk(b"IDAT", zlib.compress(b"\0\x80"))
        + _chunk(b"IEND", b"")
    )
    return b"\x89PNG\r\n\x1a\n" + body


def pdf(author: str = AUTHOR) -> bytes:
    """Return a page with an author."""
    page = FPDF()
    page.set_author(author)
    page.add_page()
    page.set_font("helvetica", size=12)
    page.cell(text="Kuitansi tanpa nomor.")
    sink = io.BytesIO()
    page.output(sink)
    return sink.getvalue()


def signed_pdf() -> bytes:
    """Return a page with an author and a signature, whose mathematics nobody checks."""
    sink = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        signature = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig,
            Filter=pikepdf.Name("/Adobe.PPKLite"),
            SubFilter=pikepdf.Name("/adbe.pkcs7.detached"),
            ByteRange=[0, 10, 20, 10],
            Contents=pikepdf.String(b"\0" * 64),
            Name=AUTHOR,
        )
        field = document.make_indirect(
            pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="ttd", V=document.make_indirect(signature))
        )
        document.Root.AcroForm = pikepdf.Dictionary(Fields=[field], SigFlags=3)
        document.save(sink)
    return sink.getvalue()


def video(size: int = 4096) -> bytes:
    """Return the beginning of a video, filled up to ``size`` bytes."""
    head = struct.pack(">I4s4sI4s", 20, b"ftyp", b"isom", 512, b"mp41") + b"\0\0\0\x08mdat"
    return head + bytes(size - len(head))


def _segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def _tiff() -> bytes:
    """Return EXIF (TIFF 6.0, little-endian) with a body serial number and a latitude."""
    serial = SERIAL.encode() + b"\0"
    exif_at, gps_at, values_at = 38, 56, 86
    first: list[tuple[int, int, int, int | bytes]] = [(0x8769, 4, 1, exif_at), (0x8825, 4, 1, gps_at)]
    exif: list[tuple[int, int, int, int | bytes]] = [(0xA431, 2, len(serial), values_at)]
    gps: list[tuple[int, int, int, int | bytes]] = [(1, 2, 2, b"S\0\0\0"), (2, 5, 3, values_at + len(serial))]
    values = serial + struct.pack("<6I", LATITUDE[0], 1, LATITUDE[1], 1, LATITUDE[2], 100)
    return struct.pack("<2sHI", b"II", 42, 8) + _ifd(first) + _ifd(exif) + _ifd(gps) + values


def _ifd(entries: Sequence[tuple[int, int, int, int | bytes]]) -> bytes:
    made = struct.pack("<H", len(entries))
    for tag, kind, count, value in entries:
        end = value if isinstance(value, bytes) else struct.pack("<I", value)
        made += struct.pack("<HHI", tag, kind, count) + end
    return made + bytes(4)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
