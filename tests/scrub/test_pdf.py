"""PDF: what is found where, what stays, and what is left alone."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from tests.scrub import pdf_documents as samples
from tests.scrub import pictures
from tests.scrub.documents import SECRET
from wbs.scrub import DOCUMENT_LIMIT, Scrubbed
from wbs.scrub.pdf import scrub_pdf
from wbs.scrub.pdfmaps import Maps

# A string of PDF 2.0 (ISO 32000-2, 7.9.2.2).
UTF8 = b"\xef\xbb\xbffile:///home/" + SECRET.encode() + b"/a"


def test_all_places_at_once() -> None:
    result = scrub_pdf(samples.telling_pdf())
    assert result.found == result.removed == samples.TELLING_PDF_KINDS
    assert (result.format, result.type, result.warning) == ("pdf", "application/pdf", "")
    assert SECRET.encode() not in samples.plain(result.content)
    assert b"D:2025" not in samples.plain(result.content)
    assert scrub_pdf(result.content or b"") == Scrubbed("pdf", "application/pdf")


def test_pages_keep_their_content_and_pictures_their_pixels() -> None:
    before, after = (
        samples.opened(samples.telling_pdf()),
        samples.opened(scrub_pdf(samples.telling_pdf()).content),
    )
    with before, after:
        for old, new in zip(before.pages, after.pages, strict=True):
            assert _contents(old) == _contents(new)
        image, bare = (samples.photo_of(pdf) for pdf in (before, after))
        assert bare.read_raw_bytes() == pictures.jpeg() != image.read_raw_bytes()
        old_pixels, new_pixels = (pikepdf.PdfImage(each).as_pil_image().tobytes() for each in (image, bare))
        assert new_pixels == old_pixels


def _contents(page: pikepdf.Page) -> bytes:
    contents = page.obj["/Contents"]
    streams = list(contents) if isinstance(contents, Array) else [contents]
    return b"".join(stream.read_bytes() for stream in streams)


def test_remarks_go_and_what_is_drawn_links_and_forms_stay() -> None:
    with samples.opened(scrub_pdf(samples.telling_pdf()).content) as pdf:
        first, second = (list(page.obj["/Annots"]) for page in pdf.pages)
        assert [str(each["/Subtype"]) for each in first] == ["/Highlight", "/FreeText", "/Link"]
        assert str(first[1]["/Contents"]) == "Tertulis di halaman"
        assert str(first[2]["/A"]["/URI"]) == "https://kemnaker.go.id/"
        assert (str(second[0]["/T"]), str(second[0]["/V"])) == ("nama", "Diisi pelapor")


@pytest.mark.parametrize("indirect", [False, True])
def test_what_is_only_called_like_metadata_stays(indirect: bool) -> None:
    data = samples.named_pdf(indirect)
    assert scrub_pdf(data) == Scrubbed("pdf", "application/pdf")
    with samples.opened(data) as pdf:
        pdf.docinfo["/Author"] = SECRET
        result = scrub_pdf(samples.saved(pdf, static_id=True))
    assert result.removed == ("author",)
    assert samples.drawn(result.content) == samples.drawn(data)


@pytest.mark.parametrize("name", samples.NAMES)
def test_the_sample_shows_when_one_is_lost(name: str) -> None:
    data = samples.named_pdf(indirect=False)
    lost = {samples.drawn(data)[0]}
    with samples.opened(data) as pdf:
        page = pdf.pages[0].obj
        kinds = list(page["/Resources"].values())
        for things in kinds:
            del things[name]
            lost.add(samples.drawn(samples.saved(pdf))[0])
        for field in page["/Annots"]:
            if field["/AS"] == name:
                del field["/AP"]["/N"][name]
        lost.add(samples.drawn(samples.saved(pdf))[0])
    assert len(lost) == 1 + len(kinds) + 1


def test_structure_under_names_that_mean_metadata_stays() -> None:
    def name(pdf: pikepdf.Pdf) -> None:
        roles, classes = Dictionary(), Dictionary()
        for each in samples.NAMES:
            roles[each], classes[each] = Name.P, Dictionary(O=Name.Layout)
        kids = Array([Dictionary(S=Name.AF, C=Name.AF)])
        pdf.Root["/StructTreeRoot"] = Dictionary(K=kids, RoleMap=roles, ClassMap=pdf.make_indirect(classes))
        pdf.Root["/Dests"] = pdf.make_indirect(Dictionary(AF=Dictionary(D=[pdf.pages[0].obj, Name.Fit])))

    assert scrub_pdf(samples.made(name)) == Scrubbed("pdf", "application/pdf")


@pytest.mark.parametrize(
    "text",
    ["/AP 0 0 R", "/AP 123456 0 R", "/AP 99999999999999999999 0 R", "/AP 2 70000 R", "/Font 1 0 R /AP 1 0 R"],
)
def test_a_text_that_speaks_of_objects_is_a_text(text: str) -> None:
    def say(pdf: pikepdf.Pdf) -> None:
        pdf.Root["/Lang"] = text
        pdf.docinfo["/Author"] = SECRET

    result = scrub_pdf(samples.made(say))
    assert (result.found, result.removed, result.warning) == (("author",), ("author",), "")


def test_what_has_metadata_within_a_map_loses_it() -> None:
    def tell(pdf: pikepdf.Pdf) -> None:
        image = samples.photo_stream(pdf, pictures.jpeg())
        image["/OPI"] = Dictionary(F=SECRET)
        inner = Dictionary(Type=Name.OCG, Name="Lapisan", Metadata=pdf.make_stream(pictures.XMP))
        resources = pdf.pages[0].obj["/Resources"]
        resources["/XObject"] = pdf.make_indirect(Dictionary(OPI=image))
        resources["/Properties"] = Dictionary(Metadata=inner)

    result = scrub_pdf(samples.made(tell))
    assert set(result.removed) == {"author", "software", "identifiers", "other"}
    assert SECRET.encode() not in samples.plain(result.content)
    with samples.opened(result.content) as pdf:
        assert list(pdf.pages[0].obj["/Resources"]["/XObject"].keys()) == ["/OPI"]


def test_how_a_mark_or_a_line_is_drawn_stays() -> None:
    entries = {
        "L": [50, 50, 80, 80], "LE": [Name.Square, Name.OpenArrow], "LL": 9, "IC": [1, 0, 0], "C": [0, 0, 1],
        "BS": Dictionary(W=2), "BE": Dictionary(S=Name.C), "CA": 0.5, "Border": [0, 0, 1], "RD": [1, 1, 1, 1],
    }  # fmt: skip

    def draw(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj["/Annots"] = Array(
            [samples.annotation(each, **entries) for each in ("Line", "Square")]
        )
        smooth = Dictionary({"/Type": Name.ExtGState, "/AAPL:AA": True})
        pdf.pages[0].obj["/Resources"]["/ExtGState"] = Dictionary(G=smooth)

    assert scrub_pdf(samples.made(draw)) == Scrubbed("pdf", "application/pdf")


def test_rich_text_says_no_program_and_reads_the_same() -> None:
    body = (
        '<?xml version="1.0"?><body xmlns="http://www.w3.org/1999/xhtml"%s style="font-size:12pt">'
        "<p>Tertulis \u2013 \"xfa:spec='2'\"</p></body>"
    )
    space = ' xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"'
    bare, told = body % space, body % f'{space} xfa:APIVersion="Acrobat:11.0.0" xfa:spec="2.0.2"'

    def write(pdf: pikepdf.Pdf) -> None:
        field = pdf.make_indirect(Dictionary(FT=Name.Tx, T="nama", RV=told))
        pdf.pages[0].obj["/Annots"] = Array([samples.annotation("FreeText", RC=told)])
        pdf.Root["/AcroForm"] = Dictionary(Fields=Array([field]))

    result = scrub_pdf(samples.made(write))
    assert (result.found, result.removed) == (("software",), ("software",))
    with samples.opened(result.content) as pdf:
        assert str(pdf.pages[0].obj["/Annots"][0]["/RC"]) == bare
        assert str(pdf.Root["/AcroForm"]["/Fields"][0]["/RV"]) == bare


def test_rich_text_in_a_stream_says_no_program_either() -> None:
    told = '<body xfa:APIVersion="Acrobat:11.0.0" xfa:spec="2.0.2"><p>Tertulis \u2013 di sini</p></body>'

    def write(pdf: pikepdf.Pdf) -> None:
        rich = pdf.make_stream(told.encode())
        broken = pdf.make_stream(b"bukan deflate", Filter=Name.FlateDecode)
        pdf.pages[0].obj["/Annots"] = Array(
            [samples.annotation("FreeText", RC=rich), samples.annotation("FreeText", RC=broken)]
        )

    result = scrub_pdf(samples.made(write))
    assert set(result.found) == {"software"}
    with samples.opened(result.content) as pdf:
        first, second = pdf.pages[0].obj["/Annots"]
        assert first["/RC"].read_bytes().decode() == "<body><p>Tertulis \u2013 di sini</p></body>"
        assert second["/RC"].read_raw_bytes() == b"bukan deflate"


@pytest.mark.parametrize("text", [r"C:\Users\Siti\laporan.docx", "/home/siti/laporan.pdf", "file:///srv/a/b"])
def test_a_path_that_is_read_on_the_page_is_what_was_written_there(text: str) -> None:
    def write(pdf: pikepdf.Pdf) -> None:
        rich = f"<body><p>{text}</p></body>"
        pdf.pages[0].obj["/Annots"] = Array([samples.annotation("FreeText", Contents=text, RC=rich)])

    assert scrub_pdf(samples.made(write)) == Scrubbed("pdf", "application/pdf")


def test_a_text_that_speaks_of_a_map_makes_none() -> None:
    def say(pdf: pikepdf.Pdf) -> None:
        told = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Lapisan", PieceInfo=Dictionary(A=SECRET)))
        # Writing numbers the objects anew.
        pdf.Root["/Lang"] = r"a (b) \ " + " ".join(f"/Font {number} 0 R" for number in range(1, 40))
        pdf.Root["/OCProperties"] = Dictionary(OCGs=[told], D=Dictionary(Order=[told]))

    result = scrub_pdf(samples.made(say))
    assert result.removed == ("other",)
    assert SECRET.encode() not in samples.plain(result.content)


def test_where_on_the_earth_a_map_lies_goes_and_other_measures_stay() -> None:
    def map_of(pdf: pikepdf.Pdf) -> None:
        earth = Dictionary(Subtype=Name.GEO, GPTS=[-6.2, 106.8, -6.1, 106.9])
        rule = Dictionary(Subtype=Name.RL, R="1 cm = 1 km")
        box = [0, 0, 9, 9]
        pdf.pages[0].obj["/VP"] = Array([Dictionary(BBox=box, Measure=each) for each in (earth, rule)])

    result = scrub_pdf(samples.made(map_of))
    assert result.removed == ("place",)
    with samples.opened(result.content) as pdf:
        first, second = pdf.pages[0].obj["/VP"]
        assert "/Measure" not in first
        assert str(second["/Measure"]["/R"]) == "1 cm = 1 km"


def test_whose_certificate_was_to_sign_goes() -> None:
    def ask(pdf: pikepdf.Pdf) -> None:
        seed = Dictionary(Cert=Dictionary(SubjectDN=[Dictionary(CN=SECRET)]))
        field = pdf.make_indirect(Dictionary(FT=Name.Sig, T="tanda tangan", SV=seed))
        pdf.Root["/AcroForm"] = Dictionary(Fields=Array([field]))

    result = scrub_pdf(samples.made(ask))
    assert result.removed == ("other",)
    assert SECRET.encode() not in samples.plain(result.content)


def _catalog(key: str, value: object) -> Callable[[pikepdf.Pdf], object]:
    return lambda pdf: pdf.Root.__setitem__(key, value)


def _file(pdf: pikepdf.Pdf) -> None:
    file = Dictionary(Type=Name.Filespec, F="a.txt", EF=Dictionary(F=pdf.make_stream(SECRET.encode())))
    pdf.Root["/Names"] = Dictionary(EmbeddedFiles=Dictionary(Names=[String("a"), pdf.make_indirect(file)]))


def _layer(pdf: pikepdf.Pdf) -> None:
    usage = Dictionary(CreatorInfo=Dictionary(Creator=SECRET), User=Dictionary(Name=SECRET))
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Lapisan", Usage=usage))
    pdf.Root["/OCProperties"] = Dictionary(OCGs=Array([layer]), D=Dictionary())


def _layers(*names: str) -> Callable[[pikepdf.Pdf], object]:
    """Configurations of layers, by the keys that lead to them."""
    configuration = Dictionary(Name="Cetak", Creator=SECRET)
    entries = {name: Array([configuration]) if name == "/Configs" else configuration for name in names}
    return _catalog("/OCProperties", Dictionary({"/OCGs": Array(), "/D": Dictionary(), **entries}))


def _related(pdf: pikepdf.Pdf) -> None:
    related = Array([String("b.txt"), pdf.make_stream(SECRET.encode())])
    pdf.Root["/OpenAction"] = Dictionary(S=Name.GoToR, F=Dictionary(F="a.pdf", RF=Dictionary(F=related)))


def _article(pdf: pikepdf.Pdf) -> None:
    thread = pdf.make_indirect(Dictionary(Type=Name.Thread, I=Dictionary(Author=SECRET)))
    thread["/F"] = pdf.make_indirect(Dictionary(T=thread, R=[0, 0, 9, 9], P=pdf.pages[0].obj))
    pdf.Root["/Threads"] = Array([thread])


def _figure(pdf: pikepdf.Pdf) -> None:
    form = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    form["/PTEX.InfoDict"], form["/PTEX.PageNumber"] = Dictionary(Producer=SECRET), 1
    pdf.pages[0].obj["/Resources"]["/XObject"] = Dictionary(G=form)


def _vendors(pdf: pikepdf.Pdf) -> None:
    form = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    form["/ADBE_Odd"] = form["/AAPL:Odd"] = String(SECRET)
    pdf.pages[0].obj["/Resources"]["/XObject"] = Dictionary(G=form)


def _deleted_page(pdf: pikepdf.Pdf) -> None:
    """A page that the structure still refers to."""
    page = samples.page(pdf, SECRET).obj
    del pdf.pages[1]
    pdf.Root["/StructTreeRoot"] = Dictionary(Type=Name.StructTreeRoot, K=Dictionary(S=Name.P, Pg=page))


def _compressed_packet(pdf: pikepdf.Pdf) -> None:
    packet = pikepdf.Stream(pdf, zlib.compress(pictures.XMP), Type=Name.Metadata, Filter=Name.FlateDecode)
    pdf.Root["/Metadata"] = packet


def _launch(path: str) -> Dictionary:
    return Dictionary(S=Name.Launch, F=Dictionary(Type=Name.Filespec, F=path, UF=path))


def _started(**entries: str) -> Dictionary:
    return Dictionary(S=Name.Launch, Win=Dictionary({f"/{key}": value for key, value in entries.items()}))


def _indirect_link(pdf: pikepdf.Pdf) -> None:
    address = pdf.make_indirect(String(f"file:///home/{SECRET}/a.pdf"))
    pdf.Root["/OpenAction"] = pdf.make_indirect(Dictionary(S=Name.URI, URI=address))


def _annotated(subtype: str, **entries: str) -> Callable[[pikepdf.Pdf], object]:
    return lambda pdf: pdf.pages[0].obj.__setitem__("/Annots", [samples.annotation(subtype, **entries)])


def _placeless(subtype: str, **entries: str) -> Callable[[pikepdf.Pdf], object]:
    def change(pdf: pikepdf.Pdf) -> None:
        _annotated(subtype, **entries)(pdf)
        del pdf.pages[0].obj["/Annots"][0]["/Rect"]

    return change


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        (lambda pdf: pdf.docinfo.__setitem__("/Author", SECRET), ("author",)),
        (lambda pdf: pdf.docinfo.__setitem__("/Producer", SECRET), ("software",)),
        (lambda pdf: pdf.docinfo.__setitem__("/ModDate", "D:2025"), ("dates",)),
        (_catalog("/SpiderInfo", Dictionary(V=1.0)), ("identifiers",)),
        (_catalog("/PieceInfo", Dictionary(A=Dictionary(Private=SECRET))), ("other",)),
        (lambda pdf: pdf.pages[0].obj.__setitem__("/ID", String(SECRET)), ("identifiers",)),
        (lambda pdf: pdf.trailer.__setitem__("/Odd", String(SECRET)), ("other",)),
        (lambda pdf: pdf.Root["/Pages"].__setitem__("/ITXT", String(SECRET)), ("software",)),
        (lambda pdf: pdf.Root["/Pages"].__setitem__("/Odd", String(SECRET)), ("other",)),
        (_catalog("/AcroForm", Dictionary(Fields=[], Odd=SECRET)), ("other",)),
        (
            _catalog("/OpenAction", Dictionary(S=Name.GoToR, F=Dictionary(F="a", ID=[SECRET]))),
            ("identifiers",),
        ),
        (_file, ("attached",)),
        (_layer, ("author", "software")),
        (_layers("/D"), ("software",)),
        (_layers("/Configs"), ("software",)),
        (_related, ("attached",)),
        (_article, ("author",)),
        (_figure, ("software",)),
        (_vendors, ("other",)),
        (_deleted_page, ("earlier",)),
        (_compressed_packet, ("author", "software", "identifiers")),
        (_catalog("/Odd", String(SECRET)), ("other",)),
        (lambda pdf: pdf.pages[0].obj.__setitem__("/Metadata", String(SECRET)), ("other",)),
        (lambda pdf: pdf.pages[0].obj.__setitem__("/Odd", String(SECRET)), ("other",)),
        (_catalog("/OpenAction", _launch(f"C:\\Users\\{SECRET}\\a.exe")), ("other",)),
        (_catalog("/OpenAction", _launch(f"/C/Users/{SECRET}/a.pdf")), ("other",)),
        (_catalog("/OpenAction", Dictionary(S=Name.URI, URI=f"file:///home/{SECRET}/a.pdf")), ("other",)),
        (_catalog("/StructTreeRoot", Dictionary(K=Dictionary(Alt=f"C:\\{SECRET}\\\u20ac.jpg"))), ("other",)),
        (_catalog("/StructTreeRoot", Dictionary(K=Dictionary(Alt=f"/C/Users/{SECRET}/a b.png"))), ("other",)),
        (
            _catalog("/StructTreeRoot", Dictionary(K=Dictionary(Alt=f"file:///home/{SECRET}/a.png"))),
            ("other",),
        ),
        (_catalog("/OpenAction", Dictionary(S=Name.URI, URI=f"smb://kantor/{SECRET}/a.pdf")), ("other",)),
        (_catalog("/OpenAction", Dictionary(S=Name.URI, URI=f" file:///home/{SECRET}/a.pdf")), ("other",)),
        (_catalog("/OpenAction", Dictionary(S=Name.URI, URI=String(UTF8 + b".pdf"))), ("other",)),
        (
            _catalog("/OpenAction", Dictionary(S=Name.URI, URI=f"file:///home/{SECRET}/\u6587\u4ef6\u5939")),
            ("other",),
        ),
        (_catalog("/OpenAction", _launch(f"/Volumes/{SECRET}/a.pdf")), ("other",)),
        (_catalog("/OpenAction", _launch(f"../{SECRET}/a.pdf")), ("other",)),
        (_catalog("/OpenAction", _launch(f"{SECRET}\\a.pdf")), ("other",)),
        (_catalog("/OpenAction", _launch(f"{SECRET}/\u00e9.pdf")), ("other",)),
        (_catalog("/OpenAction", _started(F=f"C:\\{SECRET}\\a.exe")), ("other",)),
        (_catalog("/OpenAction", _started(F="a.exe", D=SECRET)), ("other",)),
        (_catalog("/OpenAction", _started(F="a.exe", P=f"C:\\{SECRET}\\a.txt")), ("other",)),
        (_catalog("/OpenAction", Dictionary(S=Name.URI, URI=f"../{SECRET}/a.pdf")), ("other",)),
        (_indirect_link, ("other",)),
        (_annotated("Highlight", **{"AAPL:AKExtras": SECRET}), ("other",)),
        (_annotated("Square", ADBE_Odd=SECRET), ("other",)),
        (_catalog("/Names", Dictionary({"/AAPL:Odd": String(SECRET), "/Dests": Dictionary()})), ("other",)),
        (_placeless("Highlight", T=SECRET), ("author",)),
        (_annotated("Watermark", T=SECRET, Contents=SECRET), ("author", "comments")),
        (samples.profiled(pictures.lcms_srgb()), ("dates", "software")),
    ],
)
def test_one_place_and_its_kind(change: Callable[[pikepdf.Pdf], object], kinds: tuple[str, ...]) -> None:
    result = scrub_pdf(samples.made(change))
    assert (result.found, result.removed, result.warning) == (kinds, kinds, "")
    assert SECRET.encode() not in samples.plain(result.content)


def test_nothing_to_find_changes_nothing() -> None:
    assert scrub_pdf(samples.made(samples.nothing)) == Scrubbed("pdf", "application/pdf")


@pytest.mark.parametrize(
    "entry",
    [
        Dictionary(S=Name.URI, URI="www.kemnaker.go.id/berita/../a"),
        Dictionary(S=Name.SubmitForm, F=Dictionary(FS=Name.URL, F="https://kemnaker.go.id/a/b")),
        _launch("laporan.pdf"),
        Dictionary(S=Name.JavaScript, UserProperties=[Dictionary(N="Tanggal", V=1, F="12/3/2024")]),
        Dictionary(S=Name.JavaScript, Alt="../a: satu folder ke atas", P="a/b"),
        Dictionary(S=Name.JavaScript, Alt="/s/ Budi Santoso"),
        Dictionary(S=Name.JavaScript, Alt="File: grafik pendapatan 2023/2024"),
        Dictionary(S=Name.JavaScript, Alt="/home/ tombol beranda / laman depan.html"),
        Dictionary(S=Name.JavaScript, Alt="D:\\ diska; lihat https://contoh.id/a/b.html"),
        Dictionary(S=Name.JavaScript, Contents="file: laporan/keuangan 2024"),
        Dictionary(S=Name.JavaScript, P="/A/"),
    ],
)
def test_what_looks_like_a_path_and_is_none_stays(entry: Dictionary) -> None:
    assert scrub_pdf(samples.made(_catalog("/OpenAction", entry))) == Scrubbed("pdf", "application/pdf")


def test_pages_that_a_form_makes_others_from_stay() -> None:
    def spare(pdf: pikepdf.Pdf) -> None:
        content = pdf.make_stream(b"0 0 9 9 re f")
        page = pdf.make_indirect(Dictionary(Type=Name.Page, MediaBox=[0, 0, 99, 99], Contents=content))
        pdf.Root["/Names"] = Dictionary(Templates=Dictionary(Names=[String("lagi"), page]))
        pdf.docinfo["/Author"] = SECRET

    result = scrub_pdf(samples.made(spare))
    assert (result.removed, result.warning) == (("author",), "")
    with samples.opened(result.content) as pdf:
        page = pdf.Root["/Names"]["/Templates"]["/Names"][1]
        assert page["/Contents"].read_bytes() == b"0 0 9 9 re f"


def test_an_identifier_of_the_file_goes() -> None:
    assert scrub_pdf(samples.made(samples.nothing, static_id=False, deterministic_id=True)).removed == (
        "identifiers",
    )


@pytest.mark.parametrize("value", [b"[null null]", b"[/a /b]", b"(x)", b"7"])
def test_an_identifier_of_another_form_goes_too(value: bytes) -> None:
    data = samples.made(
        samples.nothing, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable
    )
    start = data.index(b"/ID [")
    odd = data[:start] + b"/ID " + value + data[data.index(b"]", start) + 1 :]
    assert scrub_pdf(odd).removed == ("identifiers",)


@pytest.mark.parametrize(
    "said", [{"Type": Name.Sig}, {"Filter": Name("/Adobe.PPKLite"), "Contents": String(b"ink")}]
)
def test_a_signature_without_a_range_of_bytes_goes(said: dict[str, pikepdf.Object]) -> None:
    def sign(pdf: pikepdf.Pdf) -> None:
        signature = Dictionary(Name=SECRET, M="D:2025", Location=SECRET)
        for key, value in said.items():
            signature["/" + key] = value
        pdf.Root["/AcroForm"] = Dictionary(Fields=[Dictionary(FT=Name.Sig, T="tanda", V=signature)])

    result = scrub_pdf(samples.made(sign))
    assert (result.found, result.removed, result.warning) == (result.removed, result.found, "signed")
    assert "author" in result.removed
    assert SECRET.encode() not in samples.plain(result.content)


def test_earlier_versions_go() -> None:
    updated = samples.updated_pdf()
    result = scrub_pdf(updated)
    assert result.removed == result.found == ("earlier",)
    assert SECRET.encode() in updated
    assert SECRET.encode() not in samples.plain(result.content)


def test_linearized_is_no_earlier_version() -> None:
    assert scrub_pdf(samples.made(samples.nothing, linearize=True)).found == ()


def test_a_second_ending_without_objects_is_no_earlier_version() -> None:
    """Word ends every PDF twice."""
    data = samples.made(samples.nothing)
    table = data.rindex(b"xref\n0")
    previous = int(data[data.rindex(b"startxref\n") + 10 :].split()[0])
    assert previous == table
    more = b"xref\n0 0\ntrailer << /Size 9 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(data),
    )
    assert scrub_pdf(data + more).found == ()


@pytest.mark.parametrize("around", [(b"", b"\n" + SECRET.encode()), (b"From: Budi\n\n", b"")])
def test_bytes_around_the_document_go(around: tuple[bytes, bytes]) -> None:
    before, after = around
    result = scrub_pdf(before + samples.made(samples.nothing) + after)
    assert result.removed == ("trailer",)
    assert (result.content or b"").startswith(b"%PDF-")


def test_the_command_that_made_it_goes() -> None:
    data = samples.made(samples.nothing)
    mark = data.index(b"\n", 10) + 1
    # A table of contents that is told again keeps the places right.
    with_line = data[:mark] + b"%%Invocation: gs -sOutputFile=/home/budi/a.pdf\n" + data[mark:]
    shifted = len(with_line) - len(data)
    moved = _moved(with_line, shifted)
    result = scrub_pdf(moved)
    assert result.removed == ("software",)
    assert b"budi" not in (result.content or b"")


def _moved(data: bytes, by: int) -> bytes:
    """The file's table with every place moved."""
    start = data.index(b"\nxref\n") + 1
    lines = data[start:].split(b"\n")
    for number, line in enumerate(lines):
        if line.endswith(b" n "):
            lines[number] = b"%010d" % (int(line[:10]) + by) + line[10:]
    end = lines.index(b"startxref") + 1
    lines[end] = b"%d" % (int(lines[end]) + by)
    return data[:start] + b"\n".join(lines)


