"""Files as strangers send them, and some that no program should open."""

import io
import struct
import zlib
from collections.abc import Sequence
from functools import lru_cache

import pikepdf
from fpdf import FPDF
from PIL import Image

SCRIPT = b"<script>alert('kanari-5b1e')</script>"


def drawing(size: tuple[int, int] = (60, 40), mode: str = "RGB") -> Image.Image:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, (255, 0, 0))
    image.paste((0, 0, 255), (size[0] // 2, 0, size[0], size[1]))
    return image.convert(mode)


def picture(kind: str, image: Image.Image | None = None, **options: object) -> bytes:
    """A picture's file, of ``drawing`` unless given."""
    sink = io.BytesIO()
    (image or drawing()).save(sink, kind, **options)
    return sink.getvalue()


@lru_cache
def pdf(pages: int = 1) -> bytes:
    """A PDF with the number of each page on it."""
    document = FPDF()
    document.set_font("helvetica", size=40)
    for number in range(1, pages + 1):
        document.add_page()
        document.cell(text=f"Halaman {number}")
    return bytes(document.output())


def page_of(box: Sequence[float], content: bytes = b"") -> bytes:
    """A PDF with one page of this size that draws this."""
    document = pikepdf.new()
    page = document.add_blank_page()
    page.obj["/MediaBox"] = pikepdf.Array(list(box))
    page.obj["/Contents"] = document.make_stream(content)
    return saved(document)


def nested(depth: int = 6, each: int = 30) -> bytes:
    """A PDF whose page draws a form ``each`` times, which draws another as often, and so on."""
    document = pikepdf.new()
    page = document.add_blank_page()
    inner = document.make_stream(b"0 0 m 100 100 l S " * 50)
    inner["/Type"], inner["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Form
    inner["/BBox"] = pikepdf.Array([0, 0, 600, 800])
    for _ in range(depth):
        outer = document.make_stream(b"/X Do " * each)
        outer["/Type"], outer["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Form
        outer["/BBox"] = pikepdf.Array([0, 0, 600, 800])
        outer["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))
        inner = outer
    page.obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))
    page.obj["/Contents"] = document.make_stream(b"/X Do " * each)
    return saved(document)


def locked() -> bytes:
    """A PDF that asks for a password."""
    document = pikepdf.open(io.BytesIO(pdf()))
    return saved(document, encryption=pikepdf.Encryption(owner="a", user="b"))


def saved(document: pikepdf.Pdf, **options: object) -> bytes:
    sink = io.BytesIO()
    document.save(sink, **options)  # type: ignore[arg-type]  # options of any kind
    return sink.getvalue()


def png_bomb(width: int = 50_000, height: int = 50_000, body: int = 1 << 20) -> bytes:
    """A PNG whose header promises these pixels, with so many bytes of them, packed a thousandfold."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(body), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def killer_pdf() -> bytes:
    """A PDF of 2 kB whose page's content unpacks to a gigabyte; the library ends the process for it."""
    packed = zlib.compress(_zeros(1 << 30), 9)
    return _raw_page(b"/Contents 4 0 R", b"/Filter[/FlateDecode/FlateDecode]", packed)


def _zeros(count: int) -> bytes:
    """So many zeros, packed: one piece of a megabyte after the other, as RFC 1950 and 1951 have them."""
    packer = zlib.compressobj(9)
    first, again = (packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    checksum = count % 65_521 << 16 | 1
    return first + ((count >> 20) - 1) * again + b"\x03\0" + struct.pack(">I", checksum)


def _raw_page(entries: bytes, about: bytes, stream: bytes) -> bytes:
    """A PDF written by hand, without a table of its objects: readers look for them."""
    return b"\n".join(
        (
            b"%PDF-1.7",
            b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
            b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj",
            b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]%b>>endobj" % entries,
            b"4 0 obj<</Length %d%b>>stream\n%b\nendstream endobj" % (len(stream), about, stream),
            b"trailer<</Root 1 0 R>>",
        )
    )


def killer_jpeg(side: int = 8_000, scans: int = 3_000) -> bytes:
    """A JPEG that draws itself over and over: half a megabyte that takes its decoder minutes."""
    data = picture("JPEG", Image.new("L", (side, side)), progressive=True)
    scan = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + scans * scan + data[-2:]
