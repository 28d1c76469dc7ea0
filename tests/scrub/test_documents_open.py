"""What LibreOffice shows of a document is the same before and after; exiftool finds nothing afterwards."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.scrub import documents, judge, libreoffice, pdf_documents, word_documents
from wbs.scrub.files import scrub

_TEMPLATES = Path("/usr/lib/libreoffice/share/template/common")

#: By Quartz, by TeX and by LibreOffice; they come with what the tests need.
_PDFS = (
    "/usr/share/doc/libimage-exiftool-perl/html/MIE1.1-20070121.pdf",
    "/usr/share/doc/shared-mime-info/shared-mime-info-spec.pdf",
    "/usr/lib/libreoffice/share/xpdfimport/xpdfimport_err.pdf",
)

#: What exiftool tells of every zip archive and PDF: its structure, no metadata.
_STRUCTURE = re.compile(
    r"SourceFile|ExifTool:.*|System:.*|File:(FileType|FileTypeExtension|MIMEType)"
    r"|ZIP:Zip(RequiredVersion|BitFlag|Compression|CRC|CompressedSize|UncompressedSize|FileName)"
    r"|PDF:(PDFVersion|Linearized|PageCount|PageMode|PageLayout|Language|TaggedPDF|HasXFA|MediaBox)"
    r"|ICC.*|Composite:.*"
)


def _made() -> dict[str, bytes]:
    """Documents by libraries and by hand, without tracked changes: those look different when accepted."""
    return {
        "word.docx": word_documents.telling_docx(word_documents.ACCEPTED),
        "library.docx": documents.library_docx(),
        "library.xlsx": documents.library_xlsx(),
        "library.pptx": documents.library_pptx(),
        "telling.pdf": pdf_documents.telling_pdf(),
    }


def _shipped() -> dict[str, bytes]:
    """Documents as people made them: letters, slides, manuals."""
    names = ("presnt/Sunset.otp", "wizard/letter/bus-modern_l.ott", "personal/CV.ott", "styles/Default.ott")
    chosen = [path for name in names if (path := _TEMPLATES / name).exists()]
    chosen += sorted(_TEMPLATES.glob("offimisc/*.ott"))[:2] + sorted(_TEMPLATES.glob("officorr/*.ott"))[:2]
    chosen += [path for name in _PDFS if (path := Path(name)).exists()]
    return {f"shipped {path.name}": path.read_bytes() for path in chosen}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where LibreOffice works."""
    return tmp_path_factory.mktemp("libreoffice")


@pytest.fixture(scope="module")
def files(folder: Path) -> Mapping[str, bytes]:
    """All of them, and what LibreOffice itself writes of some."""
    revised, deck = word_documents.telling_docx(), documents.library_pptx()
    odt = libreoffice.convert({"a.docx": revised}, "odt", folder)["a"]
    return {
        **_made(),
        **_shipped(),
        "written.odt": odt,
        "written.ods": libreoffice.convert({"a.xlsx": documents.library_xlsx()}, "ods", folder)["a"],
        "written.odp": libreoffice.convert({"a.pptx": deck}, "odp", folder)["a"],
        "written.docx": libreoffice.convert({"a.odt": odt}, "docx", folder)["a"],
    }


@pytest.fixture(scope="module")
def cleaned(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Each without its metadata."""
    contents = {name: scrub(data).content for name, data in files.items()}
    assert None not in contents.values()
    return {name: content for name, content in contents.items() if content is not None}


@pytest.fixture(scope="module")
def shown(files: Mapping[str, bytes], cleaned: Mapping[str, bytes], folder: Path) -> Mapping[str, bytes]:
    """How LibreOffice shows each of them, before and after, as PDF; and a text whose changes are accepted."""
    documents_ = {
        **{f"before {name}": data for name, data in files.items()},
        **{f"after {name}": data for name, data in cleaned.items()},
        "plain word.docx": word_documents.plain_docx(),
        "revised word.docx": scrub(word_documents.telling_docx()).content or b"",
    }
    # What LibreOffice writes is named for the file without its ending.
    named = {f"{_label(name)}.{name.rpartition('.')[2]}": data for name, data in documents_.items()}
    return libreoffice.convert(named, "pdf", folder)


def _label(name: str) -> str:
    return name.replace(".", "_")


def test_pages_look_the_same(files: Mapping[str, bytes], shown: Mapping[str, bytes]) -> None:
    # Tracked changes, and fields that show metadata, are drawn as such before.
    same = [_label(name) for name in files if name not in ("written.odt", "written.docx", "word.docx")]
    drawn = {name: libreoffice.drawn(pdf) for name, pdf in shown.items()}
    assert [name for name in same if drawn[f"before {name}"] != drawn[f"after {name}"]] == []


def test_fields_that_show_metadata_read_the_same(shown: Mapping[str, bytes]) -> None:
    assert libreoffice.read(shown["before word_docx"]) == libreoffice.read(shown["after word_docx"])


@pytest.mark.parametrize("name", ["revised word_docx", "after written_odt", "after written_docx"])
def test_tracked_changes_are_accepted(shown: Mapping[str, bytes], name: str) -> None:
    (text,) = libreoffice.read(shown[name])
    expected = "".join(libreoffice.read(shown["plain word_docx"]))
    # LibreOffice does not write into an odt that a row was deleted.
    assert text.replace("Baris lama.", "") == expected
    assert documents.TEXT in text


def test_accepted_changes_look_as_if_never_made(shown: Mapping[str, bytes]) -> None:
    assert libreoffice.drawn(shown["revised word_docx"]) == libreoffice.drawn(shown["plain word_docx"])


def test_exiftool_finds_nothing(cleaned: Mapping[str, bytes], tmp_path: Path) -> None:
    plain = {name.replace(" ", "_"): content for name, content in cleaned.items()}
    left = {
        (name, tag): value
        for name, tags in judge.read(plain, tmp_path).items()
        for tag, value in tags.items()
        if not _STRUCTURE.fullmatch(tag) and value not in ("1980:01:01 00:00:00",)
    }
    assert left == {}


def test_no_secret_is_left(cleaned: Mapping[str, bytes]) -> None:
    secret = documents.SECRET.encode()
    for name, content in cleaned.items():
        parts = (
            {"pdf": pdf_documents.plain(content)} if name.endswith(".pdf") else documents.parts_of(content)
        )
        assert [part for part, data in parts.items() if secret in data] == [], name


def test_what_was_cleaned_has_nothing_to_clean(cleaned: Mapping[str, bytes]) -> None:
    for name, content in cleaned.items():
        again = scrub(content)
        # One of them has a profile of Apple's, which stays and is told.
        assert (set(again.found) <= {"profile"}, again.content) == (True, None), name
