"""Office Open XML: traces of machines, accounts and other programs, far from the document's properties."""

# ruff: noqa: E501 -- XML is easier to read unbroken

from __future__ import annotations

import time
from xml.sax.saxutils import escape

import pytest

from tests.scrub import word_documents
from tests.scrub.documents import REL, SECRET, TEXT, changed, parts_of
from tests.scrub.test_ooxml import _sheet, clean, text_of
from tests.scrub.word_documents import paragraph, word
from wbs.scrub import Scrubbed, formulas, sheet
from wbs.scrub.ooxml import scrub_ooxml

_FOLDER = f"C:\\Users\\{SECRET}\\Documents"
_SHOWN = "<w:r><w:t>tampak</w:t></w:r>"
_VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def field(instruction: str, data: str = "") -> str:
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{_SHOWN}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def simple(instruction: str) -> str:
    return f'<w:p><w:fldSimple w:instr="{instruction}">{_SHOWN}</w:fldSimple></w:p>'


def link(kind: str, target: str) -> bytes:
    type_ = kind if ":" in kind else f"{REL}/{kind}"
    return word(
        paragraph(TEXT),
        more=f'<Relationship Id="x" Type="{type_}" Target="{target}" TargetMode="External"/>',
    )


def part(kind: str, root: str, inside: str, type_: str = f"{_WORD}.odd+xml") -> bytes:
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    content = f'<w:{root} xmlns:w="{namespace}">{inside}</w:{root}>'
    return word(paragraph(TEXT), parts={f"word/{root}.xml": (f"{REL}/{kind}", type_, content)})


def picture(name: str, description: str) -> bytes:
    told = f'<wp:docPr id="1" name="{name}" descr="{description}"/><pic:cNvPr id="1" name="{name}"/>'
    return word(f"<w:p><w:r><w:drawing>{told}</w:drawing></w:r></w:p>")


def _properties(kind: str, inside: str) -> bytes:
    """A document whose properties are named as the strict form of ISO/IEC 29500 has it."""
    strict = "http://purl.oclc.org/ooxml/officeDocument"
    content = f'<Properties xmlns="{strict}/{kind}Properties">{inside}</Properties>'
    type_ = f"application/vnd.openxmlformats-officedocument.{kind}-properties+xml"
    return word(
        paragraph(TEXT),
        parts={f"docProps/{kind}.xml": (f"{strict}/relationships/{kind}Properties", type_, content)},
    )


def names(formula: str, more: str = "") -> bytes:
    """A workbook that gives a name to this formula."""
    name = f'<definedNames><definedName name="a"{more}>{escape(formula)}</definedName></definedNames>'
    return _sheet(("xl/workbook.xml", "</workbook>", f"{name}</workbook>"))


def formula(text: str) -> bytes:
    """A workbook with this formula in a cell."""
    cell = f'<row r="9"><c r="A9"><f>{escape(text)}</f><v>tampak</v></c></row></sheetData>'
    return _sheet(("xl/worksheets/sheet1.xml", "</sheetData>", cell))


def chart(text: str) -> bytes:
    root = f'<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:f>{escape(text)}</c:f></c:chart>'
    type_ = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
    return word(paragraph(TEXT), parts={"word/chart.xml": (f"{REL}/chart", type_, root)})


