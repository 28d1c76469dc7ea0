"""Metadata of PDF files (ISO 32000-2), taken out of the objects that hold it.

What is drawn on a page stays as it is drawn, streams stay byte for byte (but pictures in JPEG, whose pixels
stay, and usual colour profiles). Left alone, being content: bookmarks, links, form fields and what was filled
in, alternative texts, structure, layers, scripts and actions; of a path on someone's disk the file's name.
Not looked into: fonts, and what a page draws without naming it (remarks and pictures within its stream).
A file that only asks not to be changed (encrypted, yet readable without a password) is edited, and written
without encryption; one with a password is not read.
Signatures are taken out, and the caller is told so.
"""

from __future__ import annotations

import re
import warnings
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from itertools import chain, pairwise
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream, String

from wbs.scrub import Scrubbed, pdfpaths, xmp
from wbs.scrub import pdfnames as names
from wbs.scrub.findings import Edited, Findings, Kept, examine
from wbs.scrub.pdfmaps import Maps
from wbs.scrub.pdfopening import opened, parsed
from wbs.scrub.pdfpages import above, clean_annotation, clean_rich_text, take, take_unknown
from wbs.scrub.pdfpages import clean as clean_page
from wbs.scrub.pdfstreams import Streams

#: /ID as qpdf writes it when it is to say nothing.
_STATIC_ID: Final = bytes.fromhex("31415926535897932384626433832795")

#: Names that an object's text must have to concern us; a page that is shown only if it has one of the first.
_NAMED: Final = re.compile(
    rb"/(?:[A-Z]{4}_|[A-Za-z]{2,8}:|(?:Rect|Annots|ID|V|I|Usage|EF|RF|RV|Win|Measure|%s)(?![\w.]))"
    % "|".join(key[1:] for key in names.KEYS).encode()
)
#: A program's own key in what is drawn (Annex E); those of how it is drawn stay.
_VENDOR: Final = re.compile(r"/(?:[A-Z]{4}_|[A-Za-z]{2,8}:)")
_PAGE: Final = re.compile(rb"/Page(?![\w.])")
_END: Final = re.compile(rb"startxref\s+\d+\s+%%EOF")
_PACKET_LIMIT: Final = 4 << 20

_FAILURES: Final = (
    pikepdf.PdfError,
    RuntimeError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
)


def scrub_pdf(data: bytes) -> Scrubbed:
    """What was found in ``data``, and the document without it; never raises."""
    return examine("pdf", "application/pdf", data, _edit)


@contextmanager
def _guarded() -> Iterator[None]:
    """Every way in which qpdf and a document's odd structure fail, as the document's own."""
    try:
        yield
    except pikepdf.PasswordError as error:
        raise Kept("encrypted") from error
    except _FAILURES as error:
        raise Kept("damaged") from error


@_guarded()
def _edit(data: bytes) -> Edited:
    findings, streams = Findings(), Streams()
    pdf = opened(data)
    _take_around(pdf, data, findings)
    if pdf.is_encrypted:
        # Streams are read as they stand in the file, and shall stand there in plain.
        pdf = parsed(_saved(pdf))
    for page in pdf.pages:
        take_unknown(page.obj, names.PAGE_KEPT, findings)
    for node in above(pdf):
        take_unknown(node, names.PAGES_KEPT, findings)
    _take_objects(pdf, streams, findings)
    # Writing leaves them behind, so they matter where it would not be written.
    if not findings.kinds and not pdf.is_linearized and _has_forgotten(pdf):
        findings.add(["earlier"])
    return Edited("application/pdf", findings, partial(_saved, pdf), partial(_again, pdf, streams))


@_guarded()
def _again(pdf: pikepdf.Pdf, streams: Streams, content: bytes) -> Findings:
    """Of what was written its frame, and its objects as they stood in memory: parsing is half of the work."""
    findings = Findings()
    _take_objects(pdf, streams, findings)
    _take_around(parsed(content), content, findings)
    return findings