def test_a_signature_goes_and_is_told() -> None:
    result = scrub_pdf(samples.signed_pdf())
    assert result.warning == "signed"
    assert result.removed == result.found == ("author", "dates", "identifiers")
    with samples.opened(result.content) as pdf:
        assert "/Perms" not in pdf.Root
        assert "/V" not in pdf.Root["/AcroForm"]["/Fields"][0]
    assert scrub_pdf(result.content or b"").warning == ""


def test_a_password_keeps_us_out() -> None:
    data = samples.made(samples.nothing, static_id=False, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert scrub_pdf(data) == Scrubbed("pdf", "application/pdf", warning="encrypted")


def test_a_wish_not_to_be_changed_does_not() -> None:
    data = samples.made(
        lambda pdf: pdf.docinfo.__setitem__("/Author", SECRET),
        static_id=False,
        encryption=pikepdf.Encryption(owner="a", user=""),
    )
    result = scrub_pdf(data)
    assert "author" in result.removed
    with samples.opened(result.content) as pdf:
        assert not pdf.is_encrypted


def test_what_was_only_asked_not_to_be_changed_is_looked_into_wholly() -> None:
    with samples.opened(samples.telling_pdf()) as pdf:
        data = samples.saved(pdf, encryption=pikepdf.Encryption(owner="a", user=""))
    result = scrub_pdf(data)
    assert (result.found, result.warning) == (samples.TELLING_PDF_KINDS, "")
    assert SECRET.encode() not in samples.plain(result.content)


def test_the_files_of_a_portfolio_are_its_content() -> None:
    def collect(pdf: pikepdf.Pdf) -> None:
        file = Dictionary(Type=Name.Filespec, F="a.txt", EF=Dictionary(F=pdf.make_stream(b"isi berkas")))
        pdf.Root["/Names"] = Dictionary(
            EmbeddedFiles=Dictionary(Names=[String("a"), pdf.make_indirect(file)])
        )
        pdf.Root["/Collection"] = Dictionary(View=Name.D)
        pdf.docinfo["/Author"] = SECRET

    result = scrub_pdf(samples.made(collect))
    assert (result.found, result.removed) == (("author", "attached"), ("author",))
    assert result.warning == "partial"
    assert b"isi berkas" in samples.plain(result.content)


def test_media_stays_and_is_told() -> None:
    def play(pdf: pikepdf.Pdf) -> None:
        file = Dictionary(Type=Name.Filespec, F="a.mp4", EF=Dictionary(F=pdf.make_stream(b"video")))
        assets = Dictionary(Assets=Dictionary(Names=Array([String("a"), pdf.make_indirect(file)])))
        pdf.pages[0].obj["/Annots"] = Array(
            [samples.annotation("RichMedia", RichMediaContent=assets, NM=SECRET)]
        )

    result = scrub_pdf(samples.made(play))
    assert (result.found, result.removed, result.warning) == (
        ("identifiers", "attached"),
        ("identifiers",),
        "partial",
    )
    assert b"video" in samples.plain(result.content)


def test_an_appearance_that_many_share_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bytes] = []
    monkeypatch.setattr(Maps, "_states", lambda _maps, appearance: read.append(appearance))

    def shared(pdf: pikepdf.Pdf) -> None:
        face = pdf.make_indirect(Dictionary(N=pdf.make_indirect(Dictionary(On=pdf.make_stream(b"")))))
        pdf.pages[0].obj["/Annots"] = [samples.annotation("Square", AP=face) for _ in range(50)]

    scrub_pdf(samples.made(shared))
    assert len(read) == 1


