"""PDF files with metadata at every place that we know."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.scrub import pictures
from tests.scrub.documents import SECRET, TEXT, photo


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    sink = io.BytesIO()
    pdf.save(sink, **options)
    return sink.getvalue()


def plain(content: bytes) -> bytes:
    """The same document with nothing compressed, for looking into."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return saved(
            pdf,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )


def page(pdf: pikepdf.Pdf, text: str = TEXT) -> pikepdf.Page:
    """A page with a line of text in Helvetica, added at the end."""
    added = pdf.add_blank_page()
    added.obj["/Resources"] = Dictionary(
        Font=Dictionary(F=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    )
    added.obj["/Contents"] = pdf.make_stream(f"BT /F 12 Tf 72 700 Td ({text}) Tj ET".encode())
    return added


def annotation(subtype: str, **entries: Any) -> Dictionary:
    return Dictionary(Type=Name.Annot, Subtype=Name("/" + subtype), Rect=[50, 50, 80, 80], **entries)


def photo_stream(pdf: pikepdf.Pdf, jpeg: bytes) -> pikepdf.Stream:
    width, height = pictures.SIZE
    return pikepdf.Stream(
        pdf, jpeg, Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height,
        ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip


def telling_pdf() -> bytes:
    """A PDF with metadata at every place that we know."""
    pdf = pikepdf.new()
    first, second = page(pdf), page(pdf, "Halaman dua")
    for key, value in (
        ("Author", SECRET), ("Title", SECRET), ("Creator", SECRET), ("Keperluan", SECRET),
        ("CreationDate", "D:20250304050607+07'00'"),
    ):  # fmt: skip
        pdf.docinfo["/" + key] = value
    packet = pdf.make_stream(pictures.XMP, Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root["/Metadata"] = packet
    image = photo_stream(pdf, photo())
    image["/Metadata"] = pdf.make_stream(pictures.XMP)
    image["/PTEX.FileName"] = pikepdf.String(f"/home/{SECRET}/foto.jpg")
    first.obj["/Resources"]["/XObject"] = Dictionary(Foto=image)
    first.contents_add(b"q 100 0 0 80 72 500 cm /Foto Do Q")
    first.obj["/PieceInfo"] = Dictionary(App=Dictionary(Private=pikepdf.String(SECRET)))
    first.obj["/LastModified"] = pikepdf.String("D:2025")
    first.obj["/Thumb"] = photo_stream(pdf, photo())
    file = Dictionary(
        Type=Name.Filespec, F=pikepdf.String(SECRET), EF=Dictionary(F=pdf.make_stream(SECRET.encode()))
    )
    pdf.Root["/Names"] = Dictionary(
        EmbeddedFiles=Dictionary(Names=[pikepdf.String("a"), pdf.make_indirect(file)])
    )
    pdf.Root["/AF"] = Array([file])
    note = pdf.make_indirect(
        annotation("Text", T=SECRET, Contents=SECRET, M="D:2025", NM="1234-SECRET", CreationDate="D:2025")
    )
    first.obj["/Annots"] = Array([
        note,
        pdf.make_indirect(annotation("Popup", Parent=note)),
        annotation("Highlight", T=SECRET, Contents=SECRET, QuadPoints=[50, 80, 80, 80, 50, 50, 80, 50]),
        annotation("FreeText", T=SECRET, Contents="Tertulis di halaman", DA="/F 12 Tf"),
        annotation("FileAttachment", FS=file, T=SECRET),
        annotation("Link", A=Dictionary(S=Name.URI, URI="https://kemnaker.go.id/"), NM=SECRET),
    ])  # fmt: skip
    field = pdf.make_indirect(annotation("Widget", FT=Name.Tx, T="nama", V="Diisi pelapor", M="D:2025"))
    second.obj["/Annots"] = Array([field])
    pdf.Root["/AcroForm"] = Dictionary(Fields=Array([field]))
    pdf.trailer["/DocChecksum"] = Name("/ABCDEF")
    return saved(pdf)


TELLING_PDF_KINDS = (
    "place", "device", "author", "dates", "software", "description", "identifiers", "comments", "thumbnail",
    "attached", "other",
)  # fmt: skip


def updated_pdf() -> bytes:
    """A page whose text was replaced by appending: the older text is still in the file."""
    pdf = pikepdf.new()
    page(pdf, SECRET)
    before = saved(pdf, static_id=True, compress_streams=False)
    stream = f"BT /F 12 Tf 72 700 Td ({TEXT}) Tj ET".encode()
    with pikepdf.open(io.BytesIO(before)) as old:
        number = old.pages[0].obj["/Contents"].objgen[0]
    table = before.rindex(b"startxref\n") + len(b"startxref\n")
    previous = int(before[table:].split()[0])
    offset = len(before)
    update = b"%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, len(stream), stream)
    return (
        before
        + update
        + b"xref\n%d 1\n%010d 00000 n \n" % (number, offset)
        + b"trailer << /Root 1 0 R /Size 9 /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
        % (previous, offset + len(update))
    )


def signed_pdf() -> bytes:
    """A form field with a signature's value, as a signing program leaves it."""
    pdf = pikepdf.new()
    first = page(pdf)
    signature = pdf.make_indirect(
        Dictionary(
            Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), ByteRange=[0, 1, 2, 3], Name=SECRET, M="D:2025",
            Contents=pikepdf.String(bytes(64)),
        )
    )  # fmt: skip
    field = pdf.make_indirect(annotation("Widget", FT=Name.Sig, T="ttd", V=signature))
    first.obj["/Annots"] = Array([field])
    pdf.Root["/AcroForm"] = Dictionary(Fields=Array([field]), SigFlags=3)
    pdf.Root["/Perms"] = Dictionary(DocMDP=signature)
    return saved(pdf)