@_guarded()
def _saved(pdf: pikepdf.Pdf) -> bytes:
    """Written anew: what nothing refers to, earlier versions above all, is left behind."""
    sink = BytesIO()
    with warnings.catch_warnings():
        # Of forms that were odd before.
        warnings.simplefilter("ignore")
        pdf.save(
            sink,
            static_id=True,
            fix_metadata_version=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
    return sink.getvalue()


def _has_forgotten(pdf: pikepdf.Pdf) -> bool:
    """Whether there is an object that nothing refers to: what was deleted, mostly."""
    reached: set[tuple[int, int]] = set()
    waiting: list[Object] = [pdf.trailer]
    while waiting:
        each = waiting.pop()
        if each.objgen in reached:
            continue
        if each.is_indirect:
            reached.add(each.objgen)
        values: Iterable[object] = ()
        if isinstance(each, Array):
            values = each
        elif isinstance(each, (Dictionary, Stream)):
            values = (value for _, value in each.items())
        waiting.extend(value for value in values if isinstance(value, Object) and value.objgen not in reached)
    return any(
        each.objgen not in reached
        for each in pdf.objects
        if isinstance(each, (Array, Dictionary, Stream, String))
        and not (isinstance(each, Stream) and each.get("/Type") in (Name.ObjStm, Name.XRef))
    )


def _take_around(pdf: pikepdf.Pdf, data: bytes, findings: Findings) -> None:
    """All but the objects in general: the file's bytes, its trailer and its catalog."""
    _bytes(data, pdf, findings)
    _trailer(pdf, findings)
    _catalog(pdf.Root, findings)


def _bytes(data: bytes, pdf: pikepdf.Pdf, findings: Findings) -> None:
    """What the bytes tell besides the objects: earlier versions, other bytes at both ends, command lines."""
    last = _END.match(data, max(data.rfind(b"startxref"), 0))
    if not data.startswith(b"%PDF-") or (last and data[last.end() :].strip(b"\0\t\n\f\r ")):
        findings.add(["trailer"])
    if b"%%Invocation:" in data[:4096]:
        findings.add(["software"])
    if "/Prev" in pdf.trailer:
        ends = [match.end() for match in _END.finditer(data)]
        # Word closes every file twice, a linearized file is closed twice: only objects make a version.
        updates = sum(data.find(b" obj", start, end) >= 0 for start, end in pairwise(ends))
        if updates > pdf.is_linearized:
            findings.add(["earlier"])


def _trailer(pdf: pikepdf.Pdf, findings: Findings) -> None:
    trailer = pdf.trailer
    info = trailer.get("/Info")
    if info is not None:
        findings.add(_info(info))
        del trailer["/Info"]
    identifier = trailer.get("/ID")
    if identifier is not None:
        if not isinstance(identifier, Array) or not all(map(_says_nothing, identifier)):
            findings.add(["identifiers"])
        del trailer["/ID"]
    for key in set(trailer.keys()) - names.TRAILER:
        findings.add([names.TRAILER_EXTRAS.get(key, "other")])
        del trailer[key]


def _says_nothing(identifier: object) -> bool:
    return isinstance(identifier, String) and bytes(identifier) == _STATIC_ID


def _info(info: Object) -> Iterable[str]:
    """What an information dictionary tells: the document's own, an article's, an included figure's."""
    if not isinstance(info, Dictionary):
        return ["other"]
    return [names.INFO.get(key, "other") for key, value in info.items() if str(value)]


def _catalog(root: Object, findings: Findings) -> None:
    if not isinstance(root, Dictionary):
        raise Kept("damaged")
    perms, trees, form, layers = (root.get(key) for key in ("/Perms", "/Names", "/AcroForm", "/OCProperties"))
    if isinstance(perms, Dictionary) and "/DocMDP" in perms:
        findings.signed = True
    take(root, names.CATALOG, findings)
    take_unknown(root, names.CATALOG_KEPT, findings)
    if isinstance(trees, Dictionary):
        take(trees, names.NAME_TREES, findings)
        take_unknown(trees, names.NAME_TREES_KEPT, findings)
        if "/Collection" not in root:
            take(trees, names.FILE_TREE, findings)
    if isinstance(form, Dictionary):
        take(form, {"/SigFlags": ""}, findings)
        take_unknown(form, names.FORM_KEPT, findings)
        # A form that is XML of its own, with whatever it was made from.
        if "/XFA" in form:
            findings.keep()
    if isinstance(layers, Dictionary):
        others = layers.get("/Configs")
        for each in (layers.get("/D"), *(others if isinstance(others, Array) else ())):
            if isinstance(each, Dictionary):
                take(each, names.LAYERS, findings)


def _take_objects(pdf: pikepdf.Pdf, streams: Streams, findings: Findings) -> None:
    shown = {page.obj.objgen for page in pdf.pages} | _spare_pages(pdf)
    files: list[Dictionary] = []
    # The files of a portfolio are its content, and its page only a cover; so are those that a page plays.
    kept = "/Collection" in pdf.Root
    for holder in _telling(pdf, shown, streams, findings):
        keys = set(holder.keys())
        _take_keys(holder, keys, findings)
        if {"/Rect", "/Subtype"} <= keys:
            clean_annotation(holder, findings)
            kept |= str(holder["/Subtype"]) in names.MEDIA
        if names.FILES.keys() & keys:
            files.append(holder)
        if holder.get("/Type") == Name.Page:
            clean_page(holder, holder.objgen in shown, findings)
    if kept:
        findings.keep(*(["attached"] if files else []))
    else:
        for each in files:
            take(each, names.FILES, findings)


def _spare_pages(pdf: pikepdf.Pdf) -> set[tuple[int, int]]:
    """Pages that are not among those of the document, but that a form makes others from (12.7.7)."""
    trees = pdf.Root.get("/Names")
    named = (trees.get(key) for key in ("/Templates", "/Pages")) if isinstance(trees, Dictionary) else ()
    pages = (pikepdf.NameTree(tree).values() for tree in named if isinstance(tree, Dictionary))
    return {each.objgen for each in chain.from_iterable(pages) if isinstance(each, Dictionary)}


def _telling(
    pdf: pikepdf.Pdf, shown: set[tuple[int, int]], streams: Streams, findings: Findings
) -> Iterator[Dictionary]:
    """The dictionaries of objects that may tell something, but maps; streams are cleaned on the way."""
    maps, told = Maps(pdf), list[Dictionary | Array]()
    for each in pdf.objects:
        stream = each if isinstance(each, Stream) else None
        top = each.stream_dict if stream is not None else each
        if not isinstance(top, (Dictionary, Array)):
            continue
        # Most objects have no name that concerns us: their text says so sooner than their entries.
        text = top.unparse(resolved=True)
        if stream is not None:
            streams.take(stream, text, findings)
        maps.learn(text)
        if (
            _NAMED.search(text)
            or pdfpaths.MENTION.search(text)
            or (each.objgen not in shown and _PAGE.search(text))
        ):
            told.append(top)
    for top in told:
        yield from maps.structured(top)


def _take_keys(holder: Dictionary, keys: set[str], findings: Findings) -> None:
    """What may stand in any dictionary."""
    packet = holder.get("/Metadata") if "/Metadata" in keys else None
    if isinstance(packet, Stream):
        findings.add(_packet(packet))
    elif "/Metadata" in keys:
        findings.add(["other"])
    if "/PTEX.InfoDict" in keys:
        findings.add(_info(holder["/PTEX.InfoDict"]))
    usage = holder.get("/Usage") if "/Usage" in keys else None
    if isinstance(usage, Dictionary):
        take(usage, names.USAGE, findings)
    measure = holder.get("/Measure") if "/Measure" in keys else None
    if isinstance(measure, Dictionary) and measure.get("/Subtype") == Name.GEO:
        # Where on the earth a map lies (12.10); how it is drawn says the page.
        take(holder, {"/Measure": "place"}, findings)
    thread = holder.get("/I") if {"/I", "/F"} <= keys else None
    if isinstance(thread, Dictionary) and isinstance(holder.get("/F"), Dictionary):
        findings.add(_info(thread))
        del holder["/I"]
    signature = holder.get("/V") if "/V" in keys else None
    if isinstance(signature, Dictionary) and _signs(signature):
        findings.signed = True
        findings.add(kind for key, kind in names.SIGNATURE.items() if key in signature)
        del holder["/V"]
    if {"/BBox", "/Width"} & keys:
        take(holder, {key: "other" for key in keys if _VENDOR.match(key)}, findings)
    for key in names.KEYS.keys() & keys:
        findings.add([names.KEYS[key]])
        del holder[key]
    clean_rich_text(holder, keys, findings)
    pdfpaths.cut(holder, keys, findings)


def _signs(value: Dictionary) -> bool:
    """Whether a field's value is a signature (12.8.1); of those in ink some say nothing of bytes."""
    typed = value.get("/Type") in (Name.Sig, Name.DocTimeStamp)
    return typed or "/ByteRange" in value or {"/Filter", "/Contents"} <= set(value.keys())


def _packet(stream: Stream) -> Iterable[str]:
    """What an XMP packet tells, as far as it unpacks to a sensible size."""
    raw = stream.read_raw_bytes()
    if "/Filter" in stream:
        try:
            raw = zlib.decompressobj().decompress(raw, _PACKET_LIMIT)
        except zlib.error:
            return ["other"]
    return xmp.kinds(raw[:_PACKET_LIMIT])
