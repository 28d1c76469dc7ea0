"""The one door to everything that looks into a file: by its content to the module of its format."""

import io
import struct
import zipfile
from typing import Final

from wbs.scrub import DOCUMENT_LIMIT, IMAGE_LIMIT, KINDS, Scrubbed, heic
from wbs.scrub.images import scrub_image
from wbs.scrub.odf import scrub_odf
from wbs.scrub.ooxml import scrub_ooxml
from wbs.scrub.pdf import scrub_pdf
from wbs.scrub.sniff import sniff

_DOCUMENTS: Final = {"pdf": scrub_pdf, "ooxml": scrub_ooxml, "odf": scrub_odf}


def scrub(data: bytes) -> Scrubbed:
    """What was found in a file, and the file without it. Never raises for what is in it."""
    name, media_type = sniff(data)
    if media_type == "application/zip" or name in ("ooxml", "odf"):
        name = _zip_format(data)
    if not name:
        return Scrubbed("", media_type, warning="unknown")
    if name == "heic":
        found = heic.kinds(data)
        return Scrubbed(name, media_type, tuple(kind for kind in KINDS if kind in found), warning="heic")
    if len(data) > (DOCUMENT_LIMIT if name in _DOCUMENTS else IMAGE_LIMIT):
        return Scrubbed(name, media_type, warning="too_large")
    if name in _DOCUMENTS:
        return _DOCUMENTS[name](data)
    return scrub_image(data) or Scrubbed("", media_type, warning="unknown")


def _zip_format(data: bytes) -> str:
    """What a zip file is by the names in its directory; empty: just that."""
    if len(data) > DOCUMENT_LIMIT:
        return sniff(data)[0]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "[Content_Types].xml" in names:
                return "ooxml"
            return "odf" if {"mimetype", "META-INF/manifest.xml"} <= names else ""
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error):
        return sniff(data)[0]
