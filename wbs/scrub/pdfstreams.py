"""Streams of PDF files that are files of their own: pictures, colour profiles (ISO 32000-2, 7.4, 8.6.5.5).

A picture in JPEG has all that cameras write; its new bytes have the same pixels. Profiles of the usual colour
spaces are built anew from their colours; others stay, since colours would change, and are said to.
"""

from __future__ import annotations

import re
import zlib
from typing import Final

import pikepdf
from pikepdf import Array, Name, Object, Stream

from wbs.scrub import icc, jpeg2000
from wbs.scrub.findings import Findings
from wbs.scrub.images import scrub_image

#: What a stream's dictionary says of itself if it is one of them.
_MENTION: Final = re.compile(rb"/(?:DCT(?:Decode)?|JPXDecode|N \d)(?![\w.])")
#: Outside a page's own stream too, readers know the short name (8.9.7).
_JPEG: Final = (Name.DCTDecode, Name.DCT)


#: Bytes that a profile of colours has at most; those of presses have some two million.
_PROFILE_LIMIT: Final = 16 << 20
# A filter over a filter over another has no use but to be a thousandfold of a thousandfold.
_FILTERS: Final = 2
_FLATE: Final = (Name.FlateDecode, Name.Fl)


def unpacked(stream: Stream, limit: int) -> bytes | None:
    """Return a stream's content; None if its filters are unusual, or it is longer than ``limit`` bytes."""
    filters = _listed(stream.get("/Filter"))
    content = _before_last(stream, filters)
    if content is None or not filters:
        return content
    if filters[-1] not in _FLATE or any(
        each is not None for each in _listed(stream.get("/DecodeParms"))[-1:]
    ):
        return None
    inflate = zlib.decompressobj()
    try:
        plain = inflate.decompress(content, limit)
    except zlib.error:
        return None
    return None if inflate.unconsumed_tail else plain


class Streams:
    """The files within one document; those with nothing in them are known again by their bytes."""

    def __init__(self) -> None:
        self._clean: dict[int, list[bytes]] = {}

    def take(self, stream: Stream, text: bytes, findings: Findings) -> None:
        """Clean a stream if it is one of them; ``text``: its dictionary, as it is written. PdfError."""
        if not _MENTION.search(text):
            return
        filters = _listed(stream.get("/Filter"))
        last = filters[-1] if filters else None
        if last in (*_JPEG, Name.JPXDecode):
            content = _before_last(stream, filters)
            if content is None:
                findings.keep()
            elif last == Name.JPXDecode:
                self._wavelets(stream, content, findings)
            elif not self._known(content):
                self._picture(stream, content, findings)
        elif "/N" in stream and "/Type" not in stream:
            self._profile(stream, findings)

    def _known(self, content: bytes) -> bool:
        return content in self._clean.get(len(content), ())

    def _picture(self, stream: Stream, content: bytes, findings: Findings) -> None:
        part = scrub_image(content)
        if part is None:
            findings.keep()
            return
        findings.join(part)
        if part.content is not None:
            parms = _listed(stream.get("/DecodeParms"))
            stream.write(part.content, filter=Name.DCTDecode)
            if parms and parms[-1] is not None:
                stream["/DecodeParms"] = parms[-1]
        if not part.warning:
            kept = part.content or content
            self._clean.setdefault(len(kept), []).append(kept)

    def _wavelets(self, stream: Stream, content: bytes, findings: Findings) -> None:
        clean = jpeg2000.without_comments(content)
        # Boxes for what JPEG 2000 knows nothing of itself.
        if clean is None or b"uuid" in content or b"xml " in content:
            findings.keep()
        if clean is not None and clean != content:
            findings.add(["comments"])
            stream.write(clean, filter=Name.JPXDecode)

    def _profile(self, stream: Stream, findings: Findings) -> None:
        profile = unpacked(stream, _PROFILE_LIMIT)
        if profile is None:
            findings.keep("profile")
            return
        if profile[36:40] != b"acsp" or self._known(profile):
            return
        content, kinds, _ = icc.clean(profile)
        if not content:
            findings.keep("profile")
            return
        findings.add(kinds)
        if content != profile:
            stream.write(content)
        self._clean.setdefault(len(content), []).append(content)


def _before_last(stream: Stream, filters: list[Object]) -> bytes | None:
    """The bytes as they are before the last filter; None if they cannot be had."""
    raw = stream.read_raw_bytes()
    if len(filters) <= 1:
        return raw
    # Their parameters are for bytes that are pixels.
    parameters = _listed(stream.get("/DecodeParms"))[:-1]
    if len(filters) > _FILTERS or any(each is not None for each in parameters):
        return None
    # Undone in a document that is never written.
    aside = pikepdf.new()
    outer = Stream(aside, raw, Filter=Array([Name(str(each)) for each in filters[:-1]]))
    try:
        return outer.read_bytes()
    except pikepdf.PdfError:
        return None


def _listed(value: Object | None) -> list[Object]:
    """The one value, or those of an array."""
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]
