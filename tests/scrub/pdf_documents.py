"""PDF files with metadata at every place that we know."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Object

from tests.scrub import pictures
from tests.scrub.documents import SECRET, TEXT, photo


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    sink = io.BytesIO()
    pdf.save(sink, **options)
    return sink.getvalue()


def opened(content: bytes | None) -> pikepdf.Pdf:
    assert content is not None
    return pikepdf.open(io.BytesIO(content))


def plain(content: bytes | None) -> bytes:
    """The same document with nothing compressed, for looking into."""
    with opened(content) as pdf:
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


#: Names that mean metadata as keys, and are as good as any for a font, a picture or a state.
NAMES = (
    "/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AF", "/SpiderInfo", "/OPI", "/DPM", "/EF", "/F",
    "/I", "/V", "/Usage", "/Rect", "/Subtype", "/ID",
)  # fmt: skip


def named_pdf(indirect: bool) -> bytes:
    """A page whose fonts, pictures, colours, states … have all NAMES; ``indirect``: so are their maps."""
    pdf = pikepdf.new()
    resources, lines = Dictionary(), [b"0 0 1 rg"]
    for place, (kind, entry, use) in enumerate(_named_things(pdf)):
        things = Dictionary(dict.fromkeys(NAMES, entry))
        resources[kind] = pdf.make_indirect(things) if indirect else things
        for step, name in enumerate(NAMES):
            lines.append(b"q 1 0 0 1 %d %d cm %s Q" % (30 * step, 60 * place, use % name.encode()))
    first = pdf.add_blank_page(page_size=(500, 500)).obj
    first["/Resources"] = pdf.make_indirect(resources) if indirect else resources
    first["/Contents"] = pdf.make_stream(b"\n".join(lines))
    fields = [_named_state(pdf, name, step, indirect) for step, name in enumerate(NAMES)]
    first["/Annots"] = Array(fields)
    pdf.Root["/AcroForm"] = Dictionary(Fields=Array(fields))
    return saved(pdf, static_id=True)


def _named_things(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Object, bytes]]:
    """A kind of resources, one such, and how it is drawn within 20 points if it is called so."""
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 1, 0], N=1)
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 20, 0], Function=function)
    shading["/Extend"] = [True, True]
    rest = b" 0 0 20 20 re f"
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.CourierBold)
    yield "/Font", pdf.make_indirect(font), b"BT %s 20 Tf (m) Tj ET"
    form = pdf.make_stream(b"0 0 20 20 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 20, 20])
    yield "/XObject", form, b"%s Do"
    yield "/ExtGState", Dictionary(ca=0.3), b"%s gs" + rest
    yield "/ColorSpace", Array([Name.Separation, Name.X, Name.DeviceRGB, function]), b"%s cs 0.4 scn" + rest
    yield "/Shading", shading, b"0 0 20 20 re W n %s sh"
    yield "/Pattern", Dictionary(PatternType=2, Shading=shading), b"/Pattern cs %s scn" + rest
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Lapisan"))
    pdf.Root["/OCProperties"] = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    yield "/Properties", layer, b"/OC %s BDC" + rest + b" EMC"


def _named_state(pdf: pikepdf.Pdf, name: str, step: int, indirect: bool) -> Dictionary:
    """A box that is ticked, which state is called so."""
    ticked = pdf.make_stream(b"0 0 20 20 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 20, 20])
    states = Dictionary({name: ticked, "/Off": pdf.make_stream(b"", ticked.stream_dict), "/F": ticked})
    faces = Dictionary(N=pdf.make_indirect(states) if indirect else states)
    face = pdf.make_indirect(faces) if indirect and step % 2 else faces
    place = [30 * step, 460, 30 * step + 20, 480]
    field = annotation("Widget", FT=Name.Btn, T=name, F=4, AP=face, AS=Name(name))
    field["/Rect"] = place
    return pdf.make_indirect(field)


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


def made(change: Callable[[pikepdf.Pdf], object], **options: object) -> bytes:
    """One page, and one thing that gives something away; nothing else does."""
    pdf = pikepdf.new()
    page(pdf)
    change(pdf)
    return saved(pdf, **{"static_id": True, **options})


def nothing(pdf: pikepdf.Pdf) -> None:
    """A document that gives nothing away."""


def photo_of(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    image = pdf.pages[0].obj["/Resources"]["/XObject"]["/Foto"]
    assert isinstance(image, pikepdf.Stream)
    return image


def drawn(content: bytes | None) -> list[bytes]:
    """The pixels of each page, with what stands on it."""
    assert content is not None
    with pypdfium2.PdfDocument(content) as pdf:
        pdf.init_forms()
        return [bytes(page.render(scale=1).buffer) for page in pdf]


def profiled(profile: bytes) -> Callable[[pikepdf.Pdf], object]:
    def change(pdf: pikepdf.Pdf) -> None:
        space = Array([Name.ICCBased, pdf.make_stream(profile, N=3)])
        pdf.pages[0].obj["/Resources"]["/ColorSpace"] = Dictionary(C=space)

    return change