#: Folders of people on other systems than Windows, as programs write them.
_FOLDERS = [
    f"/Volumes/Kantor/{SECRET}", f"/run/media/{SECRET}/STICK", f"/private/var/{SECRET}", "/root" + f"/{SECRET}",
    f"smb://server/{SECRET}", f"afp://server/{SECRET}", f"FILE:///C:/{SECRET}",
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "kinds"),
    [
        (word(field(f' INCLUDEPICTURE "{_FOLDER}\\a.jpg" \\* MERGEFORMAT ')), ("other",)),
        (word(field(f"LINK Excel.Sheet.12 {_FOLDER.replace('Documents', 'b.xlsx')}")), ("other",)),
        (word(field("ADDIN CSL_CITATION", f"<w:fldData>{SECRET}</w:fldData>")), ("other",)),
        (word(field(f'ADDIN ZOTERO_ITEM {{"uris":["http://zotero.org/users/{SECRET}"]}}')), ("other",)),
        (word(field("PAGE", f"<w:fldData>{SECRET}</w:fldData>")), ("other",)),
        (word(simple(f"HYPERLINK &quot;file:///C:\\Users\\{SECRET}\\a.docx&quot;")), ("other",)),
        (word(f'<w:p><w:smartTag><w:smartTagPr><w:attr w:val="{SECRET}"/></w:smartTagPr>{_SHOWN}</w:smartTag></w:p>'), ("other",)),
        (word(f'<w:p><w14:customXmlConflictInsRangeStart w:author="{SECRET}"/></w:p>'), ("revisions",)),
        (word(f'<w:p><w:r><w:pict><v:shape {_VML} alt="{_FOLDER}\\a.jpg"/></w:pict></w:r></w:p>'), ("other",)),
        (word(f'<w:p><w:r><w:pict><v:shape {_VML}><v:imagedata o:title="{SECRET}"/></v:shape></w:pict></w:r></w:p>'), ("other",)),
        (word(f'<w:p><w:r><w:pict><v:shape {_VML} o:gfxdata="{SECRET}"/></w:pict></w:r></w:p>'), ("other",)),
        (word(f'<w:p><w:r><w:pict w14:anchorId="{SECRET}"/></w:r></w:p>'), ("identifiers",)),
        (word(f'<w:p><w:r><w:pict><v:shape {_VML}><o:signatureline o:suggestedsigner="{SECRET}"/></v:shape></w:pict></w:r></w:p>'), ("author",)),
        (word(f'<w:p><a:odd xmlns:a="http://customooxmlschemas.google.com/" signature="{SECRET}"/></w:p>'), ("other",)),
        (word(f'<w:p xmlns:a="http://www.wps.cn/officeDocument/2013/wpsCustomData" a:odd="{SECRET}"/>'), ("other",)),
        (word(f'<w:p><a:odd xmlns:a="http://siti.id/?a&amp;b" a:odd="{SECRET}"/></w:p>'), ("other",)),
        *((word(f'<w:p><w:r><w:pict><v:shape {_VML} alt="{path}/a.jpg"/></w:pict></w:r></w:p>'), ("other",)) for path in _FOLDERS),
        (picture(f"IMG_20250304_{SECRET}.jpg", "Rapat"), ("other",)),
        (picture("Gambar 1", f"WhatsApp Image 2025-03-04 {SECRET}.jpeg"), ("other",)),
        (part("styles", "styles", f'<w:style><w:rsid w:val="{SECRET}"/></w:style>'), ("identifiers",)),
        (part("numbering", "numbering", f'<w:abstractNum><w:tmpl w:val="{SECRET}"/><w:lvl w:tplc="{SECRET}"/></w:abstractNum>'), ("identifiers",)),
        (part("glossaryDocument", "glossaryDocument", f'<w:docPart><w:docPartPr><w:guid w:val="{SECRET}"/></w:docPartPr></w:docPart>'), ("identifiers",)),
        (part("settings", "settings", f'<w:attachedSchema w:val="{SECRET}"/>'), ("other",)),
        (_properties("extended", f"<Company>{SECRET}</Company><Manager>{SECRET}</Manager>"), ("author",)),
        (_properties("custom", f'<property name="{SECRET}" pid="2"/>' + "<property>x</property>"), ("other",)),
        (part("slideUpdateInfo", "sldSyncPr", f'<w:odd w:val="{SECRET}"/>'), ("dates",)),
        (link("hyperlink", f"FILE:///C:/Users/{SECRET}/a.docx"), ("other",)),
        (link("image", f"/Volumes/{SECRET}/a.jpg"), ("other",)),
        (link("hyperlink", f"file:///C:/Users/{SECRET}/a.docx"), ("other",)),
        (link("hyperlink", f"../../{SECRET}/a.docx"), ("other",)),
        (link("externalLinkPath", f"https://kantor-my.sharepoint.com/personal/{SECRET}/a.xlsx"), ("other",)),
        (link("oleObject", f"{SECRET}/a.xlsx"), ("other",)),
        (_sheet(("xl/workbook.xml", "</workbook>", f'<definedNames><definedName name="Z_8D9F0A1B_1234_4ABC_8DEF_0123456789AB_.wvu.Cols">{SECRET}</definedName></definedNames></workbook>')), ("identifiers",)),
        (_sheet(("xl/worksheets/sheet1.xml", "</worksheet>", f'<scenarios><scenario name="a" user="{SECRET}" comment="{SECRET}"/></scenarios></worksheet>')), ("author", "comments")),
        (_sheet(("xl/worksheets/sheet1.xml", "</worksheet>", f'<webPublishItems><webPublishItem destinationFile="{SECRET}"/></webPublishItems></worksheet>')), ("other",)),
        (_sheet(("xl/workbook.xml", "</workbook>", f'<a:alternateUrls xmlns:a="http://schemas.microsoft.com/office/spreadsheetml/2021/extlinks2021" driveId="{SECRET}"/></workbook>')), ("identifiers",)),
        (_sheet(("xl/worksheets/sheet1.xml", "</worksheet>", f'<odd sourceFile="{_FOLDER}\\a.csv"/></worksheet>')), ("other",)),
        (_sheet(("xl/worksheets/sheet1.xml", "</worksheet>", f'<protectedRanges><protectedRange name="a" sqref="A1" securityDescriptor="{SECRET}"/></protectedRanges></worksheet>')), ("identifiers",)),
        (names("1", f' comment="{SECRET}"'), ("comments",)),
        (names(f"'{_FOLDER}\\[a.xlsx]b'!$A$1"), ("other",)),
        (formula(f'HYPERLINK("{_FOLDER}\\a.pdf","tampak")'), ("other",)),
        (chart(f"'[{_FOLDER}\\a.xlsx]b'!$A$1"), ("other",)),
        (link("hyperlink", f"file:///C:%5CUsers%5c{SECRET}%5Ca.docx"), ("other",)),
        (link("hyperlink", f"file:///C%3A%2FUsers%2f{SECRET}%2Fa.docx"), ("other",)),
        (word(simple(f"HYPERLINK &quot;../{SECRET}/a.docx&quot;")), ("other",)),
        (word(field(f'HYPERLINK "..\\\\{SECRET}\\\\a.docx"')), ("other",)),
    ],
)  # fmt: skip
def test_one_trace_and_its_kind(data: bytes, kinds: tuple[str, ...]) -> None:
    result = scrub_ooxml(clean(data))
    assert (result.found, result.removed, result.warning) == (kinds, kinds, "")
    parts = parts_of(result.content or b"")
    assert not any(SECRET.encode() in content for content in parts.values())
    assert scrub_ooxml(result.content or b"") == Scrubbed("ooxml", result.type)


