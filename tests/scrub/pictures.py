"""Pictures that give things away, made for the purpose: by Pillow, and by hand where it would not."""

import io
import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from PIL import Image, ImageCms, PngImagePlugin

SIZE = (48, 40)

XMP = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>'
    b'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmp:CreatorTool="Darkroom 3"'
    b' xmpMM:DocumentID="xmp.did:1234"><dc:creator>Siti</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>'
)
XMP_KINDS = {"author", "software", "identifiers"}
GUID = b"0123456789ABCDEF0123456789ABCDEF"


def drawing(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    """A picture with edges and noise of its own, the same every time."""
    width, height = size
    noise = bytes((x * 7 + y * y * 3 + (x * y) % 31) % 256 for y in range(height) for x in range(width))
    grey = Image.frombytes("L", size, noise)
    if mode in ("L", "P"):
        return grey.convert(mode)
    bands = [grey.rotate(90 * turn).resize(size) for turn in range(len(mode))]
    return Image.merge(mode, bands)


def encoded(kind: str, mode: str = "RGB", **options: Any) -> bytes:
    """``drawing`` as a file of Pillow's."""
    sink = io.BytesIO()
    drawing(mode).save(sink, kind, **options)
    return sink.getvalue()


# --- EXIF -------------------------------------------------------------------------------------------------


class Field(NamedTuple):
    """An entry of an IFD; ``value`` has its type's bytes already."""

    tag: int
    type: int
    size: int
    value: bytes


def text(tag: int, value: str) -> Field:
    data = value.encode() + b"\0"
    return Field(tag, 2, len(data), data)


def tiff(
    ifds: Mapping[int, Sequence[Field]], *, order: str = "<", orientation: int = 1, thumbnail: bytes = b""
) -> bytes:
    """A TIFF of IFDs by the tag that points to them, hanging on 0; with a thumbnail, in an IFD behind it."""
    fields = {name: list(those) for name, those in ({0: ()} | dict(ifds)).items()}
    if orientation != 1:
        fields[0].append(Field(0x0112, 3, 1, struct.pack(f"{order}HH", orientation, 0)))
    if thumbnail:
        fields[1] = [
            Field(0x0201, 4, 1, bytes(4)),
            Field(0x0202, 4, 1, struct.pack(f"{order}I", len(thumbnail))),
        ]
    fields[0] += [Field(name, 4, 1, bytes(4)) for name in fields if name > 1]
    starts, end = {}, 8
    for name, those in fields.items():
        starts[name] = end
        end += 6 + 12 * len(those) + sum(len(f.value) + len(f.value) % 2 for f in those if len(f.value) > 4)
    places = {name: struct.pack(f"{order}I", start) for name, start in starts.items()}
    places[0x0201] = struct.pack(f"{order}I", end)
    body = b"".join(
        _ifd([f._replace(value=places.get(f.tag, f.value)) for f in those], starts[name], order, following)
        for name, those in fields.items()
        for following in [starts.get(1, 0) if name == 0 else 0]
    )
    return (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 8) + body + thumbnail


def _ifd(fields: Sequence[Field], start: int, order: str, following: int) -> bytes:
    entries, values, at = b"", b"", start + 6 + 12 * len(fields)
    for field in sorted(fields):
        value = field.value.ljust(4, b"\0")
        if len(value) > 4:
            value, values = struct.pack(f"{order}I", at + len(values)), values + value + bytes(len(value) % 2)
        entries += struct.pack(f"{order}HHI", field.tag, field.type, field.size) + value
    return struct.pack(f"{order}H", len(fields)) + entries + struct.pack(f"{order}I", following) + values


def rational(tag: int, order: str, *numbers: int) -> Field:
    pairs = b"".join(struct.pack(f"{order}II", number, 1) for number in numbers)
    return Field(tag, 5, len(numbers), pairs)


def camera(*, order: str = "<", orientation: int = 1, thumbnail: bytes = b"") -> bytes:
    """An EXIF as a phone's camera writes it: place, maker, serial number, dates, owner, notes."""
    note = b"MAKERNOTE\0serial 4711 of Siti's phone"
    return tiff(
        {
            0: [text(0x010F, "Nusantara"), text(0x0110, "N-7"), text(0x0131, "N7 1.2"), text(0x0132, DATE)],
            0x8769: [
                text(0x9003, DATE),
                Field(0x927C, 7, len(note), note),
                text(0xA430, "Siti"),
                text(0xA431, "4711"),
                text(0xA420, "00112233445566778899aabbccddeeff"),
            ],
            0x8825: [
                Field(0, 1, 4, b"\2\3\0\0"),
                text(1, "S"),
                rational(2, order, 6, 13, 52),
                text(3, "E"),
                rational(4, order, 106, 49, 12),
            ],
        },
        order=order,
        orientation=orientation,
        thumbnail=thumbnail,
    )


DATE = "2026:11:01 09:30:00"
CAMERA_KINDS = {"place", "device", "author", "dates", "software", "identifiers"}

# --- JPEG -------------------------------------------------------------------------------------------------


def segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def inserted(jpeg: bytes, *segments: bytes, behind: int = 2) -> bytes:
    """With segments behind SOI, or behind the first ``behind`` bytes."""
    return jpeg[:behind] + b"".join(segments) + jpeg[behind:]


def jpeg(mode: str = "RGB", **options: Any) -> bytes:
    return encoded("JPEG", mode, **options)


def exif_segment(tiff_data: bytes) -> bytes:
    return segment(0xE1, b"Exif\0\0" + tiff_data)


def thumbnail() -> bytes:
    sink = io.BytesIO()
    drawing(size=(16, 12)).save(sink, "JPEG", quality=30)
    return sink.getvalue()


def iptc_segment() -> bytes:
    """Photoshop's resources: IPTC of an author, a city, a headline and a date; the document's id."""
    values = ((2, 80, b"Siti"), (2, 90, b"Jakarta"), (2, 105, b"Rapat"), (2, 55, b"20261101"))
    iptc = b"".join(struct.pack(">BBBH", 0x1C, *where, len(value)) + value for *where, value in values)
    return segment(0xED, b"Photoshop 3.0\0" + resource(0x0404, iptc) + resource(0x0425, bytes(range(16))))


def resource(number: int, body: bytes) -> bytes:
    return b"8BIM" + struct.pack(">HHI", number, 0, len(body)) + body + bytes(len(body) % 2)


IPTC_KINDS = {"author", "place", "description", "dates", "identifiers"}


def icc_segments(profile: bytes, part: int = 65519) -> list[bytes]:
    parts = [profile[start : start + part] for start in range(0, len(profile), part)]
    return [
        segment(0xE2, b"ICC_PROFILE\0" + bytes((number, len(parts))) + data)
        for number, data in enumerate(parts, 1)
    ]


def motion() -> bytes:
    """The video that a phone hangs behind a photo."""
    return struct.pack(">I4s4sI4s4s", 24, b"ftyp", b"mp42", 0, b"isom", b"mp42") + b"\0\0\0\x10mdatVIDEO..."


def mpf(*others: Image.Image, **options: Any) -> bytes:
    """Several pictures in one file (CIPA DC-007), as phones keep a preview or what a second lens saw."""
    sink = io.BytesIO()
    drawing().save(sink, "MPO", save_all=True, append_images=others, **options)
    return sink.getvalue()


# --- colour profiles --------------------------------------------------------------------------------------


def lcms_srgb() -> bytes:
    """sRGB as programs make it: with the second in which they did."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def profile(
    name: str, primaries: Sequence[Sequence[float]], *, extra: Mapping[bytes, bytes] | None = None
) -> bytes:
    """A profile of a display with a date, a maker, a model and an id in its header."""

    def xyz(values: Sequence[float]) -> bytes:
        return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(value * 65536) for value in values))

    description = name.encode("utf-16-be")
    curve = b"para" + bytes(4) + struct.pack(">HHi", 0, 0, round(2.2 * 65536))
    tags = {
        b"desc": struct.pack(">4sIII2s2sII", b"mluc", 0, 1, 12, b"en", b"US", len(description), 28)
        + description,
        b"cprt": b"text" + bytes(4) + b"Siti 2026\0",
        b"wtpt": xyz((0.9642, 1, 0.8249)),
        **dict(zip((b"rXYZ", b"gXYZ", b"bXYZ"), map(xyz, primaries), strict=True)),
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
        **(extra or {}),
    }
    table, body, start = b"", b"", 132 + 12 * len(tags)
    for tag, data in tags.items():
        table += struct.pack(">4sII", tag, start + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    header = struct.pack(">I4sI4s4s4s", start + len(body), b"appl", 0x04300000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H4s4sI4s4s8xI", 2026, 11, 1, 9, 30, 0, b"acsp", b"APPL", 0, b"MAKR", b"N-7 ", 0)
    header += bytes.fromhex("0000f6d6000100000000d32d") + b"appl" + bytes(range(16)) + bytes(28)
    return header + struct.pack(">I", len(tags)) + table + body


P3 = ((0.51512, 0.2412, -0.00105), (0.29198, 0.69225, 0.04189), (0.1571, 0.06657, 0.78407))
SCREEN = ((0.4661, 0.2325, 0.0139), (0.3551, 0.7069, 0.0971), (0.1431, 0.0606, 0.7141))
"""Near sRGB, as measured on one screen."""

# --- PNG --------------------------------------------------------------------------------------------------


def png(mode: str = "RGB", **options: Any) -> bytes:
    return encoded("PNG", mode, **options)


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def with_chunks(png: bytes, *chunks: bytes) -> bytes:
    """With chunks behind IHDR."""
    return png[:33] + b"".join(chunks) + png[33:]


def texts() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Siti")
    info.add_text("Creation Time", DATE)
    info.add_text("Comment", "seen on the third floor", zip=True)
    info.add_itxt("Title", "Rapat", "id", "Judul")
    info.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
    return info


TEXT_KINDS = {"author", "dates", "comments", "description"} | XMP_KINDS


def raw_profile(kind: bytes, data: bytes) -> bytes:
    """EXIF and others as ImageMagick keeps them in PNG."""
    body = b"\n%s\n%8d\n%s\n" % (kind, len(data), data.hex("\n", 36).encode())
    return chunk(b"zTXt", b"Raw profile type " + kind + b"\0\0" + zlib.compress(body))


def animation(kind: str, **options: Any) -> bytes:
    sink = io.BytesIO()
    frames = [drawing().rotate(90 * turn) for turn in range(3)]
    frames[0].save(sink, kind, save_all=True, append_images=frames[1:], duration=40, **options)
    return sink.getvalue()


# --- WebP -------------------------------------------------------------------------------------------------


def webp(mode: str = "RGB", **options: Any) -> bytes:
    return encoded("WEBP", mode, **options)


def riff(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)


def with_riff(webp: bytes, *chunks: bytes) -> bytes:
    """With chunks behind the others."""
    body = webp[8:] + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def in_frames(webp: bytes, extra: bytes) -> bytes:
    """With a chunk at the end of each frame."""
    body, at = b"WEBP", 12
    while at < len(webp):
        size = int.from_bytes(webp[at + 4 : at + 8], "little")
        whole = webp[at + 8 : at + 8 + size]
        name = webp[at : at + 4]
        body += riff(name, whole + bytes(size % 2) + extra if name == b"ANMF" else whole)
        at += 8 + size + size % 2
    return b"RIFF" + struct.pack("<I", len(body)) + body
