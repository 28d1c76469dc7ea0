"""Pages of PDF files and the annotations on them: remarks go, what is seen stays without who said it when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from pikepdf import Array, Dictionary, Pdf, Stream, String

from wbs.scrub import pdfnames as names
from wbs.scrub.findings import Findings
from wbs.scrub.pdfstreams import unpacked

_RICH_LIMIT: Final = 4 << 20
_TAG: Final = re.compile(r"<[^<>]*>")
_WRITER: Final = re.compile(r"""\sxfa:(?:APIVersion|spec)\s*=\s*(?:"[^"]*"|'[^']*')""")


def take(holder: Dictionary, kinds: Mapping[str, str], findings: Findings) -> None:
    """Take keys out of a dictionary; values are what they tell."""
    for key in kinds.keys() & set(holder.keys()):
        findings.add([kinds[key]])
        del holder[key]


def take_unknown(holder: Dictionary, kept: frozenset[str], findings: Findings) -> None:
    """Take out keys that no standard knows; those that may stand anywhere are named elsewhere."""
    for key in set(holder.keys()) - kept - names.KEYS.keys():
        findings.add(["other"])
        del holder[key]


def above(pdf: Pdf) -> Iterator[Dictionary]:
    """The nodes of the tree of which pages are the leaves."""
    reached: set[tuple[int, int]] = set()
    for page in pdf.pages:
        node = page.obj.get("/Parent")
        while isinstance(node, Dictionary) and node.objgen not in reached:
            yield node
            reached.add(node.objgen)
            node = node.get("/Parent")


def clean(page: Dictionary, shown: bool, findings: Findings) -> None:
    """A page: its identifier, its remarks; all of it, if it is not among the shown ones."""
    take(page, names.PAGE, findings)
    if not shown and len(page.keys()) > 1:
        # Deleted, but something still refers to it: an empty shell keeps the reference good.
        for key in set(page.keys()) - {"/Type"}:
            del page[key]
        findings.add(["earlier"])
    annotations = page.get("/Annots")
    if isinstance(annotations, Array):
        for each in annotations:
            # One without a place is not known for one by itself.
            if isinstance(each, Dictionary) and "/Rect" not in each:
                clean_annotation(each, findings)
        kept = [each for each in annotations if _subtype(each) not in names.REMARKS]
        if len(kept) < len(annotations):
            findings.add(names.REMARKS.get(_subtype(each), "") for each in annotations)
            page["/Annots"] = Array(kept)


def clean_annotation(annotation: Dictionary, findings: Findings) -> None:
    """What stands beside the page is emptied; what is drawn on it stays, what was said of it goes."""
    subtype = _subtype(annotation)
    take(annotation, names.ANNOTATION, findings)
    if subtype in names.REMARKS:
        # Replies, pop-ups and the structure may still refer to it.
        for key in set(annotation.keys()) - {"/Type", "/Subtype", "/Rect"}:
            del annotation[key]
        return
    take_unknown(annotation, names.ANNOTATION_KEPT, findings)
    if subtype not in names.LIVE:
        seen = names.SEEN if subtype == "/FreeText" else ()
        take(annotation, {key: kind for key, kind in names.MARK.items() if key not in seen}, findings)


def clean_rich_text(holder: Dictionary, keys: set[str], findings: Findings) -> None:
    """Of a text with its formatting, as XHTML (12.7.3.4), take out which program wrote it."""
    for key in names.RICH & keys:
        text = holder[key]
        if isinstance(text, String) and (bare := _without_writer(str(text))) != str(text):
            holder[key] = String(bare)
            findings.add(["software"])
        elif isinstance(text, Stream):
            _clean_rich_stream(text, findings)


def _clean_rich_stream(stream: Stream, findings: Findings) -> None:
    told = unpacked(stream, _RICH_LIMIT)
    if told is None:
        findings.keep("software")
        return
    # Every byte is a letter of it, so what is not cut stays as it was, in whatever encoding.
    bare = _without_writer(told.decode("latin-1")).encode("latin-1")
    if bare != told:
        stream.write(bare)
        findings.add(["software"])


def _without_writer(text: str) -> str:
    return _TAG.sub(lambda tag: _WRITER.sub("", tag[0]), text)


def _subtype(annotation: object) -> str:
    return str(annotation.get("/Subtype")) if isinstance(annotation, Dictionary) else ""