def test_a_list_of_names_is_not_left_empty() -> None:
    """Excel takes an empty one for a damaged workbook."""
    view = '<definedNames><definedName name="Z_8D9F0A1B_1234_4ABC_8DEF_0123456789AB_.wvu.Cols">A1</definedName></definedNames>'
    data = _sheet(("xl/workbook.xml", "</workbook>", view + "</workbook>"))
    before, after = (parts_of(each)["xl/workbook.xml"] for each in (data, scrub_ooxml(data).content or b""))
    assert after.count(b"<definedNames") == before.count(b"<definedNames") - 1


def test_a_field_that_names_a_file_leaves_the_text_that_it_shows() -> None:
    result = scrub_ooxml(clean(word(field(f'INCLUDETEXT "{_FOLDER}\\a.docx"') + simple(f"RD {_FOLDER}"))))
    assert text_of(result.content) == ["tampak", "tampak"]


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("hyperlink", "https://kemnaker.go.id/a/b"),
        ("hyperlink", "mailto:a@b.id"),
        ("image", "https://a.id/b.png"),
    ],
)
def test_links_to_the_web_stay(kind: str, target: str) -> None:
    assert scrub_ooxml(clean(link(kind, target))).found == ()


def test_names_and_descriptions_that_people_wrote_stay() -> None:
    assert scrub_ooxml(clean(picture("Gambar 1", "Rapat di C: dan D:"))).found == ()