def test_objects_that_nothing_refers_to_go() -> None:
    """Programs that delete a page leave what was on it behind, with no second version of the file."""
    data = samples.made(samples.nothing)
    start, end = data.index(b"\nxref\n") + 1, data.index(b"trailer")
    count = int(data[start:end].split()[2])
    left = b"%d 0 obj\n(%s)\nendobj\n" % (count, SECRET.encode())
    table = data[start:end].replace(b"0 %d\n" % count, b"0 %d\n" % (count + 1), 1)
    tail = data[end:].replace(b"/Size %d" % count, b"/Size %d" % (count + 1))
    place = b"startxref\n%d" % start
    moved = tail.replace(place, b"startxref\n%d" % (start + len(left)))
    result = scrub_pdf(data[:start] + left + table + b"%010d 00000 n \n" % start + moved)
    assert result.removed == result.found == ("earlier",)
    assert SECRET.encode() not in samples.plain(result.content)


def test_the_same_file_gives_the_same_bytes() -> None:
    assert scrub_pdf(samples.telling_pdf()) == scrub_pdf(samples.telling_pdf())


def test_too_large_is_not_looked_into() -> None:
    data = samples.made(samples.nothing).ljust(DOCUMENT_LIMIT + 1, b"\n")
    assert scrub_pdf(data).warning == "too_large"


_SAMPLE = samples.telling_pdf()


@settings(max_examples=150)
@given(st.data())
def test_what_is_broken_is_never_claimed(data: st.DataObject) -> None:
    broken = bytearray(
        _SAMPLE[: data.draw(st.integers(0, len(_SAMPLE)))] if data.draw(st.booleans()) else _SAMPLE
    )
    for _ in range(data.draw(st.integers(0, 4))):
        if broken:
            broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    result = scrub_pdf(bytes(broken))
    assert set(result.removed) <= set(result.found)
    if result.warning in ("damaged", "encrypted"):
        assert (result.found, result.content) == ((), None)
    if result.content is not None:
        again = scrub_pdf(result.content)
        assert not set(again.found) & set(result.removed)