@pytest.mark.parametrize(
    "type_", ["http://customschemas.google.com/relationships/presentationmetadata", "http://siti.id/odd"]
)
def test_parts_that_other_programs_keep_for_themselves_go(type_: str) -> None:
    data = word(paragraph(TEXT), parts={"word/odd.bin": (type_, "application/binary", SECRET)})
    result = scrub_ooxml(clean(data))
    assert (result.found, result.removed, result.warning) == (("other",), ("other",), "")
    assert "word/odd.bin" not in parts_of(result.content or b"")


def test_a_part_of_unknown_words_stays_and_is_told() -> None:
    parts = {"word/odd.xml": (f"{REL}/odd", "application/xml", f'<a xmlns="urn:siti">{SECRET}</a>')}
    assert scrub_ooxml(clean(word(paragraph(TEXT), parts=parts))).warning == "partial"


def test_cells_in_another_encoding_are_not_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "LARGE", 0)
    cells = b"<worksheet><sheetData><row/></sheetData></worksheet>"
    assert sheet.set_aside(b'<?xml version="1.0" encoding="windows-1252"?>' + cells)[1] == b""
    assert sheet.set_aside(b'<?xml version="1.0" encoding="UTF-8"?>' + cells)[1] != b""


def test_the_telling_document_keeps_its_page() -> None:
    """Numbers of lists, names of styles and the like are still agreed upon."""
    data = word_documents.telling_docx()
    more = changed(data, ("word/document.xml", "</w:body>", field(f'LINK a "{_FOLDER}"') + "</w:body>"))
    assert text_of(scrub_ooxml(more).content)[:-1] == text_of(scrub_ooxml(data).content)


@pytest.mark.parametrize(
    ("written", "left"),
    [
        (r"SUM('C:\Users\siti\[a.xlsx]b'!A1,1)", "SUM('[a.xlsx]b'!A1,1)"),
        (r"'C:\Users\O''Brien\[a#1.xlsx]b''s'!A1", "'[a#1.xlsx]b''s'!A1"),
        (r"'C:\a#b\[a.xlsx]b:c'!A1", "'[a.xlsx]b:c'!A1"),
        (r"'C:\Users\siti\a.xlsx'!Total", "'a.xlsx'!Total"),
        (r"'\\kantor\siti\[a.xlsx]b'!A1", "'[a.xlsx]b'!A1"),
        ("'/Users/siti/[a.xlsx]b'!A1", "'[a.xlsx]b'!A1"),
        ("'https://kantor-my.sharepoint.com/personal/siti/[a.xlsx]b'!A1", "'[a.xlsx]b'!A1"),
        ("'[https://kantor-my.sharepoint.com/personal/siti/a.xlsx]b'!A1", "'[a.xlsx]b'!A1"),
        ("[https://kantor-my.sharepoint.com/personal/siti/a.xlsx]b!A1", "[a.xlsx]b!A1"),
        (r"'siti\[a.xlsx]b'!A1", "'[a.xlsx]b'!A1"),
        ("'../siti/a.xlsx'!Total", "'a.xlsx'!Total"),
        ("'file:///home/siti/a.ods'#$b.A1", "'a.ods'#$b.A1"),
        (r"Excel|'C:\Users\siti\[a.xlsx]b'!R1C1", "Excel|'[a.xlsx]b'!R1C1"),
        (r"Tabel['#a]+'C:\siti\[a.xlsx]b'!A1", "Tabel['#a]+'[a.xlsx]b'!A1"),
        (r'HYPERLINK("C:\Users\siti\a.xlsx#b/c!A1","b")', 'HYPERLINK("a.xlsx#b/c!A1","b")'),
        ('HYPERLINK("file:///C:%5CUsers%5Csiti%5Ca.pdf")', 'HYPERLINK("a.pdf")'),
        (r'HYPERLINK("..\siti\"&A1)', 'HYPERLINK(""&A1)'),
        (r'_xlfn.WebService ( "C:\Users\siti\a.xml")', '_xlfn.WebService ( "a.xml")'),
        (r'IF(A1="C:\x",HYPERLINK("C:\x\a.pdf"))', r'IF(A1="C:\x",HYPERLINK("a.pdf"))'),
    ],
)
def test_of_paths_in_formulas_the_files_name_stays(written: str, left: str) -> None:
    assert formulas.cut(written) == left
    assert formulas.cut(left) == left


@pytest.mark.parametrize(
    "text",
    [
        "A1/B1",
        "'a.b'!A1/'c d'!A1",
        "'[1]a'!A1",
        "'[a.xlsx]b'!A1/'[a.xlsx]c'!A1",
        "Tabel[a/b]*'c'!A1",
        "Tabel[[#All],[Harga/Unit]]",
        "Tabel['#1/2]*Lain!A1+'Lembar 3'!A1",
        'IF(A1="lihat C:\\a\\b",1)',
        'IF(A1="C:\\a\\b","../c/d")',
        'SUBSTITUTE(A1,"/var/log/","X")',
        'MYHYPERLINK("/var/log/a")',
        '"kata ""C:\\a\\b"""',
        "\"'https://a.id/b/c'!\"",
        'HYPERLINK("https://kemnaker.go.id/a/b","a")',
        'HYPERLINK("mailto:a@b.id")',
        "cmd|'/c a'!A0",
        # What Unicode takes for an s.
        "'http\u017f://a.id'!A1",
        '"/u\u017fers/a"',
        '"belum/selesai"',
        "'belum",
        '"belum',
        "[belum",
        "",
    ],
)
def test_other_formulas_stay(text: str) -> None:
    assert formulas.cut(text) == text
    assert [scrub_ooxml(clean(data)).found for data in (names(text), formula(text), chart(text))] == [()] * 3


def test_cells_with_a_folder_in_a_formula_are_not_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    data = clean(formula(f"'{_FOLDER}\\[a.xlsx]b'!A1"))
    monkeypatch.setattr(sheet, "LARGE", 0)
    result = scrub_ooxml(data)
    assert result.removed == ("other",)
    assert b"<f>'[a.xlsx]b'!A1</f>" in parts_of(result.content or b"")["xl/worksheets/sheet1.xml"]
    kept = parts_of(clean(formula('HYPERLINK("https://a.id/b","a")+A1/2')))["xl/worksheets/sheet1.xml"]
    assert sheet.set_aside(kept)[1] != b""


def _pointing(kind: str, name: str, type_: str, content: str) -> bytes:
    """A document with thousands of relationships to one part."""
    more = "".join(
        f'<Relationship Id="x{number}" Type="{REL}/{kind}" Target="{name}"/>' for number in range(5000)
    )
    return word(paragraph(TEXT), more=more, parts={f"word/{name}": (f"{REL}/{kind}", type_, content)})


@pytest.mark.parametrize(
    "data",
    [
        _pointing("extendedProperties", "a.xml", "application/xml", f"<a>{'<b>x</b>' * 50_000}</a>"),
        _pointing(
            "vmlDrawing",
            "a.vml",
            "application/vnd.openxmlformats-officedocument.vmlDrawing",
            f"<xml>{'<a/>' * 200_000}</xml>",
        ),
        word(f"<w:p>{'<!--a-->b' * 150_000}</w:p>"),
        word(
            paragraph(TEXT),
            more="".join(
                f'<Relationship Id="x{number}" Type="{REL}/image" Target="media/{number}.png"/>'
                for number in range(100_000)
            ),
        ),
        word("".join(f'<w:p xmlns:a="urn:{number}"/>' for number in range(20_000))),
    ],
)
def test_what_is_met_a_thousand_times_is_looked_into_once(data: bytes) -> None:
    start = time.process_time()
    assert "dates" in scrub_ooxml(data).removed
    assert time.process_time() - start < 5
